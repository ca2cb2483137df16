import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { accountIds } from '../../../test/support/post-entry.ts';
import { createSalesFixtures } from '../../../test/support/sales-fixtures.ts';
import { sealAll } from '../../../test/support/seal-all.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';
import { verifyWorkspace } from '../../reports/verify/index.ts';

const EARLY = '2026-05-01';
const LATE = '2026-07-01';
const MONTHS = ['2026-04-30', '2026-05-31', '2026-06-30', '2026-07-31', '2026-08-31', '2026-12-31'];

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

// biome-ignore lint/suspicious/noExplicitAny: answers are read as the JSON they are
type Data = any;

const cents = (amount: number) => (amount / 100).toFixed(2);
const price = fc.integer({ min: 1, max: 200_000 });
const lines = fc.array(fc.record({ product: fc.integer({ min: 0, max: 1 }), price, isTaxed: fc.boolean() }), {
  minLength: 1,
  maxLength: 3,
});
const currency = fc.constantFrom(
  {},
  {},
  { currency: 'EUR', exchangeRate: '1.0937' },
  { currency: 'EUR', exchangeRate: '0.9' },
);
/** Before either cutover, between both, on their days, after both. */
const date = fc.constantFrom(
  '2026-03-10',
  '2026-04-30',
  EARLY,
  '2026-05-20',
  '2026-06-15',
  '2026-06-30',
  LATE,
  '2026-07-09',
);
const which = fc.nat({ max: 50 });
const part = fc.constantFrom(1, 1, 0.37, 0.5);
const act = fc.oneof(
  {
    arbitrary: fc.record({ act: fc.constant('invoice' as const), lines, currency, date, which }),
    weight: 6,
  },
  {
    arbitrary: fc.record({
      act: fc.constant('memo' as const),
      lines,
      currency,
      date,
      which,
      names: fc.constantFrom(true, true, false),
    }),
    weight: 4,
  },
  { arbitrary: fc.record({ act: fc.constant('apply' as const), which, other: which }), weight: 2 },
  {
    arbitrary: fc.record({
      act: fc.constant('pay' as const),
      which,
      part,
      rate: fc.constantFrom('1.25', '1'),
    }),
    weight: 5,
  },
  { arbitrary: fc.record({ act: fc.constant('unpay' as const), which }), weight: 1 },
  { arbitrary: fc.record({ act: fc.constant('writeOff' as const), which }), weight: 1 },
  { arbitrary: fc.record({ act: fc.constant('void' as const), which }), weight: 2 },
);
type Act = typeof act extends fc.Arbitrary<infer One> ? One : never;

/** A business that began in the middle of the year, as chance will have it. */
async function openBusiness(cutoverDate: string) {
  const { strict, workspaceId } = await server.addWorkspace();
  const done = async (call: Promise<{ status: number; body: Data }>): Promise<Data> => {
    const { status, body } = await call;
    expect(status, JSON.stringify(body)).toBeLessThan(300);
    return body.data;
  };
  const fixtures = await createSalesFixtures(strict);
  const accounts = await accountIds(server.database, workspaceId);
  const [income, other] = (await strict.get('/chart-of-accounts', { type: 'Income', page: '1' })).body.data
    .accounts;
  const products: string[] = [];
  for (const account of [income, other])
    products.push(
      (await done(strict.post('/products', { name: account.uuid, categoryAccountUuid: account.uuid }))).uuid,
    );
  await done(strict.patch('/workspace', { cutoverDate }));
  const row = (number: string, debit: number, credit = 0) => ({
    accountUuid: accounts.get(number),
    debit,
    credit,
  });
  const rows = [
    row('1000', 500),
    row('1200', 10_000_000),
    row('2200', 0, 75),
    row('4000', 0, 425),
    row('3900', 0, 10_000_000),
  ];
  await done(strict.post('/opening-balance', { rows }));
  const documents: Data[] = [];
  const payments: string[] = [];
  const ofType = (type: string, index: number) => {
    const all = documents.filter(({ invoiceType }) => invoiceType === type);
    return all[index % Math.max(all.length, 1)];
  };
  const read = (uuid: string) => done(strict.get(`/invoices/${uuid}`));
  let number = 0;
  async function sell(one: Extract<Act, { act: 'invoice' | 'memo' }>) {
    const original = 'names' in one && one.names ? ofType('invoice', one.which) : undefined;
    number += 1;
    const own = one.lines.map((line) => ({
      productUuid: products[line.product],
      quantity: 1,
      price: cents(line.price),
      ...(line.isTaxed ? { taxUuids: [fixtures.taxUuid] } : { taxes: [] }),
    }));
    const body = {
      customerUuid: fixtures.customerUuid,
      invoiceNumber: `B-${number}`,
      invoiceType: one.act,
      isDraft: false,
      date: one.date,
      dueDate: '2026-12-31',
      products: own,
      ...one.currency,
      ...(original ? { appliedToInvoiceUuid: original.uuid, currency: original.currency } : {}),
      ...(original && original.currency !== 'USD' ? { exchangeRate: '1.31' } : {}),
      ...(original && original.currency === 'USD' ? { exchangeRate: undefined } : {}),
    };
    const answer = await strict.post('/invoices', body);
    if (answer.status < 300) documents.push(answer.body.data);
    return answer;
  }
  async function pay({ which: index, part: share, rate }: Extract<Act, { act: 'pay' }>) {
    const invoice = ofType('invoice', index);
    if (!invoice) return undefined;
    const due = Number((await read(invoice.uuid)).amountDue.replace('.', ''));
    const amount = cents(Math.max(1, Math.round(due * share)));
    const foreign = invoice.currency === 'USD' ? {} : { currency: invoice.currency, exchangeRate: rate };
    const applied = due > 0 ? [{ id: invoice.uuid, amount }] : [];
    const body = { customerUuid: fixtures.customerUuid, date: '2026-07-10', amount, ...foreign };
    const answer = await strict.post('/payments', { ...body, invoices: applied });
    if (answer.status < 300) payments.push(answer.body.data.uuid);
    return answer;
  }
  async function doAct(one: Act) {
    if (one.act === 'invoice' || one.act === 'memo') return sell(one);
    if (one.act === 'pay') return pay(one);
    if (one.act === 'unpay') {
      const payment = payments[one.which % Math.max(payments.length, 1)];
      return payment && strict.delete(`/payments/${payment}`);
    }
    const invoice = ofType('invoice', one.which);
    if (one.act === 'apply') {
      const memo = ofType('memo', one.other);
      if (!invoice || !memo) return undefined;
      const due = [await read(invoice.uuid), await read(memo.uuid)].map(({ amountDue }) => Number(amountDue));
      return strict.patch(`/invoices/${invoice.uuid}/apply-multiple-credit-to-invoice`, {
        creditMemos: [{ id: memo.uuid, amount: Math.min(...due).toFixed(2) }],
        date: '2026-07-12',
      });
    }
    if (one.act === 'writeOff')
      return invoice && strict.patch(`/invoices/${invoice.uuid}/write-off`, { date: '2026-07-20' });
    const document = documents[one.which % Math.max(documents.length, 1)];
    return document && strict.patch(`/invoices/${document.uuid}/void`, {});
  }
  return {
    strict,
    workspaceId,
    done,
    /** Which acts were taken: the same, whenever the books begin. */
    async run(acts: readonly Act[]) {
      const statuses: (number | undefined)[] = [];
      for (const one of acts) statuses.push((await doAct(one))?.status);
      return statuses;
    },
    /** What the documents say, but for what is theirs alone. */
    async documents() {
      const all = [];
      for (const { uuid } of documents) all.push(await read(uuid));
      return all.map(
        ({ invoiceNumber, status, total, amountDue, paidAmount, baseTotal, payments: paid, credits }) => ({
          invoiceNumber,
          status,
          total,
          amountDue,
          paidAmount,
          baseTotal,
          paid: paid.map(({ date: day, amount }: Data) => [day, amount]),
          credits: credits.map(({ invoiceNumber: by, date: day, amount }: Data) => [by, day, amount]).sort(),
        }),
      );
    },
    async reports() {
      await sealAll(server.database, workspaceId);
      const told: Record<string, unknown> = {};
      for (const basis of ['accrual', 'cash'])
        for (const endDate of MONTHS) {
          const period = { startDate: `${endDate.slice(0, 7)}-01`, endDate, basis };
          const { rows: balances } = await done(strict.get('/reports/trial-balance', period));
          // An account on which all was taken back on the same day has a row of zeros.
          told[`${basis} ${endDate}`] = balances
            .filter(({ opening, movement }: Data) => opening !== '0.00' || movement !== '0.00')
            .map(({ accountName, opening, movement, closing }: Data) => [
              accountName,
              opening,
              movement,
              closing,
            ]);
          const { netIncome, grossProfit } = await done(strict.get('/reports/pnl', period));
          told[`profit ${basis} ${endDate}`] = [netIncome, grossProfit];
        }
      return told;
    },
    async verify() {
      const failed = (await verifyWorkspace(server.database, workspaceId)).filter(
        (one) => one.failureCount > 0,
      );
      expect(failed.map(({ name, failures }) => [name, failures])).toEqual([]);
    },
  };
}

it('books whose cutover was moved back are those that began on that day, at every month’s end in both bases', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(act, { minLength: 8, maxLength: 24 }),
      fc.array(act, { maxLength: 8 }),
      fc.constantFrom([], ['2026-06-20'], ['2026-06-15', '2026-05-20']),
      async (before, after, steps) => {
        const [early, moved] = [await openBusiness(EARLY), await openBusiness(LATE)];
        expect(await moved.run(before)).toEqual(await early.run(before));
        for (const cutoverDate of [...steps, EARLY])
          await moved.done(moved.strict.patch('/workspace', { cutoverDate }));
        await moved.verify();
        expect(await moved.documents()).toEqual(await early.documents());
        expect(await moved.reports()).toEqual(await early.reports());
        // Settlements go on as if nothing had happened.
        expect(await moved.run(after)).toEqual(await early.run(after));
        expect(await moved.documents()).toEqual(await early.documents());
        expect(await moved.reports()).toEqual(await early.reports());
        await moved.verify();
        await early.verify();
      },
    ),
    { numRuns: 3 },
  );
}, 600_000);
