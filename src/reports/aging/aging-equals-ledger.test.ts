import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSettlementBooks, type SettlementBooks } from '../../../test/support/settlement-books.ts';
import type { TestAnswer } from '../../../test/support/signed-client.ts';
import { addDays } from '../../platform/dates.ts';

let books: SettlementBooks;
beforeAll(async () => {
  books = await openSettlementBooks();
});
afterAll(() => books.server.close());

const dayOf = (day: number) => addDays('2026-01-01', day);
const cents = (money: string) => Number(money.replace('.', ''));
const sum = (amounts: readonly string[]) => amounts.reduce((total, amount) => total + cents(amount), 0);

const KINDS = [
  ...['invoice', 'invoice', 'memo', 'payment', 'on_account', 'refund', 'write_off'],
  ...['apply', 'void', 'delete', 'journal', 'unapply'],
] as const;

/** What happens: to which customer, how many days after the first, for how many dollars, in which currency. */
const act = fc.record({
  kind: fc.constantFrom(...KINDS),
  customer: fc.nat(1),
  day: fc.nat(120),
  terms: fc.constantFrom(0, 10, 45),
  amount: fc.integer({ min: 1, max: 40 }),
  rate: fc.constantFrom(undefined, '1.1', '1.37'),
});
type Act = (typeof act extends fc.Arbitrary<infer T> ? T : never) & object;

/** A document that may be settled, void or allocated, of a customer in a currency. */
interface Made {
  readonly uuid: string;
  readonly customer: string;
  readonly foreign: boolean;
  readonly day: number;
}

interface Walk {
  readonly customers: readonly string[];
  readonly invoices: Made[];
  readonly memos: Made[];
  readonly payments: Made[];
}

/** Does it where the books let it: what they refuse leaves nothing behind. */
async function perform({ kind, customer, day, terms, amount, rate }: Act, walk: Walk): Promise<void> {
  const { strict } = books.server;
  const customerUuid = walk.customers[customer]!;
  const foreign = rate === undefined ? {} : { currency: 'EUR', exchangeRate: rate };
  const fits = (made: Made) => made.customer === customerUuid && made.foreign === (rate !== undefined);
  const [open, credit, paid] = [walk.invoices, walk.memos, walk.payments].map((made) => made.findLast(fits));
  const later = dayOf(Math.max(day, open?.day ?? 0, credit?.day ?? 0));
  const made = (uuid: string): Made => ({ uuid, customer: customerUuid, foreign: rate !== undefined, day });
  if (kind === 'invoice' || kind === 'memo') {
    const dated = { date: dayOf(day), dueDate: dayOf(day + terms), ...foreign };
    const { uuid } = await books.document(amount, { customerUuid, invoiceType: kind, ...dated });
    (kind === 'memo' ? walk.memos : walk.invoices).push(made(uuid));
  } else if (kind === 'on_account' || kind === 'payment') {
    const date = kind === 'payment' ? later : dayOf(day);
    const invoices = kind === 'payment' && open ? [{ id: open.uuid, amount }] : [];
    const body = { customerUuid, date, amount, invoices, ...foreign };
    const { status, body: answer } = await tried(strict.post('/payments', body));
    if (status < 300) walk.payments.push(made(answer.data.uuid));
  } else if (kind === 'refund' && credit) {
    const accountUuid = (await systemAccounts()).Checking;
    await tried(
      strict.post('/refunds', {
        memoUuid: credit.uuid,
        date: later,
        amount,
        accountUuid,
        ...foreignRate(rate),
      }),
    );
  } else if (kind === 'apply' && open && credit) {
    const invoices = [{ id: open.uuid, amount }];
    await tried(strict.patch(`/invoices/${credit.uuid}/apply-credit-to-multiple-invoices`, { invoices }));
  } else if (kind === 'unapply' && paid && open)
    await tried(strict.patch(`/payments/${paid.uuid}/unapply`, { invoices: [{ id: open.uuid }] }));
  else if (kind === 'delete' && paid) {
    const query = { date: dayOf(paid.day + terms) };
    await tried(strict.call('DELETE', `/payments/${paid.uuid}`, undefined, { query }));
  } else if (kind === 'write_off' && open)
    await tried(strict.patch(`/invoices/${open.uuid}/write-off`, { amount, date: later }));
  else if (kind === 'void' && open)
    await tried(strict.call('PATCH', `/invoices/${open.uuid}/void`, {}, { query: { date: later } }));
  else if (kind === 'journal') await postJournal(dayOf(day), amount, terms === 0 ? undefined : customerUuid);
}

const foreignRate = (exchangeRate: string | undefined) =>
  exchangeRate === undefined ? {} : { exchangeRate };

/** How many acts of settling the books took, and how many they refused. */
const answers = { taken: 0, refused: 0 };

async function tried(call: Promise<TestAnswer>): Promise<TestAnswer> {
  const answer = await call;
  expect(answer.status).toBeLessThan(500);
  answers[answer.status < 300 ? 'taken' : 'refused'] += 1;
  return answer;
}

async function systemAccounts(): Promise<Record<string, string>> {
  const { rows } = await books.server.owner.query('SELECT name, id FROM account WHERE workspace_id = $1', [
    books.server.workspaceId,
  ]);
  return Object.fromEntries(rows.map(({ name, id }) => [name, id]));
}

async function postJournal(date: string, amount: number, customerUuid: string | undefined): Promise<void> {
  const accounts = await systemAccounts();
  const party = customerUuid === undefined ? {} : { customerUuid };
  const lines = [
    { accountUuid: accounts['Accounts Receivable'], amountDebit: amount, ...party },
    { accountUuid: accounts['Accounts Payable'], amountCredit: amount },
  ];
  const body = { date, descriptionEntry: 'Taken over', lines };
  await books.done(books.server.strict.post('/journal-entries', body));
}

const read = (report: string, asOf: string) =>
  books.done(books.server.strict.get(`/reports/${report}-aging`, { asOf, detail: 'true' }));

const AGES = [
  'notYetOverdue',
  'lessThanOrEqualTo30',
  'between31And60',
  'between61And90',
  'moreThan90',
  'credits',
];

/** Rows and columns add up, from the documents on. */
async function check(report: string, asOf: string, control: number): Promise<void> {
  const { rows, totals, total } = await read(report, asOf);
  expect(cents(total)).toBe(control);
  expect(AGES.reduce((all, age) => all + cents(totals[age]), 0)).toBe(control);
  for (const age of AGES)
    expect(sum(rows.map((row: Record<string, string>) => row[age]!))).toBe(cents(totals[age]));
  for (const row of rows) {
    const amounts = row.documents.map((one: { amount: string }) => one.amount);
    expect(sum(amounts)).toBe(cents(row.total));
    expect(amounts.every((amount: string) => cents(amount) !== 0)).toBe(true);
    for (const age of AGES) {
      const own = row.documents.filter((one: { age: string }) => one.age === age);
      expect(sum(own.map((one: { amount: string }) => one.amount))).toBe(cents(row[age]));
    }
  }
}

it('aging is the balance of its control account, whatever happened and as of whenever', async () => {
  const acts = fc.array(act, { minLength: 12, maxLength: 18 });
  const walk: Walk = { customers: [], invoices: [], memos: [], payments: [] };
  const customers = walk.customers as string[];
  for (const customer of ['One', 'Other'])
    customers.push((await books.done(books.server.strict.post('/customers', { customer }))).uuid);
  await fc.assert(
    fc.asyncProperty(acts, fc.nat(200), async (all, day) => {
      for (const each of all) await perform(each, walk);
      for (const asOf of [dayOf(day), dayOf(60), '2026-12-31']) {
        const balances = await books.balances('accrual', asOf);
        await check('receivables', asOf, balances['Accounts Receivable'] ?? 0);
        await check('payables', asOf, 0 - (balances['Accounts Payable'] ?? 0));
      }
    }),
    { numRuns: Number(process.env.REPORT_RUNS ?? 5) },
  );
  expect(answers.taken).toBeGreaterThan(5);
  await books.verify();
}, 120_000);
