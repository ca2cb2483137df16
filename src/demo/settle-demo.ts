import { addDays } from '../platform/dates.ts';
import type { DemoClient } from './demo-client.ts';
import { createRandom, type Random } from './random.ts';

/** What the server answered of a document of the demo. */
export interface DemoDocument {
  readonly uuid: string;
  readonly invoiceType: string;
  readonly isDraft: boolean;
  readonly customerUuid: string;
  readonly date: string;
  readonly dueDate: string;
  readonly total: string;
  readonly products: readonly { readonly productUuid: string }[];
}

/** A call that settles documents of the demo. */
export interface DemoSettlement {
  readonly method: 'POST' | 'PATCH';
  readonly path: string;
  readonly body: { readonly date: string; readonly [field: string]: unknown };
}

const SEED = 4011;
/** Every so many paid invoices one customer pays too much, and the rest stays on account. */
const EVERY_OVERPAID = 20;
const OVERPAID = 2_500n;
const RETURNED = 1_500n;
const CARD_FEE_IN_THOUSANDTHS = 29n;

interface Open {
  readonly document: DemoDocument;
  /** In cents. */
  due: bigint;
}

/**
 * What becomes of a year's invoices: most are paid, some in part, one too much now and then; credit memos are applied or paid
 * back; the oldest that nobody paid is written off; of the newest a part is taken back. The same in every run but for the dates.
 *
 * @param documents as they were answered, the oldest first
 * @param today YYYY-MM-DD
 */
function draftDemoSettlements(today: string, documents: readonly DemoDocument[]): DemoSettlement[] {
  const random = createRandom(SEED);
  const approved = documents.filter(({ isDraft, total }) => !isDraft && total !== '0.00');
  const open = approved
    .filter(({ invoiceType }) => invoiceType === 'invoice')
    .map((document): Open => ({ document, due: centsOf(document.total) }));
  const payments = open.flatMap((invoice, index) => draftPayment(random, today, invoice, index));
  const memos = approved.filter(({ invoiceType }) => invoiceType === 'memo');
  const credits = memos.map((memo) => draftCredit(memo, open));
  const others = [...draftWriteOff(today, open), ...draftReturn(today, open), ...draftAhead(today, open)];
  return [...payments, ...credits, ...others];
}

/** Customers pay on a day after the invoice's, if that is past; what is left stays due. */
function draftPayment(random: Random, today: string, invoice: Open, index: number): DemoSettlement[] {
  const { document, due } = invoice;
  const date = addDays(document.date, random.between(2, 34));
  const isPartial = random.chance(0.15);
  const isForgotten = random.chance(0.12);
  const method = random.pick(['check', 'card', 'transfer', 'cash']);
  if (date > today || isForgotten) return [];
  const amount = isPartial ? due / 2n : due;
  const paid = amount + (index % EVERY_OVERPAID === EVERY_OVERPAID - 1 && !isPartial ? OVERPAID : 0n);
  const fee = method === 'card' ? (paid * CARD_FEE_IN_THOUSANDTHS) / 1000n : 0n;
  invoice.due = due - amount;
  const body = {
    customerUuid: document.customerUuid,
    date,
    amount: textOf(paid),
    invoices: [{ id: document.uuid, amount: textOf(amount) }],
    method,
    ...(method === 'check' ? { reference: String(1000 + index) } : {}),
    ...(fee > 0n ? { bankFee: textOf(fee) } : {}),
  };
  return [{ method: 'POST', path: '/payments', body }];
}

/** A memo goes to what its customer still owes, else its money back. */
function draftCredit(memo: DemoDocument, open: readonly Open[]): DemoSettlement {
  const owed = open.find(({ document, due }) => document.customerUuid === memo.customerUuid && due > 0n);
  if (!owed) {
    const body = { memoUuid: memo.uuid, date: memo.date, amount: memo.total, method: 'transfer' };
    return { method: 'POST', path: '/refunds', body };
  }
  const total = centsOf(memo.total);
  const amount = total < owed.due ? total : owed.due;
  owed.due -= amount;
  const date = memo.date > owed.document.date ? memo.date : owed.document.date;
  const creditMemos = [{ id: memo.uuid, amount: textOf(amount) }];
  const path = `/invoices/${owed.document.uuid}/apply-multiple-credit-to-invoice`;
  return { method: 'PATCH', path, body: { creditMemos, date } };
}

function draftWriteOff(today: string, open: readonly Open[]): DemoSettlement[] {
  const oldest = open.find(({ document, due }) => due > 0n && document.dueDate < today);
  if (!oldest) return [];
  const body = { date: today, notes: 'Moved away; letters came back.' };
  return [{ method: 'PATCH', path: `/invoices/${oldest.document.uuid}/write-off`, body }];
}

/** On the newest invoice that nobody has paid a part is taken back, by a memo that names it and is applied at once. */
function draftReturn(today: string, open: readonly Open[]): DemoSettlement[] {
  const newest = open.findLast(({ document, due }) => due === centsOf(document.total) && due > RETURNED);
  if (!newest) return [];
  newest.due -= RETURNED;
  const { customerUuid, products, uuid } = newest.document;
  const line = { productUuid: products[0]!.productUuid, quantity: 1, price: textOf(RETURNED), taxes: [] };
  const memo = { isDraft: false, invoiceType: 'memo', products: [line], notes: 'One item taken back.' };
  const body = { customerUuid, date: today, appliedToInvoiceUuid: uuid, ...memo };
  return [{ method: 'POST', path: '/invoices', body }];
}

/** Who owes on most invoices has paid something ahead, and has a memo that nobody has applied yet. */
function draftAhead(today: string, open: readonly Open[]): DemoSettlement[] {
  const owing = open.filter(({ due }) => due > 0n).map(({ document }) => document);
  const countOf = ({ customerUuid }: DemoDocument) =>
    owing.filter((other) => other.customerUuid === customerUuid).length;
  const [most] = owing.toSorted((a, b) => countOf(b) - countOf(a));
  if (!most) return [];
  const { customerUuid, products } = most;
  const line = { productUuid: products[0]!.productUuid, quantity: 1, price: 120, taxes: [] };
  const memo = {
    isDraft: false,
    invoiceType: 'memo',
    products: [line],
    notes: 'Goodwill for a late arrival.',
  };
  return [
    {
      method: 'POST',
      path: '/payments',
      body: { customerUuid, date: today, amount: 100, method: 'transfer' },
    },
    { method: 'POST', path: '/invoices', body: { customerUuid, date: today, ...memo } },
  ];
}

/** Carries the calls out, the oldest first, as a bookkeeper would. */
export async function settleDemo(
  client: DemoClient,
  today: string,
  documents: readonly DemoDocument[],
  signal: AbortSignal,
): Promise<void> {
  for (const { method, path, body } of draftDemoSettlements(today, documents)) {
    signal.throwIfAborted();
    await client.data(method, path, body);
  }
}

const centsOf = (money: string) => BigInt(money.replace('.', ''));
const textOf = (cents: bigint) => `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`;
