import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';
import { countGuess } from '../sign-in/password-guesses.ts';
import { startSession } from '../sign-in/sign-in-session.ts';
import { claimSignature } from '../signatures/claim-signature.ts';
import { issueAuthorizationCode } from './issue-authorization-code.ts';
import { issueTokenFamily } from './issue-token-pair.ts';
import { redeemAuthorizationCode } from './redeem-authorization-code.ts';
import { sweepExpired } from './sweep-expired.ts';

const TABLES = [
  'sign_in_session',
  'password_guess',
  'seen_signature',
  'authorization_code',
  'refresh_token',
  'access_token',
  'token_family',
];

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.close());

async function countRows(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of TABLES) {
    counts[table] = Number((await server.owner.query(`SELECT count(*) FROM ${table}`)).rows[0].count);
  }
  return counts;
}

/** As if everything had happened that much earlier. */
async function age(by: string): Promise<void> {
  await server.owner.query(`
    UPDATE sign_in_session SET expires_at = expires_at - interval '${by}';
    UPDATE password_guess SET window_ends_at = window_ends_at - interval '${by}';
    UPDATE seen_signature SET seen_at = seen_at - interval '${by}';
    UPDATE authorization_code SET expires_at = expires_at - interval '${by}';
    UPDATE refresh_token SET expires_at = expires_at - interval '${by}';
    UPDATE access_token SET expires_at = expires_at - interval '${by}';
    UPDATE token_family SET created_at = created_at - interval '${by}'`);
}

test('each thing goes once nothing can come of it any more, and no sooner', async () => {
  const consent = {
    partnerAppId: server.strictAppId,
    workspaceId: server.workspaceId,
    personId: server.personId,
  };
  await server.owner.query('DELETE FROM token_family');
  await issueTokenFamily(server.database, consent);
  const code = await issueAuthorizationCode(server.database, {
    ...consent,
    redirectUri: 'http://localhost/',
  });
  await redeemAuthorizationCode(server.database, server.strictAppId, code);
  await claimSignature(server.database, server.strictAppId, 'ab'.repeat(32));
  await startSession(server.database, 'a'.repeat(43), server.personId);
  await countGuess(server.database, { emailKey: 'x', address: '127.0.0.1', knownDevice: undefined });
  const full = {
    sign_in_session: 1,
    password_guess: 3,
    seen_signature: 1,
    authorization_code: 1,
    refresh_token: 2,
    access_token: 2,
    token_family: 2,
  };

  const steps: [string, Partial<typeof full>][] = [
    ['9 minutes', {}],
    ['2 minutes', { seen_signature: 0 }],
    ['5 minutes', { sign_in_session: 0, password_guess: 0 }],
    ['1 day', { authorization_code: 0 }],
    ['88 days', {}],
    ['1 day', { refresh_token: 0 }],
    ['23 hours', {}],
    ['2 hours', { access_token: 0, token_family: 0 }],
  ];
  let left = full;
  expect(await sweepExpired(server.database)).toBe(0);
  for (const [by, gone] of steps) {
    await age(by);
    left = { ...left, ...gone };
    await sweepExpired(server.database);
    expect(await countRows(), `after ${by} more`).toEqual(left);
  }
});

test('more rows than fit a batch are swept in one go', async () => {
  await server.owner.query(
    `INSERT INTO seen_signature SELECT $1, sha256(i::text::bytea), now() - interval '1 hour' FROM generate_series(1, 12000) i`,
    [server.strictAppId],
  );
  expect(await sweepExpired(server.database)).toBe(12_000);
});
