import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';
import { createPartnerApp } from '../apps/create-partner-app.ts';
import { issueTokenFamily } from '../tokens/issue-token-pair.ts';
import { type Credentials, signRequest } from './sign-request.ts';

let server: TestServer;
let credentials: Credentials;

beforeAll(async () => {
  server = await startTestServer();
  const { database, secretKey, workspaceId, personId } = server;
  const app = await createPartnerApp(database, secretKey, { name: 'Wary app', rejectReplays: true });
  const { accessToken } = await issueTokenFamily(database, { partnerAppId: app.id, workspaceId, personId });
  credentials = { ...app, accessToken };
});
afterAll(() => server.close());

/** A signed request that may be sent again as it is, with other headers or another query. */
function signed(name: string) {
  const body = JSON.stringify({ name });
  const headers = signRequest(credentials, { method: 'POST', path: '/tags', body });
  return async (key?: string, query = '') => {
    const answer = await fetch(`${server.baseUrl}/partners/tags${query}`, {
      method: 'POST',
      headers: { ...headers, ...(key === undefined ? {} : { 'idempotency-key': key }) },
      body,
    });
    const { code, data } = (await answer.json()) as { code?: string; data?: { uuid: string } };
    const { status } = answer;
    return { status, code, uuid: data?.uuid, replayed: answer.headers.get('idempotent-replayed') };
  };
}

const REPLAYED = { status: 409, code: 'REPLAYED_REQUEST' };

describe('of an app that refuses replays, the same signed bytes again', () => {
  it('get the stored answer under their key, and are refused under none or another', async () => {
    const send = signed('Once');
    const first = await send('first');
    expect(first).toMatchObject({ status: 201, replayed: null });
    expect(await send('first')).toEqual({ ...first, replayed: 'true' });
    for (const key of [undefined, 'second']) expect(await send(key)).toMatchObject(REPLAYED);
  });

  it('are refused where the first was refused', async () => {
    await signed('Taken')('taken');
    const send = signed('taken');
    expect(await send('again')).toMatchObject({ status: 400, code: 'DUPLICATE_NAME' });
    expect(await send('again')).toMatchObject(REPLAYED);
  });

  it('take effect once of many at once, and none of the others is told more than to wait', async () => {
    const send = signed('Many');
    const answers = await Promise.all(Array.from({ length: 8 }, () => send('many')));
    const made = answers.filter(({ status }) => status === 201);
    expect(new Set(made.map(({ uuid }) => uuid)).size).toBe(1);
    for (const { status, code } of answers.filter(({ status: other }) => other !== 201))
      expect([status, code === 'IDEMPOTENCY_IN_PROGRESS' || code === 'REPLAYED_REQUEST']).toEqual([
        409,
        true,
      ]);
    expect(await send('many')).toMatchObject({ status: 201, replayed: 'true' });
    const { rows } = await server.owner.query("SELECT count(*)::int AS count FROM tag WHERE name = 'Many'");
    expect(rows).toEqual([{ count: 1 }]);
  });
});
