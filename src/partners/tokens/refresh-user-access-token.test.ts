import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSignedClient } from '../../../test/support/signed-client.ts';
import { startTestServer, type TestServer, type TestWorkspace } from '../../../test/support/test-server.ts';
import { issueTokenFamily, type TokenPair } from './issue-token-pair.ts';

const PATH = '/refresh-user-access-token';
const REFUSAL = {
  code: 'invalid_grant',
  error: 'invalid_grant',
  message: 'The refresh token is invalid or expired.',
};

let server: TestServer;

const startFamily = ({ workspaceId, personId }: TestWorkspace = server) =>
  issueTokenFamily(server.database, { partnerAppId: server.strictAppId, workspaceId, personId });

function send(body: object, { credentials }: TestServer['strict'] = server.strict) {
  const { baseUrl, clientId, clientSecret } = credentials;
  return createSignedClient({ baseUrl, clientId, clientSecret }).post(PATH, body);
}

const present = (refreshToken: string) => send({ grantType: 'refresh_token', refreshToken });

async function refresh({ refreshToken }: { refreshToken: string }): Promise<TokenPair> {
  const { status, body } = await present(refreshToken);
  expect(status, JSON.stringify(body)).toBe(200);
  return body.data.result;
}

async function expectRefused({ refreshToken }: { refreshToken: string }): Promise<void> {
  const { status, body } = await present(refreshToken);
  expect(status).toBe(400);
  expect(body).toMatchObject(REFUSAL);
}

async function opens({ accessToken }: { accessToken: string }): Promise<boolean> {
  const client = createSignedClient({ ...server.strict.credentials, accessToken });
  return (await client.get('/chart-of-accounts')).status === 200;
}

/** As if the token had been presented that long ago. */
async function presentedAgo({ refreshToken }: TokenPair, ago: string): Promise<void> {
  const { rowCount } = await server.owner.query(
    `UPDATE refresh_token SET presented_at = now() - $2::interval WHERE token_hash = sha256($1) AND presented_at IS NOT NULL`,
    [Buffer.from(refreshToken), ago],
  );
  expect(rowCount).toBe(1);
}

beforeAll(async () => {
  server = await startTestServer({ name: 'Sunrise' });
});

afterAll(() => server.close());

test('a refresh token gives a new pair for the same workspace', async () => {
  const first = await startFamily();
  const { status, body } = await present(first.refreshToken);
  expect(status).toBe(200);
  expect(body).toMatchObject({ status: 'success', message: 'Access token refreshed successfully.' });
  const { result } = body.data;
  expect(result).toMatchObject({ workspaceId: server.workspaceId, workspaceName: 'Sunrise' });
  expect(result.accessToken).not.toBe(first.accessToken);
  expect(result.refreshToken).not.toBe(first.refreshToken);
  expect(await opens(result)).toBe(true);
});

test('snake_case is understood, and credentials in the body are put up with', async () => {
  const { refreshToken } = await startFamily();
  const body = {
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
    client_id: 'x',
    client_secret: 'y',
  };
  expect((await send(body)).status).toBe(200);
  const blankBeside = await send({ ...body, refreshToken: '', scope: 'all' });
  expect(blankBeside.status).toBe(200);
  expect(blankBeside.body.data._partnerWarnings).toMatchObject([{ field: 'scope', reason: 'unknown_field' }]);
});

describe('rotation', () => {
  test('the old access token stays good', async () => {
    const first = await startFamily();
    await refresh(first);
    expect(await opens(first)).toBe(true);
  });

  test('a client that throws each new pair away refreshes with the old token for ever', async () => {
    const first = await startFamily();
    for (let time = 0; time < 4; time += 1) expect(await opens(await refresh(first))).toBe(true);
    await presentedAgo(first, '60 days');
    await refresh(first);
  });

  test('using the new access token changes nothing', async () => {
    const first = await startFamily();
    const second = await refresh(first);
    await opens(second);
    await presentedAgo(first, '1 day');
    await refresh(first);
  });

  test('the old token is good for ten minutes after its successor was presented', async () => {
    const first = await startFamily();
    const second = await refresh(first);
    await refresh(second);
    await presentedAgo(second, '9 minutes 50 seconds');
    await refresh(first);
  });

  test('presented later, it revokes the whole family', async () => {
    const first = await startFamily();
    const second = await refresh(first);
    const third = await refresh(second);
    await presentedAgo(second, '10 minutes');
    await expectRefused(first);
    await expectRefused(third);
    await expectRefused(second);
    expect(await opens(third)).toBe(false);
  });

  test('the first presentation of a successor counts, not the last', async () => {
    const first = await startFamily();
    const second = await refresh(first);
    await refresh(second);
    await presentedAgo(second, '11 minutes');
    await refresh(second);
    await expectRefused(first);
  });

  test('a theft revokes no other sign-in', async () => {
    const first = await startFamily();
    const bystander = await startFamily();
    const second = await refresh(first);
    await refresh(second);
    await presentedAgo(second, '1 hour');
    await expectRefused(first);
    await refresh(bystander);
    expect(await opens(bystander)).toBe(true);
  });

  test('two clients that refresh the same token at once both stay signed in', async () => {
    const first = await startFamily();
    let [one, two] = await Promise.all([refresh(first), refresh(first)]);
    expect(one.refreshToken).not.toBe(two.refreshToken);
    for (let time = 0; time < 3; time += 1) {
      const before = [one, two];
      [one, two] = await Promise.all([refresh(one), refresh(two)]);
      for (const pair of before) await presentedAgo(pair, '1 day');
    }
    expect(await Promise.all([opens(one), opens(two)])).toEqual([true, true]);
  });

  test('many refreshes of one token at once all succeed', async () => {
    const first = await startFamily();
    const pairs = await Promise.all(Array.from({ length: 12 }, () => refresh(first)));
    expect(new Set(pairs.map((pair) => pair.refreshToken)).size).toBe(12);
  });

  test('whoever refreshes while a theft is found out keeps nothing', async () => {
    const first = await startFamily();
    const second = await refresh(first);
    const third = await refresh(second);
    await presentedAgo(second, '1 hour');
    const answers = await Promise.all([
      present(first.refreshToken),
      present(third.refreshToken),
      present(third.refreshToken),
    ]);
    expect(answers[0].status).toBe(400);
    for (const { status, body } of answers) {
      if (status === 200) await expectRefused(body.data.result);
    }
  });
});

describe('what is refused', () => {
  test('garbage, an access token and an expired refresh token', async () => {
    const pair = await startFamily();
    await expectRefused({ refreshToken: 'garbage' });
    await expectRefused({ refreshToken: pair.accessToken });
    await server.owner.query(`UPDATE refresh_token SET expires_at = now() WHERE token_hash = sha256($1)`, [
      Buffer.from(pair.refreshToken),
    ]);
    await expectRefused(pair);
  });

  test('another app’s token, which stays good for its own', async () => {
    const pair = await startFamily();
    const { status, body } = await send(
      { grantType: 'refresh_token', refreshToken: pair.refreshToken },
      server.lenient,
    );
    expect(status).toBe(400);
    expect(body).toMatchObject(REFUSAL);
    await refresh(pair);
  });

  test('the token of a person who has left the workspace', async () => {
    const workspace = await server.addWorkspace();
    const pair = await startFamily(workspace);
    await server.owner.query('DELETE FROM membership WHERE person_id = $1', [workspace.personId]);
    await expectRefused(pair);
  });

  test('a body without its fields, each of them named', async () => {
    for (const nothing of [{}, { grantType: null, refreshToken: '' }]) {
      const { status, body } = await send(nothing);
      expect(status).toBe(400);
      expect(body.code).toBe('VALIDATION_ERROR');
      expect(body.errors).toEqual([
        { field: 'grantType', message: 'grantType is required.', code: 'REQUIRED' },
        { field: 'refreshToken', message: 'refreshToken is required.', code: 'REQUIRED' },
      ]);
    }
  });

  test('another grant type', async () => {
    const { refreshToken } = await startFamily();
    const { status, body } = await send({ grantType: 'authorization_code', refreshToken });
    expect([status, body.code]).toEqual([400, 'VALIDATION_ERROR']);
    expect(body.errors[0]).toMatchObject({ field: 'grantType', code: 'INVALID_ENUM' });
  });
});
