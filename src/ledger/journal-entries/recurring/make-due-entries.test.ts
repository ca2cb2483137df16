import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../../../test/support/error-codes.ts';
import { TEMPLATES, useRecurringEntries } from '../../../../test/support/recurring-entries.ts';
import { readBalances } from '../../../../test/support/trial-balance.ts';
import { addDays } from '../../../platform/dates.ts';

const recurring = useRecurringEntries();

// biome-ignore lint/suspicious/noExplicitAny: tests read answers as the JSON they are
type Data = any;

describe('a template that is active', () => {
  it('posts an entry on its day, which is a manual entry like others and names the template', async () => {
    const sandbox = await recurring.open();
    const { workspace, today } = sandbox;
    const { uuid } = await sandbox.create({ date: addDays(today, 3), refNumber: 'DEP' });
    await recurring.make();
    expect(await sandbox.entries()).toEqual([]);
    await sandbox.advance(3);
    await recurring.make();
    await recurring.make();
    const [entry, ...others] = await sandbox.entries();
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
    const template = await sandbox.read(uuid);
    expect(template).toMatchObject({ runCount: 1, failure: null });
    expect(template.lastRun).toMatchObject({
      date: entry.date,
      status: 'posted',
      journalEntryUuid: entry.uuid,
      failure: null,
    });
    expect(await sandbox.runsOf(uuid)).toEqual([template.lastRun]);
    const { rows } = await recurring.server.owner.query(
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
    await sandbox.prove();
  });

  it('posts it so many days in advance, dated on its day', async () => {
    const sandbox = await recurring.open();
    const date = addDays(sandbox.today, 10);
    await sandbox.create({ date, inAdvanceCreationDays: 7 });
    await sandbox.advance(2);
    await recurring.make();
    expect(await sandbox.dates()).toEqual([]);
    await sandbox.advance(1);
    await recurring.make();
    expect(await sandbox.dates()).toEqual([date]);
  });

  it('catches up with all dates that were missed, and ends with its last date or its last entry', async () => {
    const sandbox = await recurring.open();
    const first = addDays(sandbox.today, -3);
    const daily = { date: first, recurrencePattern: 'daily' };
    const counted = await sandbox.create({ ...daily, recurrenceCount: 2 });
    const bounded = await sandbox.create({ ...daily, recurrenceEndDate: addDays(first, 4) });
    await sandbox.advance(5);
    await recurring.make();
    const days = [0, 0, 1, 1, 2, 3, 4].map((day) => addDays(first, day));
    expect(await sandbox.dates()).toEqual(days);
    expect(await sandbox.read(counted.uuid)).toMatchObject({ status: 'ended', nextDate: null, runCount: 2 });
    const ended = { status: 'ended', nextDate: null, runCount: 5 };
    expect(await sandbox.read(bounded.uuid)).toMatchObject(ended);
    const paged = await sandbox.workspace.strict.get(`${TEMPLATES}/${bounded.uuid}/runs`, {
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
    const sandbox = await recurring.open();
    const { workspace, today } = sandbox;
    const daily = { date: today, recurrencePattern: 'daily', recurrenceCount: 1 };
    const { uuid } = await sandbox.create(daily);
    await recurring.make();
    await sandbox.advance(3);
    await sandbox.close(addDays(today, 1));
    const update = async (changes: object) =>
      (await workspace.strict.patch(`${TEMPLATES}/${uuid}`, changes)).body.data;
    expect(await update({ descriptionEntry: 'Wear' })).toMatchObject({ status: 'ended' });
    await sandbox.close(today);
    expect(await update({ recurrenceCount: 3 })).toMatchObject({ nextDate: addDays(today, 1) });
    await recurring.make();
    const made = (await sandbox.entries()).map(({ date, descriptionEntry }) => [date, descriptionEntry]);
    expect(made).toEqual([
      [today, 'Depreciation'],
      [addDays(today, 1), 'Wear'],
      [addDays(today, 2), 'Wear'],
    ]);
  });

  it('leaves out what passed while it was paused, and posts nothing when it is deleted', async () => {
    const sandbox = await recurring.open();
    const { workspace, today } = sandbox;
    const paused = await sandbox.create({ date: today, recurrencePattern: 'daily' });
    const gone = await sandbox.create({ date: addDays(today, 1), recurrencePattern: 'daily' });
    await recurring.make();
    await workspace.strict.post(`${TEMPLATES}/${paused.uuid}/pause`);
    await workspace.strict.delete(`${TEMPLATES}/${gone.uuid}`);
    await sandbox.advance(4);
    await recurring.make();
    await workspace.strict.post(`${TEMPLATES}/${paused.uuid}/resume`);
    await recurring.make();
    expect(await sandbox.dates()).toEqual([today, addDays(today, 4)]);
  });

  it('leaves the same out where an update resumes it, also where that sends back all that was answered', async () => {
    const sandbox = await recurring.open();
    const { workspace, today } = sandbox;
    const paused = { date: today, recurrencePattern: 'daily', isDraft: true };
    const [resumed, sentBack] = [await sandbox.create(paused), await sandbox.create(paused)];
    await sandbox.advance(4);
    for (const [{ uuid }, changes] of [
      [resumed, {}],
      [sentBack, sentBack],
    ]) {
      const { body } = await workspace.strict.patch(`${TEMPLATES}/${uuid}`, { ...changes, isDraft: false });
      expect(body.data).toMatchObject({ status: 'active', nextDate: addDays(today, 4) });
    }
    await recurring.make();
    expect(await sandbox.dates()).toEqual([addDays(today, 4), addDays(today, 4)]);
  });

  it('posts what it says at each run, and its entries are changed and deleted like others', async () => {
    const sandbox = await recurring.open();
    const { workspace, lines, today } = sandbox;
    const { uuid } = await sandbox.create({ date: today, recurrencePattern: 'daily' });
    await recurring.make();
    const dearer = lines.map((line: Data) =>
      line.amountDebit ? { ...line, amountDebit: 120 } : { ...line, amountCredit: 120 },
    );
    await workspace.strict.patch(`${TEMPLATES}/${uuid}`, { lines: dearer });
    await sandbox.advance(1);
    await recurring.make();
    const [first, second] = await sandbox.entries();
    expect([first.totalDebit, second.totalDebit]).toEqual(['100.00', '120.00']);
    const moved = { date: addDays(today, 1) };
    const changed = await workspace.strict.patch(`/journal-entries/${first.uuid}`, moved);
    expect(changed.body.data).toMatchObject({ ...moved, version: 2, recurringTemplateUuid: uuid });
    const read = await workspace.strict.get(`/journal-entries/${first.uuid}`);
    expect(read.body.data.recurringTemplateUuid).toBe(uuid);
    await workspace.strict.delete(`/journal-entries/${second.uuid}`);
    await recurring.make();
    expect(await sandbox.runsOf(uuid)).toMatchObject([
      { date: addDays(today, 1), status: 'deleted', journalEntryUuid: second.uuid },
      { date: today, status: 'posted', journalEntryUuid: first.uuid },
    ]);
    await sandbox.prove();
  });

  it('posts accruals that reverse themselves, on the next day or on the first of the next month', async () => {
    const sandbox = await recurring.open();
    const { workspace, today, id } = sandbox;
    const lines = [
      { accountUuid: id('1200'), amountDebit: 40 },
      { accountUuid: id('4100'), amountCredit: 40 },
    ];
    const year = Number(today.slice(0, 4)) + 1;
    await sandbox.create({
      date: `${year}-01-31`,
      lines,
      recurrenceCount: 2,
      reversesOn: 'nextMonth',
    });
    await sandbox.create({
      date: `${year}-12-31`,
      lines,
      recurrencePattern: 'yearly',
      recurrenceCount: 1,
      reversesOn: 'nextDay',
    });
    await workspace.strict.post('/test-clock', { advance: `${year + 1}-01-02` });
    await recurring.make();
    const entries = await sandbox.entries();
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
    await sandbox.prove();
  });
});

describe('a template of a customer who is merged into another', () => {
  it('posts to the one that stays, and may be changed and resumed; a new one must name that one', async () => {
    const sandbox = await recurring.open();
    const { workspace, today, id } = sandbox;
    const { strict } = workspace;
    const [old, kept] = await Promise.all(
      ['Aimee', 'Aimée'].map(
        async (customer) => (await strict.post('/customers', { customer })).body.data.uuid,
      ),
    );
    const linesOf = (customerUuid: string) => [
      { accountUuid: id('1200'), amountDebit: 40, customerUuid },
      { accountUuid: id('4100'), amountCredit: 40 },
    ];
    const given = { date: addDays(today, 1), recurrencePattern: 'daily', lines: linesOf(old) };
    const { uuid } = await sandbox.create(given);
    const merged = await strict.post(`/customers/${old}/merge`, { intoUuid: kept });
    expect(merged.status, JSON.stringify(merged.body)).toBe(200);
    await sandbox.advance(1);
    await recurring.make();
    const [entry] = await sandbox.entries();
    expect(entry.lines[0].customerUuid).toBe(kept);
    for (const [verb, changes] of [
      ['patch', { refNumber: 'ACC' }],
      ['pause', {}],
      ['resume', {}],
    ] as const) {
      const path = `${TEMPLATES}/${uuid}`;
      const answer = await (verb === 'patch' ? strict.patch(path, changes) : strict.post(`${path}/${verb}`));
      expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    }
    const named = { 'lines[0].customerUuid': 'CUSTOMER_MERGED' };
    const create = await strict.post(TEMPLATES, { ...given, descriptionEntry: 'Accrual' });
    expect(errorCodes(create.body)).toEqual(named);
    const change = await strict.patch(`${TEMPLATES}/${uuid}`, { lines: linesOf(old) });
    expect(errorCodes(change.body)).toEqual(named);
    await sandbox.prove();
  });
});

describe('a date that cannot be posted', () => {
  it('is passed over where it is closed by then: the run tells why, and the template goes on', async () => {
    const sandbox = await recurring.open();
    const { workspace, today } = sandbox;
    const daily = { date: addDays(today, 1), recurrencePattern: 'daily', recurrenceCount: 2 };
    const { uuid } = await sandbox.create(daily);
    await sandbox.close(addDays(today, 2));
    await sandbox.advance(3);
    await recurring.make();
    expect(await sandbox.dates()).toEqual([addDays(today, 3)]);
    const template = await sandbox.read(uuid);
    expect(template).toMatchObject({ status: 'active', runCount: 1, failure: null });
    expect(template.nextDate).toBe(addDays(today, 4));
    const runs = await sandbox.runsOf(uuid);
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
    await sandbox.close(null);
    await recurring.make();
    expect(await sandbox.dates()).toEqual([addDays(today, 3)]);
    const begun = await workspace.strict.patch(`${TEMPLATES}/${uuid}`, { date: addDays(today, 2) });
    expect(begun.body.data.nextDate).toBe(addDays(today, 4));
  });

  it('is passed over where the books begin later by then', async () => {
    const sandbox = await recurring.open();
    const { workspace, today } = sandbox;
    const { uuid } = await sandbox.create({ date: addDays(today, 1), recurrencePattern: 'daily' });
    const cutover = await workspace.strict.patch('/workspace', { cutoverDate: addDays(today, 2) });
    expect(cutover.status, JSON.stringify(cutover.body)).toBe(200);
    await sandbox.advance(2);
    await recurring.make();
    expect(await sandbox.dates()).toEqual([addDays(today, 2)]);
    expect((await sandbox.runsOf(uuid))[1]).toMatchObject({
      date: addDays(today, 1),
      status: 'failed',
      failure: { code: 'BEFORE_CUTOVER' },
    });
  });

  it('is told of where an account is inactive by then, leaves nothing behind, and is made once it is not', async () => {
    const sandbox = await recurring.open();
    const { workspace, today, id } = sandbox;
    const daily = { date: addDays(today, 1), recurrencePattern: 'daily' };
    const { uuid } = await sandbox.create(daily);
    const setStatus = (status: string) =>
      workspace.strict.patch(`/chart-of-accounts/${id('6700')}`, { status });
    await setStatus('inactive');
    await sandbox.advance(2);
    await recurring.make();
    await recurring.make();
    const failed = await sandbox.read(uuid);
    expect(failed).toMatchObject({
      status: 'active',
      nextDate: addDays(today, 1),
      runCount: 0,
      lastRun: null,
      failure: { code: 'ACCOUNT_INACTIVE', attempts: 1 },
    });
    const { attempts: _, ...failure } = failed.failure;
    expect(await sandbox.runsOf(uuid)).toEqual([
      {
        date: addDays(today, 1),
        status: 'retrying',
        journalEntryUuid: null,
        failure,
        createdAt: failure.failedAt,
      },
    ]);
    expect(await sandbox.entries()).toEqual([]);
    expect((await workspace.strict.post(`${TEMPLATES}/${uuid}/resume`)).body.code).toBe('ACCOUNT_INACTIVE');
    await setStatus('active');
    expect((await workspace.strict.post(`${TEMPLATES}/${uuid}/resume`)).body.data.failure).toBeNull();
    await recurring.make();
    expect(await sandbox.dates()).toEqual([addDays(today, 1), addDays(today, 2)]);
    expect(await sandbox.read(uuid)).toMatchObject({ runCount: 2, failure: null });
    await sandbox.prove();
  });
});
