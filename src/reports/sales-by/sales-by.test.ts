import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createSalesFixtures,
  invoiceBody,
  type SalesFixtures,
} from '../../../test/support/sales-fixtures.ts';
import { sealAll } from '../../../test/support/seal-all.ts';
import { startTestServer, type TestServer, type TestWorkspace } from '../../../test/support/test-server.ts';

let server: TestServer;
let workspace: TestWorkspace;
let fixtures: SalesFixtures;
/** A customer and a product beside those of the fixtures. */
let other: { customer: string; product: string };

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

async function done(call: Promise<{ status: number; body: Report }>): Promise<Report> {
  const { status, body } = await call;
  expect(status, JSON.stringify(body)).toBeLessThan(300);
  return body.data;
}

// biome-ignore lint/suspicious/noExplicitAny: reports are read as the JSON they are
type Report = any;
type Query = Record<string, string>;

const YEAR = { startDate: '2026-01-01', endDate: '2026-12-31' };

async function open(): Promise<void> {
  workspace = await server.addWorkspace();
  fixtures = await createSalesFixtures(workspace.strict);
  const { uuid: customer } = await done(workspace.strict.post('/customers', { customer: 'Zoe' }));
  const product = {
    name: 'Boxes',
    code: 'BOX',
    unitPrice: 5,
    categoryAccountUuid: fixtures.incomeAccountUuid,
  };
  other = { customer, product: (await done(workspace.strict.post('/products', product))).uuid };
}

const read = (report: 'customer' | 'product', query: Query = YEAR) =>
  done(workspace.strict.get(`/reports/sales-by-${report}`, query));

const line = (productUuid: string, quantity: number, price: number, more: object = {}) => ({
  productUuid,
  quantity,
  price,
  taxes: [],
  ...more,
});

function sell(products: readonly object[], changes: Record<string, unknown> = {}) {
  return done(workspace.strict.post('/invoices', invoiceBody(fixtures, { products, ...changes })));
}

const totals = (report: Report) =>
  Object.fromEntries(report.rows.map((row: Report) => [row.customer ?? row.product, row.netSales]));

describe('sales by customer and by product', () => {
  beforeAll(async () => {
    await open();
    const discount = { discount: 10, discountType: 'percent' };
    await sell(
      [line(fixtures.productUuid, 2, 100, { taxes: [fixtures.taxUuid] }), line(other.product, 3, 5)],
      {
        tagUuids: [fixtures.tagUuid],
      },
    );
    await sell([line(other.product, 4, 5)], {
      customerUuid: other.customer,
      date: '2026-08-01',
      dueDate: '2026-08-31',
    });
    await sell([line(other.product, 1, 5)], { invoiceType: 'memo', customerUuid: other.customer });
    await sell([line(fixtures.productUuid, 9, 100)], { isDraft: true });
    await sell([line(fixtures.productUuid, 9, 100)], { invoiceType: 'quote' });
    const wrong = await sell([line(fixtures.productUuid, 9, 100)]);
    await done(workspace.strict.patch(`/invoices/${wrong.uuid}/void`));
    await sell([line(other.product, 1, 60)], { date: '2025-07-01', dueDate: '2025-07-31', ...discount });
  });

  it('nets discounts and memos, leaves tax out, and orders by size', async () => {
    const report = await read('customer');
    expect(report).toMatchObject({ totalNetSales: '230.00', comparedTo: null, previousTotalNetSales: null });
    expect(report.rows).toEqual([
      {
        customerUuid: fixtures.customerUuid,
        customer: 'Aimee',
        netSales: '215.00',
        share: '93.48',
        previousNetSales: null,
        change: null,
        link: expect.stringContaining(`customerUuids=${fixtures.customerUuid}`),
      },
      expect.objectContaining({ customerUuid: other.customer, netSales: '15.00', share: '6.52' }),
    ]);
  });

  it('counts how much was sold of each product, less what was credited', async () => {
    const { rows } = await read('product');
    expect(
      rows.map(({ productUuid, quantity, netSales }: Report) => [productUuid, quantity, netSales]),
    ).toEqual([
      [fixtures.productUuid, '2', '200.00'],
      [other.product, '6', '30.00'],
    ]);
    expect(rows[1]).toMatchObject({ product: 'Boxes', code: 'BOX', share: '13.04' });
    const [boxes] = (await read('product', { ...YEAR, customers: other.customer })).rows;
    expect(boxes).toMatchObject({ quantity: '3', netSales: '15.00', share: '100.00' });
  });

  it('is narrowed to a period, customers, products, tags and marks', async () => {
    const august = { startDate: '2026-08-01', endDate: '2026-08-31' };
    expect(totals(await read('customer', august))).toEqual({ Zoe: '20.00' });
    expect(totals(await read('customer', { ...YEAR, customerUuids: other.customer }))).toEqual({
      Zoe: '15.00',
    });
    expect(totals(await read('customer', { ...YEAR, productUuids: other.product }))).toEqual({
      Aimee: '15.00',
      Zoe: '15.00',
    });
    const tagged = await read('product', { ...YEAR, tags: fixtures.tagUuid });
    expect([tagged.totalNetSales, tagged.rows[0].quantity]).toEqual(['215.00', null]);
    expect((await read('customer', { ...YEAR, noTags: 'true' })).totalNetSales).toBe('15.00');
    expect((await read('customer', { ...YEAR, transactionStatus: 'reviewed' })).rows).toEqual([]);
  });

  it('is compared with the year before, whoever bought nothing this year too', async () => {
    const query = { startDate: '2026-08-01', endDate: '2026-08-31', compareTo: 'previousPeriod' };
    expect(await read('customer', query)).toMatchObject({
      comparedTo: { startDate: '2026-07-01', endDate: '2026-07-31' },
      rows: [
        { customer: 'Zoe', netSales: '20.00', previousNetSales: '-5.00', change: '25.00' },
        { customer: 'Aimee', netSales: '0.00', share: '0.00', previousNetSales: '215.00', link: null },
      ],
      totalNetSales: '20.00',
      previousTotalNetSales: '210.00',
    });
    const year = await read('product', { ...YEAR, compareTo: 'previousYear' });
    expect(year).toMatchObject({ previousTotalNetSales: '54.00' });
  });

  it('counts in the cash book what was paid, without quantities', async () => {
    const cash = { ...YEAR, basis: 'cash' };
    expect((await read('product', cash)).rows).toEqual([]);
    const { uuid } = await sell([line(other.product, 10, 1)], { date: '2026-09-01', dueDate: '2026-09-01' });
    const invoices = [{ id: uuid, amount: 4 }];
    const { customerUuid } = fixtures;
    await done(workspace.strict.post('/payments', { customerUuid, date: '2026-09-02', amount: 4, invoices }));
    expect((await read('product', cash)).rows).toMatchObject([
      { productUuid: other.product, netSales: '4.00', quantity: null },
    ]);
    await done(
      workspace.strict.patch(`/invoices/${uuid}/remove-transaction`, {
        transactionId: await paymentOf(uuid),
      }),
    );
    await done(workspace.strict.patch(`/invoices/${uuid}/void`));
  });

  async function paymentOf(uuid: string): Promise<string> {
    const { rows } = await server.owner.query(
      'SELECT from_open_item_id AS id FROM allocation WHERE to_open_item_id = $1',
      [uuid],
    );
    return rows[0].id;
  }

  it('puts income without a customer or product into a last row of its own', async () => {
    const { strict } = workspace;
    const accounts = await done(strict.get('/chart-of-accounts', { type: 'Assets', page: '1' }));
    const lines = [
      { accountUuid: accounts.accounts[0].uuid, amountDebit: 1000 },
      { accountUuid: fixtures.incomeAccountUuid, amountCredit: 1000 },
    ];
    const dated = { date: '2027-01-01', descriptionEntry: 'Till' };
    await done(strict.post('/journal-entries', { ...dated, lines }));
    await sell([line(other.product, 1, 7)], { date: '2027-01-02', dueDate: '2027-01-02' });
    const query = { startDate: '2027-01-01', endDate: '2027-12-31' };
    const { rows } = await read('product', query);
    expect(rows).toMatchObject([
      { product: 'Boxes', netSales: '7.00', quantity: '1' },
      { productUuid: null, product: 'No product', netSales: '1000.00', quantity: null, link: null },
    ]);
    expect((await read('customer', query)).rows.at(-1)).toMatchObject({
      customerUuid: null,
      customer: 'No customer',
      share: '99.30',
    });
  });

  it('links each row to the lines that it adds up', async () => {
    for (const report of ['customer', 'product'] as const) {
      const { rows } = await read(report);
      expect(rows.length).toBeGreaterThan(1);
      for (const row of rows) {
        const link = Object.fromEntries(new URL(row.link, 'http://x').searchParams);
        const { accounts } = await done(workspace.strict.get('/reports/general-ledger', link));
        const cents = accounts.reduce(
          (sum: number, { opening, closing }: Report) => sum + units(opening) - units(closing),
          0,
        );
        expect(cents).toBe(units(row.netSales));
      }
    }
  });

  it('answers GET and POST alike, CSV, and what it was as of a seal', async () => {
    // The report tells its seal, which must not change between two reads.
    await sealAll(server.database, workspace.workspaceId);
    const query = { ...YEAR, compareTo: 'previousYear' };
    const { body } = await workspace.strict.call('POST', '/reports/sales-by-product', {}, { query });
    expect(body.data).toEqual(await read('product', query));
    const csv = await workspace.strict.get('/reports/sales-by-product', { ...query, format: 'csv' });
    expect(String(csv.body).split('\r\n')).toEqual([
      'product,code,quantity,netSales,share,previousNetSales,change',
      expect.stringMatching(/^Junk Removal.*,JUNK-001,2,200\.00,86\.96,0\.00,200\.00$/),
      'Boxes,BOX,6,30.00,13.04,54.00,-24.00',
      'Total,,,230.00,,54.00,',
      '',
    ]);
    const short = await workspace.strict.get('/reports/sales-by-customer', { ...YEAR, format: 'csv' });
    expect(String(short.body).split('\r\n').slice(0, 2)).toEqual([
      'customer,netSales,share',
      'Aimee,215.00,93.48',
    ]);
    await sealAll(server.database, workspace.workspaceId);
    const { seal } = await read('customer');
    const sealed = { ...YEAR, throughSeal: String(seal.number) };
    const then = await read('customer', sealed);
    await sell([line(other.product, 1, 1)], { date: '2026-11-11', dueDate: '2026-11-11' });
    expect(JSON.stringify(await read('customer', sealed))).toBe(JSON.stringify(then));
    expect((await read('product', sealed)).rows[0].quantity).toBeNull();
  });

  it('refuses what it cannot serve, and shows and takes nothing of another workspace', async () => {
    const { strict } = server;
    const backwards = { startDate: '2026-12-31', endDate: '2026-01-01', compareTo: 'ever', basis: 'both' };
    const refused = await strict.get('/reports/sales-by-customer', backwards);
    expect(refused.status).toBe(400);
    expect(refused.body.errors.map(({ field }: Report) => field).sort()).toEqual([
      'basis',
      'compareTo',
      'startDate',
    ]);
    const ids = {
      customerUuids: fixtures.customerUuid,
      products: fixtures.productUuid,
      tags: fixtures.tagUuid,
    };
    const foreign = await strict.get('/reports/sales-by-product', { ...YEAR, ...ids });
    expect(foreign.body.errors.map(({ code }: Report) => code)).toEqual([
      'TAG_NOT_FOUND',
      'CUSTOMER_NOT_FOUND',
      'PRODUCT_NOT_FOUND',
    ]);
    expect((await done(strict.get('/reports/sales-by-customer', YEAR))).rows).toEqual([]);
    expect((await strict.get('/reports/sales-by-customer', {})).body.errors).toMatchObject([
      { field: 'startDate' },
      { field: 'endDate' },
    ]);
  });
});

const units = (money: string) => Number(money.replace('.', ''));

const sale = fc.record({
  type: fc.constantFrom('invoice', 'invoice', 'memo'),
  isOther: fc.boolean(),
  day: fc.integer({ min: 1, max: 28 }),
  month: fc.integer({ min: 1, max: 3 }),
  lines: fc.array(
    fc.record({ isOther: fc.boolean(), quantity: fc.integer({ min: 1, max: 4 }), price: fc.nat(50) }),
    {
      minLength: 1,
      maxLength: 3,
    },
  ),
  fate: fc.constantFrom('kept', 'kept', 'void', 'paid'),
});

it('goods of documents from before the cutover are no sales of the period, taken back or not', async () => {
  await open();
  const { strict } = workspace;
  await done(strict.patch('/workspace', { cutoverDate: '2026-07-01' }));
  const before = { date: '2026-05-20', dueDate: '2026-06-20' };
  const [kept, taken] = [
    await sell([line(fixtures.productUuid, 7, 10)], before),
    await sell([line(fixtures.productUuid, 5, 10)], before),
  ];
  await done(strict.patch(`/invoices/${taken.uuid}/void`, {}));
  expect((await read('product')).rows).toEqual([]);
  await sell([line(fixtures.productUuid, 2, 10)]);
  const sold = [{ quantity: '2', netSales: '20.00' }];
  expect((await read('product')).rows).toMatchObject(sold);
  // Its entry is taken back and posted anew as a sale of its day, and then the other way round.
  await done(strict.patch('/workspace', { cutoverDate: '2026-05-01' }));
  expect((await read('product')).rows).toMatchObject([{ quantity: '9', netSales: '90.00' }]);
  expect((await done(strict.get(`/invoices/${kept.uuid}`))).status).not.toBe('void');
});

it('sales are the income of profit and loss in both books, and the sum of what was sold', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(sale, { minLength: 4, maxLength: 8 }), async (sales) => {
      await open();
      const ids = [fixtures.productUuid, other.product];
      const kept = new Map<string, { quantity: number; net: number }>();
      for (const { type, isOther, day, month, lines, fate } of sales) {
        const date = `2026-0${month}-${String(day).padStart(2, '0')}`;
        const customerUuid = isOther ? other.customer : fixtures.customerUuid;
        const products = lines.map((one) => line(ids[Number(one.isOther)]!, one.quantity, one.price));
        const made = await sell(products, { invoiceType: type, customerUuid, date, dueDate: date });
        if (fate === 'void' && Number(made.total) > 0)
          await done(workspace.strict.patch(`/invoices/${made.uuid}/void`));
        else if (month < 3 && Number(made.total) > 0)
          for (const { isOther: second, quantity, price } of lines) {
            const sign = type === 'memo' ? -1 : 1;
            const before = kept.get(ids[Number(second)]!) ?? { quantity: 0, net: 0 };
            kept.set(ids[Number(second)]!, {
              quantity: before.quantity + sign * quantity,
              net: before.net + sign * quantity * price * 100,
            });
          }
        if (fate === 'paid' && type === 'invoice' && Number(made.total) > 1) {
          const invoices = [{ id: made.uuid, amount: 1 }];
          await done(workspace.strict.post('/payments', { customerUuid, date, amount: 1, invoices }));
        }
      }
      const query = { startDate: '2026-01-01', endDate: '2026-02-28' };
      for (const basis of ['accrual', 'cash']) {
        const { totalIncome } = await done(workspace.strict.get('/reports/pnl', { ...query, basis }));
        for (const report of ['customer', 'product'] as const) {
          const { rows, totalNetSales } = await read(report, { ...query, basis });
          expect(totalNetSales).toBe(totalIncome);
          expect(rows.reduce((sum: number, row: Report) => sum + units(row.netSales), 0)).toBe(
            units(totalIncome),
          );
        }
      }
      const { rows } = await read('product', { ...query, basis: 'accrual' });
      for (const [id, { quantity, net }] of kept) {
        const row = rows.find(({ productUuid }: Report) => productUuid === id);
        expect([row?.quantity ?? '0', units(row?.netSales ?? '0.00')]).toEqual([String(quantity), net]);
      }
    }),
    { numRuns: Number(process.env.REPORT_RUNS ?? 4) },
  );
}, 120_000);
