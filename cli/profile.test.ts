import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { readProfile } from './profile.ts';

const app = (name: string) => ({
  baseUrl: 'http://127.0.0.1:1/',
  clientId: name,
  clientSecret: 's',
  accessToken: 't',
});

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'recount-profile-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

it('a call takes the demo’s strict app, its lenient one, or a profile of one’s own', async () => {
  const folder = await makeFolder();
  await mkdir(join(folder, 'profiles'));
  await writeFile(join(folder, 'demo.json'), JSON.stringify({ ...app('strict'), lenient: app('lenient') }));
  await writeFile(join(folder, 'profiles', 'mine.json'), JSON.stringify(app('mine')));
  expect(await readProfile(folder, undefined)).toMatchObject({
    clientId: 'strict',
    baseUrl: 'http://127.0.0.1:1',
  });
  expect(await readProfile(folder, 'lenient')).toMatchObject({ clientId: 'lenient' });
  expect(await readProfile(folder, 'mine')).toMatchObject({ clientId: 'mine' });
});

it('a call without credentials says what is missing', async () => {
  const folder = await makeFolder();
  await expect(readProfile(folder, undefined)).rejects.toThrow(
    /demo\.json is not there. Start the server first/,
  );
  await expect(readProfile(folder, 'demo')).rejects.toThrow(
    /profiles.demo\.json is not there. It should hold/,
  );
  await expect(readProfile(folder, '../demo')).rejects.toThrow(/--profile must be a name/);
  await writeFile(join(folder, 'demo.json'), JSON.stringify({ clientId: 'x' }));
  await expect(readProfile(folder, undefined)).rejects.toThrow(/demo\.json has no baseUrl/);
  await writeFile(join(folder, 'demo.json'), '{"clientId"');
  await expect(readProfile(folder, undefined)).rejects.toThrow(/is no JSON/);
});
