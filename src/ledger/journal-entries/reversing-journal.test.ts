import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountIds } from '../../../test/support/post-entry.ts';
import { openSettlementBooks, type SettlementBooks } from '../../../test/support/settlement-books.ts';
import { addMember } from '../../partners/index.ts';

const PATH = '/journal-entries';

let books: SettlementBooks;
let ids: Map<string, string>;
const client = () => books.server.strict;

beforeAll(async () => {
  books = await openSettlementBooks();
  ids = await accountIds(books.server.database, books.server.workspaceId);
});
afterAll(() => books.server.close());

const lines = (amount: string) => [
  { accountUuid: ids.get('6200')!, amountDebit: amount, descriptionLine: 'Office' },
  { accountUuid: ids.get('1000')!, amountCredit: amount },
];
const body = (changes: object = {}) => ({
  descriptionEntry: 'Rent of March',
  date: '2026-03-31',
  reversesOn: '2026-04-01',
  lines: lines('800.00'),
  ...changes,
});
const create = (changes: object = {}) => books.done(client().post(PATH, body(changes)));
const read = (uuid: string) => books.done(client().get(`${PATH}/${uuid}`));
const update = (uuid: string, changes: object) => books.done(client().patch(`${PATH}/${uuid}`, changes));

/** The balance of rent up to each day, which is the same in both books, in cents. */
async function rentOn(...days: string[]) {
  const sums = [];
  for (const day of days) {
    const [accrual, cash] = [await books.balances('accrual', day), await books.balances('cash', day)];
    expect(accrual.Rent ?? 0).toBe(cash.Rent ?? 0);
    sums.push(accrual.Rent ?? 0);
  }
  return sums;
}

async function errorsOf(call: ReturnType<ReturnType<typeof client>['get']>) {
  const { status, body: answer } = await call;
  expect(status, JSON.stringify(answer)).toBe(400);
  return answer.errors.map(({ field, code }: { field: string; code: string }) => `${field} ${code}`);
}

async function whileClosedThrough(date: string, work: () => Promise<void>): Promise<void> {
  const close = (day: string | null) =>
    books.server.owner.query('UPDATE books SET closed_through = $2 WHERE workspace_id = $1', [
      books.server.workspaceId,
      day,
    ]);
  await close(date);
  try {
    await work();
  } finally {
    await close(null);
  }
}

describe('an entry that reverses itself', () => {
  it('is posted on its day and negated on another, and both are told and listed', async () => {
    const made = await create({ refNumber: 'ACC-3' });
    expect(made).toMatchObject({ reversesOn: '2026-04-01', reversalOfUuid: null, editable: true });
    const reversal = await read(made.reversalUuid);
    expect(reversal).toMatchObject({
      date: '2026-04-01',
      descriptionEntry: 'Reversal of Rent of March',
      refNumber: 'ACC-3',
      kind: 'original',
      editable: false,
      reversesOn: null,
      reversalUuid: null,
      reversalOfUuid: made.uuid,
      lines: [
        { amountDebit: null, amountCredit: '800.00', descriptionLine: 'Office' },
        { amountDebit: '800.00' },
      ],
    });
    expect(await read(made.uuid)).toEqual({
      ...made,
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
    });
    const { journalEntries } = await books.done(client().get(PATH, { source: 'journal' }));
    expect(journalEntries.map(({ uuid }: { uuid: string }) => uuid)).toEqual([reversal.uuid, made.uuid]);
    expect(await rentOn('2026-03-30', '2026-03-31', '2026-04-01')).toEqual([0, 80_000, 0]);
    await books.verify();
    await books.done(client().delete(`${PATH}/${made.uuid}`));
  });

  it('may reverse itself on a day to come', async () => {
    const made = await create({ date: '2031-12-31', reversesOn: '2032-01-01' });
    expect(await rentOn('2031-12-31', '2032-01-01')).toEqual([80_000, 0]);
    await books.done(client().delete(`${PATH}/${made.uuid}`));
    expect(await rentOn('2031-12-31', '2032-01-01')).toEqual([0, 0]);
  });

  it('settles the open items of its lines on receivables', async () => {
    const { customerUuid } = books.fixtures;
    const receivable = [
      { accountUuid: ids.get('1200')!, amountDebit: 70, customerUuid },
      { accountUuid: ids.get('4000')!, amountCredit: 70 },
    ];
    const before = await books.balances('accrual');
    const made = await create({ lines: receivable });
    expect(await books.balances('accrual')).toEqual(before);
    await books.verify();
    await update(made.uuid, { lines: lines('5.00') });
    await update(made.uuid, { lines: receivable });
    await books.verify();
    await books.done(client().delete(`${PATH}/${made.uuid}`));
    expect(await books.balances('accrual')).toEqual(before);
    await books.verify();
  });

  it('must reverse itself after its day, and every error is told at once', async () => {
    expect(await errorsOf(client().post(PATH, body({ reversesOn: '2026-03-31' })))).toEqual([
      'reversesOn INVALID_DATE',
    ]);
    const uneven = [lines('1.00')[0], lines('2.00')[1]];
    expect(await errorsOf(client().post(PATH, body({ lines: uneven, reversesOn: '2026-03-01' })))).toEqual([
      'lines JOURNAL_ENTRY_UNBALANCED',
      'reversesOn INVALID_DATE',
    ]);
    expect(await errorsOf(client().post(PATH, body({ reversesOn: '2026-02-30' })))).toEqual([
      'reversesOn INVALID_DATE',
    ]);
    expect((await books.done(client().get(PATH, { source: 'journal' }))).totalRecords).toBe(0);
  });

  it('is made once under an Idempotency-Key', async () => {
    const headers = { 'Idempotency-Key': 'reversing-once' };
    const first = await client().post(PATH, body(), { headers });
    const again = await client().post(PATH, body(), { headers });
    expect(again.body.data).toEqual(first.body.data);
    expect((await books.done(client().get(PATH, { source: 'journal' }))).totalRecords).toBe(2);
    await books.done(client().delete(`${PATH}/${first.body.data.uuid}`));
  });

  it('is seen by its workspace alone', async () => {
    const made = await create();
    for (const uuid of [made.uuid, made.reversalUuid]) {
      expect((await books.other.strict.get(`${PATH}/${uuid}`)).status).toBe(404);
      expect((await books.other.strict.patch(`${PATH}/${uuid}`, { reversesOn: null })).status).toBe(404);
      expect((await books.other.strict.delete(`${PATH}/${uuid}`)).status).toBe(404);
    }
    await books.done(client().delete(`${PATH}/${made.uuid}`));
  });
});

describe('a change of an entry that reverses itself', () => {
  it('of its lines or date changes the reversal too, under the same id', async () => {
    const made = await create();
    const changed = await update(made.uuid, { lines: lines('20.00'), date: '2026-03-30' });
    expect(changed).toMatchObject({ version: 2, reversesOn: '2026-04-01', reversalUuid: made.reversalUuid });
    expect(await read(made.reversalUuid)).toMatchObject({ version: 2, totalDebit: '20.00' });
    expect(await rentOn('2026-03-30', '2026-03-31', '2026-04-01')).toEqual([2000, 2000, 0]);
    const history = await books.done(client().get(PATH, { history: 'true', limit: '100' }));
    const kinds = history.journalEntries
      .filter(({ sourceUuid }: { sourceUuid: string }) => sourceUuid === made.reversalUuid)
      .map(({ kind }: { kind: string }) => kind);
    expect(kinds.sort()).toEqual(['original', 'original', 'reversal']);
    await books.verify();
    await books.done(client().delete(`${PATH}/${made.uuid}`));
  });

  it('of the day of the reversal posts the reversal alone anew', async () => {
    const made = await create();
    const moved = await update(made.uuid, { reversesOn: '2026-04-03' });
    expect(moved).toMatchObject({ version: 1, entryUuid: made.entryUuid, reversesOn: '2026-04-03' });
    expect(await rentOn('2026-04-02', '2026-04-03')).toEqual([80_000, 0]);
    const stays = await update(made.uuid, { reversesOn: null });
    expect(stays).toMatchObject({ version: 1, reversesOn: null, reversalUuid: null });
    expect((await client().get(`${PATH}/${made.reversalUuid}`)).status).toBe(404);
    expect(await rentOn('2026-04-03')).toEqual([80_000]);
    const again = await update(made.uuid, { reversesOn: '2026-05-01' });
    expect(again.reversalUuid).not.toBe(made.reversalUuid);
    expect(await read(made.uuid)).toEqual({ ...again, updatedAt: expect.any(String) });
    expect(await rentOn('2026-04-30', '2026-05-01')).toEqual([80_000, 0]);
    expect(await errorsOf(client().patch(`${PATH}/${made.uuid}`, { date: '2026-05-01' }))).toEqual([
      'reversesOn INVALID_DATE',
    ]);
    expect(await errorsOf(client().patch(`${PATH}/${made.uuid}`, { reversesOn: '2026-01-01' }))).toEqual([
      'reversesOn INVALID_DATE',
    ]);
    await books.verify();
    await books.done(client().delete(`${PATH}/${made.uuid}`));
  });

  it('of words is said by both, and posts nothing', async () => {
    const made = await create();
    const before = await read(made.reversalUuid);
    await update(made.uuid, { descriptionEntry: 'Rent', refNumber: 'R' });
    expect(await read(made.reversalUuid)).toMatchObject({
      entryUuid: before.entryUuid,
      descriptionEntry: 'Reversal of Rent',
      refNumber: 'R',
    });
    await books.done(client().delete(`${PATH}/${made.uuid}`));
  });

  it('is made at the entry, not at its reversal', async () => {
    const made = await create();
    const path = `${PATH}/${made.reversalUuid}`;
    for (const call of [client().patch(path, { refNumber: 'x' }), client().delete(path)]) {
      const { status, body: answer } = await call;
      expect({ status, code: answer.code }).toEqual({ status: 400, code: 'JOURNAL_ENTRY_READ_ONLY' });
      expect(answer.details).toEqual({ source: 'journal', sourceUuid: made.uuid });
    }
    await books.done(client().delete(`${PATH}/${made.uuid}`));
  });

  it('made by many at once leaves one entry and one reversal', async () => {
    const made = await create();
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        client().patch(`${PATH}/${made.uuid}`, { lines: lines(`${index + 1}.00`) }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(200));
    expect((await read(made.reversalUuid)).version).toBe(7);
    expect(await rentOn('2026-04-01')).toEqual([0]);
    await books.verify();
    await books.done(client().delete(`${PATH}/${made.uuid}`));
  });
});

describe('an entry that reverses itself, when deleted', () => {
  it('takes its reversal along', async () => {
    const made = await create();
    await books.done(client().delete(`${PATH}/${made.uuid}`));
    expect((await client().get(`${PATH}/${made.reversalUuid}`)).status).toBe(404);
    expect(await rentOn('2026-03-31', '2026-04-01')).toEqual([0, 0]);
    await books.verify();
  });

  it('is taken back with it on a day of an open period, where its own are closed', async () => {
    const made = await create();
    await whileClosedThrough('2026-04-30', async () => {
      expect(await errorsOf(client().delete(`${PATH}/${made.uuid}`))).toEqual(['date PERIOD_CLOSED']);
      await books.done(client().delete(`${PATH}/${made.uuid}`, { query: { date: '2026-05-02' } }));
    });
    expect(await rentOn('2026-03-31', '2026-04-01', '2026-05-02')).toEqual([80_000, 0, 0]);
    await books.verify();
  });

  it('whose own day alone is closed is taken back on the day given, its reversal on its own', async () => {
    const made = await create({ reversesOn: '2026-04-20' });
    const before = await rentOn('2026-04-09', '2026-04-10', '2026-04-20');
    await whileClosedThrough('2026-03-31', async () => {
      await books.done(client().delete(`${PATH}/${made.uuid}`, { query: { date: '2026-04-10' } }));
    });
    const after = await rentOn('2026-04-09', '2026-04-10', '2026-04-20');
    expect(after.map((sum, index) => sum - before[index]!)).toEqual([0, -80_000, 0]);
    await books.verify();
  });
});

describe('a closed period', () => {
  it('is refused for both days, but for an owner with caution', async () => {
    const made = await create();
    const { personId, workspaceId, database } = books.server;
    await whileClosedThrough('2026-04-30', async () => {
      const both = ['date PERIOD_CLOSED', 'reversesOn PERIOD_CLOSED'];
      expect(await errorsOf(client().post(PATH, body()))).toEqual(both);
      expect(await errorsOf(client().patch(`${PATH}/${made.uuid}`, { lines: lines('1.00') }))).toEqual(both);
      expect(await errorsOf(client().patch(`${PATH}/${made.uuid}`, { reversesOn: null }))).toEqual([
        'reversesOn PERIOD_CLOSED',
      ]);
      await update(made.uuid, { descriptionEntry: 'Words alone' });
      const late = await create({ withCaution: true });
      expect([late.kind, (await read(late.reversalUuid)).kind]).toEqual(['late', 'late']);
      await update(late.uuid, { lines: lines('3.00'), withCaution: true });
      await update(late.uuid, { reversesOn: '2026-05-05', withCaution: true });
      expect((await read(late.reversalUuid)).kind).toBe('original');
      await addMember(database, { workspaceId, personId, role: 'bookkeeper' });
      try {
        expect(await errorsOf(client().post(PATH, body({ withCaution: true })))).toEqual(both);
      } finally {
        await addMember(database, { workspaceId, personId, role: 'owner' });
      }
    });
    await books.verify();
  });

  it('of the entry’s own day lets its reversal move', async () => {
    const made = await create();
    await whileClosedThrough('2026-03-31', async () => {
      expect(await update(made.uuid, { reversesOn: '2026-04-05' })).toMatchObject({ version: 1 });
      expect(await errorsOf(client().patch(`${PATH}/${made.uuid}`, { lines: lines('1.00') }))).toEqual([
        'date PERIOD_CLOSED',
      ]);
    });
    await books.verify();
  });
});

it('many at once are posted with their reversals, each alone', async () => {
  const journalEntries = [
    body({ descriptionEntry: 'First' }),
    body({ reversesOn: '2026-03-01' }),
    body({ reversesOn: null }),
  ];
  const { body: answer } = await client().post(`${PATH}/bulk`, { journalEntries });
  expect(answer).toMatchObject({ successCount: 2, errorCount: 1 });
  const [first, refused, plain] = answer.results;
  expect(refused).toMatchObject({ success: false, code: 'VALIDATION_ERROR' });
  expect(plain.journalEntry[0].reversalUuid).toBeNull();
  const reversal = await read(first.journalEntry[0].reversalUuid);
  expect(reversal).toMatchObject({
    descriptionEntry: 'Reversal of First',
    reversalOfUuid: first.journalEntry[0].journalEntryUuid,
  });
  await books.verify();
});
