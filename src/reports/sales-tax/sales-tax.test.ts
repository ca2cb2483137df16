import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createSalesFixtures,
  createTax,
  invoiceBody,
  type SalesFixtures,
} from '../../../test/support/sales-fixtures.ts';
import { sealAll } from '../../../test/support/seal-all.ts';
import { startTestServer, type TestServer, type TestWorkspace } from '../../../test/support/test-server.ts';

let server: TestServer;
let workspace: TestWorkspace;
let fixtures: SalesFixtures;
let taxes: { standard: string; zero: string };

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

// biome-ignore lint/suspicious/noExplicitAny: reports are read as the JSON they are
type Report = any;
type Query = Record<string, string>;

async function done(call: Promise<{ status: number; body: Report }>): Promise<Report> {
  const { status, body } = await call;
  expect(status, JSON.stringify(body)).toBeLessThan(300);
  return body.data;
}

async function open(): Promise<void> {
  workspace = await server.addWorkspace();
  fixtures = await createSalesFixtures(workspace.strict);
  taxes = {
    standard: await createTax(workspace.strict, 'Standard', 8.25),
    zero: await createTax(workspace.strict, 'Zero', 0, { kind: 'zero' }),
  };
}

const QUARTER = { startDate: '2026-07-01', endDate: '2026-09-30' };
const read = (query: Query = {}) =>
  done(workspace.strict.get('/reports/sales-tax', { ...QUARTER, ...query }));

function sell(price: number, taxUuids: readonly string[], changes: Record<string, unknown> = {}) {
  const products = [{ productUuid: fixtures.productUuid, quantity: 1, price, taxes: taxUuids }];
  return done(workspace.strict.post('/invoices', invoiceBody(fixtures, { products, ...changes })));
}

const units = (money: string) => Number(money.replace('.', ''));
const brief = (report: Report) =>
  report.rows.map((row: Report) => [row.tax, row.percentage, row.taxableSales, row.taxOnSales]);

async function ledgerOf(link: string): Promise<number> {
  const query = Object.fromEntries(new URL(link, 'http://x').searchParams);
  const { accounts } = await done(workspace.strict.get('/reports/general-ledger', query));
  return accounts.reduce(
    (sum: number, { opening, closing }: Report) => sum + units(opening) - units(closing),
    0,
  );
}

describe('the sales tax report', () => {
  beforeEach(open);

  it('compares the tax owed with that of the period before, or of the year before, where that is asked for', async () => {
    const on = (date: string) => ({ date, dueDate: date });
    await sell(100, [taxes.standard], on('2026-09-30'));
    const gone = await createTax(workspace.strict, 'Gone', 5);
    await sell(40, [taxes.standard], on('2026-06-30'));
    await sell(100, [gone], on('2026-04-01'));
    await sell(200, [taxes.standard], on('2025-07-01'));
    const compared = async (query: Query) => {
      const { comparedTo, rows, totals } = await read(query);
      const told = rows.map(({ tax, netTax, previousNetTax }: Report) => [tax, netTax, previousNetTax]);
      return [comparedTo, ...told, totals.previousNetTax];
    };
    expect(await compared({})).toEqual([null, ['Standard', '8.25', null], null]);
    expect(await compared({ compareTo: 'previousPeriod' })).toEqual([
      { startDate: '2026-04-01', endDate: '2026-06-30' },
      ['Standard', '8.25', '3.30'],
      ['Gone', '0.00', '5.00'],
      '8.30',
    ]);
    expect(await compared({ compareTo: 'previousYear' })).toEqual([
      { startDate: '2025-07-01', endDate: '2025-09-30' },
      ['Standard', '8.25', '16.50'],
      '16.50',
    ]);
    const { body } = await workspace.strict.get('/reports/sales-tax', {
      ...{ ...QUARTER, compareTo: 'previousPeriod', format: 'csv' },
    });
    expect(body.toString().split('\r\n')[0]).toMatch(/,netTax,previousNetTax$/);
  });

  it('tells taxable sales and tax by tax, also where the rate is zero, less what memos took back', async () => {
    await sell(100, [taxes.standard]);
    await sell(50, [taxes.zero], { date: '2026-09-30', dueDate: '2026-09-30' });
    await sell(40, [taxes.standard], { invoiceType: 'memo' });
    await sell(1000, [taxes.standard], { date: '2026-10-01', dueDate: '2026-10-31' });
    await sell(1000, [taxes.standard], { isDraft: true });
    await sell(1000, []);
    const report = await read();
    expect(brief(report)).toEqual([
      ['Standard', '8.25', '60.00', '4.95'],
      ['Zero', '0', '50.00', '0.00'],
    ]);
    expect(report.totals).toEqual({
      taxableSales: '110.00',
      taxOnSales: '4.95',
      taxablePurchases: '0.00',
      taxOnPurchases: '0.00',
      netTax: '4.95',
      previousNetTax: null,
    });
    expect(await ledgerOf(report.rows[0].link)).toBe(495);
    expect(report.rows[0].link).toContain(`taxUuids=${taxes.standard}`);
  });

  it('nets out what was made void, on the day of its reversal', async () => {
    const one = await sell(100, [taxes.standard]);
    await done(workspace.strict.patch(`/invoices/${one.uuid}/void`));
    expect(brief(await read())).toEqual([]);
    const other = await sell(100, [taxes.standard]);
    const query = { date: '2026-10-05' };
    await done(workspace.strict.call('PATCH', `/invoices/${other.uuid}/void`, {}, { query }));
    expect(brief(await read())).toEqual([['Standard', '8.25', '100.00', '8.25']]);
    const next = { startDate: '2026-10-01', endDate: '2026-12-31' };
    expect(brief(await read(next))).toEqual([['Standard', '8.25', '-100.00', '-8.25']]);
  });

  it('counts in the cash book what was paid, in part where it was paid in part', async () => {
    const { uuid } = await sell(100, [taxes.standard]);
    expect((await read({ basis: 'cash' })).rows).toEqual([]);
    const invoices = [{ id: uuid, amount: '54.13' }];
    const paid = { customerUuid: fixtures.customerUuid, date: '2026-08-01', amount: '54.13', invoices };
    await done(workspace.strict.post('/payments', paid));
    const report = await read({ basis: 'Cash' });
    expect(report).toMatchObject({ basis: 'cash', totals: { taxableSales: '50.00', taxOnSales: '4.13' } });
    expect(await ledgerOf(report.rows[0].link)).toBe(413);
  });

  it('shows what else moved the accounts: a payment to the authority ties the report to the ledger', async () => {
    await sell(100, [taxes.standard]);
    const { accounts } = await read();
    const { rows } = await server.owner.query(
      `SELECT id FROM account WHERE workspace_id = $1 AND account_number = '1000'`,
      [workspace.workspaceId],
    );
    const lines = [
      { accountUuid: accounts[0].accountUuid, amountDebit: 5 },
      { accountUuid: rows[0].id, amountCredit: 5 },
    ];
    const entry = { date: '2026-08-20', descriptionEntry: 'Tax of June', lines };
    await done(workspace.strict.post('/journal-entries', entry));
    const report = await read();
    expect(report.accounts).toMatchObject([{ taxes: '8.25', other: '-5.00', movement: '3.25' }]);
    expect(await ledgerOf(report.accounts[0].link)).toBe(325);
    expect(brief(report)).toEqual([['Standard', '8.25', '100.00', '8.25']]);
  });

  it('converts the taxable amount of a foreign document at its rate, into other decimals too', async () => {
    await sell(100, [taxes.standard], { currency: 'EUR', exchangeRate: '1.25' });
    await sell(1000, [taxes.zero], { currency: 'JPY', exchangeRate: '0.0065' });
    expect(brief(await read())).toEqual([
      ['Standard', '8.25', '125.00', '10.31'],
      ['Zero', '0', '6.50', '0.00'],
    ]);
  });

  it('keeps purchases in columns of their own: lines with a vendor', async () => {
    const { uuid: vendor } = await done(workspace.strict.post('/vendors', { name: 'Landfill' }));
    await sell(100, [taxes.standard]);
    const { rows } = await server.owner.query(
      'SELECT account_number AS number, id FROM account WHERE workspace_id = $1',
      [workspace.workspaceId],
    );
    const account = Object.fromEntries(rows.map((row) => [row.number, row.id]));
    const line = { basis: 'both', currency: 'USD', vendor_id: vendor };
    const amounts = [
      { account_id: account[2200], amount: 300, tax_id: taxes.standard, tax_base: 4000 },
      { account_id: account[6000], amount: 4000 },
      { account_id: account[1000], amount: -4300 },
    ];
    const key = { entry_id: uuidv7(), effective: '2026-08-02' };
    const document = {
      entry: {
        ...{ ...key, source: 'bill', source_id: uuidv7() },
        ...{ source_version: 1, kind: 'original', reverses_entry_id: null, request_id: 'test' },
      },
      entry_lines: amounts.map((own, index) => ({
        ...{ ...key, ...line, ...own, line_no: index + 1, base_amount: own.amount },
      })),
      entry_line_tags: [],
      trail: { audit: [], events: [] },
    };
    await server.database.transaction({ workspaceId: workspace.workspaceId }, (transaction) =>
      transaction.query('SELECT post_document($1, $2)', [workspace.workspaceId, JSON.stringify(document)]),
    );
    const report = await read();
    const figures = {
      taxableSales: '100.00',
      taxOnSales: '8.25',
      taxablePurchases: '40.00',
      taxOnPurchases: '3.00',
      netTax: '5.25',
    };
    expect(report.totals).toEqual({ ...figures, previousNetTax: null });
    expect(report.rows).toMatchObject([figures]);
    expect(report.accounts).toMatchObject([{ taxes: '5.25', other: '0.00', movement: '5.25' }]);
  });

  it('answers GET and POST alike, CSV, and what it was as of a seal', async () => {
    await sell(100, [taxes.standard]);
    await sealAll(server.database, workspace.workspaceId);
    const { seal } = await read();
    const throughSeal = String(seal.number);
    const then = await read({ throughSeal });
    await sell(10, [taxes.standard]);
    expect(JSON.stringify(await read({ throughSeal }))).toBe(JSON.stringify(then));
    expect(then).toMatchObject({
      totals: { netTax: '8.25' },
      accounts: [{ movement: '8.25', other: '0.00' }],
    });
    // The report tells its seal, which must not change between two reads.
    await sealAll(server.database, workspace.workspaceId);
    const query = { ...QUARTER };
    const { body } = await workspace.strict.call('POST', '/reports/sales-tax', {}, { query });
    expect(body.data).toEqual(await read());
    const csv = await workspace.strict.get('/reports/sales-tax', { ...QUARTER, format: 'csv' });
    expect(String(csv.body).split('\r\n')).toEqual([
      'tax,kind,percentage,account,taxableSales,taxOnSales,taxablePurchases,taxOnPurchases,netTax',
      expect.stringMatching(/^Standard,standard,8\.25,.+,110\.00,9\.08,0\.00,0\.00,9\.08$/),
      'Total,,,,110.00,9.08,0.00,0.00,9.08',
      '',
    ]);
    expect((await read({ transactionStatus: 'reviewed' })).rows).toEqual([]);
  });

  it('refuses what it cannot serve, and shows nothing of another workspace', async () => {
    await sell(100, [taxes.standard]);
    expect((await done(server.strict.get('/reports/sales-tax', QUARTER))).rows).toEqual([]);
    const backwards = { startDate: '2026-12-31', endDate: '2026-01-01', basis: 'modified' };
    const refused = await workspace.strict.get('/reports/sales-tax', backwards);
    expect(refused.body.errors.map(({ field }: Report) => field).sort()).toEqual(['basis', 'startDate']);
    const foreign = await workspace.strict.get('/reports/sales-tax', { ...QUARTER, currency: 'EUR' });
    expect(foreign.body).toMatchObject({ statusCode: 400, code: 'NOT_AVAILABLE' });
    const stranger = { ...QUARTER, taxUuids: fixtures.taxUuid };
    const { body } = await server.strict.get('/reports/general-ledger', stranger);
    expect(body.errors).toMatchObject([{ field: 'taxUuids', code: 'TAX_NOT_FOUND' }]);
  });
});

const sale = fc.record({
  type: fc.constantFrom('invoice', 'invoice', 'memo'),
  month: fc.integer({ min: 6, max: 10 }),
  price: fc.integer({ min: 1, max: 30_000 }),
  which: fc.subarray(['standard', 'zero'] as const),
  fate: fc.constantFrom('kept', 'void', 'paid'),
});

it('tax is the movement of its accounts in both books, and what the documents say', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(sale, { minLength: 4, maxLength: 8 }), async (sales) => {
      await open();
      const sums = { taxable: 0, tax: 0 };
      for (const { type, month, price, which, fate } of sales) {
        const date = `2026-${String(month).padStart(2, '0')}-15`;
        const chosen = which.map((name) => taxes[name]);
        const made = await sell(price / 100, chosen, { invoiceType: type, date, dueDate: date });
        const sign = type === 'memo' ? -1 : 1;
        if (fate === 'void') await done(workspace.strict.patch(`/invoices/${made.uuid}/void`));
        else if (month > 6 && month < 10) {
          sums.taxable += sign * price * which.length;
          sums.tax += sign * (units(made.total) - price);
        }
        if (fate === 'paid' && type === 'invoice') {
          const [amount, { customerUuid }] = [(Number(made.total) / 2).toFixed(2), fixtures];
          if (Number(amount) === 0) continue;
          const invoices = [{ id: made.uuid, amount }];
          await done(workspace.strict.post('/payments', { customerUuid, date, amount, invoices }));
        }
      }
      for (const basis of ['accrual', 'cash']) {
        const report = await read({ basis });
        const books = await done(workspace.strict.get('/reports/trial-balance', { ...QUARTER, basis }));
        for (const account of report.accounts) {
          const own = books.rows.find(({ accountUuid }: Report) => accountUuid === account.accountUuid);
          expect(units(account.taxes)).toBe(0 - units(own?.movement ?? '0.00'));
          expect([account.movement, account.other]).toEqual([account.taxes, '0.00']);
        }
        const all = report.accounts.reduce((sum: number, { taxes: own }: Report) => sum + units(own), 0);
        expect(units(report.totals.netTax)).toBe(all);
      }
      const { totals } = await read({ basis: 'accrual' });
      expect([units(totals.taxableSales), units(totals.netTax)]).toEqual([sums.taxable, sums.tax]);
    }),
    { numRuns: Number(process.env.REPORT_RUNS ?? 4) },
  );
}, 120_000);
