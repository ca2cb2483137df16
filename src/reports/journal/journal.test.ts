import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSalesFixtures, invoiceBody } from '../../../test/support/sales-fixtures.ts';
import { sealAll } from '../../../test/support/seal-all.ts';
import { useTrialBalanceBooks } from '../../../test/support/trial-balance-books.ts';
import { writeCursor } from '../filters/cursor.ts';

const books = useTrialBalanceBooks();

// biome-ignore lint/suspicious/noExplicitAny: reports are read as the JSON they are
type Report = any;
type Query = Record<string, string>;

const YEAR = { startDate: '2026-01-01', endDate: '2026-12-31' };

async function read(query: Query = {}): Promise<Report> {
  const { status, body } = await books.workspace.strict.get('/reports/journal', { ...YEAR, ...query });
  expect(status, JSON.stringify(body)).toBe(200);
  return body.data;
}

async function refusal(query: Query): Promise<Report> {
  const { status, body } = await books.workspace.strict.get('/reports/journal', query);
  expect(status).toBe(400);
  return body.errors;
}

const units = (money: string) => Number(money.replace('.', ''));
const idsOf = ({ entries }: Report) => entries.map(({ entryUuid }: Report) => entryUuid);

/** Money from income, on a day. */
const earn = (date: string, amount: number, of: object = {}) =>
  books.postEntry({
    effective: date,
    lines: [
      { account: '1000', amount },
      { account: '4000', amount: -amount },
    ],
    ...of,
  });

describe('the journal report', () => {
  it('lists every entry with all its lines by date, and totals of the page and of all', async () => {
    const [first, second, report] = await books.withoutSealing(async () => {
      const later = await earn('2026-03-02', 60);
      const earlier = await earn('2026-03-01', 500);
      await earn('2025-12-31', 1);
      await earn('2027-01-01', 1);
      return [earlier, later, await read()];
    });
    expect(idsOf(report)).toEqual([first, second]);
    const totals = { entries: 2, debit: '5.60', credit: '5.60' };
    expect(report).toMatchObject({ basis: 'accrual', pageTotals: totals, totals, nextCursor: null });
    expect(report.entries[0]).toMatchObject({
      date: '2026-03-01',
      kind: 'original',
      source: 'journal',
      reversesEntryUuid: null,
      reversedByEntryUuid: null,
      sealNumber: null,
      debit: '5.00',
      credit: '5.00',
      lines: [
        { lineNumber: 1, accountNumber: '1000', type: 'Assets', debit: '5.00', credit: '0.00' },
        { lineNumber: 2, accountNumber: '4000', type: 'Income', debit: '0.00', credit: '5.00' },
      ],
    });
  });

  it('tells what documents posted: their numbers, parties, tags and own currency', async () => {
    const { strict } = books.workspace;
    const fixtures = await createSalesFixtures(strict);
    const foreign = {
      currency: 'EUR',
      exchangeRate: '1.2',
      tagUuids: [fixtures.tagUuid],
      invoiceNumber: 'J-1',
    };
    const { body } = await strict.post('/invoices', invoiceBody(fixtures, foreign));
    const [entry] = (await read()).entries;
    expect(entry).toMatchObject({
      source: 'invoice',
      sourceUuid: body.data.uuid,
      number: 'J-1',
      debit: '300.00',
    });
    expect(entry.lines[0]).toMatchObject({
      party: 'Aimee',
      tags: [{ uuid: fixtures.tagUuid }],
      debit: '300.00',
      documentAmount: '250.00',
      documentCurrency: 'EUR',
    });
    const only = async (query: Query) => idsOf(await read(query)).length;
    expect(await only({ customerUuids: fixtures.customerUuid })).toBe(1);
    expect(await only({ productUuids: fixtures.productUuid })).toBe(1);
    expect(await only({ tags: fixtures.tagUuid })).toBe(1);
    expect(await only({ noTags: 'true' })).toBe(0);
    const other = await strict.post('/customers', { customer: 'Other' });
    expect(await only({ customerUuids: other.body.data.uuid })).toBe(0);
    const vendor = await strict.post('/vendors', { name: 'Nobody' });
    expect(await only({ vendors: vendor.body.data.uuid })).toBe(0);
    expect((await read({ basis: 'cash' })).entries).toEqual([]);
  });

  it('shows what was taken back and what took it back, each naming the other', async () => {
    const entryId = await earn('2026-03-01', 60);
    const reversal = await earn('2026-03-01', -60, { kind: 'reversal', reversesEntryId: entryId });
    const { entries } = await read();
    expect(entries.map((entry: Report) => [entry.reversesEntryUuid, entry.reversedByEntryUuid])).toEqual([
      [null, reversal],
      [entryId, null],
    ]);
    expect(idsOf(await read({ kind: 'reversal' }))).toEqual([reversal]);
  });

  it('is narrowed by accounts, source, kind and marks to entries, and tells each of them whole', async () => {
    const sale = await earn('2026-03-01', 60);
    const rent = await books.post(
      '2026-03-02',
      { account: '6000', amount: 7 },
      { account: '1000', amount: -7 },
    );
    const bill = await earn('2026-03-03', 5, { source: 'bill' });
    const accounts = books.ids.get('6000')!;
    const report = await read({ accounts });
    expect(idsOf(report)).toEqual([rent]);
    expect(report.entries[0].lines).toHaveLength(2);
    expect(report.totals).toEqual({ entries: 1, debit: '0.07', credit: '0.07' });
    expect(idsOf(await read({ accountUuids: `${accounts},${books.ids.get('4000')}` }))).toEqual([
      sale,
      rent,
      bill,
    ]);
    expect(idsOf(await read({ source: 'bill' }))).toEqual([bill]);
    expect((await read({ source: 'bill' })).totals.debit).toBe('0.05');
    expect(idsOf(await read({ kind: 'late' }))).toEqual([]);
    await books.server.owner.query(
      `INSERT INTO journal_line_mark (workspace_id, effective, entry_id, line_no, reviewed_at)
       VALUES ($1, '2026-03-01', $2, 1, clock_timestamp())`,
      [books.workspace.workspaceId, sale],
    );
    expect(idsOf(await read({ transactionStatus: 'reviewed' }))).toEqual([sale]);
  });

  it('shows in each book only the lines that stand in it', async () => {
    await books.post(
      '2026-03-01',
      { account: '1000', amount: 60 },
      { account: '1310', amount: -60, basis: 'accrual' },
      { account: '4000', amount: -60, basis: 'cash' },
    );
    const accountsIn = async (basis: string) =>
      (await read({ basis })).entries[0].lines.map(({ accountNumber }: Report) => accountNumber);
    expect(await accountsIn('accrual')).toEqual(['1000', '1310']);
    expect(await accountsIn('CASH')).toEqual(['1000', '4000']);
  });

  it('is what it was as of an earlier seal, and numbers what is sealed', async () => {
    await earn('2026-03-01', 60);
    await sealAll(books.server.database, books.workspace.workspaceId);
    const then = await read({ throughSeal: '1' });
    expect(then.entries).toMatchObject([{ sealNumber: 1 }]);
    await earn('2026-03-01', 70);
    expect(await read({ throughSeal: '1' })).toEqual(then);
    expect((await read()).entries).toHaveLength(2);
    expect(await read({ throughSeal: '0' })).toMatchObject({
      entries: [],
      totals: { entries: 0, debit: '0.00' },
    });
  });

  it('answers GET and POST alike, and CSV with a row for each line', async () => {
    const entryId = await earn('2026-03-01', 60);
    // The report tells its seal, which must not change between two reads.
    await sealAll(books.server.database, books.workspace.workspaceId);
    const query = { ...YEAR };
    const { body } = await books.workspace.strict.call('POST', '/reports/journal', {}, { query });
    expect(body.data).toEqual(await read());
    const csv = await books.workspace.strict.get('/reports/journal', { ...YEAR, format: 'csv' });
    expect(String(csv.body).split('\r\n')).toEqual([
      'date,entry,source,number,description,accountNumber,account,party,debit,credit',
      `2026-03-01,${entryId},journal,,,1000,Checking,,0.60,0.00`,
      expect.stringContaining(',4000,'),
      'Total,,,,,,,,0.60,0.60',
      '',
    ]);
  });

  it('refuses what it cannot serve, all at once, and what is another workspace’s', async () => {
    const unsound = {
      startDate: '2026-13-01',
      endDate: '2026-01-01',
      kind: 'odd',
      limit: '1001',
      accounts: '7',
    };
    const fields = (await refusal(unsound)).map(({ field }: Report) => field).sort();
    expect(fields).toEqual(['accounts', 'kind', 'limit', 'startDate']);
    expect(await refusal({ startDate: '2026-02-01', endDate: '2026-01-01' })).toMatchObject([
      { field: 'startDate', code: 'INVALID_DATE' },
    ]);
    for (const cursor of ['x', Buffer.from('2026-01-01 7').toString('base64url')])
      expect(await refusal({ ...YEAR, cursor })).toMatchObject([{ field: 'cursor', code: 'INVALID_VALUE' }]);
    const own = await earn('2026-03-01', 60);
    const account = books.ids.get('1000')!;
    await books.open();
    expect(await refusal({ ...YEAR, accounts: account })).toMatchObject([
      { field: 'accounts', code: 'ACCOUNT_NOT_FOUND' },
    ]);
    const cursor = writeCursor(['2026-02-01', own]);
    expect((await read({ cursor })).entries).toEqual([]);
    expect((await read()).entries).toEqual([]);
  });
});

const ACCOUNTS = ['1000', '1500', '3000', '4000', '6000'] as const;
const posted = fc.record({
  day: fc.integer({ min: 1, max: 6 }),
  debit: fc.constantFrom(...ACCOUNTS),
  credit: fc.constantFrom(...ACCOUNTS),
  amount: fc.integer({ min: 1, max: 100_000 }),
  basis: fc.constantFrom('both' as const, 'accrual' as const, 'cash' as const),
});

it('pages of any size hold every entry once, and the trial balance is the sum of their lines', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(posted, { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 1, max: 5 }),
      async (all, limit) => {
        await books.open();
        for (const { day, debit, credit, amount, basis } of all)
          await books.post(
            `2026-01-0${day}`,
            { account: debit, amount, basis },
            { account: credit, amount: -amount, basis },
          );
        for (const basis of ['accrual', 'cash']) {
          const query = { startDate: '2026-01-02', endDate: '2026-01-05', basis };
          const pages: Report[] = [];
          let cursor: string | null = null;
          do {
            pages.push(
              await read({ ...query, limit: String(limit), ...(cursor === null ? {} : { cursor }) }),
            );
            cursor = pages.at(-1).nextCursor;
            expect(pages.length).toBeLessThanOrEqual(all.length + 1);
            expect(pages.at(-1).entries.length).toBeLessThanOrEqual(limit);
          } while (cursor !== null);
          const entries = pages.flatMap((page) => page.entries);
          const wanted = all.filter((one) => one.day >= 2 && one.day <= 5);
          const inBook = wanted.filter((one) => one.basis === 'both' || one.basis === basis);
          expect(entries).toHaveLength(inBook.length);
          expect(new Set(idsOf({ entries })).size).toBe(entries.length);
          const key = ({ date, entryUuid }: Report) => `${date} ${entryUuid}`;
          expect(entries.map(key)).toEqual(entries.map(key).sort());
          const debit = inBook.reduce((sum, { amount }) => sum + amount, 0);
          const sides = (totals: Report) => [units(totals.debit), units(totals.credit)];
          expect(sides(pages[0].totals)).toEqual([debit, debit]);
          expect(pages.slice(1).every(({ totals }) => totals === null)).toBe(true);
          expect(pages.reduce((sum, { pageTotals }) => sum + units(pageTotals.debit), 0)).toBe(debit);
          await expectMovements(query, entries);
        }
      },
    ),
    { numRuns: Number(process.env.REPORT_RUNS ?? 6) },
  );
}, 120_000);

/** What entries come to, account by account, is how the trial balance says they moved. */
async function expectMovements(query: Query, entries: readonly Report[]): Promise<void> {
  const { rows } = await books.read(query);
  const moved: Record<string, number> = {};
  for (const { accountNumber, debit, credit } of entries.flatMap(({ lines }) => lines))
    moved[accountNumber] = (moved[accountNumber] ?? 0) + units(debit) - units(credit);
  for (const { accountNumber, movement } of rows) expect(units(movement)).toBe(moved[accountNumber] ?? 0);
}
