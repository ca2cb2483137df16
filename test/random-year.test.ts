import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHeadSigner } from '../src/ledger/seals/signed-head.ts';
import { addDays } from '../src/platform/dates.ts';
import { exportBooks } from '../src/reports/exports/index.ts';
import { accountIds } from './support/post-entry.ts';
import { createSalesFixtures, createTax, invoiceBody, type SalesFixtures } from './support/sales-fixtures.ts';
import type { TestAnswer, TestClient } from './support/signed-client.ts';
import { BEANCOUNT, HLEDGER } from './support/system-programs.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';

const YEAR = 2026;
const MONTHS = Array.from({ length: 12 }, (_, index) => ({
  first: `${YEAR}-${String(index + 1).padStart(2, '0')}-01`,
  last: new Date(Date.UTC(YEAR, index + 1, 0)).toISOString().slice(0, 10),
}));
const BASES = ['accrual', 'cash'] as const;
type Basis = (typeof BASES)[number];
const RUNS = { numRuns: Number(process.env.YEAR_RUNS ?? 2) };

let server: TestServer;
let folder: string;
beforeAll(async () => {
  server = await startTestServer();
  folder = await mkdtemp(join(tmpdir(), 'recount-year-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await server.close();
});

const WHAT = ['invoice', 'invoice', 'memo', 'pay', 'pay', 'ahead', 'apply', 'write-off', 'refund'] as const;
const BY_HAND = [
  'journal',
  'journal',
  'change-journal',
  'delete-journal',
  'void',
  'undo-payment',
  'opening',
] as const;

interface Step {
  readonly what: (typeof WHAT)[number] | (typeof BY_HAND)[number];
  /** Days from one step to the next, so that the steps go through the year in order. */
  readonly later: number;
  readonly amount: number;
  readonly pick: number;
  readonly foreign: boolean;
}

const step: fc.Arbitrary<Step> = fc.record({
  what: fc.constantFrom(...WHAT, ...BY_HAND),
  later: fc.integer({ min: 0, max: 14 }),
  amount: fc.integer({ min: 100, max: 200_000 }),
  pick: fc.nat(1000),
  foreign: fc.boolean(),
});

// biome-ignore lint/suspicious/noExplicitAny: tests read answers as the JSON they are
type Json = any;

/** A business in a workspace of its own, that does what it is told, and what it can of it. */
class Business {
  client!: TestClient;
  workspaceId!: string;
  fixtures!: SalesFixtures;
  ids!: ReadonlyMap<string, string>;
  taxes!: readonly string[];
  readonly invoices: Json[] = [];
  readonly memos: Json[] = [];
  readonly payments: Json[] = [];
  readonly journals: Json[] = [];

  async done(call: Promise<TestAnswer>): Promise<Json> {
    const { status, body } = await call;
    expect(status, JSON.stringify(body)).toBeLessThan(300);
    return body.data;
  }

  document({ amount, pick, foreign }: Step, date: string, changes: object = {}) {
    const lines = [
      {
        productUuid: this.fixtures.productUuid,
        quantity: 1 + (pick % 3),
        price: amount / 100,
        taxUuids: [this.taxes[pick % 2]!],
      },
      { productUuid: this.fixtures.productUuid, quantity: 1, price: 19.99, taxes: [], discount: pick % 7 },
    ];
    const currency = foreign ? { currency: 'EUR', exchangeRate: (1 + (pick % 40) / 100).toFixed(2) } : {};
    const dates = { date, dueDate: addDays(date, 30) };
    const body = { ...dates, products: lines, discount: pick % 5, ...currency, ...changes };
    return this.done(this.client.post('/invoices', invoiceBody(this.fixtures, body)));
  }

  async open(list: readonly Json[], pick: number): Promise<Json | undefined> {
    if (list.length === 0) return undefined;
    const chosen = await this.done(this.client.get(`/invoices/${list[pick % list.length]!.uuid}`));
    return Number(chosen.amountDue) > 0 ? chosen : undefined;
  }

  async take(one: Step, date: string): Promise<void> {
    const { what, amount, pick } = one;
    const { customerUuid } = this.fixtures;
    const lines = (debit: string, credit: string) => [
      {
        accountUuid: this.ids.get(debit)!,
        amountDebit: amount / 100,
        tagUuids: pick % 2 ? [this.fixtures.tagUuid] : [],
      },
      { accountUuid: this.ids.get(credit)!, amountCredit: amount / 100 },
    ];
    const half = (money: string) => Math.max(1, Math.floor((Number(money) * 100) / (1 + (pick % 2)))) / 100;
    switch (what) {
      case 'invoice':
        this.invoices.push(await this.document(one, date));
        return;
      case 'memo': {
        const named = pick % 2 ? await this.open(this.invoices, pick) : undefined;
        const original = named && named.date <= date ? named : undefined;
        if (!original) this.memos.push(await this.document(one, date, { invoiceType: 'memo' }));
        return;
      }
      case 'pay': {
        const invoice = await this.open(this.invoices, pick);
        if (!invoice) return;
        const rate =
          invoice.currency === 'EUR'
            ? { currency: 'EUR', exchangeRate: (1.05 + (pick % 9) / 100).toFixed(2) }
            : {};
        const paid = half(invoice.amountDue);
        const body = {
          customerUuid,
          date,
          amount: paid,
          invoices: [{ id: invoice.uuid, amount: paid }],
          ...rate,
        };
        this.payments.push(await this.done(this.client.post('/payments', body)));
        return;
      }
      case 'ahead':
        this.payments.push(
          await this.done(this.client.post('/payments', { customerUuid, date, amount: amount / 100 })),
        );
        return;
      case 'apply': {
        const memo = await this.open(this.memos, pick);
        const invoice = await this.open(this.invoices, pick);
        if (!memo || !invoice || memo.currency !== invoice.currency) return;
        const most = Math.min(Number(memo.amountDue), Number(invoice.amountDue));
        const creditMemos = [{ id: memo.uuid, amount: half(String(most)) }];
        const path = `/invoices/${invoice.uuid}/apply-multiple-credit-to-invoice`;
        await this.done(this.client.patch(path, { creditMemos, date }));
        return;
      }
      case 'write-off': {
        const invoice = await this.open(this.invoices, pick);
        if (invoice) await this.done(this.client.patch(`/invoices/${invoice.uuid}/write-off`, { date }));
        return;
      }
      case 'refund': {
        const memo = await this.open(this.memos, pick);
        if (memo?.currency !== 'USD') return;
        const body = { memoUuid: memo.uuid, date, amount: half(memo.amountDue), method: 'transfer' };
        await this.done(this.client.post('/refunds', body));
        return;
      }
      case 'journal': {
        const [debit, credit] = [
          ['6200', '1000'],
          ['1000', '3000'],
          ['6700', '1590'],
          ['1000', '4810'],
        ][pick % 4]!;
        const body = { descriptionEntry: 'By hand', date, lines: lines(debit!, credit!) };
        this.journals.push(await this.done(this.client.post('/journal-entries', body)));
        return;
      }
      case 'change-journal': {
        const journal = this.journals.at(-1);
        if (journal)
          await this.done(
            this.client.patch(`/journal-entries/${journal.uuid}`, { lines: lines('6300', '1000') }),
          );
        return;
      }
      case 'delete-journal': {
        const journal = this.journals.pop();
        if (journal)
          await this.done(
            this.client.call('DELETE', `/journal-entries/${journal.uuid}`, undefined, {
              query: { date: this.notBefore(date, journal.date) },
            }),
          );
        return;
      }
      case 'void': {
        const invoice = await this.open(this.invoices, pick);
        if (invoice?.amountDue !== invoice?.total || !invoice) return;
        await this.done(
          this.client.call(
            'PATCH',
            `/invoices/${invoice.uuid}/void`,
            {},
            { query: { date: this.notBefore(date, invoice.date) } },
          ),
        );
        return;
      }
      case 'undo-payment': {
        const payment = this.payments.pop();
        if (payment) await this.done(this.client.delete(`/payments/${payment.uuid}`));
        return;
      }
      case 'opening': {
        const rows = [
          { accountUuid: this.ids.get('1000'), debit: amount / 100, credit: 0 },
          { accountUuid: this.ids.get('1200'), debit: 500, credit: 0 },
          { accountUuid: this.ids.get('3900'), debit: 0, credit: (amount + 50_000) / 100 },
        ];
        await this.done(this.client.post('/opening-balance', { rows, replaceExisting: true }));
      }
    }
  }

  notBefore(date: string, earliest: string): string {
    return date < earliest ? earliest : date;
  }
}

async function openBusiness(): Promise<Business> {
  const { strict, workspaceId } = await server.addWorkspace();
  await strict.patch('/workspace', { cutoverDate: MONTHS[0]!.first });
  const fixtures = await createSalesFixtures(strict);
  const ids = await accountIds(server.database, workspaceId);
  const taxes = [
    await createTax(strict, 'State', 6.25),
    await createTax(strict, 'Inside', 8, { inclusive: true }),
  ];
  return Object.assign(new Business(), { client: strict, workspaceId, fixtures, ids, taxes });
}

interface Row {
  readonly date: string;
  readonly accountNumber: string;
  readonly accountType: string;
  readonly debit: string;
  readonly credit: string;
}
const cents = (money: string) => Math.round(Number(money || '0') * 100);

async function exportAs(workspaceId: string, format: string, basis: Basis): Promise<string> {
  let text = '';
  const signer = createHeadSigner(server.secretKey);
  await exportBooks(server.database, { workspaceId, format, basis, signer }, async (piece) => {
    text += piece;
  });
  return text;
}

/** What rows come to by account, folded here and nowhere else; zeros left out. */
function fold(rows: readonly Row[], wanted: (row: Row) => boolean): Record<string, number> {
  const sums = new Map<string, number>();
  for (const row of rows.filter(wanted))
    sums.set(row.accountNumber, (sums.get(row.accountNumber) ?? 0) + cents(row.debit) - cents(row.credit));
  return Object.fromEntries([...sums].filter(([, amount]) => amount !== 0).sort());
}

const isResult = ({ accountType }: Row) => accountType === 'Income' || accountType === 'Expenses';
const total = (sums: Record<string, number>) => Object.values(sums).reduce((sum, amount) => sum + amount, 0);

/** Profit and loss, balance sheet and trial balance of each month against the fold of the exported file. */
async function compareMonths(business: Business, basis: Basis): Promise<void> {
  const rows: Row[] = parse(await exportAs(business.workspaceId, 'csv', basis), { columns: true });
  const read = async (path: string, query: Record<string, string>): Promise<Json> =>
    (await business.client.get(`/reports/${path}`, { basis, ...query })).body.data;
  for (const { first, last } of MONTHS) {
    const asOf = fold(rows, (row) => row.date <= last);
    const ofMonth = fold(rows, (row) => isResult(row) && row.date >= first && row.date <= last);
    const trialBalance = await read('trial-balance', { startDate: MONTHS[0]!.first, endDate: last });
    const balances = trialBalance.rows.map((row: Json) => [
      row.accountNumber,
      cents(row.debit) - cents(row.credit),
    ]);
    expect(
      Object.fromEntries(balances.filter(([, amount]: [string, number]) => amount !== 0).sort()),
      last,
    ).toEqual(asOf);
    const pnl = await read('pnl', { startDate: first, endDate: last });
    expect(cents(pnl.netIncome), last).toBe(-total(ofMonth) + 0);
    const figures = pnl.sections
      .flatMap((section: Json) => section.rows)
      .map((row: Json) => [row.accountNumber, -cents(row.amount)])
      .filter(([, amount]: [string, number]) => amount !== 0);
    expect(Object.fromEntries(figures.sort()), last).toEqual(ofMonth);
    const sheet = await read('balance-sheet', { endDate: last });
    expect(sheet, last).toMatchObject({ balanced: true, difference: '0.00' });
    const assets = fold(rows, (row) => row.date <= last && row.accountType === 'Assets');
    const liabilities = fold(rows, (row) => row.date <= last && row.accountType === 'Liabilities');
    expect([cents(sheet.totalAssets), cents(sheet.totalLiabilities)]).toEqual([
      total(assets),
      -total(liabilities) + 0,
    ]);
    const cash = await read('cash-flow', { startDate: first, endDate: last });
    expect(cents(cash.openingCash) + cents(cash.netChange)).toBe(cents(cash.closingCash));
  }
}

/** What hledger makes of the exported file, against the trial balance at the end of the year. */
async function compareWithHledger({ client, workspaceId }: Business, basis: Basis): Promise<void> {
  const text = await exportAs(workspaceId, 'hledger', basis);
  const file = join(folder, `${basis}.journal`);
  await writeFile(file, text);
  const env = { ...process.env, LC_ALL: 'C.UTF-8' };
  const args = ['-f', file, 'bal', '--flat', '-N', '-O', 'csv', '--strict', '-e', `${YEAR + 1}-01-01`];
  const table: string[][] = parse(execFileSync(HLEDGER!, args, { encoding: 'utf8', env }), {
    from: 2,
  });
  const paths = new Map(
    [...text.matchAll(/^account (.+?) {2}; uuid:(\S+)$/gm)].map(([, path, id]) => [path, id]),
  );
  const query = { startDate: MONTHS[0]!.first, endDate: MONTHS[11]!.last, basis };
  const { rows } = (await client.get('/reports/trial-balance', query)).body.data;
  const ours = rows
    .map((row: Json) => [row.accountUuid, cents(row.debit) - cents(row.credit)])
    .filter(([, amount]: [string, number]) => amount !== 0);
  const theirs = table.map(([path, amount]) => [paths.get(path!), cents(amount!.replace(/[^\d.-]/g, ''))]);
  expect(Object.fromEntries(theirs.sort())).toEqual(Object.fromEntries(ours.sort()));
}

describe('a random year of business', () => {
  it('comes to the same in every report and month as in the exported file, in both books', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 40, maxLength: 60 }), async (steps) => {
        const business = await openBusiness();
        let date = MONTHS[0]!.first;
        for (const one of steps) {
          date = addDays(date, one.later);
          if (date > MONTHS[11]!.last) break;
          await business.take(one, date);
        }
        for (const basis of BASES) {
          await compareMonths(business, basis);
          if (HLEDGER) await compareWithHledger(business, basis);
          if (BEANCOUNT) {
            const file = join(folder, `${basis}.beancount`);
            await writeFile(file, await exportAs(business.workspaceId, 'beancount', basis));
            execFileSync(join(BEANCOUNT, 'bean-check'), [file], { encoding: 'utf8' });
          }
        }
        const proof = (await business.client.get('/ledger/proof')).body.data;
        expect(proof.proofs.filter((one: Json) => one.failureCount > 0)).toEqual([]);
      }),
      RUNS,
    );
  }, 300_000);
});
