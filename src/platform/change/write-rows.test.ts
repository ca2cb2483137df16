import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entryDocument, type NewEntry } from '../../../test/support/post-entry.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';
import { ApiError } from '../../errors.ts';
import type { ChangeContext } from './change.ts';
import { commitChange } from './commit-change.ts';
import { type RowOutcome, type RowWriter, untrailedRecords, writeRow, writeRows } from './write-rows.ts';

let server: TestServer;
let faults: unknown[];

beforeAll(async () => {
  server = await startTestServer();
  await server.owner.query("UPDATE books SET closed_through = '2025-12-31'");
});
afterAll(() => server.close());

interface Posted {
  readonly uuid: string;
  readonly entryId: string;
}

/** Posts journal entries, as the rows of a bulk call would. */
const journal: RowWriter<NewEntry, Posted> = {
  async write(_transaction, rows) {
    return Promise.all(
      rows.map(async (row): Promise<RowOutcome<Posted>> => {
        if (row.lines.length === 0) return new ApiError('VALIDATION_ERROR');
        const { entryId, document } = await entryDocument(server.database, server.workspaceId, row);
        const { trail: _, ...posting } = document;
        const data = { uuid: posting.entry.source_id, entryId };
        const created = { entity: 'journalEntry', entityId: data.uuid, action: 'created', document: data };
        return { data, records: [created], posting };
      }),
    );
  },
};

const entry = (effective: string, ...amounts: number[]): NewEntry => ({
  effective,
  lines: amounts.map((amount, index) => ({ account: index % 2 ? '4100' : '1000', amount })),
});

function context(changes: Partial<ChangeContext> = {}): ChangeContext {
  const { workspaceId, personId, strictAppId } = server;
  const shared = { requestId: uuidv7(), remoteAddress: '127.0.0.1', statusCode: 201, message: 'Done.' };
  return { workspaceId, personId, partnerAppId: strictAppId, ...shared, ...changes };
}

async function commitRows(rows: readonly NewEntry[]): Promise<readonly RowOutcome<Posted>[]> {
  faults = [];
  let outcomes: readonly RowOutcome<Posted>[] = [];
  await commitChange(server.database, context(), {}, async (transaction, trailOf) => {
    const reportFault = (error: unknown) => faults.push(error);
    outcomes = await writeRows(transaction, rows, journal, { trailOf, reportFault });
    return { data: { count: outcomes.length }, records: untrailedRecords(outcomes) };
  });
  return outcomes;
}

async function countOf(outcome: RowOutcome<Posted>) {
  if (outcome instanceof ApiError) return outcome.code;
  const { rows } = await server.owner.query(
    `SELECT (SELECT count(*)::int FROM journal_line WHERE entry_id = $1) AS lines,
            (SELECT count(*)::int FROM audit_log WHERE entity_id = $2) AS audit,
            (SELECT count(*)::int FROM outbox_event WHERE entity_id = $2) AS events,
            (SELECT e.document_hash = sha256(convert_to(o.document, 'UTF8')) FROM journal_entry e
               JOIN outbox_event o ON o.entity_id = e.source_id WHERE e.entry_id = $1) AS hashed`,
    [outcome.data.entryId, outcome.data.uuid],
  );
  return rows[0];
}

const KEPT = { lines: 2, audit: 1, events: 1, hashed: true };

describe('rows that post', () => {
  it('are posted with a trail of their own each', async () => {
    const outcomes = await commitRows([entry('2026-01-05', 100, -100), entry('2026-01-06', 5, -5)]);
    expect(await Promise.all(outcomes.map(countOf))).toEqual([KEPT, KEPT]);
    expect(faults).toEqual([]);
  });

  it('fail alone, where the books are closed, an entry is out of balance, or a row is refused', async () => {
    const outcomes = await commitRows([
      entry('2026-01-05', 100, -100),
      entry('2025-12-31', 100, -100),
      entry('2026-01-05', 100, -99),
      entry('2026-01-05'),
      entry('2026-01-07', 7, -7),
    ]);
    expect(await Promise.all(outcomes.map(countOf))).toEqual([
      KEPT,
      'PERIOD_CLOSED',
      'INTERNAL_ERROR',
      'VALIDATION_ERROR',
      KEPT,
    ]);
    expect(faults).toHaveLength(1);
  });

  it('are answered as done where the answer of COMMIT is lost', async () => {
    const lost = {
      ...server.database,
      transaction: (options: never, work: never) =>
        server.database.transaction(options, (transaction) =>
          (work as (one: typeof transaction) => Promise<never>)({
            ...transaction,
            async finish(statement) {
              await transaction.finish(statement);
              throw Object.assign(new Error('Connection terminated unexpectedly'), { code: '57P01' });
            },
          }),
        ),
    };
    const committed = await commitChange(lost, context(), {}, async (transaction, trailOf) => {
      const rows = [entry('2026-01-08', 9, -9)];
      const outcomes = await writeRows(transaction, rows, journal, { trailOf, reportFault: () => {} });
      return { data: { count: outcomes.length }, records: untrailedRecords(outcomes) };
    });
    expect(committed.data).toEqual({ count: 1 });
  });
});

describe('one row', () => {
  it('is written by the same writer, and posted by the change that it is', async () => {
    const { data } = await commitChange(server.database, context(), {}, (transaction) =>
      writeRow(transaction, entry('2026-01-09', 1, -1), journal),
    );
    expect(await countOf({ data, records: [] })).toEqual(KEPT);
  });

  it('throws its refusal', async () => {
    const refused = commitChange(server.database, context(), {}, (transaction) =>
      writeRow(transaction, entry('2026-01-09'), journal),
    );
    await expect(refused).rejects.toMatchObject({ code: 'VALIDATION_ERROR' });
  });
});

it('an error that says nothing of a row ends all of it, so that it may be tried again', async () => {
  let tries = 0;
  const writer: RowWriter<number, { n: number }> = {
    async write(transaction, rows) {
      tries += 1;
      if (tries < 3)
        await transaction.query(`DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '40P01'; END $$`);
      return rows.map((n) => ({ data: { n }, records: [] }));
    },
  };
  const { data } = await commitChange(server.database, context(), {}, async (transaction, trailOf) => {
    const outcomes = await writeRows(transaction, [1, 2], writer, { trailOf, reportFault: () => {} });
    return { data: { done: outcomes.length }, records: [] };
  });
  expect([data, tries]).toEqual([{ done: 2 }, 3]);
});

it('rows that are done alone are done in the order of what they claim, and answered in their own', async () => {
  const order: string[] = [];
  const writer: RowWriter<string, { row: string }> = {
    claim: (row) => row.slice(1),
    async write(_transaction, rows) {
      if (rows.length > 1) return undefined;
      order.push(rows[0]!);
      return [{ data: { row: rows[0]! }, records: [] }];
    },
  };
  const { data } = await commitChange(server.database, context(), {}, async (transaction, trailOf) => {
    const rows = ['1c', '2a', '3b', '4a'];
    const outcomes = await writeRows(transaction, rows, writer, { trailOf, reportFault: () => {} });
    return { data: outcomes.map((one) => (one instanceof ApiError ? one.code : one.data.row)), records: [] };
  });
  expect(order).toEqual(['2a', '4a', '3b', '1c']);
  expect(data).toEqual(['1c', '2a', '3b', '4a']);
});
