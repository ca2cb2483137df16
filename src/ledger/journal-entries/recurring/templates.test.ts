import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorCodes } from '../../../../test/support/error-codes.ts';
import { accountIds } from '../../../../test/support/post-entry.ts';
import { createSalesFixtures, type SalesFixtures } from '../../../../test/support/sales-fixtures.ts';
import {
  startTestServer,
  type TestServer,
  type TestWorkspace,
} from '../../../../test/support/test-server.ts';
import { UNKNOWN_UUID } from '../../../../test/support/unknown-uuid.ts';

let server: TestServer;
let ids: Map<string, string>;
let fixtures: SalesFixtures;
let other: TestWorkspace;
let foreign: SalesFixtures;

const PATH = '/recurring-journal-entry-templates';
/** Depreciation and what it reduces, in the default chart. */
const [COST, REDUCED] = ['6700', '1590'];

beforeAll(async () => {
  server = await startTestServer({ sandbox: true });
  ids = await accountIds(server.database, server.workspaceId);
  fixtures = await createSalesFixtures(server.strict);
  other = await server.addWorkspace();
  foreign = await createSalesFixtures(other.strict);
});
afterAll(() => server.close());

const debit = (number: string, amountDebit: unknown, more: object = {}) => ({
  accountUuid: ids.get(number),
  amountDebit,
  ...more,
});
const credit = (number: string, amountCredit: unknown, more: object = {}) => ({
  accountUuid: ids.get(number),
  amountCredit,
  ...more,
});
const body = (changes: Record<string, unknown> = {}) => ({
  descriptionEntry: 'Depreciation of the trucks',
  date: '2999-01-31',
  recurrencePattern: 'monthly',
  lines: [debit(COST, '260.10'), credit(REDUCED, 260.1)],
  ...changes,
});
const post = (changes: Record<string, unknown>, options = {}) =>
  server.strict.post(PATH, body(changes), options);
async function create(changes: Record<string, unknown> = {}) {
  const { status, body: answer } = await post(changes);
  expect(status, JSON.stringify(answer)).toBe(201);
  return answer.data;
}
const read = async (id: string) => (await server.strict.get(`${PATH}/${id}`)).body.data;
const countAll = async () => (await server.strict.get(PATH, { isDraft: 'all' })).body.data.totalRecords;

describe('a template', () => {
  it('has lines of up to the largest amount, and refuses those that do not balance by the sums', async () => {
    const large = await create({ lines: [debit(COST, '2500000000.50'), credit(REDUCED, '2500000000.50')] });
    expect(await read(large.uuid)).toEqual(large);
    const { status, body: answer } = await post({
      lines: [debit(COST, '100000000000'), credit(REDUCED, 250)],
    });
    expect([status, answer.code]).toEqual([400, 'JOURNAL_ENTRY_UNBALANCED']);
  });

  it('is created paused, and answers what it was given', async () => {
    const { customerUuid, tagUuid } = fixtures;
    const said = { descriptionLine: 'Dump truck', customerUuid, tagUuids: [tagUuid] };
    const made = await create({
      refNumber: 'DEP',
      reversesOn: 'nextMonth',
      lines: [
        debit(COST, '200.10', said),
        debit(COST, 60),
        { accUuid: ids.get(REDUCED), amountCredit: 260.1 },
      ],
    });
    expect(made).toMatchObject({
      status: 'paused',
      isDraft: true,
      recurrencePattern: 'monthly',
      recurrenceInterval: 1,
      inAdvanceCreationDays: 0,
      recurrenceEndDate: null,
      recurrenceCount: null,
      date: '2999-01-31',
      nextDate: '2999-01-31',
      runCount: 0,
      lastRun: null,
      failure: null,
      descriptionEntry: 'Depreciation of the trucks',
      refNumber: 'DEP',
      reversesOn: 'nextMonth',
      currency: 'USD',
      totalDebit: '260.10',
      lines: [
        {
          lineNumber: 1,
          amountDebit: '200.10',
          amountCredit: null,
          account: { name: 'Depreciation' },
          ...said,
        },
        { lineNumber: 2, amountDebit: '60.00', descriptionLine: null, customerUuid: null, tagUuids: [] },
        { lineNumber: 3, amountDebit: null, amountCredit: '260.10', account: { accountNumber: REDUCED } },
      ],
    });
    expect(await read(made.uuid)).toEqual(made);
  });

  it.each([
    [{ recurrencePattern: 'hourly' }, { recurrencePattern: 'INVALID_ENUM' }],
    [{ recurrencePattern: undefined }, { recurrencePattern: 'REQUIRED' }],
    [{ recurrenceInterval: 0 }, { recurrenceInterval: 'TOO_SMALL' }],
    [{ inAdvanceCreationDays: 366 }, { inAdvanceCreationDays: 'TOO_LARGE' }],
    [
      { recurrenceCount: 0, date: '2026-02-30' },
      { recurrenceCount: 'TOO_SMALL', date: 'INVALID_DATE' },
    ],
    [{ recurrenceEndDate: '2999-01-30' }, { recurrenceEndDate: 'INVALID_DATE' }],
    [{ date: '1990-01-01', recurrencePattern: 'daily' }, { date: 'INVALID_DATE' }],
    [{ reversesOn: '2999-02-01' }, { reversesOn: 'INVALID_ENUM' }],
    [{ reversesOn: 'nextDay', date: '2999-12-31' }, { reversesOn: 'INVALID_DATE' }],
    [
      { descriptionEntry: ' ', lines: [] },
      { descriptionEntry: 'REQUIRED', lines: 'TOO_SHORT' },
    ],
    [{ isDraft: 'no' }, { isDraft: 'INVALID_TYPE' }],
  ])('is refused with %j, and leaves nothing behind', async (changes, errors) => {
    const before = await countAll();
    const { status, body: answer } = await post(changes);
    expect([status, errorCodes(answer)]).toEqual([400, errors]);
    expect(await countAll()).toBe(before);
  });

  it('is refused for every line that no entry could have, as Create Journal Entry refuses it', async () => {
    const unsound = [
      debit(COST, 0),
      { accountUuid: ids.get(COST), amountDebit: 1, amountCredit: 1 },
      { amountCredit: 1 },
    ];
    expect(errorCodes((await post({ lines: unsound })).body)).toEqual({
      'lines[0].amountDebit': 'TOO_SMALL',
      'lines[1].amountCredit': 'INVALID_VALUE',
      'lines[2].accountUuid': 'REQUIRED',
    });
    const unknown = [
      { accountUuid: foreign.incomeAccountUuid, amountDebit: '0.001' },
      credit(REDUCED, 5, { customerUuid: foreign.customerUuid, tagUuids: [foreign.tagUuid] }),
    ];
    const { body: answer } = await post({ lines: unknown });
    expect([answer.code, errorCodes(answer)]).toEqual([
      'VALIDATION_ERROR',
      {
        'lines[0].accountUuid': 'ACCOUNT_NOT_FOUND',
        'lines[0].amountDebit': 'INVALID_NUMBER',
        'lines[1].customerUuid': 'CUSTOMER_NOT_FOUND',
        'lines[1].tagUuids': 'TAG_NOT_FOUND',
      },
    ]);
    const uneven = await post({ lines: [debit(COST, 2), credit(REDUCED, 1)] });
    expect(uneven.body).toMatchObject({
      code: 'JOURNAL_ENTRY_UNBALANCED',
      details: { debits: '2.00', credits: '1.00', difference: '1.00' },
    });
  });

  it('is refused where its first entry would lie in a closed period, and offers no caution', async () => {
    const closed = await server.addWorkspace();
    const [account] = (await accountIds(server.database, closed.workspaceId)).values();
    const lines = [
      { accountUuid: account, amountDebit: 1 },
      { accountUuid: account, amountCredit: 1 },
    ];
    await closed.strict.patch('/workspace', { bookClosedThroughDate: '2026-01-31' });
    const send = (changes: object) => closed.strict.post(PATH, { ...body(changes as never), lines });
    const refused = await send({ date: '2026-01-31', withCaution: true });
    expect([refused.body.code, errorCodes(refused.body)]).toEqual([
      'PERIOD_CLOSED',
      { date: 'PERIOD_CLOSED' },
    ]);
    expect(refused.body.message).toBe(
      'date must be after 2026-01-31: the books are closed through that day.',
    );
    expect((await send({ date: '2026-02-01' })).status).toBe(201);
  });

  it('is created once by a repeated Idempotency-Key', async () => {
    const before = await countAll();
    const options = { headers: { 'idempotency-key': 'template-once' } };
    const first = await post({}, options);
    expect((await post({}, options)).body).toEqual(first.body);
    expect(await countAll()).toBe(before + 1);
  });

  it('is nobody else’s', async () => {
    const { uuid } = await create();
    for (const answered of [
      await other.strict.get(`${PATH}/${uuid}`),
      await other.strict.get(`${PATH}/${uuid}/runs`),
      await other.strict.patch(`${PATH}/${uuid}`, { refNumber: 'x' }),
      await other.strict.post(`${PATH}/${uuid}/pause`),
      await other.strict.post(`${PATH}/${uuid}/resume`),
      await other.strict.delete(`${PATH}/${uuid}`),
      await server.strict.get(`${PATH}/${UNKNOWN_UUID}/runs`),
    ])
      expect(answered.body).toMatchObject({ statusCode: 404, code: 'RECURRING_JOURNAL_TEMPLATE_NOT_FOUND' });
    expect((await server.strict.get(`${PATH}/7`)).body.code).toBe('INVALID_UUID');
  });

  it('is resumed and paused, and stays as it is when asked again', async () => {
    const { uuid } = await create();
    const act = (verb: string) => server.strict.post(`${PATH}/${uuid}/${verb}`);
    const resumed = (await act('resume')).body.data;
    expect(resumed).toMatchObject({ status: 'active', isDraft: false });
    expect((await act('resume')).body.data).toEqual(resumed);
    expect((await act('pause')).body.data).toMatchObject({ status: 'paused', isDraft: true });
    expect((await act('pause')).body.data).toEqual(await read(uuid));
    const { rows } = await server.owner.query(
      'SELECT action FROM audit_log WHERE entity_id = $1 ORDER BY recorded_at',
      [uuid],
    );
    expect(rows.map(({ action }) => action)).toEqual(['created', 'resumed', 'paused']);
  });

  it('is listed by what it is, and found by description and number', async () => {
    const elsewhere = await server.addWorkspace();
    const [account] = (await accountIds(server.database, elsewhere.workspaceId)).values();
    const lines = [
      { accountUuid: account, amountDebit: 1 },
      { accountUuid: account, amountCredit: 1 },
    ];
    for (const [descriptionEntry, refNumber, isDraft] of [
      ['Rent', 'R-1', false],
      ['Storage', null, true],
    ])
      await elsewhere.strict.post(PATH, { ...body({ descriptionEntry, refNumber, isDraft }), lines });
    const listed = async (query: Record<string, string>) =>
      (await elsewhere.strict.get(PATH, query)).body.data.recurringJournalEntryTemplates.map(
        (template: Record<string, string>) => template.descriptionEntry,
      );
    expect(await listed({})).toEqual(['Rent']);
    expect(await listed({ isDraft: 'true' })).toEqual(['Storage']);
    expect(await listed({ isDraft: 'all' })).toEqual(['Storage', 'Rent']);
    expect(await listed({ isDraft: 'all', page: '2', limit: '1' })).toEqual(['Rent']);
    expect(await listed({ isDraft: 'all', search: 'STOR' })).toEqual(['Storage']);
    expect(await listed({ search: 'r-1' })).toEqual(['Rent']);
    expect((await elsewhere.strict.get(PATH, { isDraft: 'yes' })).status).toBe(400);
  });

  it('is changed in part, with null for what may be empty, and its schedule begun anew with a date', async () => {
    const { uuid } = await create({ refNumber: 'DEP', reversesOn: 'nextDay', recurrenceCount: 3 });
    const update = async (changes: object) => {
      const { status, body: answer } = await server.strict.patch(`${PATH}/${uuid}`, changes);
      expect(status, JSON.stringify(answer)).toBe(200);
      return answer.data;
    };
    expect(await update({ refNumber: null, reversesOn: null, recurrenceCount: null })).toMatchObject({
      refNumber: null,
      reversesOn: null,
      recurrenceCount: null,
      totalDebit: '260.10',
    });
    expect(await update({ date: '2999-03-15' })).toMatchObject({
      date: '2999-03-15',
      nextDate: '2999-03-15',
    });
    const lines = [debit('6200', 9), credit('1000', 9)];
    expect(await update({ lines, recurrencePattern: 'weekly', inAdvanceCreationDays: 2 })).toMatchObject({
      totalDebit: '9.00',
      lines: [{ account: { name: 'Rent' } }, { account: { name: 'Checking' } }],
      recurrencePattern: 'weekly',
      inAdvanceCreationDays: 2,
      nextDate: '2999-03-15',
    });
    expect(await update({})).toEqual(await read(uuid));
    const unknown = await server.strict.patch(`${PATH}/${uuid}`, { colour: 'red', withCaution: true });
    expect(unknown.body.data._partnerWarnings).toHaveLength(2);
    for (const [changes, errors] of [
      [{ recurrenceEndDate: '2999-03-01', date: '2999-03-02' }, { recurrenceEndDate: 'INVALID_DATE' }],
      [{ lines: [debit('6200', 9), credit('1000', 8)] }, { lines: 'JOURNAL_ENTRY_UNBALANCED' }],
      [{ reversesOn: 'nextMonth', date: '2999-12-24' }, { reversesOn: 'INVALID_DATE' }],
    ] as const) {
      const refused = await server.strict.patch(`${PATH}/${uuid}`, changes);
      expect([refused.status, errorCodes(refused.body)]).toEqual([400, errors]);
    }
  });

  it('is refused an end before a beginning that stays', async () => {
    const { uuid } = await create({ date: '2999-02-01' });
    const refused = await server.strict.patch(`${PATH}/${uuid}`, { recurrenceEndDate: '2999-01-31' });
    expect([refused.status, errorCodes(refused.body)]).toEqual([400, { recurrenceEndDate: 'INVALID_DATE' }]);
    await server.strict.patch(`${PATH}/${uuid}`, { recurrenceEndDate: '2999-03-01' });
    const later = await server.strict.patch(`${PATH}/${uuid}`, { date: '2999-03-02' });
    expect([later.status, errorCodes(later.body)]).toEqual([400, { recurrenceEndDate: 'INVALID_DATE' }]);
  });

  it('keeps the accounts that it names from being deleted, and is deleted itself, never found again', async () => {
    const account = { name: 'Only in a template', subTypeId: 5310 };
    const accountUuid = (await server.strict.post('/chart-of-accounts', account)).body.data.uuid;
    const { uuid } = await create({ lines: [{ accountUuid, amountDebit: 5 }, credit(REDUCED, 5)] });
    const kept = await server.strict.delete(`/chart-of-accounts/${accountUuid}`);
    expect(kept.body).toMatchObject({
      code: 'ACCOUNT_NOT_DELETABLE',
      details: { deleteBlockedReason: 'HAS_JOURNAL_ENTRIES' },
    });
    expect((await server.strict.delete(`${PATH}/${uuid}`)).body.data).toEqual({
      id: uuid,
      uuid,
      deleted: true,
    });
    expect((await server.strict.get(`${PATH}/${uuid}`)).status).toBe(404);
    expect((await server.strict.delete(`${PATH}/${uuid}`)).status).toBe(404);
    expect((await server.strict.delete(`/chart-of-accounts/${accountUuid}`)).status).toBe(200);
  });
});
