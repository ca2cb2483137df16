import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountIds } from '../../../test/support/post-entry.ts';
import { openSettlementBooks, type SettlementBooks } from '../../../test/support/settlement-books.ts';
import { addMember } from '../../partners/index.ts';

const PATH = '/journal-entries';
const UNKNOWN = '018f0000-0000-7000-8000-000000000000';

let books: SettlementBooks;
let ids: Map<string, string>;
const client = () => books.server.strict;

beforeAll(async () => {
  books = await openSettlementBooks();
  ids = await accountIds(books.server.database, books.server.workspaceId);
});
afterAll(() => books.server.close());

const id = (number: string) => ids.get(number)!;
const debit = (number: string, amountDebit: unknown, more: object = {}) => ({
  accountUuid: id(number),
  amountDebit,
  ...more,
});
const credit = (number: string, amountCredit: unknown, more: object = {}) => ({
  accountUuid: id(number),
  amountCredit,
  ...more,
});
const body = (changes: object = {}) => ({
  descriptionEntry: 'Rent of March',
  date: '2026-03-31',
  lines: [debit('6200', '800.00', { descriptionLine: 'Office' }), credit('1000', 800)],
  ...changes,
});
const create = (changes: object = {}) => books.done(client().post(PATH, body(changes)));

async function refusal(call: ReturnType<ReturnType<typeof client>['get']>) {
  const { status, body } = await call;
  expect(status, JSON.stringify(body)).toBe(400);
  return body.errors.map(({ field, code }: { field: string; code: string }) => `${field} ${code}`);
}

async function closeThrough(date: string | null): Promise<void> {
  await books.server.owner.query('UPDATE books SET closed_through = $2 WHERE workspace_id = $1', [
    books.server.workspaceId,
    date,
  ]);
}

describe('a journal entry', () => {
  it('posts exactly the lines that are given, in both books', async () => {
    const before = await books.balances('cash');
    const made = await create({
      refNumber: 'J-1',
      lines: [debit('6200', 500), debit('6200', '300.00'), credit('1000', 800)],
    });
    expect(made).toMatchObject({
      descriptionEntry: 'Rent of March',
      date: '2026-03-31',
      refNumber: 'J-1',
      source: 'journal',
      kind: 'original',
      editable: true,
      version: 1,
      currency: 'USD',
      totalDebit: '800.00',
      lines: [
        {
          lineNumber: 1,
          amountDebit: '500.00',
          amountCredit: null,
          account: { accountNumber: '6200', name: 'Rent' },
        },
        { lineNumber: 2, amountDebit: '300.00', amountCredit: null },
        { lineNumber: 3, amountDebit: null, amountCredit: '800.00' },
      ],
    });
    const after = await books.balances('cash');
    expect((after.Rent ?? 0) - (before.Rent ?? 0)).toBe(80_000);
    expect(await books.done(client().get(`${PATH}/${made.uuid}`))).toEqual({
      ...made,
      updatedAt: expect.any(String),
      createdAt: expect.any(String),
    });
    expect((await books.done(client().get(`${PATH}/${made.entryUuid}`))).uuid).toBe(made.uuid);
    await books.verify();
  });

  it.each([
    [{ descriptionEntry: undefined }, ['descriptionEntry REQUIRED']],
    [{ descriptionEntry: ' ', date: '2026-02-30' }, ['descriptionEntry REQUIRED', 'date INVALID_DATE']],
    [{ lines: [] }, ['lines TOO_SHORT']],
    [{ lines: [{ accountUuid: UNKNOWN, amountDebit: 1 }] }, ['lines TOO_SHORT']],
  ])('is refused with %j', async (changes, errors) => {
    expect(await refusal(client().post(PATH, body(changes)))).toEqual(errors);
  });

  it('names every line that is wrong at once', async () => {
    const both = { accountUuid: id('1000'), amountDebit: 1, amountCredit: 1 };
    const lines = [both, { accountUuid: id('1000') }, debit('1000', 0), { amountCredit: 1 }];
    expect(await refusal(client().post(PATH, body({ lines })))).toEqual([
      'lines[0].amountCredit INVALID_VALUE',
      'lines[1].amountDebit REQUIRED',
      'lines[2].amountDebit TOO_SMALL',
      'lines[3].accountUuid REQUIRED',
    ]);
    const unknown = [
      { accountUuid: UNKNOWN, amountDebit: 1 },
      credit('1000', '1.001', { customerUuid: UNKNOWN, vendorUuid: UNKNOWN, tagUuids: [UNKNOWN] }),
    ];
    expect(await refusal(client().post(PATH, body({ lines: unknown })))).toEqual([
      'lines[0].accountUuid ACCOUNT_NOT_FOUND',
      'lines[1].amountCredit INVALID_NUMBER',
      'lines[1].customerUuid CUSTOMER_NOT_FOUND',
      'lines[1].vendorUuid VENDOR_NOT_FOUND',
      'lines[1].tagUuids TAG_NOT_FOUND',
    ]);
    const foreign = (await accountIds(books.server.database, books.other.workspaceId)).get('1000');
    expect(
      await refusal(
        client().post(PATH, body({ lines: [{ accountUuid: foreign, amountDebit: 1 }, credit('1000', 1)] })),
      ),
    ).toEqual(['lines[0].accountUuid ACCOUNT_NOT_FOUND']);
  });

  it('is refused out of balance, with both sums and the difference, and leaves nothing behind', async () => {
    const before = await books.done(client().get(PATH));
    const { status, body: answer } = await client().post(
      PATH,
      body({ lines: [debit('6200', 10), credit('1000', '9.99')] }),
    );
    expect(status).toBe(400);
    expect(answer).toMatchObject({
      code: 'JOURNAL_ENTRY_UNBALANCED',
      details: { debits: '10.00', credits: '9.99', difference: '0.01' },
    });
    expect((await books.done(client().get(PATH))).totalRecords).toBe(before.totalRecords);
  });

  it('makes open items of its lines on receivables, which every proof knows', async () => {
    const { customerUuid } = books.fixtures;
    await create({ lines: [debit('1200', 70, { customerUuid }), debit('1200', 30), credit('4000', 100)] });
    await books.verify();
  });

  it('takes null for what a line has not, and accUuid for the account', async () => {
    const made = await create({
      lines: [
        { accUuid: id('6200'), amountDebit: 5, amountCredit: null, tagUuids: null },
        { accountUuid: id('1000').toUpperCase(), amountDebit: null, amountCredit: '5' },
      ],
    });
    expect(made.lines[1].accountUuid).toBe(id('1000'));
  });

  it('is made once under an Idempotency-Key', async () => {
    const headers = { 'Idempotency-Key': 'journal-once' };
    const first = await client().post(PATH, body(), { headers });
    const again = await client().post(PATH, body(), { headers });
    expect(again.body.data.uuid).toBe(first.body.data.uuid);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
  });
});

describe('an update of a journal entry', () => {
  it('of words posts nothing', async () => {
    const made = await create();
    const changed = await books.done(
      client().patch(`${PATH}/${made.uuid}`, { descriptionEntry: 'Rent', refNumber: 'R' }),
    );
    expect(changed).toMatchObject({
      uuid: made.uuid,
      entryUuid: made.entryUuid,
      version: 1,
      descriptionEntry: 'Rent',
      refNumber: 'R',
    });
    expect(
      (await books.done(client().patch(`${PATH}/${made.uuid}`, { refNumber: null }))).refNumber,
    ).toBeNull();
  });

  it('of the words of lines posts nothing either, also in a closed period', async () => {
    const made = await create({ date: '2026-03-05', reversesOn: '2026-03-20' });
    const words = [{ descriptionLine: 'Office, ground floor' }, { descriptionLine: 'Paid' }];
    const lines = [debit('6200', '800', words[0]), credit('1000', '800.00', { tagUuids: null, ...words[1] })];
    await closeThrough('2026-03-31');
    try {
      const changed = await books.done(client().patch(`${PATH}/${made.uuid}`, { lines }));
      expect(changed).toMatchObject({ entryUuid: made.entryUuid, version: 1, lines: words });
      for (const uuid of [made.uuid, made.reversalUuid])
        expect(await books.done(client().get(`${PATH}/${uuid}`))).toMatchObject({ version: 1, lines: words });
      const others = [debit('6200', 9), credit('1000', 9)];
      const refused = await refusal(client().patch(`${PATH}/${made.uuid}`, { lines: others }));
      expect(refused).toContain('date PERIOD_CLOSED');
    } finally {
      await closeThrough(null);
    }
  });

  it('of date or lines reverses the entry and posts the next version', async () => {
    const before = await books.balances('accrual');
    const made = await create();
    const moved = await books.done(client().patch(`${PATH}/${made.uuid}`, { date: '2026-04-01' }));
    expect(moved).toMatchObject({
      uuid: made.uuid,
      version: 2,
      date: '2026-04-01',
      lines: [{ descriptionLine: 'Office' }, {}],
    });
    const lines = [debit('6210', 20), credit('1000', 20)];
    const changed = await books.done(client().patch(`${PATH}/${made.uuid}`, { lines }));
    expect(changed).toMatchObject({ version: 3, totalDebit: '20.00' });
    const after = await books.balances('accrual');
    expect((after.Utilities ?? 0) - (before.Utilities ?? 0)).toBe(2000);
    expect(after.Rent).toBe(before.Rent);
    const history = await books.done(client().get(PATH, { history: 'true', limit: '100' }));
    const ofIt = history.journalEntries.filter(
      (entry: { sourceUuid: string }) => entry.sourceUuid === made.uuid,
    );
    expect(ofIt.map(({ kind }: { kind: string }) => kind).sort()).toEqual([
      'original',
      'original',
      'original',
      'reversal',
      'reversal',
    ]);
    await books.verify();
  });

  it('is refused where nothing is given, out of balance, and of an entry that a document posted', async () => {
    const made = await create();
    expect(await refusal(client().patch(`${PATH}/${made.uuid}`, {}))).toEqual(['descriptionEntry REQUIRED']);
    expect(
      await refusal(client().patch(`${PATH}/${made.uuid}`, { lines: [debit('6200', 2), credit('1000', 1)] })),
    ).toEqual(['lines JOURNAL_ENTRY_UNBALANCED']);
    await books.document(25);
    const list = await books.done(client().get(PATH, { source: 'invoice' }));
    const [posted] = list.journalEntries;
    for (const call of [
      client().patch(`${PATH}/${posted.uuid}`, { refNumber: 'x' }),
      client().delete(`${PATH}/${posted.uuid}`),
    ]) {
      const { status, body: answer } = await call;
      expect({ status, code: answer.code }).toEqual({ status: 400, code: 'JOURNAL_ENTRY_READ_ONLY' });
      expect(answer.details).toEqual({ source: 'invoice', sourceUuid: posted.sourceUuid });
    }
    expect((await client().patch(`${PATH}/${UNKNOWN}`, { refNumber: 'x' })).status).toBe(404);
    expect((await books.other.strict.patch(`${PATH}/${made.uuid}`, { refNumber: 'x' })).status).toBe(404);
  });

  it('of words alone keeps lines of more than a billion', async () => {
    const { uuid, lines } = await create({
      lines: [debit('1000', '2500000000.50'), credit('4000', '2500000000.50')],
    });
    const changed = await books.done(client().patch(`${PATH}/${uuid}`, { descriptionEntry: 'A large one' }));
    expect(
      changed.lines.map((line: (typeof lines)[number]) => [line.amountDebit, line.amountCredit]),
    ).toEqual(lines.map((line: (typeof lines)[number]) => [line.amountDebit, line.amountCredit]));
  });

  it('made by many at once counts every version, and leaves one live', async () => {
    const made = await create();
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        client().patch(`${PATH}/${made.uuid}`, {
          lines: [debit('6200', index + 1), credit('1000', index + 1)],
        }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
    expect((await books.done(client().get(`${PATH}/${made.uuid}`))).version).toBe(9);
    await books.verify();
  });
});

describe('a deleted journal entry', () => {
  it('is reversed and found no more, but for its history', async () => {
    const before = await books.balances('accrual');
    const made = await create();
    expect(await books.done(client().delete(`${PATH}/${made.uuid}`))).toMatchObject({
      deleted: true,
      uuid: made.uuid,
    });
    expect(await books.balances('accrual')).toEqual(before);
    expect((await client().get(`${PATH}/${made.uuid}`)).status).toBe(404);
    expect((await client().delete(`${PATH}/${made.uuid}`)).status).toBe(404);
    await books.verify();
  });

  it('of a closed period is reversed on another day', async () => {
    const made = await create();
    await closeThrough('2026-03-31');
    try {
      expect(await refusal(client().delete(`${PATH}/${made.uuid}`))).toEqual(['date PERIOD_CLOSED']);
      expect(
        await refusal(client().delete(`${PATH}/${made.uuid}`, { query: { date: '2026-03-30' } })),
      ).toEqual(['date INVALID_DATE']);
      await books.done(client().delete(`${PATH}/${made.uuid}`, { query: { date: '2026-04-01' } }));
    } finally {
      await closeThrough(null);
    }
    await books.verify();
  });
});

describe('a closed period', () => {
  it('is passed by an owner with caution alone, and what passes it is marked as late', async () => {
    const made = await create();
    await closeThrough('2026-03-31');
    const { personId, workspaceId, database } = books.server;
    try {
      expect(await refusal(client().post(PATH, body()))).toEqual(['date PERIOD_CLOSED']);
      expect(await create({ withCaution: true, reason: 'Found in the drawer' })).toMatchObject({
        kind: 'late',
      });
      expect(await create({ date: '2026-04-01', withCaution: true })).toMatchObject({ kind: 'original' });
      const lines = [debit('6200', 2), credit('1000', 2)];
      expect(await refusal(client().patch(`${PATH}/${made.uuid}`, { lines }))).toEqual([
        'date PERIOD_CLOSED',
      ]);
      await books.done(client().patch(`${PATH}/${made.uuid}`, { descriptionEntry: 'Words alone' }));
      expect(
        await books.done(client().patch(`${PATH}/${made.uuid}`, { lines, withCaution: true })),
      ).toMatchObject({ kind: 'late', version: 2 });
      await addMember(database, { workspaceId, personId, role: 'bookkeeper' });
      expect(await refusal(client().post(PATH, body({ withCaution: true })))).toEqual(['date PERIOD_CLOSED']);
    } finally {
      await addMember(database, { workspaceId, personId, role: 'owner' });
      await closeThrough(null);
    }
    await books.verify();
  });
});

describe('the list of journal entries', () => {
  it('finds by words, account, date and source', async () => {
    const made = await create({
      descriptionEntry: 'Needle in the hay',
      date: '2024-05-05',
      refNumber: 'N-77',
    });
    const find = async (query: Record<string, string>) =>
      (await books.done(client().get(PATH, query))).journalEntries.map(({ uuid }: { uuid: string }) => uuid);
    expect(await find({ search: 'NEEDLE' })).toEqual([made.uuid]);
    expect(await find({ search: 'n-77' })).toEqual([made.uuid]);
    expect(await find({ startDate: '2024-05-05', endDate: '2024-05-05' })).toEqual([made.uuid]);
    expect(await find({ startDate: '2024-05-05', endDate: '2024-05-05', accountUuid: id('1000') })).toEqual([
      made.uuid,
    ]);
    expect(await find({ endDate: '2024-05-05', accountUuids: id('4000') })).toEqual([]);
    expect(await find({ endDate: '2024-05-05', source: 'invoice' })).toEqual([]);
    expect(await find({ limit: '1', page: '9999' })).toEqual([]);
  });

  it('tells what is reviewed', async () => {
    const made = await create({ date: '2024-06-06' });
    const one = await books.done(
      client().patch(`${PATH}/${made.uuid}/review`, { reviewed: true, lineNumbers: [1] }),
    );
    expect(one.lines.map(({ reviewed }: { reviewed: boolean }) => reviewed)).toEqual([true, false]);
    const list = async (reviewed: string) =>
      (await books.done(client().get(PATH, { startDate: '2024-06-06', endDate: '2024-06-06', reviewed })))
        .totalRecords;
    expect([await list('true'), await list('false')]).toEqual([0, 1]);
    await books.done(client().patch(`${PATH}/${made.uuid}/review`, { reviewed: true }));
    expect([await list('true'), await list('false')]).toEqual([1, 0]);
    expect(
      await refusal(client().patch(`${PATH}/${made.uuid}/review`, { reviewed: true, lineNumbers: [3] })),
    ).toEqual(['lineNumbers INVALID_VALUE']);
    expect((await books.other.strict.patch(`${PATH}/${made.uuid}/review`, { reviewed: true })).status).toBe(
      404,
    );
  });
});

describe('many journal entries at once', () => {
  it('succeed and fail each alone, and each result has its lines', async () => {
    const rows = [
      body(),
      body({ lines: [debit('6200', 2), credit('1000', 1)] }),
      body({ date: 'x' }),
      body({ descriptionEntry: 'Last' }),
    ];
    const { status, body: answer } = await client().post(`${PATH}/bulk`, { journalEntries: rows });
    expect(status).toBe(201);
    expect(answer).toMatchObject({ successCount: 2, errorCount: 2 });
    expect(answer.results).toMatchObject([
      {
        index: 0,
        success: true,
        journalEntry: [{ lineNumber: 1, amountDebit: '800.00' }, { lineNumber: 2 }],
      },
      {
        index: 1,
        success: false,
        code: 'JOURNAL_ENTRY_UNBALANCED',
        error: expect.stringContaining('must be balanced'),
      },
      { index: 2, success: false, code: 'VALIDATION_ERROR' },
      { index: 3, success: true },
    ]);
    const { journalEntryUuid } = answer.results[3].journalEntry[0];
    expect((await books.done(client().get(`${PATH}/${journalEntryUuid}`))).descriptionEntry).toBe('Last');
    const many = await client().post(`${PATH}/bulk`, { journalEntries: Array(101).fill(body()) });
    expect(many.body.message).toContain(
      'Bulk requests are capped at 100 journal entries per call (received 101).',
    );
    await books.verify();
  });
});

it('whatever is created, changed and deleted leaves every balance as it was', async () => {
  const numbers = ['1000', '1200', '2500', '3000', '4000', '6200'];
  const posting = fc
    .record({
      amounts: fc.array(fc.integer({ min: 1, max: 10 ** 9 }), { minLength: 1, maxLength: 4 }),
      accounts: fc.array(fc.constantFrom(...numbers), { minLength: 5, maxLength: 5 }),
    })
    .map(({ amounts, accounts }) => {
      const dollars = (units: number) => `${Math.floor(units / 100)}.${String(units % 100).padStart(2, '0')}`;
      const total = amounts.reduce((sum, amount) => sum + amount, 0);
      return [
        ...amounts.map((amount, index) => debit(accounts[index]!, dollars(amount))),
        credit(accounts[4]!, dollars(total)),
      ];
    });
  const before = [await books.balances('accrual'), await books.balances('cash')];
  await fc.assert(
    fc.asyncProperty(posting, posting, async (first, second) => {
      const made = await create({ lines: first });
      await books.done(client().patch(`${PATH}/${made.uuid}`, { lines: second }));
      await books.done(client().delete(`${PATH}/${made.uuid}`));
      expect([await books.balances('accrual'), await books.balances('cash')]).toEqual(before);
    }),
    { numRuns: Number(process.env.JOURNAL_RUNS ?? 8) },
  );
  await books.verify();
}, 60_000);
