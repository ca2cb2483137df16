import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountIds } from '../../../../test/support/post-entry.ts';
import {
  startTestServer,
  type TestServer,
  type TestWorkspace,
} from '../../../../test/support/test-server.ts';
import { readBalances } from '../../../../test/support/trial-balance.ts';
import type { Database } from '../../../platform/database/database.ts';
import { addDays } from '../../../platform/dates.ts';
import { verifyWorkspace } from '../../../reports/verify/index.ts';
import { makeDueEntries } from './make-due-entries.ts';

let server: TestServer;

const PATH = '/recurring-journal-entry-templates';

beforeAll(async () => {
  server = await startTestServer({ sandbox: true });
});
afterAll(() => server.close());

// biome-ignore lint/suspicious/noExplicitAny: tests read answers as the JSON they are
type Data = any;

interface Sandbox {
  readonly workspace: TestWorkspace;
  readonly today: string;
  readonly lines: readonly object[];
  /** An account of the workspace by its number. */
  id(number: string): string;
}

async function openSandbox(): Promise<Sandbox> {
  const workspace = await server.addWorkspace({ sandbox: true });
  const ids = await accountIds(server.database, workspace.workspaceId);
  const id = (number: string) => ids.get(number)!;
  const { body } = await workspace.strict.get('/test-clock');
  const lines = [
    { accountUuid: id('6700'), amountDebit: '100.00', descriptionLine: 'Dump truck' },
    { accountUuid: id('1590'), amountCredit: '100.00' },
  ];
  return { workspace, today: body.data.today, lines, id };
}

async function createTemplate({ workspace, lines }: Sandbox, changes: Record<string, unknown>) {
  const { status, body } = await workspace.strict.post(PATH, {
    descriptionEntry: 'Depreciation',
    recurrencePattern: 'monthly',
    isDraft: false,
    lines,
    ...changes,
  });
  expect(status, JSON.stringify(body)).toBe(201);
  return body.data;
}

/** Makes all that is due; what the server's own background work is at is waited for. */
async function make(): Promise<void> {
  const errors: Error[] = [];
  const { database } = server;
  const signal = new AbortController().signal;
  for (;;) {
    await makeDueEntries({ database, signal, onMade: () => {}, onError: (error) => errors.push(error) });
    const { rows } = await server.owner.query('SELECT FROM recurring_due WHERE due_at <= clock_timestamp()');
    if (rows.length === 0) break;
    await sleep(20);
  }
  expect(errors).toEqual([]);
}

/** The entries written by hand or by templates, the oldest first. */
async function entriesOf({ workspace }: Sandbox): Promise<Data[]> {
  const entries: Data[] = [];
  for (let page = 1; ; page += 1) {
    const query = { source: 'journal', limit: '100', page: String(page) };
    const { body } = await workspace.strict.get('/journal-entries', query);
    entries.unshift(...body.data.journalEntries.toReversed());
    if (page >= body.data.totalPages) return entries;
  }
}

const datesOf = async (sandbox: Sandbox): Promise<string[]> =>
  (await entriesOf(sandbox)).map(({ date }) => date);
const read = async ({ workspace }: Sandbox, id: string): Promise<Data> =>
  (await workspace.strict.get(`${PATH}/${id}`)).body.data;
const runsOf = async ({ workspace }: Sandbox, id: string): Promise<Data[]> =>
  (await workspace.strict.get(`${PATH}/${id}/runs`)).body.data.runs;
const advance = ({ workspace }: Sandbox, days: number) =>
  workspace.strict.post('/test-clock', { advance: days });
/** As if the books had been closed while the server was down. */
const close = ({ workspace }: Sandbox, closedThrough: string | null) =>
  server.owner.query('UPDATE books SET closed_through = $2 WHERE workspace_id = $1', [
    workspace.workspaceId,
    closedThrough,
  ]);
async function prove({ workspace }: Sandbox): Promise<void> {
  const proofs = await verifyWorkspace(server.database, workspace.workspaceId);
  expect(proofs.filter(({ failureCount }) => failureCount > 0)).toEqual([]);
}

describe('a template that is active', () => {
  it('posts an entry on its day, which is a manual entry like others and names the template', async () => {
    const sandbox = await openSandbox();
    const { workspace, today } = sandbox;
    const { uuid } = await createTemplate(sandbox, { date: addDays(today, 3), refNumber: 'DEP' });
    await make();
    expect(await entriesOf(sandbox)).toEqual([]);
    await advance(sandbox, 3);
    await make();
    await make();
    const [entry, ...others] = await entriesOf(sandbox);
    expect(others).toEqual([]);
    expect(entry).toMatchObject({
      date: addDays(today, 3),
      descriptionEntry: 'Depreciation',
      refNumber: 'DEP',
      source: 'journal',
      kind: 'original',
      editable: true,
      recurringTemplateUuid: uuid,
      lines: [{ descriptionLine: 'Dump truck', amountDebit: '100.00' }, { amountCredit: '100.00' }],
    });
    expect((await readBalances(workspace.strict)).Depreciation).toBe(10000n);
    const template = await read(sandbox, uuid);
    expect(template).toMatchObject({ runCount: 1, failure: null });
    expect(template.lastRun).toMatchObject({
      date: entry.date,
      status: 'posted',
      journalEntryUuid: entry.uuid,
      failure: null,
    });
    expect(await runsOf(sandbox, uuid)).toEqual([template.lastRun]);
    const { rows } = await server.owner.query(
      `SELECT a.action, a.person_id AS audited, e.actor, t.person_id AS maker, a.request_id, o.document::json AS event
         FROM audit_log a
         JOIN outbox_event o ON o.entity_id = a.entity_id AND o.type = 'journal_entry.created'
         JOIN journal_entry e ON e.source_id = a.entity_id
         JOIN recurring_journal_template t ON t.id = $2
        WHERE a.entity_id = $1`,
      [entry.uuid, uuid],
    );
    expect(rows).toMatchObject([
      {
        action: 'created',
        audited: null,
        request_id: `recurring-${uuid}`,
        event: { uuid: entry.uuid, recurringTemplateUuid: uuid },
      },
    ]);
    expect(rows[0].actor).toBe(rows[0].maker);
    expect(rows[0].maker).toEqual(expect.any(String));
    await prove(sandbox);
  });

  it('posts it so many days in advance, dated on its day', async () => {
    const sandbox = await openSandbox();
    const date = addDays(sandbox.today, 10);
    await createTemplate(sandbox, { date, inAdvanceCreationDays: 7 });
    await advance(sandbox, 2);
    await make();
    expect(await datesOf(sandbox)).toEqual([]);
    await advance(sandbox, 1);
    await make();
    expect(await datesOf(sandbox)).toEqual([date]);
  });

  it('catches up with all dates that were missed, and ends with its last date or its last entry', async () => {
    const sandbox = await openSandbox();
    const first = addDays(sandbox.today, -3);
    const daily = { date: first, recurrencePattern: 'daily' };
    const counted = await createTemplate(sandbox, { ...daily, recurrenceCount: 2 });
    const bounded = await createTemplate(sandbox, { ...daily, recurrenceEndDate: addDays(first, 4) });
    await advance(sandbox, 5);
    await make();
    const days = [0, 0, 1, 1, 2, 3, 4].map((day) => addDays(first, day));
    expect(await datesOf(sandbox)).toEqual(days);
    expect(await read(sandbox, counted.uuid)).toMatchObject({ status: 'ended', nextDate: null, runCount: 2 });
    const ended = { status: 'ended', nextDate: null, runCount: 5 };
    expect(await read(sandbox, bounded.uuid)).toMatchObject(ended);
    const paged = await sandbox.workspace.strict.get(`${PATH}/${bounded.uuid}/runs`, {
      limit: '2',
      page: '2',
    });
    expect(paged.body.data).toMatchObject({
      totalRecords: 5,
      totalPages: 3,
      runs: [{ date: addDays(first, 2) }, { date: addDays(first, 1) }],
    });
  });

  it('may be renamed once it has ended, wherever its dates lie, and goes on where its end is moved', async () => {
    const sandbox = await openSandbox();
    const { workspace, today } = sandbox;
    const daily = { date: today, recurrencePattern: 'daily', recurrenceCount: 1 };
    const { uuid } = await createTemplate(sandbox, daily);
    await make();
    await advance(sandbox, 3);
    await close(sandbox, addDays(today, 1));
    const update = async (changes: object) =>
      (await workspace.strict.patch(`${PATH}/${uuid}`, changes)).body.data;
    expect(await update({ descriptionEntry: 'Wear' })).toMatchObject({ status: 'ended' });
    await close(sandbox, today);
    expect(await update({ recurrenceCount: 3 })).toMatchObject({ nextDate: addDays(today, 1) });
    await make();
    const made = (await entriesOf(sandbox)).map(({ date, descriptionEntry }) => [date, descriptionEntry]);
    expect(made).toEqual([
      [today, 'Depreciation'],
      [addDays(today, 1), 'Wear'],
      [addDays(today, 2), 'Wear'],
    ]);
  });

  it('leaves out what passed while it was paused, and posts nothing when it is deleted', async () => {
    const sandbox = await openSandbox();
    const { workspace, today } = sandbox;
    const paused = await createTemplate(sandbox, { date: today, recurrencePattern: 'daily' });
    const gone = await createTemplate(sandbox, { date: addDays(today, 1), recurrencePattern: 'daily' });
    await make();
    await workspace.strict.post(`${PATH}/${paused.uuid}/pause`);
    await workspace.strict.delete(`${PATH}/${gone.uuid}`);
    await advance(sandbox, 4);
    await make();
    await workspace.strict.post(`${PATH}/${paused.uuid}/resume`);
    await make();
    expect(await datesOf(sandbox)).toEqual([today, addDays(today, 4)]);
  });

  it('posts what it says at each run, and its entries are changed and deleted like others', async () => {
    const sandbox = await openSandbox();
    const { workspace, lines, today } = sandbox;
    const { uuid } = await createTemplate(sandbox, { date: today, recurrencePattern: 'daily' });
    await make();
    const dearer = lines.map((line: Data) =>
      line.amountDebit ? { ...line, amountDebit: 120 } : { ...line, amountCredit: 120 },
    );
    await workspace.strict.patch(`${PATH}/${uuid}`, { lines: dearer });
    await advance(sandbox, 1);
    await make();
    const [first, second] = await entriesOf(sandbox);
    expect([first.totalDebit, second.totalDebit]).toEqual(['100.00', '120.00']);
    const moved = { date: addDays(today, 1) };
    const changed = await workspace.strict.patch(`/journal-entries/${first.uuid}`, moved);
    expect(changed.body.data).toMatchObject({ ...moved, version: 2, recurringTemplateUuid: uuid });
    const read = await workspace.strict.get(`/journal-entries/${first.uuid}`);
    expect(read.body.data.recurringTemplateUuid).toBe(uuid);
    await workspace.strict.delete(`/journal-entries/${second.uuid}`);
    await make();
    expect(await runsOf(sandbox, uuid)).toMatchObject([
      { date: addDays(today, 1), status: 'deleted', journalEntryUuid: second.uuid },
      { date: today, status: 'posted', journalEntryUuid: first.uuid },
    ]);
    await prove(sandbox);
  });

  it('posts accruals that reverse themselves, on the next day or on the first of the next month', async () => {
    const sandbox = await openSandbox();
    const { workspace, today, id } = sandbox;
    const lines = [
      { accountUuid: id('1200'), amountDebit: 40 },
      { accountUuid: id('4100'), amountCredit: 40 },
    ];
    const year = Number(today.slice(0, 4)) + 1;
    await createTemplate(sandbox, {
      date: `${year}-01-31`,
      lines,
      recurrenceCount: 2,
      reversesOn: 'nextMonth',
    });
    await createTemplate(sandbox, {
      date: `${year}-12-31`,
      lines,
      recurrencePattern: 'yearly',
      recurrenceCount: 1,
      reversesOn: 'nextDay',
    });
    await workspace.strict.post('/test-clock', { advance: `${year + 1}-01-02` });
    await make();
    const entries = await entriesOf(sandbox);
    const februaryEnd = addDays(`${year}-03-01`, -1);
    expect(entries.map(({ date, reversesOn }) => [date, reversesOn])).toEqual([
      [`${year}-01-31`, `${year}-02-01`],
      [`${year}-02-01`, null],
      [februaryEnd, `${year}-03-01`],
      [`${year}-03-01`, null],
      [`${year}-12-31`, `${year + 1}-01-01`],
      [`${year + 1}-01-01`, null],
    ]);
    expect(entries[1]).toMatchObject({ reversalOfUuid: entries[0].uuid, recurringTemplateUuid: null });
    expect((await readBalances(workspace.strict))['Accounts Receivable'] ?? 0n).toBe(0n);
    await prove(sandbox);
  });
});

describe('a date that cannot be posted', () => {
  it('is passed over where it is closed by then: the run tells why, and the template goes on', async () => {
    const sandbox = await openSandbox();
    const { workspace, today } = sandbox;
    const daily = { date: addDays(today, 1), recurrencePattern: 'daily', recurrenceCount: 2 };
    const { uuid } = await createTemplate(sandbox, daily);
    await close(sandbox, addDays(today, 2));
    await advance(sandbox, 3);
    await make();
    expect(await datesOf(sandbox)).toEqual([addDays(today, 3)]);
    const template = await read(sandbox, uuid);
    expect(template).toMatchObject({ status: 'active', runCount: 1, failure: null });
    expect(template.nextDate).toBe(addDays(today, 4));
    const runs = await runsOf(sandbox, uuid);
    expect(runs).toMatchObject([
      { date: addDays(today, 3), status: 'posted', failure: null },
      {
        date: addDays(today, 2),
        status: 'failed',
        journalEntryUuid: null,
        failure: { code: 'PERIOD_CLOSED' },
      },
      { date: addDays(today, 1), status: 'failed' },
    ]);
    expect(runs[1].failure.message).toContain(`must be after ${addDays(today, 2)}`);
    await close(sandbox, null);
    await make();
    expect(await datesOf(sandbox)).toEqual([addDays(today, 3)]);
    const begun = await workspace.strict.patch(`${PATH}/${uuid}`, { date: addDays(today, 2) });
    expect(begun.body.data.nextDate).toBe(addDays(today, 4));
  });

  it('is passed over where the books begin later by then', async () => {
    const sandbox = await openSandbox();
    const { workspace, today } = sandbox;
    const { uuid } = await createTemplate(sandbox, { date: addDays(today, 1), recurrencePattern: 'daily' });
    const cutover = await workspace.strict.patch('/workspace', { cutoverDate: addDays(today, 2) });
    expect(cutover.status, JSON.stringify(cutover.body)).toBe(200);
    await advance(sandbox, 2);
    await make();
    expect(await datesOf(sandbox)).toEqual([addDays(today, 2)]);
    expect((await runsOf(sandbox, uuid))[1]).toMatchObject({
      date: addDays(today, 1),
      status: 'failed',
      failure: { code: 'BEFORE_CUTOVER' },
    });
  });

  it('is told of where an account is inactive by then, leaves nothing behind, and is made once it is not', async () => {
    const sandbox = await openSandbox();
    const { workspace, today, id } = sandbox;
    const daily = { date: addDays(today, 1), recurrencePattern: 'daily' };
    const { uuid } = await createTemplate(sandbox, daily);
    const setStatus = (status: string) =>
      workspace.strict.patch(`/chart-of-accounts/${id('6700')}`, { status });
    await setStatus('inactive');
    await advance(sandbox, 2);
    await make();
    await make();
    const failed = await read(sandbox, uuid);
    expect(failed).toMatchObject({
      status: 'active',
      nextDate: addDays(today, 1),
      runCount: 0,
      lastRun: null,
      failure: { code: 'ACCOUNT_INACTIVE', attempts: 1 },
    });
    const { attempts: _, ...failure } = failed.failure;
    expect(await runsOf(sandbox, uuid)).toEqual([
      {
        date: addDays(today, 1),
        status: 'retrying',
        journalEntryUuid: null,
        failure,
        createdAt: failure.failedAt,
      },
    ]);
    expect(await entriesOf(sandbox)).toEqual([]);
    expect((await workspace.strict.post(`${PATH}/${uuid}/resume`)).body.code).toBe('ACCOUNT_INACTIVE');
    await setStatus('active');
    expect((await workspace.strict.post(`${PATH}/${uuid}/resume`)).body.data.failure).toBeNull();
    await make();
    expect(await datesOf(sandbox)).toEqual([addDays(today, 1), addDays(today, 2)]);
    expect(await read(sandbox, uuid)).toMatchObject({ runCount: 2, failure: null });
    await prove(sandbox);
  });
});

describe('two years of templates set by the clock', () => {
  it('post exactly the scheduled entries, none twice, with several makers at once and killed at random points', async () => {
    const sandbox = await openSandbox();
    const date = '2026-01-31';
    const shared = { date, recurrenceEndDate: '2027-12-31' };
    const { uuid } = await createTemplate(sandbox, shared);
    await createTemplate(sandbox, { ...shared, recurrencePattern: 'quarterly', recurrenceInterval: 2 });
    let kills = 0;
    /** A database whose connection breaks now and then: in the middle of a run, or at its commit, sent or not. */
    const killed: Database = {
      ...server.database,
      transaction: (options, work) =>
        server.database.transaction(options, (transaction) =>
          work({
            ...transaction,
            async finish(statement) {
              const fate = Math.random();
              if (fate < 0.2) await transaction.rollback();
              else if (fate < 0.4) await transaction.finish(statement);
              else return transaction.finish(statement);
              kills += 1;
              throw Object.assign(new Error('killed'), { code: 'KILLED' });
            },
          }),
        ),
    };
    const maker = async (database: Database) => {
      const options = { database, signal: new AbortController().signal, onMade: () => {}, onError: () => {} };
      for (let turn = 0; turn < 3; turn += 1) {
        await makeDueEntries(options).catch(() => {});
        await sleep(Math.random() * 20);
      }
    };
    for (let months = 0; months < 24; months += 4) {
      await advance(sandbox, 124);
      await Promise.all([maker(killed), maker(server.database), maker(killed)]);
      // What a kill left behind is tried again later; here at once.
      await server.owner.query(
        'UPDATE recurring_due SET due_at = clock_timestamp() WHERE due_at > clock_timestamp()',
      );
    }
    await make();
    expect(kills).toBeGreaterThan(0);
    const monthly = Array.from({ length: 24 }, (_, month) =>
      new Date(Date.UTC(2026, month + 1, 0)).toISOString().slice(0, 10),
    );
    const halfYearly = ['2026-01-31', '2026-07-31', '2027-01-31', '2027-07-31'];
    expect(await datesOf(sandbox)).toEqual([...monthly, ...halfYearly].sort());
    expect((await runsOf(sandbox, uuid)).map((run) => run.date)).toEqual(monthly.toReversed());
    await prove(sandbox);
  }, 120_000);

  it('post each date once where two makers are at one template, and neither waits for the other', async () => {
    const sandbox = await openSandbox();
    const { uuid } = await createTemplate(sandbox, {
      date: addDays(sandbox.today, -59),
      recurrencePattern: 'daily',
    });
    const signal = new AbortController().signal;
    const made = [0, 0];
    const errors: Error[] = [];
    const options = { database: server.database, signal, onError: (error: Error) => errors.push(error) };
    await Promise.all(
      [0, 1].map((maker) =>
        makeDueEntries({
          ...options,
          onMade(workspaceId) {
            if (workspaceId === sandbox.workspace.workspaceId) made[maker]! += 1;
          },
        }),
      ),
    );
    await make();
    expect(errors).toEqual([]);
    const dates = await datesOf(sandbox);
    expect(dates).toEqual(Array.from({ length: 60 }, (_, day) => addDays(sandbox.today, day - 59)));
    expect(await read(sandbox, uuid)).toMatchObject({ runCount: 60, nextDate: addDays(sandbox.today, 1) });
    await prove(sandbox);
  });
});
