import fc from 'fast-check';
import { expect } from 'vitest';
import { addDays } from '../../src/platform/dates.ts';
import type { SettlementBooks } from './settlement-books.ts';
import type { TestAnswer } from './signed-client.ts';

export const dayOf = (day: number) => addDays('2026-01-01', day);

const KINDS = [
  ...['invoice', 'invoice', 'memo', 'payment', 'on_account', 'refund', 'write_off'],
  ...['apply', 'void', 'delete', 'journal', 'unapply', 'merge', 'unmerge'],
] as const;

/** What happens: to which customer, how many days after the first, for how many dollars, in which currency. */
export const settlementAct = fc.record({
  kind: fc.constantFrom(...KINDS),
  customer: fc.nat(1),
  day: fc.nat(120),
  terms: fc.constantFrom(0, 10, 45),
  /** Often the same, so that much is settled whole. */
  amount: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constant(20)),
  rate: fc.constantFrom(undefined, '1.1', '1.37'),
});
export type SettlementAct = (typeof settlementAct extends fc.Arbitrary<infer T> ? T : never) & object;

/** A document that may be settled, void or allocated, of a customer in a currency. */
interface Made {
  readonly uuid: string;
  readonly customer: string;
  readonly foreign: boolean;
  readonly day: number;
}

/** Books to which things happen, one after the other. */
export interface SettlementWalk {
  readonly customers: readonly [string, string];
  /** How many acts of settling the books took, and how many they refused. */
  readonly answers: { taken: number; refused: number };
  /** Does it where the books let it: what they refuse leaves nothing behind. */
  perform(act: SettlementAct): Promise<void>;
}

/** Begins a walk with two customers, of whom the first may be merged into the second and told apart again. */
export async function startWalk(books: SettlementBooks): Promise<SettlementWalk> {
  const add = async (customer: string): Promise<string> =>
    (await books.done(books.server.strict.post('/customers', { customer }))).uuid;
  const customers = [await add('One'), await add('Other')] as const;
  return createWalk(books, customers);
}

function createWalk(books: SettlementBooks, customers: readonly [string, string]): SettlementWalk {
  const { strict } = books.server;
  const answers = { taken: 0, refused: 0 };
  const made = { invoices: [] as Made[], memos: [] as Made[], payments: [] as Made[] };
  let merged = false;

  async function tried(call: Promise<TestAnswer>): Promise<TestAnswer> {
    const answer = await call;
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(500);
    answers[answer.status < 300 ? 'taken' : 'refused'] += 1;
    return answer;
  }

  async function merge(path: 'merge' | 'unmerge', body: object): Promise<void> {
    const { status } = await tried(strict.post(`/customers/${customers[0]}/${path}`, body));
    if (status < 300) merged = path === 'merge';
  }

  async function perform(act: SettlementAct): Promise<void> {
    const { kind, day, terms, amount, rate } = act;
    const customerUuid = customers[merged ? 1 : act.customer]!;
    const foreign = rate === undefined ? {} : { currency: 'EUR', exchangeRate: rate };
    const note = (uuid: string): Made => ({
      ...{ uuid, customer: customerUuid, day },
      foreign: rate !== undefined,
    });
    const fits = ({ customer, foreign: inEuros }: Made) =>
      (merged || customer === customerUuid) && inEuros === (rate !== undefined);
    const [open, credit, paid] = [made.invoices, made.memos, made.payments].map((all) => all.findLast(fits));
    const later = dayOf(Math.max(day, open?.day ?? 0, credit?.day ?? 0));
    if (kind === 'invoice' || kind === 'memo') {
      const dated = { date: dayOf(day), dueDate: dayOf(day + terms), ...foreign };
      const { uuid } = await books.document(amount, { customerUuid, invoiceType: kind, ...dated });
      (kind === 'memo' ? made.memos : made.invoices).push(note(uuid));
    } else if (kind === 'on_account' || kind === 'payment') {
      const date = kind === 'payment' ? later : dayOf(day);
      const invoices = kind === 'payment' && open ? [{ id: open.uuid, amount }] : [];
      const body = { customerUuid, date, amount, invoices, ...foreign };
      const { status, body: answer } = await tried(strict.post('/payments', body));
      if (status < 300) made.payments.push(note(answer.data.uuid));
    } else if (kind === 'refund' && credit) {
      const accountUuid = (await accountsByName(books)).Checking;
      const exchangeRate = rate === undefined ? {} : { exchangeRate: rate };
      const body = { memoUuid: credit.uuid, date: later, amount, accountUuid, ...exchangeRate };
      await tried(strict.post('/refunds', body));
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
    else if (kind === 'merge' && !merged) await merge('merge', { intoUuid: customers[1] });
    else if (kind === 'unmerge' && merged) await merge('unmerge', {});
    else if (kind === 'journal')
      await postJournal(books, dayOf(day), amount, terms === 0 ? undefined : customerUuid);
  }

  return { customers, answers, perform };
}

async function accountsByName(books: SettlementBooks): Promise<Record<string, string>> {
  const { rows } = await books.server.owner.query('SELECT name, id FROM account WHERE workspace_id = $1', [
    books.server.workspaceId,
  ]);
  return Object.fromEntries(rows.map(({ name, id }) => [name, id]));
}

async function postJournal(
  books: SettlementBooks,
  date: string,
  amount: number,
  customerUuid: string | undefined,
): Promise<void> {
  const accounts = await accountsByName(books);
  const party = customerUuid === undefined ? {} : { customerUuid };
  const lines = [
    { accountUuid: accounts['Accounts Receivable'], amountDebit: amount, ...party },
    { accountUuid: accounts['Accounts Payable'], amountCredit: amount },
  ];
  const body = { date, descriptionEntry: 'Taken over', lines };
  await books.done(books.server.strict.post('/journal-entries', body));
}
