import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRecountRunner, type RecountRunner } from '../test/support/run-recount.ts';
import { createSignedClient } from '../test/support/signed-client.ts';
import { startTestServer, type TestServer } from '../test/support/test-server.ts';
import { run } from './apps.ts';

let server: TestServer;
let runner: RecountRunner;

beforeAll(async () => {
  server = await startTestServer();
  runner = createRecountRunner(server, server.secretKey);
});
afterAll(() => server.close());

const apps = (...args: string[]) => runner.run(run, args);
async function answer(...args: string[]) {
  const { code, out, err } = await apps(...args, '--json');
  expect(code, err).toBe(0);
  return JSON.parse(out);
}
/** Signed as an app, with a token that none has: says whether the signature holds. */
const trySignature = async (clientId: string, clientSecret: string) => {
  const { baseUrl } = server;
  const client = createSignedClient({ baseUrl, clientId, clientSecret, accessToken: 'none' });
  return (await client.get('/tags')).body.code;
};

describe('recount apps', () => {
  it('makes an app whose secret signs, and is shown this once', async () => {
    const { code, out } = await apps(
      ...['create', '--name', 'Acme CRM', '--redirect-uri', 'https://crm.example.com/callback'],
      ...['--redirect-uri', 'http://localhost:3000/', '--validation', 'lenient', '--reject-replays'],
      ...['--rate-limit', '250'],
    );
    expect(code).toBe(0);
    const clientId = /Client ID +(rc_id_\w+)/.exec(out)![1]!;
    const clientSecret = /Client secret +(rc_secret_[\w-]+)/.exec(out)![1]!;
    expect(out).toContain('The secret is shown this once.');
    expect(await trySignature(clientId, clientSecret)).toBe('invalid_token');
    expect(await answer('show', clientId)).toEqual({
      clientId,
      name: 'Acme CRM',
      redirectUris: ['https://crm.example.com/callback', 'http://localhost:3000/'],
      validation: 'lenient',
      rejectReplays: true,
      rateLimit: 250,
      status: 'active',
      createdAt: expect.any(String),
    });
    for (const shown of [await apps('show', clientId), await apps('list')]) {
      expect(shown.out).toContain('Acme CRM');
      expect(shown.out).not.toContain(clientSecret);
    }
  });

  it('makes an app with the standard settings, changes it, and leaves what is not named', async () => {
    const { clientId, clientSecret, ...made } = await answer('create', '--name', 'Plain');
    expect(clientSecret).toMatch(/^rc_secret_/);
    expect(made).toMatchObject({
      redirectUris: [],
      validation: 'strict',
      rejectReplays: false,
      rateLimit: null,
    });
    const changed = await answer(
      ...[
        'update',
        clientId,
        '--name',
        'Plainer',
        '--redirect-uri',
        'https://a.example/',
        '--reject-replays',
      ],
      ...['--rate-limit', '0', '--disable'],
    );
    expect(changed).toMatchObject({
      name: 'Plainer',
      redirectUris: ['https://a.example/'],
      validation: 'strict',
      rejectReplays: true,
      rateLimit: 0,
      status: 'disabled',
    });
    expect(await trySignature(clientId, clientSecret)).toBe('invalid_signature');
    const back = await answer(
      'update',
      clientId,
      '--no-reject-replays',
      '--rate-limit',
      'default',
      '--enable',
    );
    expect(back).toMatchObject({ ...changed, rejectReplays: false, rateLimit: null, status: 'active' });
  });

  it('gives an app a new secret in place of the old one', async () => {
    const { clientId, clientSecret } = await answer('create', '--name', 'Rotated');
    const rotated = await answer('rotate-secret', clientId);
    expect(rotated).toEqual({ clientId, clientSecret: expect.stringMatching(/^rc_secret_/) });
    expect(await trySignature(clientId, rotated.clientSecret)).toBe('invalid_token');
    expect(await trySignature(clientId, clientSecret)).toBe('invalid_signature');
  });

  it('encrypts nothing with another key than the server’s', async () => {
    const stranger = createRecountRunner(server, randomBytes(32));
    const { code, err } = await stranger.run(run, ['create', '--name', 'Lost']);
    expect(code).toBe(1);
    expect(err).toContain('This is not the server key');
    const { rows } = await server.owner.query(`SELECT 1 FROM partner_app WHERE name = 'Lost'`);
    expect(rows).toEqual([]);
  });

  it.each([
    [['create'], '--name is required'],
    [['create', '--name', ' '], '--name must be'],
    [['create', '--name', 'a\u001b[2Jb'], '--name must be'],
    [['create', '--name', 'x', '--redirect-uri', 'https://a.example/?x'], 'without a query and a fragment'],
    [['create', '--name', 'x', '--redirect-uri', 'javascript:alert(1)'], 'must begin with https://'],
    [['create', '--name', 'x', '--validation', 'loose'], '--validation must be strict or lenient.'],
    [['create', '--name', 'x', '--rate-limit', '-1'], 'rate-limit'],
    [['create', '--name', 'x', '--rate-limit', '1.5'], '--rate-limit must be a whole number'],
    [['update', 'rc_id_x'], 'Give what is to be changed.'],
    [['show'], 'Give one client ID.'],
    [['destroy'], 'apps must be followed by create, list, show, update, rotate-secret.'],
  ])('refuses %j', async (args, sentence) => {
    const { code, err } = await apps(...args);
    expect(code).toBe(2);
    expect(err).toContain(sentence);
  });

  it('is found by its name on the command line', async () => {
    const { code, out } = await runner.spawn(['apps', 'list']);
    expect([code, out]).toEqual([0, expect.stringContaining('Strict app')]);
  });

  it('says so where there is no app of a client id', async () => {
    for (const args of [
      ['show', 'rc_id_x'],
      ['rotate-secret', 'rc_id_x'],
      ['update', 'rc_id_x', '--enable'],
    ])
      expect(await apps(...args)).toMatchObject({
        code: 1,
        err: 'There is no app with the client ID rc_id_x.\n',
      });
  });
});
