import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createSalesFixtures, invoiceBody } from '../../test/support/sales-fixtures.ts';
import { sealAll } from '../../test/support/seal-all.ts';
import { useTrialBalanceBooks } from '../../test/support/trial-balance-books.ts';
import { verifyWorkspace } from './verify/index.ts';

const books = useTrialBalanceBooks();
const PLACES = [0, 1, 2, 3];
const place = fc.constantFrom(...PLACES);

/** Something sold: to which customer, on which account, for how much. */
const sale = fc.record({ customer: place, account: place, amount: fc.integer({ min: 1, max: 10_000 }) });
const act = fc.record({
  of: fc.constantFrom('customers' as const, 'chart-of-accounts' as const),
  unmerges: fc.boolean(),
  one: place,
  other: place,
});
type Sale = typeof sale extends fc.Arbitrary<infer T> ? T : never;

const post = (path: string, body: object) => books.workspace.strict.post(path, body);
async function made(path: string, body: object): Promise<string> {
  const { status, body: answer } = await post(path, body);
  expect(status, JSON.stringify(answer)).toBeLessThan(300);
  return answer.data.uuid;
}

async function sell(sales: readonly Sale[]) {
  await books.open();
  const fixtures = await createSalesFixtures(books.workspace.strict);
  const accounts: string[] = [];
  const customers: string[] = [];
  const products: string[] = [];
  for (const index of PLACES) {
    customers.push(await made('/customers', { customer: `Customer ${index}` }));
    accounts.push(await made('/chart-of-accounts', { name: `Income ${index}`, subTypeId: 4020 }));
    const categoryAccountUuid = accounts[index];
    products.push(await made('/products', { name: `Product ${index}`, categoryAccountUuid }));
  }
  for (const { customer, account, amount } of sales) {
    const line = { productUuid: products[account], quantity: 1, price: amount / 100, taxes: [] };
    await made('/invoices', invoiceBody(fixtures, { customerUuid: customers[customer], products: [line] }));
  }
  // The reports tell their seal, which must not change between two reads.
  const { database, owner } = books.server;
  const { workspaceId } = books.workspace;
  await expect
    .poll(async () => {
      await sealAll(database, workspaceId);
      return (await owner.query('SELECT FROM unsealed_entry WHERE workspace_id = $1', [workspaceId]))
        .rowCount;
    })
    .toBe(0);
  return { customers, 'chart-of-accounts': accounts };
}

const REPORTS = [
  'trial-balance',
  'pnl',
  'balance-sheet',
  'receivables-aging',
  'sales-by-customer',
  'general-ledger',
];

async function readAll(): Promise<Record<string, string>> {
  const texts: Record<string, string> = {};
  for (const report of REPORTS) {
    const query = { startDate: '2026-01-01', endDate: '2026-12-31', asOf: '2026-12-31' };
    const { status, body } = await books.workspace.strict.get(`/reports/${report}`, query);
    expect(status, JSON.stringify(body)).toBe(200);
    texts[report] = JSON.stringify(body.data);
  }
  return texts;
}

const cents = (money: string) => BigInt(money.replace('.', ''));

/** What no merge may change: the sums of the reports. */
function sumsOf(texts: Record<string, string>) {
  const of = (report: string) => JSON.parse(texts[report]!);
  const sumByType: Record<string, bigint> = {};
  for (const { type, closing } of of('trial-balance').rows)
    sumByType[type] = (sumByType[type] ?? 0n) + cents(closing);
  const { totals, total } = of('receivables-aging');
  const { totalIncome, netIncome, sections } = of('pnl');
  const perSection = sections.map((section: { key: string; total: string }) => [section.key, section.total]);
  const { totalAssets, totalEquity } = of('balance-sheet');
  const { totalNetSales } = of('sales-by-customer');
  return {
    sumByType,
    totals,
    total,
    totalIncome,
    netIncome,
    perSection,
    totalAssets,
    totalEquity,
    totalNetSales,
  };
}

it('no merge changes a sum, and unmerged the reports are what they were to the byte', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(sale, { minLength: 1, maxLength: 6 }),
      fc.array(act, { minLength: 1, maxLength: 8 }),
      async (sales, acts) => {
        const ids = await sell(sales);
        const before = await readAll();
        const sums = sumsOf(before);
        for (const { of, unmerges, one, other } of acts) {
          const path = `/${of}/${ids[of][one]}`;
          const { status } = unmerges
            ? await post(`${path}/unmerge`, {})
            : await post(`${path}/merge`, { intoUuid: ids[of][other] });
          expect([200, 400]).toContain(status);
          expect(sumsOf(await readAll())).toEqual(sums);
        }
        const proofs = await verifyWorkspace(books.server.database, books.workspace.workspaceId);
        expect(proofs.flatMap(({ failures }) => failures)).toEqual([]);
        for (const kind of ['customers', 'chart-of-accounts'] as const)
          for (const id of ids[kind]) await post(`/${kind}/${id}/unmerge`, {});
        expect(await readAll()).toEqual(before);
      },
    ),
    { numRuns: Number(process.env.REPORT_RUNS ?? 4) },
  );
}, 120_000);
