import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { SERVER_ROLE } from '../../src/platform/database/server-role.ts';
import { checkInvoices } from './harness/check-invoices.ts';
import type { Fault } from './harness/fault.ts';
import {
  type FaultServer,
  makeFolder,
  prepareServer,
  untilReadiness,
  withBooks,
} from './harness/fault-server.ts';
import { postInvoice, type WantedInvoice, wantInvoice } from './harness/load.ts';
import { makeFaultBooks } from './harness/rounds.ts';

/** More than the pool has connections. */
const REQUESTS = 40;

/** Sends many invoices at once. Answers how many were made; the others were told that the server is not available. */
async function postAll(server: FaultServer, invoices: readonly WantedInvoice[]): Promise<number> {
  const attempts = await Promise.all(invoices.map((invoice) => postInvoice(server.port, invoice)));
  let made = 0;
  attempts.forEach((attempt, index) => {
    if (attempt.kind === 'wrong') throw new Error(attempt.message);
    if (attempt.kind !== 'made') return;
    invoices[index]!.answer = attempt;
    made += 1;
  });
  return made;
}

/** Holds what every posting has to read, so that each request keeps its connection. */
async function holdBooks(owner: pg.Pool, work: () => Promise<void>): Promise<void> {
  const client = await owner.connect();
  try {
    await client.query('BEGIN; SELECT 1 FROM books FOR UPDATE');
    await work();
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

/** The role may not connect any more, as where PostgreSQL has no connection left. */
async function refuseConnections(owner: pg.Pool, work: () => Promise<void>): Promise<void> {
  await owner.query(`ALTER ROLE ${SERVER_ROLE} CONNECTION LIMIT 0`);
  try {
    await owner.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '${SERVER_ROLE}'`,
    );
    await work();
  } finally {
    await owner.query(`ALTER ROLE ${SERVER_ROLE} CONNECTION LIMIT -1`);
  }
}

export const fault: Fault = {
  summary:
    'every connection of the pool is kept waiting, for seconds and for good; then PostgreSQL gives out none',
  times: 2,
  async provoke(run, times) {
    const server = await prepareServer(run, join(await makeFolder(run), 'data'));
    await server.start();
    const books = await makeFaultBooks(server);
    const recoveries: number[] = [];
    const sum = { answered: 0, unanswered: 0, unansweredKept: 0 };
    const want = () =>
      Array.from({ length: REQUESTS }, (_, index) => wantInvoice(books[index % books.length]!));

    async function round(owner: pg.Pool): Promise<void> {
      const [patient, refused, turnedAway] = [want(), want(), want()];
      let posting: Promise<number> = Promise.resolve(0);
      await holdBooks(owner, async () => {
        posting = postAll(server, patient);
        await untilReadiness(server, 503, 10_000);
        const { status } = await fetch(`${server.baseUrl}/healthz`);
        if (status !== 200) throw new Error(`/healthz answered ${status} while the pool was exhausted.`);
      });
      const released = performance.now();
      if ((await posting) !== REQUESTS)
        throw new Error('Requests that waited for seconds only were refused.');
      recoveries.push((performance.now() - released) / 1000);
      await holdBooks(owner, async () => {
        const made = await postAll(server, refused);
        if (made > 0) throw new Error(`${made} invoices were made while the books were held.`);
      });
      await untilReadiness(server, 200);
      await refuseConnections(owner, async () => {
        // Those that were idle go one by one.
        await sleep(200);
        const made = await postAll(server, turnedAway);
        if (made > 0) throw new Error(`${made} invoices were made without a connection.`);
        await untilReadiness(server, 503);
      });
      await untilReadiness(server, 200);
      const checked = await checkInvoices(server, [...patient, ...refused, ...turnedAway]);
      for (const name of ['answered', 'unanswered', 'unansweredKept'] as const) sum[name] += checked[name];
    }

    await withBooks(server, async ({ owner }) => {
      for (let count = 1; count <= times; count += 1) {
        await round(owner);
        run.say(`  ${count}/${times}: ${recoveries.at(-1)!.toFixed(2)} s until all were answered`);
      }
    });
    return {
      rounds: times,
      recoveries,
      ...sum,
      notes: ['recovery: from the release to the last of 40 answers'],
    };
  },
};
