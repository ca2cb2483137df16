import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { seedJournal } from '../../bench/harness/seed-journal.ts';
import { accountIds } from '../../test/support/post-entry.ts';
import { startTestServer, type TestServer, type TestWorkspace } from '../../test/support/test-server.ts';

const LINES = 40_000;
/** So long that a table is several times what fits between a reader and the server. */
const DESCRIPTION = 'x'.repeat(800);
const QUERY = { startDate: '2024-01-01', endDate: '2026-12-31' };
const TABLE = { ...QUERY, format: 'csv' };
const LEDGER = '/reports/general-ledger';

let server: TestServer;
let other: TestWorkspace;
let till: string;
const log: string[] = [];

beforeAll(async () => {
  const destination = new PassThrough();
  destination.on('data', (chunk) => log.push(...String(chunk).split('\n').filter(Boolean)));
  server = await startTestServer({}, { level: 'info', destination });
  other = await server.addWorkspace();
  await seedJournal(server.owner, server.workspaceId, 0, LINES);
  await seedJournal(server.owner, other.workspaceId, LINES, LINES + 8_000);
  await describeEntries();
  await server.owner.query('VACUUM ANALYZE');
  till = (await accountIds(server.database, server.workspaceId)).get('1000')!;
}, 120_000);
afterAll(() => server.close());

/** Past the trigger that keeps entries as they were posted. */
async function describeEntries(): Promise<void> {
  const client = await server.owner.connect();
  try {
    await client.query('BEGIN; SET LOCAL session_replication_role = replica');
    await client.query('UPDATE journal_entry SET description = $1', [DESCRIPTION]);
    await client.query('COMMIT');
  } finally {
    client.release();
  }
}

/** Backends of the server in a transaction that has gone on for a while. */
async function openTransactions(): Promise<number[]> {
  const { rows } = await server.owner.query<{ pid: number }>(
    `SELECT pid FROM pg_stat_activity
      WHERE datname = current_database() AND usename = 'recount_server' AND xact_start < now() - interval '300 ms'`,
  );
  return rows.map(({ pid }) => pid);
}

const logged = (response: IncomingMessage) =>
  log
    .map((line) => JSON.parse(line))
    .filter(({ requestId }) => requestId === response.headers['x-request-id'])
    .map(({ msg }) => msg);

const left: IncomingMessage[] = [];
/** Begins to read a table, and then reads no more of it. */
async function begin(path = LEDGER, from: TestWorkspace = server): Promise<IncomingMessage> {
  const response = await from.strict.open(path, TABLE);
  expect(response.statusCode).toBe(200);
  left.push(response);
  return response;
}
afterEach(async () => {
  for (const response of left.splice(0)) response.destroy();
  await expect.poll(openTransactions, { timeout: 20_000 }).toEqual([]);
});

describe('a table too large to be held', () => {
  it('has the lines of all pages of the general ledger, and opens each account once', async () => {
    const query = { ...TABLE, accountUuids: till };
    const { body, headers } = await server.strict.get(LEDGER, query);
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(headers.get('content-disposition')).toContain('filename="general-ledger.csv"');
    expect([headers.get('etag'), headers.get('content-length')]).toEqual([null, null]);
    const pages: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Record<string, string> = {
        ...QUERY,
        accountUuids: till,
        limit: '5000',
        ...(cursor ? { cursor } : {}),
      };
      const csv: string = String((await server.strict.get(LEDGER, { ...page, format: 'csv' })).body);
      // Each page has the head and the opening of its account.
      pages.push(...csv.split('\r\n').slice(pages.length === 0 ? 0 : 2, -1));
      cursor = (await server.strict.get(LEDGER, page)).body.data.nextCursor;
    } while (cursor);
    const rows = String(body).split('\r\n').slice(0, -1);
    expect(rows).toHaveLength(2 + (LINES / 4) * (7 / 8));
    expect(rows).toEqual(pages);
  }, 120_000);

  it('has all entries of the journal, and what they come to', async () => {
    const { body } = await server.strict.get('/reports/journal', TABLE);
    const rows = String(body).split('\r\n').slice(0, -1);
    expect(rows).toHaveLength(1 + LINES + 1);
    expect(rows.at(-1)).toBe(`Total,,,,,,,,${(LINES / 4) * 109}.00,${(LINES / 4) * 109}.00`);
  }, 120_000);

  it('takes no more memory the longer it is, and is logged as any request', async () => {
    const response = await begin();
    const before = process.memoryUsage().rss;
    let [most, bytes] = [0, 0];
    for await (const chunk of response) {
      bytes += chunk.length;
      most = Math.max(most, process.memoryUsage().rss);
    }
    expect(bytes).toBeGreaterThan(30_000_000);
    // All lines as objects are twice as much.
    expect(most - before).toBeLessThan(100_000_000);
    await expect.poll(() => logged(response), { timeout: 20_000 }).toEqual(['request']);
  }, 120_000);

  it('is made no faster than it is read', async () => {
    const response = await begin();
    await expect.poll(openTransactions, { timeout: 20_000 }).toHaveLength(1);
    const pids = await openTransactions();
    const look = async () => {
      const { rows } = await server.owner.query<{ state: string; since: string }>(
        'SELECT state, state_change::text AS since FROM pg_stat_activity WHERE pid = ANY ($1)',
        [pids],
      );
      return rows;
    };
    // What lies between reader and server fills up first.
    const stands = async () => {
      const before = await look();
      await sleep(1_500);
      return isDeepStrictEqual(await look(), before) && before[0]?.state === 'idle in transaction';
    };
    await expect.poll(stands, { timeout: 20_000 }).toBe(true);
    response.destroy();
  }, 30_000);
});

describe('a table that is not read to its end', () => {
  it('gives its connection back as soon as its reader leaves', async () => {
    const response = await begin();
    await expect.poll(openTransactions, { timeout: 20_000 }).toHaveLength(1);
    response.destroy();
    await expect.poll(openTransactions, { timeout: 2_000 }).toEqual([]);
    await expect.poll(() => logged(response), { timeout: 20_000 }).toEqual(['broken off']);
  });

  it('breaks off where a page fails, so that nobody takes a part for the whole', async () => {
    const response = await begin();
    await expect.poll(openTransactions, { timeout: 20_000 }).toHaveLength(1);
    const [pid] = await openTransactions();
    await server.owner.query('SELECT pg_terminate_backend($1)', [pid]);
    await expect(text(response)).rejects.toThrow('aborted');
    await expect
      .poll(() => logged(response), { timeout: 20_000 })
      .toEqual(expect.arrayContaining(['failed', 'broken off']));
    expect((await server.strict.get('/reports/trial-balance', { endDate: '2026-12-31' })).status).toBe(200);
  });

  it('is refused in JSON where its first page fails', async () => {
    const stranger = { ...TABLE, accountUuids: '018f0000-0000-7000-8000-000000000000' };
    const { status, body } = await server.strict.get(LEDGER, stranger);
    expect([status, body.code]).toEqual([400, 'ACCOUNT_NOT_FOUND']);
    const seal = await server.strict.get('/reports/journal', { ...TABLE, throughSeal: '999999' });
    expect([seal.status, seal.body.errors[0].field]).toEqual([400, 'throughSeal']);
    await server.owner.query('ALTER TABLE payment RENAME TO hidden_payment');
    const failed = await server.strict.call('GET', LEDGER, undefined, { query: TABLE, mayFail: true });
    await server.owner.query('ALTER TABLE hidden_payment RENAME TO payment');
    expect([failed.status, failed.body.code]).toEqual([500, 'INTERNAL_ERROR']);
  });

  it('is not made at all for HEAD', async () => {
    const { status, headers, body } = await server.strict.call('HEAD', LEDGER, undefined, { query: TABLE });
    expect([status, headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
    expect(body).toHaveLength(0);
  });
});

describe('tables that are read at once', () => {
  const status = async (from: TestWorkspace) => {
    const response = await from.strict.open(LEDGER, TABLE);
    left.push(response);
    return response.statusCode;
  };

  it('are two of a workspace and three in all: others are told to come again, and small ones go on', async () => {
    const [first] = [await begin(), await begin('/reports/journal')];
    const refused = await server.strict.get(LEDGER, TABLE, { mayFail: true });
    expect([refused.status, refused.body.code]).toEqual([503, 'SERVICE_UNAVAILABLE']);
    expect(refused.headers.get('retry-after')).toBe('1');
    const day = { startDate: '2026-01-01', endDate: '2026-01-01', format: 'csv' };
    const small = await server.strict.get(LEDGER, day);
    expect([small.status, small.headers.get('etag')]).toEqual([200, expect.any(String)]);
    expect(await status(other)).toBe(200);
    expect(await status(other)).toBe(503);
    first!.destroy();
    await expect.poll(() => status(server), { timeout: 20_000 }).toBe(200);
  });
});
