import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { BenchBooks } from '../../bench/harness/bench-books.ts';
import { checkInvoices } from './harness/check-invoices.ts';
import type { Fault } from './harness/fault.ts';
import { type FaultServer, makeFolder, prepareServer, withBooks } from './harness/fault-server.ts';
import { postInvoice, type WantedInvoice, wantInvoice } from './harness/load.ts';
import { makeFaultBooks } from './harness/rounds.ts';

const POSTERS = 16;
/** Invoices of the load are dated the 1st. */
const CLOSED_THROUGH = '2026-07-31';

/** Posts until the books are closed. Answers what it wanted. */
async function postUntilClosed(
  server: FaultServer,
  books: BenchBooks,
  race: { made: number },
): Promise<WantedInvoice[]> {
  const invoices: WantedInvoice[] = [];
  for (let refusals = 0; refusals < 3; ) {
    const invoice = wantInvoice(books);
    const attempt = await postInvoice(server.port, invoice);
    if (attempt.kind === 'made') {
      invoice.answer = attempt;
      race.made += 1;
    } else if (attempt.kind === 'wrong' && attempt.code === 'PERIOD_CLOSED') refusals += 1;
    else throw new Error(`A poster in a race with a close was told: ${JSON.stringify(attempt)}`);
    invoices.push(invoice);
  }
  return invoices;
}

async function countEntries(client: pg.ClientBase | pg.Pool, workspaceId: string): Promise<number> {
  const { rows } = await client.query(
    'SELECT count(*)::int AS count FROM journal_entry WHERE workspace_id = $1 AND effective <= $2',
    [workspaceId, CLOSED_THROUGH],
  );
  return rows[0].count;
}

/** Closes the books as the law has it. Answers how many entries they then held. */
async function close(owner: pg.Pool, workspaceId: string): Promise<number> {
  const client = await owner.connect();
  try {
    await client.query('BEGIN');
    await client.query('SELECT 1 FROM books WHERE workspace_id = $1 FOR UPDATE', [workspaceId]);
    const count = await countEntries(client, workspaceId);
    await client.query('UPDATE books SET closed_through = $2 WHERE workspace_id = $1', [
      workspaceId,
      CLOSED_THROUGH,
    ]);
    await client.query('COMMIT');
    return count;
  } finally {
    client.release();
  }
}

export const fault: Fault = {
  summary: 'the books are closed while 16 clients post into the period: nothing gets in after the close',
  times: 5,
  async provoke(run, times) {
    const server = await prepareServer(run, join(await makeFolder(run), 'data'));
    await server.start();
    const [books] = await makeFaultBooks(server);
    const { workspaceId } = books!;
    const sum = { answered: 0, unanswered: 0, unansweredKept: 0 };
    let refused = 0;
    await withBooks(server, async ({ owner }) => {
      for (let round = 1; round <= times; round += 1) {
        const race = { made: 0 };
        const posting = Promise.all(
          Array.from({ length: POSTERS }, () => postUntilClosed(server, books!, race)),
        );
        let ended = false;
        posting
          .catch(() => {})
          .finally(() => {
            ended = true;
          });
        while (race.made < 3 * POSTERS && !ended) await sleep(5);
        const atClose = await close(owner, workspaceId);
        const invoices = (await posting).flat();
        const afterwards = await countEntries(owner, workspaceId);
        if (afterwards !== atClose)
          throw new Error(`${afterwards - atClose} entries came into the period after it was closed.`);
        await owner.query('UPDATE books SET closed_through = NULL WHERE workspace_id = $1', [workspaceId]);
        const made = invoices.filter(({ answer }) => answer);
        refused += invoices.length - made.length;
        const checked = await checkInvoices(server, made);
        for (const name of ['answered', 'unanswered', 'unansweredKept'] as const) sum[name] += checked[name];
      }
    });
    return {
      rounds: times,
      recoveries: [],
      ...sum,
      notes: [`${refused} requests were refused with PERIOD_CLOSED`],
    };
  },
};
