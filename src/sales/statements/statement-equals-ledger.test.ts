import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSettlementBooks, type SettlementBooks } from '../../../test/support/settlement-books.ts';
import { addDays } from '../../platform/dates.ts';

let books: SettlementBooks;
beforeAll(async () => {
  books = await openSettlementBooks();
});
afterAll(() => books.server.close());

const FIRST_DAY = '2026-01-01';
const units = (money: string) => Number(money.replace('.', ''));

/** What happens: to which customer, how many days after the first, for how many dollars. */
const act = fc.record({
  kind: fc.constantFrom('invoice', 'memo', 'payment', 'on_account', 'write_off', 'void', 'delete'),
  customer: fc.nat(1),
  day: fc.nat(120),
  terms: fc.constantFrom(0, 10, 45),
  amount: fc.integer({ min: 1, max: 40 }),
});
type Act = (typeof act extends fc.Arbitrary<infer T> ? T : never) & object;

/** What the test itself knows of an invoice: what is open of it after each day. */
interface Owed {
  readonly uuid: string;
  readonly day: number;
  readonly dueDay: number;
  readonly total: number;
  readonly settled: { day: number; amount: number }[];
  voided: boolean;
}

/** The customers' books as a bookkeeper without a computer would keep them. */
class Ledger {
  readonly moved: { day: number; amount: number }[] = [];
  readonly invoices: Owed[] = [];
  readonly payments: { uuid: string; day: number; amount: number }[] = [];
  balanceOn(day: number): number {
    return this.moved.filter((one) => one.day <= day).reduce((sum, { amount }) => sum + amount, 0);
  }
  /** What is open of invoices that are due by more than so many days. */
  dueLongerThan(days: number, onDay: number): number {
    return this.invoices
      .filter(({ day, dueDay, voided }) => !voided && day <= onDay && onDay - dueDay > days)
      .reduce((sum, { total, settled }) => {
        const paid = settled.filter((one) => one.day <= onDay).reduce((all, { amount }) => all + amount, 0);
        return sum + total - paid;
      }, 0);
  }
}

const dayOf = (day: number) => addDays(FIRST_DAY, day);

async function perform(
  { kind, day, terms, amount }: Act,
  customerUuid: string,
  ledger: Ledger,
): Promise<void> {
  const { strict } = books.server;
  const open = ledger.invoices.find(({ voided, settled }) => !voided && settled.length === 0);
  const later = Math.max(day, open?.day ?? 0);
  if (kind === 'invoice' || kind === 'memo') {
    const dueDay = day + terms;
    const dated = { customerUuid, date: dayOf(day), dueDate: dayOf(dueDay), invoiceType: kind };
    const { uuid } = await books.document(amount, dated);
    ledger.moved.push({ day, amount: kind === 'memo' ? -amount : amount });
    if (kind === 'invoice')
      ledger.invoices.push({ uuid, day, dueDay, total: amount, settled: [], voided: false });
  } else if (kind === 'on_account') {
    const { uuid } = await books.pay(amount, [], { customerUuid, date: dayOf(day) });
    ledger.moved.push({ day, amount: -amount });
    ledger.payments.push({ uuid, day, amount });
  } else if (kind === 'delete') {
    const payment = ledger.payments.pop();
    if (!payment) return;
    const on = payment.day + terms;
    const query = { date: dayOf(on) };
    await books.done(strict.call('DELETE', `/payments/${payment.uuid}`, undefined, { query }));
    ledger.moved.push({ day: on, amount: payment.amount });
  } else if (open && kind === 'void') {
    await books.done(strict.patch(`/invoices/${open.uuid}/void`));
    open.voided = true;
    ledger.moved.push({ day: open.day, amount: -open.total });
  } else if (open) {
    const part = Math.min(amount, open.total);
    if (kind === 'payment')
      await books.pay(amount, [{ id: open.uuid, amount: part }], { customerUuid, date: dayOf(later) });
    else
      await books.done(
        strict.patch(`/invoices/${open.uuid}/write-off`, { amount: part, date: dayOf(later) }),
      );
    open.settled.push({ day: later, amount: part });
    ledger.moved.push({ day: later, amount: kind === 'payment' ? -amount : -part });
  }
}

async function check(customer: string, ledger: Ledger, from: number, to: number): Promise<number> {
  const query = { startDate: dayOf(from), endDate: dayOf(to) };
  const data = await books.done(books.server.strict.get(`/customers/${customer}/statement`, query));
  const [{ openingBalance, movements, closingBalance, aging }] = data.statements;
  expect(units(openingBalance)).toBe(100 * ledger.balanceOn(from - 1));
  expect(units(closingBalance)).toBe(100 * ledger.balanceOn(to));
  const moved = movements.reduce((sum: number, row: { amount: string }) => sum + units(row.amount), 0);
  expect(units(openingBalance) + moved).toBe(units(closingBalance));
  expect(units(movements.at(-1)?.balance ?? openingBalance)).toBe(units(closingBalance));
  const ages = Object.values(aging as Record<string, string>).map(units);
  expect(ages.reduce((sum, age) => sum + age, 0)).toBe(units(closingBalance));
  const { days1To30, days31To60, days61To90, over90 } = aging;
  expect(units(over90)).toBe(100 * ledger.dueLongerThan(90, to));
  expect(units(over90) + units(days61To90)).toBe(100 * ledger.dueLongerThan(60, to));
  const late = [days1To30, days31To60, days61To90, over90].map(units);
  expect(late.reduce((sum, age) => sum + age, 0)).toBe(100 * ledger.dueLongerThan(0, to));
  return units(closingBalance);
}

it('a statement is what the ledger says, whatever happened and whenever it is asked for', async () => {
  const acts = fc.array(act, { minLength: 10, maxLength: 16 });
  const day = fc.nat(200);
  await fc.assert(
    fc.asyncProperty(acts, day, day, async (all, one, other) => {
      const before = await books.balances('accrual', dayOf(Math.max(one, other)));
      const ledgers = [new Ledger(), new Ledger()];
      const customers = await Promise.all(
        ledgers.map(
          async () => (await books.done(books.server.strict.post('/customers', { customer: 'Walk' }))).uuid,
        ),
      );
      for (const each of all) await perform(each, customers[each.customer], ledgers[each.customer]!);
      const [from, to] = [Math.min(one, other), Math.max(one, other)];
      let total = 0;
      for (const [index, customer] of customers.entries())
        total += await check(customer, ledgers[index]!, from, to);
      const after = await books.balances('accrual', dayOf(to));
      const owed = (balances: Record<string, number>) => balances['Accounts Receivable'] ?? 0;
      expect(owed(after) - owed(before)).toBe(total);
    }),
    { numRuns: 6 },
  );
  await books.verify();
});
