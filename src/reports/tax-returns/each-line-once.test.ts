import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSalesFixtures, createTax, invoiceBody } from '../../../test/support/sales-fixtures.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

// biome-ignore lint/suspicious/noExplicitAny: answers are read as the JSON they are
type Data = any;

async function done(call: Promise<{ status: number; body: Data }>): Promise<Data> {
  const { status, body } = await call;
  expect(status, JSON.stringify(body)).toBeLessThan(300);
  return body.data;
}

const month = fc.integer({ min: 1, max: 6 });
const act = fc.oneof(
  { arbitrary: fc.constant({ act: 'file' as const }), weight: 3 },
  { arbitrary: fc.constant({ act: 'unfile' as const }), weight: 1 },
  {
    arbitrary: fc.record({
      act: fc.constant('sell' as const),
      type: fc.constantFrom('invoice', 'invoice', 'memo'),
      month,
      price: fc.integer({ min: 1, max: 30_000 }),
      taxes: fc.subarray(['standard', 'zero'] as const, { minLength: 1 }),
    }),
    weight: 5,
  },
  { arbitrary: fc.record({ act: fc.constant('pay' as const), which: fc.nat(), month }), weight: 3 },
  { arbitrary: fc.record({ act: fc.constant('void' as const), which: fc.nat(), month }), weight: 2 },
);
type Act = typeof act extends fc.Arbitrary<infer One> ? One : never;

const cents = (money: string) => Number(money.replace('.', ''));
const dayOf = (which: number) => `2025-0${which}-15`;

/** A business that sells, is paid, takes back and files as chance will have it, with any date at any time. */
async function openBusiness(basis: string) {
  const { strict } = await server.addWorkspace();
  const fixtures = await createSalesFixtures(strict);
  const taxes = {
    standard: await createTax(strict, 'Standard', 8.25),
    zero: await createTax(strict, 'Zero', 0, { kind: 'zero' }),
  };
  const invoices: Data[] = [];
  const filed: string[] = [];
  const open = (body: object = {}) =>
    done(
      strict.post('/tax-returns', {
        ...(filed.length === 0 ? { startDate: '2025-01-01', endDate: '2025-01-31', basis } : {}),
        ...body,
      }),
    );

  async function perform(step: Act): Promise<void> {
    if (step.act === 'file') {
      const { uuid } = await open();
      filed.push((await done(strict.post(`/tax-returns/${uuid}/file`, {}))).uuid);
    } else if (step.act === 'unfile') {
      const last = filed.pop();
      if (!last) return;
      await done(strict.post(`/tax-returns/${last}/unfile`, { reason: 'Once more' }));
      await done(strict.delete(`/tax-returns/${last}`));
    } else if (step.act === 'sell') {
      const { productUuid } = fixtures;
      const line = { productUuid, quantity: 1, price: step.price / 100 };
      const date = dayOf(step.month);
      const document = {
        invoiceType: step.type,
        ...{ date, dueDate: date },
        products: [{ ...line, taxes: step.taxes.map((name) => taxes[name]) }],
      };
      const made = await done(strict.post('/invoices', invoiceBody(fixtures, document)));
      if (step.type === 'invoice') invoices.push({ ...made, month: step.month });
    } else if (invoices.length > 0) {
      const [invoice] = invoices.splice(step.which % invoices.length, 1);
      const date = dayOf(Math.max(step.month, invoice.month));
      const amount = (cents(invoice.total) / 200).toFixed(2);
      if (step.act === 'void')
        await done(strict.call('PATCH', `/invoices/${invoice.uuid}/void`, {}, { query: { date } }));
      else if (cents(amount) > 0)
        await done(
          strict.post('/payments', {
            ...{ customerUuid: fixtures.customerUuid, date, amount },
            invoices: [{ id: invoice.uuid, amount }],
          }),
        );
    }
  }
  return { strict, filed, open, perform };
}

it('each line of tax is in one return: all filed ones and the draft come to what the tax accounts moved', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(act, { minLength: 6, maxLength: 14 }),
      fc.constantFrom('accrual', 'cash'),
      async (steps, basis) => {
        const { strict, filed, open, perform } = await openBusiness(basis);
        for (const step of steps) await perform(step);
        const draft = await open({ endDate: '2999-12-31' });
        const returns: Data[] = [draft];
        for (const uuid of filed) returns.push(await done(strict.get(`/tax-returns/${uuid}`)));
        const report = await done(
          strict.get('/reports/sales-tax', { startDate: '2025-01-01', endDate: '2999-12-31', basis }),
        );
        const sum = (figure: (one: Data) => string) =>
          returns.reduce((total, one) => total + cents(figure(one)), 0);
        expect(sum(({ totals }) => totals.taxDue)).toBe(cents(report.totals.netTax));
        const taxable =
          sum(({ totals }) => totals.taxableSales) + sum(({ lateTotals }) => lateTotals.taxableSales);
        expect(taxable).toBe(cents(report.totals.taxableSales));
        const moved = report.accounts.map(({ movement }: Data) => cents(movement));
        expect(sum(({ totals }) => totals.taxDue)).toBe(moved.reduce((a: number, b: number) => a + b, 0));

        const seen: string[] = [];
        for (const { uuid, totals } of returns) {
          const { lines } = await done(strict.get(`/tax-returns/${uuid}/lines`, { limit: '1000' }));
          seen.push(...lines.map((line: Data) => `${line.entryUuid} ${line.lineNumber}`));
          const own = lines.reduce((total: number, { amount }: Data) => total + cents(amount), 0);
          expect(own).toBe(cents(totals.taxDue));
        }
        expect(new Set(seen).size).toBe(seen.length);
        const { proofs } = await done(strict.get('/ledger/proof'));
        expect(proofs.flatMap(({ failures }: Data) => failures)).toEqual([]);
      },
    ),
    { numRuns: Number(process.env.REPORT_RUNS ?? 5) },
  );
}, 120_000);
