import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { accountIds } from '../../../../test/support/post-entry.ts';
import { openSettlementBooks, type SettlementBooks } from '../../../../test/support/settlement-books.ts';
import type { TestClient } from '../../../../test/support/signed-client.ts';
import { readMovement } from '../../../../test/support/trial-balance.ts';
import { addMember } from '../../../partners/index.ts';
import { addDays } from '../../../platform/dates.ts';

const PATH = '/journal-entries';
const NEEDED = { statusCode: 403, code: 'SECOND_PERSON_NEEDED' };

let books: SettlementBooks;
let ids: Map<string, string>;
let writer: TestClient;
let second: TestClient;
let writerId: string;
let secondId: string;

beforeAll(async () => {
  books = await openSettlementBooks();
  ids = await accountIds(books.server.database, books.server.workspaceId);
  writer = books.server.strict;
  writerId = books.server.personId;
  ({ strict: second, personId: secondId } = await books.server.enterWorkspace(books.server.workspaceId));
});
afterAll(() => books.server.close());
beforeEach(() => setting({ fourEyesLimit: 1000, bookClosedThroughDate: null, reason: 'test' }));

const setting = (settings: object) => books.done(writer.patch('/workspace', settings));
const body = (amount: number | string, changes: object = {}) => ({
  descriptionEntry: 'Rent of March',
  date: '2026-03-31',
  lines: [
    { accountUuid: ids.get('6200'), amountDebit: amount, descriptionLine: 'Office' },
    { accountUuid: ids.get('1000'), amountCredit: amount },
  ],
  ...changes,
});
const post = (amount: number | string, changes: object = {}) => writer.post(PATH, body(amount, changes));
const draft = (amount: number | string, changes: object = {}) =>
  books.done(post(amount, { isDraft: true, ...changes }));
const approve = (client: TestClient, uuid: string, given: object = {}) =>
  client.post(`${PATH}/${uuid}/approve`, given);
/** An entry of 1000 that is posted, with the help of the second person. */
const posted = async (changes: object = {}) => {
  const { uuid } = await draft(1000, changes);
  return books.done(approve(second, uuid));
};
const read = (uuid: string) => books.done(writer.get(`${PATH}/${uuid}`));
const listed = async (query: Record<string, string>) =>
  (await books.done(writer.get(PATH, { limit: '100', ...query }))).journalEntries.map(
    ({ uuid }: { uuid: string }) => uuid,
  );
const moved = (act: () => Promise<unknown>) => readMovement(writer, act);

async function trail(entityId: string) {
  const { rows } = await books.server.owner.query(
    'SELECT entity_type, action, person_id FROM audit_log WHERE entity_id = $1 ORDER BY id',
    [entityId],
  );
  return rows.map(({ entity_type, action, person_id }) => [entity_type, action, person_id]);
}
async function entriesOf(sourceId: string): Promise<number> {
  const { rows } = await books.server.owner.query(
    'SELECT count(*)::int AS count FROM journal_entry WHERE source_id = $1',
    [sourceId],
  );
  return rows[0].count;
}

describe('a draft of a journal entry', () => {
  it('is kept and not posted, and listed only when asked for', async () => {
    let made: Awaited<ReturnType<typeof draft>>;
    const movement = await moved(async () => {
      made = await draft('10.50', { refNumber: 'D-1' });
    });
    expect(movement).toEqual({});
    const { uuid } = made!;
    expect(made).toMatchObject({
      status: 'draft',
      draftAction: 'create',
      draftOfUuid: null,
      entryUuid: null,
      totalDebit: '10.50',
      lines: [{ descriptionLine: 'Office', amountDebit: '10.50' }, { amountCredit: '10.50' }],
    });
    expect(await read(uuid)).toEqual(made);
    expect(await listed({})).not.toContain(uuid);
    expect(await listed({ status: 'draft' })).toContain(uuid);
    for (const query of [
      { startDate: '2026-04-01' },
      { endDate: '2026-03-30' },
      { search: 'nowhere' },
      { accountUuids: ids.get('4000')! },
      { source: 'invoice' },
      { reviewed: 'true' },
    ] as Record<string, string>[])
      expect(await listed({ status: 'draft', ...query })).toEqual([]);
    for (const query of [
      { search: 'D-1' },
      { search: 'OFFICE' },
      { accountUuids: ids.get('6200')! },
    ] as Record<string, string>[])
      expect(await listed({ status: 'draft', ...query })).toContain(uuid);
  });

  it('is posted under its id when it is approved, once', async () => {
    const { uuid } = await draft(800);
    const expected = await moved(() => post(800));
    let data: Awaited<ReturnType<typeof draft>>;
    const movement = await moved(async () => {
      ({ data } = (await approve(writer, uuid)).body);
    });
    expect(movement).toEqual(expected);
    expect(data).toMatchObject({ uuid, status: 'posted', draftAction: null, version: 1 });
    expect(await read(uuid)).toMatchObject({
      ...data,
      updatedAt: expect.anything(),
      createdAt: expect.anything(),
    });
    expect(await listed({ status: 'draft' })).not.toContain(uuid);
    expect((await approve(second, uuid)).body).toMatchObject({
      statusCode: 400,
      code: 'JOURNAL_ENTRY_POSTED',
    });
    expect(await trail(uuid)).toEqual([
      ['journal_entry_draft', 'created', writerId],
      ['journal_entry', 'approved', writerId],
    ]);
  });

  it('posts once for 6 callers at once, and once for a repeat with the same key', async () => {
    const { uuid } = await draft(10);
    const answers = await Promise.all(Array.from({ length: 6 }, () => approve(second, uuid)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await entriesOf(uuid)).toBe(1);
    const { uuid: other } = await draft(10);
    const headers = { 'idempotency-key': `approve-${other}` };
    for (let time = 0; time < 2; time += 1)
      expect((await second.post(`${PATH}/${other}/approve`, {}, { headers })).status).toBe(200);
  });

  it('keeps the rules of an entry, when it is written and again when it is approved', async () => {
    const uneven = await post(10, { isDraft: true, lines: [...body(10).lines, ...body(5).lines.slice(1)] });
    expect(uneven.body).toMatchObject({ statusCode: 400, code: 'JOURNAL_ENTRY_UNBALANCED' });
    const account = await books.done(
      writer.post('/chart-of-accounts', { name: 'Short-lived', subTypeId: await expenseSubType() }),
    );
    const lines = [{ accountUuid: account.uuid, amountDebit: 10 }, ...body(10).lines.slice(1)];
    const { uuid } = await draft(10, { lines });
    await setting({ bookClosedThroughDate: '2026-03-31' });
    expect((await approve(second, uuid)).body).toMatchObject({ statusCode: 400, code: 'PERIOD_CLOSED' });
    await setting({ bookClosedThroughDate: null, reason: 'again' });
    await books.done(writer.patch(`/chart-of-accounts/${account.uuid}`, { status: 'inactive' }));
    expect((await approve(second, uuid)).body).toMatchObject({ statusCode: 400, code: 'ACCOUNT_INACTIVE' });
    expect(await read(uuid)).toMatchObject({ status: 'draft' });
    expect(await entriesOf(uuid)).toBe(0);
  });

  it('is written and changed in a closed period, and refused when it is approved', async () => {
    const entry = await books.done(post(10));
    await setting({ bookClosedThroughDate: '2026-03-31' });
    expect((await post(10)).body).toMatchObject({ statusCode: 400, code: 'PERIOD_CLOSED' });
    const { uuid } = await draft(10, { reversesOn: '2026-03-31', date: '2026-03-30' });
    await books.done(writer.patch(`${PATH}/${uuid}`, { refNumber: 'R', reversesOn: null }));
    const changes = { lines: body(20).lines, date: '2026-03-01', isDraft: true };
    const change = await books.done(writer.patch(`${PATH}/${entry.uuid}`, changes));
    await books.done(writer.patch(`${PATH}/${change.uuid}`, { descriptionEntry: 'Rent' }));
    const fine = await books.done(post(10, { date: '2026-04-01' }));
    await setting({ bookClosedThroughDate: '2026-04-01' });
    const query = { isDraft: 'true' };
    const gone = await books.done(writer.delete(`${PATH}/${fine.uuid}`, { query }));
    for (const id of [uuid, change.uuid, gone.draftUuid]) {
      expect((await approve(second, id)).body).toMatchObject({
        statusCode: 400,
        code: 'PERIOD_CLOSED',
        details: { closedThrough: '2026-04-01' },
      });
      expect(await read(id)).toMatchObject({ status: 'draft' });
    }
    await setting({ bookClosedThroughDate: null, reason: 'again' });
    for (const id of [uuid, change.uuid, gone.draftUuid]) await books.done(approve(second, id));
    expect(await read(entry.uuid)).toMatchObject({ date: '2026-03-01', totalDebit: '20.00' });
    await books.verify();
  });

  it('keeps its caution for its approval, which only an owner gives then', async () => {
    await setting({ bookClosedThroughDate: '2026-03-31' });
    const { server } = books;
    const keeper = await server.enterWorkspace(server.workspaceId);
    const { personId, workspaceId } = keeper;
    await addMember(server.database, { workspaceId, personId, role: 'bookkeeper' });
    const caution = { withCaution: true, reason: 'The bill came late' };
    const { uuid } = await books.done(keeper.strict.post(PATH, body(10, { isDraft: true, ...caution })));
    await books.done(keeper.strict.patch(`${PATH}/${uuid}`, { refNumber: 'Late' }));
    expect((await approve(keeper.strict, uuid)).body).toMatchObject({ code: 'PERIOD_CLOSED' });
    expect(await read(uuid)).toMatchObject({ status: 'draft', kind: 'original' });
    expect(await books.done(approve(writer, uuid))).toMatchObject({ kind: 'late', refNumber: 'Late' });
    const { rows } = await server.owner.query(
      "SELECT document::json ->> 'reason' AS reason FROM outbox_event WHERE entity_id = $1 AND type LIKE 'journal_entry.%'",
      [uuid],
    );
    expect(rows).toEqual([{ reason: 'The bill came late' }]);
  });

  it('is written before the books begin, and refused when it is approved', async () => {
    const young = await books.server.addWorkspace();
    await books.done(young.strict.patch('/workspace', { cutoverDate: '2026-04-01', isOnboarding: true }));
    const own = await accountIds(books.server.database, young.workspaceId);
    const lines = [
      { accountUuid: own.get('6200'), amountDebit: 10 },
      { accountUuid: own.get('1000'), amountCredit: 10 },
    ];
    expect((await young.strict.post(PATH, body(10, { lines }))).body).toMatchObject({
      code: 'BEFORE_CUTOVER',
    });
    const { uuid } = await books.done(young.strict.post(PATH, body(10, { lines, isDraft: true })));
    await books.done(young.strict.patch(`${PATH}/${uuid}`, { refNumber: 'Old' }));
    expect((await approve(young.strict, uuid)).body).toMatchObject({
      statusCode: 400,
      code: 'BEFORE_CUTOVER',
      details: { cutoverDate: '2026-04-01' },
    });
    await books.done(young.strict.patch(`${PATH}/${uuid}`, { date: '2026-04-01' }));
    expect((await approve(young.strict, uuid)).status).toBe(200);
  });

  it('is changed in place, and deleted without a trace in the journal', async () => {
    const { uuid, createdAt } = await draft(10);
    const changed = await books.done(
      writer.patch(`${PATH}/${uuid}`, { lines: body(20).lines, refNumber: 'N' }),
    );
    expect(changed).toMatchObject({ uuid, status: 'draft', totalDebit: '20.00', refNumber: 'N', createdAt });
    expect(changed.descriptionEntry).toBe('Rent of March');
    expect(await read(uuid)).toEqual(changed);
    const refused = await writer.patch(`${PATH}/${uuid}`, { date: '2026-05-05', isDraft: false });
    expect(refused.body.errors).toMatchObject([{ field: 'isDraft', code: 'INVALID_VALUE' }]);
    expect((await writer.delete(`${PATH}/${uuid}`)).body.data).toEqual({ id: uuid, uuid, deleted: true });
    expect((await writer.get(`${PATH}/${uuid}`)).status).toBe(404);
    expect((await approve(second, uuid)).status).toBe(404);
    expect(await entriesOf(uuid)).toBe(0);
    expect((await trail(uuid)).map(([, action]) => action)).toEqual(['created', 'updated', 'deleted']);
  });

  it('reverses itself when it is approved', async () => {
    const { uuid, reversalUuid } = await draft(1000, { reversesOn: '2026-04-01' });
    expect(reversalUuid).toBe(null);
    const entry = await books.done(approve(second, uuid));
    expect(await read(entry.reversalUuid)).toMatchObject({ date: '2026-04-01', totalDebit: '1000.00' });
    await books.verify();
  });

  it('is of its workspace', async () => {
    const { uuid } = await draft(10);
    const { strict } = books.other;
    expect((await strict.get(`${PATH}/${uuid}`)).status).toBe(404);
    expect((await strict.patch(`${PATH}/${uuid}`, { refNumber: 'X' })).status).toBe(404);
    expect((await strict.delete(`${PATH}/${uuid}`)).status).toBe(404);
    expect((await approve(strict, uuid)).status).toBe(404);
    expect((await books.done(strict.get(PATH, { status: 'draft' }))).totalRecords).toBe(0);
  });
});

async function expenseSubType(): Promise<number> {
  const { accountSubTypes } = await books.done(writer.get('/account-sub-types', { type: 'Expenses' }));
  return accountSubTypes[0].id;
}

describe('from the four-eyes limit on', () => {
  it('an entry is made as a draft, and approved by who did not write or change it', async () => {
    const refused = await post(1000);
    expect(refused.body).toMatchObject({ ...NEEDED, details: { limit: '1000.00', amount: '1000.00' } });
    expect((await post('999.99')).status).toBe(201);
    const { uuid } = await draft(1000);
    expect((await approve(writer, uuid)).body).toMatchObject({
      ...NEEDED,
      details: { writtenBy: [writerId] },
    });
    await books.done(second.patch(`${PATH}/${uuid}`, { refNumber: 'changed' }));
    for (const client of [writer, second])
      expect((await approve(client, uuid)).body).toMatchObject({
        ...NEEDED,
        details: { writtenBy: [writerId, secondId] },
      });
    const third = await books.server.enterWorkspace(books.server.workspaceId);
    expect((await approve(third.strict, uuid)).status).toBe(200);
  });

  it('rows of a bulk call fail alone, and drafts among them are kept', async () => {
    const journalEntries = [body(10), body(1000), body(1000, { isDraft: true })];
    const { status, body: answer } = await writer.post(`${PATH}/bulk`, { journalEntries });
    expect(status).toBe(201);
    expect(answer.data).toMatchObject({ successCount: 2, errorCount: 1 });
    expect(answer.data.results[1]).toMatchObject({ success: false, code: 'SECOND_PERSON_NEEDED' });
    const [{ journalEntryUuid }] = answer.data.results[2].journalEntry;
    expect(await read(journalEntryUuid)).toMatchObject({ status: 'draft' });
  });

  it('what was changed since it was looked at is not approved', async () => {
    const { uuid, updatedAt } = await draft(1000);
    const changed = await books.done(writer.patch(`${PATH}/${uuid}`, { refNumber: 'later' }));
    expect((await approve(second, uuid, { updatedAt })).body).toMatchObject({
      statusCode: 409,
      code: 'CHANGED_SINCE',
      details: { updatedAt: changed.updatedAt },
    });
    expect((await approve(second, uuid, { updatedAt: changed.updatedAt })).status).toBe(200);
  });

  it('a posted entry is changed by way of a draft, whether it was or becomes that large', async () => {
    const large = await posted();
    const small = await books.done(post(10));
    const lines = (amount: number) => ({ lines: body(amount).lines });
    expect((await writer.patch(`${PATH}/${large.uuid}`, lines(10))).body).toMatchObject(NEEDED);
    expect((await writer.patch(`${PATH}/${small.uuid}`, lines(1000))).body).toMatchObject(NEEDED);
    expect((await writer.patch(`${PATH}/${large.uuid}`, { refNumber: 'words alone' })).status).toBe(200);
    const change = await books.done(writer.patch(`${PATH}/${small.uuid}`, { ...lines(1000), isDraft: true }));
    expect(change).toMatchObject({
      status: 'draft',
      draftAction: 'update',
      draftOfUuid: small.uuid,
      totalDebit: '1000.00',
    });
    expect(await read(small.uuid)).toMatchObject({
      totalDebit: '10.00',
      draftUuid: change.uuid,
      status: 'posted',
    });
    expect((await approve(writer, change.uuid)).body).toMatchObject(NEEDED);
    const done = await books.done(approve(second, change.uuid));
    expect(done).toMatchObject({ uuid: small.uuid, version: 2, totalDebit: '1000.00', status: 'posted' });
    expect(await read(small.uuid)).toMatchObject({ totalDebit: '1000.00', draftUuid: null });
    expect((await trail(small.uuid)).at(-1)).toEqual(['journal_entry', 'approved', secondId]);
    await books.verify();
  });

  it('a change that waits is changed itself, stands in the way of others, and can be given up', async () => {
    const entry = await books.done(post(10));
    const change = await books.done(
      writer.patch(`${PATH}/${entry.uuid}`, { date: '2026-03-30', isDraft: true }),
    );
    const again = await books.done(writer.patch(`${PATH}/${change.uuid}`, { descriptionEntry: 'Both' }));
    expect(again).toMatchObject({ date: '2026-03-30', descriptionEntry: 'Both', draftAction: 'update' });
    const waits = {
      statusCode: 409,
      code: 'JOURNAL_ENTRY_CHANGE_WAITS',
      details: { draftUuid: change.uuid },
    };
    for (const isDraft of [true, false])
      expect((await writer.patch(`${PATH}/${entry.uuid}`, { refNumber: 'X', isDraft })).body).toMatchObject(
        waits,
      );
    expect((await writer.delete(`${PATH}/${entry.uuid}`)).body).toMatchObject(waits);
    await books.done(writer.delete(`${PATH}/${change.uuid}`));
    expect(await read(entry.uuid)).toMatchObject({ date: '2026-03-31', draftUuid: null });
    expect((await writer.patch(`${PATH}/${entry.uuid}`, { refNumber: 'X' })).status).toBe(200);
  });

  it('a posted entry is deleted by way of a draft, by the entry’s own id too', async () => {
    const entry = await posted({ reversesOn: '2026-04-02' });
    expect((await second.delete(`${PATH}/${entry.uuid}`)).body).toMatchObject(NEEDED);
    const query = { isDraft: 'true', date: '2026-04-01' };
    const kept = await books.done(writer.delete(`${PATH}/${entry.uuid}`, { query }));
    expect(kept).toMatchObject({ uuid: entry.uuid, deleted: false });
    expect(await read(kept.draftUuid)).toMatchObject({ draftAction: 'delete', draftOfUuid: entry.uuid });
    expect((await writer.patch(`${PATH}/${kept.draftUuid}`, { refNumber: 'X' })).status).toBe(400);
    expect((await approve(writer, entry.uuid)).body).toMatchObject(NEEDED);
    expect(await read(entry.uuid)).toMatchObject({ status: 'posted' });
    const gone = await books.done(approve(second, entry.uuid));
    expect(gone).toMatchObject({ uuid: entry.uuid, status: 'deleted' });
    expect((await writer.get(`${PATH}/${entry.uuid}`)).status).toBe(404);
    expect((await writer.get(`${PATH}/${entry.reversalUuid}`)).status).toBe(404);
    await books.verify();
  });

  it('whoever changes a draft while another approves it is before or after, never between', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { uuid } = await draft(1000);
      const [changed, approved] = await Promise.all([
        second.patch(`${PATH}/${uuid}`, { refNumber: 'Meanwhile' }),
        approve(second, uuid),
      ]);
      const { status, refNumber } = await read(uuid);
      if (approved.status === 403) expect([changed.status, status]).toEqual([200, 'draft']);
      else {
        // The change came afterwards, to the posted entry: words alone need one person.
        expect([approved.status, changed.status, status, refNumber]).toEqual([
          200,
          200,
          'posted',
          'Meanwhile',
        ]);
      }
    }
  });

  it('the auditor sees writer and approver of entries by hand', async () => {
    const { uuid } = await posted({ date: '2019-01-01' });
    const range = { startDate: '2019-01-01', endDate: '2019-01-01' };
    const { fourEyes } = await books.done(writer.get('/ledger/audit', range));
    expect(fourEyes.entries.rows).toMatchObject([
      { sourceUuid: uuid, writtenBy: [{ uuid: writerId }], by: { uuid: secondId }, secondPerson: true },
    ]);
  });
});

describe('a template from the four-eyes limit on', () => {
  it('keeps its entries as drafts that nobody approves who wrote or changed it', async () => {
    const { server, done } = books;
    const one = await server.addWorkspace({ sandbox: true });
    const other = await server.enterWorkspace(one.workspaceId);
    const third = await server.enterWorkspace(one.workspaceId);
    const own = await accountIds(server.database, one.workspaceId);
    const lines = (amount: number) => [
      { accountUuid: own.get('6200'), amountDebit: amount },
      { accountUuid: own.get('1000'), amountCredit: amount },
    ];
    await done(one.strict.patch('/workspace', { fourEyesLimit: 1000 }));
    const { today } = await done(one.strict.get('/test-clock'));
    const TEMPLATES = '/recurring-journal-entry-templates';
    const { uuid } = await done(
      one.strict.post(TEMPLATES, {
        descriptionEntry: 'Rent',
        date: addDays(today, 1),
        recurrencePattern: 'monthly',
        isDraft: false,
        lines: lines(10),
      }),
    );
    await done(other.strict.patch(`${TEMPLATES}/${uuid}`, { lines: lines(1000) }));
    await done(one.strict.post('/test-clock', { advance: 1 }));
    const lastRun = async () => (await done(one.strict.get(`${TEMPLATES}/${uuid}`))).lastRun;
    await expect.poll(lastRun, { timeout: 20_000 }).toMatchObject({ status: 'draft', failure: null });
    const { journalEntryUuid } = await lastRun();
    expect(await done(one.strict.get(`${PATH}/${journalEntryUuid}`))).toMatchObject({
      status: 'draft',
      totalDebit: '1000.00',
      recurringTemplateUuid: uuid,
    });
    for (const client of [one.strict, other.strict])
      expect((await approve(client, journalEntryUuid)).body).toMatchObject(NEEDED);
    expect((await approve(third.strict, journalEntryUuid)).body.data).toMatchObject({
      status: 'posted',
      recurringTemplateUuid: uuid,
    });
    expect(await lastRun()).toMatchObject({ status: 'posted', journalEntryUuid });
    expect(await done(one.strict.get(`${PATH}/${journalEntryUuid}`))).toMatchObject({
      recurringTemplateUuid: uuid,
    });
  });
});
