import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { publishedExample } from '../../../test/support/published-example.ts';
import { createSignedClient, type TestAnswer, type TestClient } from '../../../test/support/signed-client.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';
import { type App, createApp } from '../../app.ts';
import { ENDPOINTS } from '../../endpoints.ts';
import { FAILED_SIGNATURES } from '../../platform/http/limit-by-address.ts';
import { AppRateLimiter } from './app-rate-limiter.ts';

const LIMIT = 20;

let server: TestServer;
let apps: App[];

beforeAll(async () => {
  server = await startTestServer();
});
beforeEach(async () => {
  apps = [];
  await server.owner.query(
    'TRUNCATE rate_limit_lease; UPDATE partner_app SET rate_limit = NULL, demo = false',
  );
});
afterEach(async () => {
  for (const app of apps) await app.close();
});
afterAll(() => server.close());

interface LimitedServer {
  readonly app: App;
  readonly baseUrl: string;
  readonly strict: TestClient;
  readonly lenient: TestClient;
}

/** One more server of the same database. */
async function startLimited(rateLimit: number | 'standard' = LIMIT): Promise<LimitedServer> {
  const app = createApp({
    database: server.database,
    secretKey: server.secretKey,
    logLevel: 'silent',
    rateLimit: rateLimit === 'standard' ? undefined : rateLimit,
  });
  apps.push(app);
  await app.server.listen({ host: '127.0.0.1', port: 0 });
  const baseUrl = `http://127.0.0.1:${(app.server.server.address() as AddressInfo).port}`;
  const [strict, lenient] = [server.strict, server.lenient].map(({ credentials }) =>
    createSignedClient({ ...credentials, baseUrl }),
  );
  return { app, baseUrl, strict: strict!, lenient: lenient! };
}

const ask = (client: TestClient) => client.get('/tags', { limit: '1' });
const askTimes = async (client: TestClient, times: number) => {
  const answers: TestAnswer[] = [];
  for (let count = 0; count < times; count += 1) answers.push(await ask(client));
  return answers;
};
const statuses = (answers: readonly TestAnswer[]) => answers.map(({ status }) => status);
const admitted = (answers: readonly TestAnswer[]) =>
  statuses(answers).filter((status) => status === 200).length;

async function leases() {
  const { rows } = await server.owner.query('SELECT * FROM rate_limit_lease');
  return rows as { requests: number; returnable: number }[];
}

/** Until every process has told how much it used. */
async function settled(): Promise<void> {
  const { rows } = await server.owner.query(
    'SELECT 1 FROM rate_limit_lease WHERE returnable > 0 OR used_until > clock_timestamp()',
  );
  if (rows.length === 0) return;
  await sleep(50);
  await settled();
}

/** As if so many seconds had gone by since what was counted so far. */
const pass = (seconds: number) =>
  server.owner.query(`UPDATE rate_limit_lease SET used_until = used_until - $1 * interval '1 second'`, [
    seconds,
  ]);

describe('a partner app', () => {
  it('is told its budget with every answer, and refused beyond it', async () => {
    const { strict } = await startLimited(3);
    const [first, second] = await askTimes(strict, 2);
    expect(first!.headers.get('ratelimit-limit')).toBe('3');
    expect([first, second].map((answer) => answer!.headers.get('ratelimit-remaining'))).toEqual(['2', '1']);
    const third = await strict.get('/tags/find-by-name');
    expect([third.status, third.headers.get('ratelimit-remaining')]).toEqual([400, '0']);
    const refused = await ask(strict);
    expect(refused.status).toBe(429);
    expect(refused.body).toMatchObject({ status: 'error', code: 'RATE_LIMITED', type: 'RATE_LIMITED' });
    const published = publishedExample('/partners/chart-of-accounts', 'RATE_LIMITED');
    expect({ ...refused.body, requestId: published.requestId }).toEqual(published);
    expect(refused.headers.get('ratelimit-remaining')).toBe('0');
    const wait = Number(refused.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(55);
    expect(wait).toBeLessThanOrEqual(60);
    expect(refused.headers.get('ratelimit-reset')).toBe(String(wait));
    expect(refused.headers.get('ratelimit-limit')).toBe('3');
  });

  it('does nothing with a request that is refused', async () => {
    const { strict } = await startLimited(1);
    await ask(strict);
    expect((await strict.post('/tags', { name: 'Refused' })).status).toBe(429);
    expect((await server.strict.get('/tags', { search: 'Refused' })).body.data.tags).toEqual([]);
  });

  it('spends nobody’s budget but its own, in whatever workspace it asks', async () => {
    const { strict, lenient, baseUrl } = await startLimited(2);
    const other = await server.addWorkspace();
    await ask(strict);
    const elsewhere = createSignedClient({ ...other.strict.credentials, baseUrl });
    expect(statuses(await askTimes(elsewhere, 2))).toEqual([200, 429]);
    expect(statuses(await askTimes(lenient, 3))).toEqual([200, 200, 429]);
  });

  it('spends its budget on calls without a token and with a bad one, but not on those with a bad signature', async () => {
    const { strict } = await startLimited(2);
    const unsigned = { headers: { 'x-signature': '0'.repeat(64) } };
    for (let count = 0; count < 5; count += 1)
      expect((await strict.get('/tags', undefined, unsigned)).status).toBe(401);
    const untokened = { headers: { authorization: 'Bearer garbage' } };
    const answer = await strict.get('/tags', undefined, untokened);
    expect([answer.status, answer.headers.get('ratelimit-remaining')]).toEqual([401, '1']);
    const grant = await strict.post('/grant-access-token', { grantType: 'authorization_code', code: 'x' });
    expect([grant.status, grant.headers.get('ratelimit-remaining')]).toEqual([400, '0']);
    expect((await ask(strict)).status).toBe(429);
  });

  it('has a limit of its own where it was given one, or none', async () => {
    const setLimit = (id: string, limit: number) =>
      server.owner.query('UPDATE partner_app SET rate_limit = $2 WHERE id = $1', [id, limit]);
    await setLimit(server.strictAppId, 1);
    await setLimit(server.lenientAppId, 0);
    const { strict, lenient } = await startLimited(2);
    expect(statuses(await askTimes(strict, 2))).toEqual([200, 429]);
    const answers = await askTimes(lenient, 4);
    expect(statuses(answers)).toEqual([200, 200, 200, 200]);
    expect(answers[0]!.headers.has('ratelimit-limit')).toBe(false);
  });

  it('may send 100 requests a minute where nobody says otherwise, and 1,000 as an app of the demo', async () => {
    await server.owner.query('UPDATE partner_app SET demo = true WHERE id = $1', [server.lenientAppId]);
    const { strict, lenient } = await startLimited('standard');
    const answers = await Promise.all(Array.from({ length: 110 }, () => ask(strict)));
    expect(admitted(answers)).toBe(100);
    expect((await ask(lenient)).headers.get('ratelimit-limit')).toBe('1000');
  });
});

describe('any sixty seconds', () => {
  it('see the limit and no more, however many requests come to two servers at once', async () => {
    const both = [await startLimited(), await startLimited()];
    const answers = await Promise.all(
      Array.from({ length: 5 * LIMIT }, (_, index) => ask(both[index % 2]!.strict)),
    );
    expect(admitted(answers)).toBe(LIMIT);
    expect(new Set(statuses(answers))).toEqual(new Set([200, 429]));
    for (const { strict } of both) expect((await ask(strict)).status).toBe(429);
  });

  it('see the limit and no more where many processes ask at the same moment', async () => {
    const limiters = Array.from(
      { length: 8 },
      () => new AppRateLimiter({ database: server.database, rateLimit: LIMIT, onError: () => {} }),
    );
    const askAll = async () => {
      const app = { id: randomUUID(), rateLimit: null, demo: false };
      const asked = limiters.flatMap((limiter) => Array.from({ length: 5 }, () => limiter.count(app)));
      const answers = await Promise.allSettled(asked);
      return answers.filter(({ status }) => status === 'fulfilled').length;
    };
    const rounds = await Promise.all(Array.from({ length: 10 }, askAll));
    expect(rounds).toEqual(rounds.map(() => LIMIT));
    for (const limiter of limiters) await limiter.stop();
  });

  it('see the limit and no more where one process is slow to commit what it took', async () => {
    const app = randomUUID();
    const lease = (waiting: number) =>
      `SELECT granted FROM lease_requests('${app}', ${LIMIT}, gen_random_uuid(), ${waiting}, 0, interval '2 s', '[]')`;
    const slow = await server.owner.connect();
    await slow.query('BEGIN');
    expect((await slow.query(lease(LIMIT - 3))).rows).toEqual([{ granted: LIMIT - 3 }]);
    const quick = server.owner.query(lease(LIMIT));
    await Promise.race([quick, sleep(200)]);
    await slow.query('COMMIT');
    slow.release();
    expect((await quick).rows).toEqual([{ granted: 3 }]);
  });

  it('see all of the limit, though a server that went quiet held a part of it', async () => {
    const [first, second] = [await startLimited(), await startLimited()];
    expect(admitted(await askTimes(first.strict, 2))).toBe(2);
    expect((await leases()).some(({ returnable }) => returnable > 0)).toBe(true);
    const answers = await askTimes(second.strict, LIMIT);
    expect(admitted(answers)).toBe(LIMIT - 2);
  });

  it('begin anew with every request: each is forgotten when it is a minute old', async () => {
    const { strict } = await startLimited(4);
    await askTimes(strict, 3);
    await settled();
    await pass(40);
    expect(statuses(await askTimes(strict, 2))).toEqual([200, 429]);
    const wait = Number((await ask(strict)).headers.get('retry-after'));
    expect(wait).toBeGreaterThan(10);
    expect(wait).toBeLessThanOrEqual(20);
    await settled();
    await pass(21);
    // What was refused is asked again after a second.
    await sleep(1_100);
    expect(statuses(await askTimes(strict, 4))).toEqual([200, 200, 200, 429]);
  });

  it('count what a server that was killed may have admitted', async () => {
    await server.owner.query(
      `INSERT INTO rate_limit_lease VALUES ($1, gen_random_uuid(), 18, 0, clock_timestamp() + interval '2 seconds')`,
      [server.strictAppId],
    );
    const { strict } = await startLimited();
    expect(statuses(await askTimes(strict, 3))).toEqual([200, 200, 429]);
  });
});

describe('a server', () => {
  it('counts most requests in its memory', async () => {
    const { strict } = await startLimited(10_000);
    await askTimes(strict, 200);
    expect((await leases()).length).toBeLessThan(20);
  });

  it('holds nothing for an app that went quiet, nor after it has stopped', async () => {
    const [quiet, stopped] = [await startLimited(), await startLimited()];
    await ask(quiet.strict);
    await ask(stopped.lenient);
    await stopped.app.close();
    const held = async () => (await leases()).reduce((sum, { requests }) => sum + requests, 0);
    expect(await held()).toBeLessThan(LIMIT);
    await settled();
    expect(await held()).toBe(2);
  });

  it('counts neither what operators ask nor what needs no signature', async () => {
    const { strict, baseUrl } = await startLimited(1);
    for (const path of ['/', '/healthz', '/readyz', '/openapi.json']) {
      const answer = await fetch(`${baseUrl}${path}`);
      expect([answer.status, answer.headers.has('ratelimit-limit')]).toEqual([200, false]);
    }
    await fetch(`${baseUrl}/partners/verify-signature`, { method: 'POST', body: '{}' });
    expect((await ask(strict)).status).toBe(200);
  });

  it('limits nobody where the operator says 0', async () => {
    const { strict } = await startLimited(0);
    const answers = await askTimes(strict, 3);
    expect(answers[2]!.headers.has('ratelimit-limit')).toBe(false);
    expect(await leases()).toEqual([]);
  });
});

describe('an address whose signatures fail', () => {
  it('is refused after a hundred, for what fails alone', async () => {
    const { strict } = await startLimited();
    const fail = () => strict.get('/tags', undefined, { headers: { 'x-signature': '0'.repeat(64) } });
    const answers = await Promise.all(Array.from({ length: FAILED_SIGNATURES.requests }, fail));
    expect(new Set(statuses(answers))).toEqual(new Set([401]));
    const refused = await fail();
    expect([refused.status, refused.body.type]).toEqual([429, 'RATE_LIMITED']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await ask(strict)).status).toBe(200);
  });
});

it('every endpoint that asks for a signature declares the refusal', async () => {
  const { baseUrl } = await startLimited();
  const { paths } = (await (await fetch(`${baseUrl}/openapi.json`)).json()) as {
    paths: Record<string, Record<string, { responses: object }>>;
  };
  const signed = ENDPOINTS.filter(({ access }) => access !== 'public');
  const silent = signed.filter(
    ({ path, method }) => !('429' in paths[path]![method.toLowerCase()]!.responses),
  );
  expect(silent.map(({ path }) => path)).toEqual([]);
});
