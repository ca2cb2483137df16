import type { SystemRole } from '../../ledger/accounts/catalogue/system-roles.ts';
import { loadOwnLines } from '../../ledger/settlements/own-lines.store.ts';
import type { OwnLine } from '../../ledger/settlements/recognised-lines.ts';
import type { Items, Relief, SettledItem } from '../../ledger/settlements/settle.ts';
import type { OpenPeriod } from '../../ledger/workspaces/open-period.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { type LoadedInvoice, loadInvoices } from '../invoices/invoices.store.ts';
import type { Payment } from '../payments/payment.ts';
import { loadPayments } from '../payments/payments.store.ts';

/** What the books say beside the documents. */
export interface SettlementBooks extends OpenPeriod {
  readonly currency: string;
  /** In the workspace's time zone. */
  readonly today: string;
  /** From which amount on a second person is needed, in minor units of the workspace's currency, as text. */
  readonly fourEyesLimit: string | null;
  readonly accounts: Readonly<Record<SystemRole, string>>;
}

/** Everything that a settlement touches, locked until the transaction ends, as it then stands. */
export interface Scene {
  readonly books: SettlementBooks;
  readonly documents: ReadonlyMap<string, LoadedInvoice>;
  readonly payments: ReadonlyMap<string, Payment>;
  readonly ownLines: ReadonlyMap<string, readonly OwnLine[]>;
}

export interface SceneWish {
  readonly documentIds?: readonly string[];
  readonly paymentIds?: readonly string[];
  /** Also the documents that the payments are applied to. */
  readonly withApplied?: boolean;
}

/**
 * Locks payments, then documents, each in the order of their ids, so that two settlements never wait for each other in a
 * ring; only then reads balances (ledger.md 8). What is not there, or deleted, is left out.
 */
export async function openScene(transaction: Transaction, wish: SceneWish): Promise<Scene> {
  const payments = new Map(
    (await lockPayments(transaction, wish.paymentIds ?? [])).map((payment) => [payment.id, payment]),
  );
  const applied = wish.withApplied ? [...payments.values()].flatMap(documentsOf) : [];
  const documentIds = [...new Set([...(wish.documentIds ?? []), ...applied])];
  const documents = new Map(
    (await lockDocuments(transaction, documentIds)).map((loaded) => [loaded.invoice.id, loaded]),
  );
  const payers = await lockMergedPayers(transaction, [...documents.values()], [...payments.values()]);
  const payerOf = <T extends Payer>(one: T): T => ({
    ...one,
    payerId: payers.get(one.customer.id) ?? one.payerId,
  });
  for (const [id, payment] of payments) payments.set(id, payerOf(payment));
  for (const [id, loaded] of documents) documents.set(id, { ...loaded, invoice: payerOf(loaded.invoice) });
  return {
    books: await loadBooks(transaction),
    documents,
    payments,
    ownLines: documents.size > 0 ? await loadOwnLines(transaction, [...documents.keys()]) : new Map(),
  };
}

type Payer = Pick<Payment, 'customer' | 'payerId'>;

/**
 * Locks customers who are merged into others until the transaction ends, so that none is told apart while a document of
 * his is settled with the other's money. Answers who pays for them; of books without merges it asks nothing.
 */
async function lockMergedPayers(
  transaction: Transaction,
  documents: readonly LoadedInvoice[],
  payments: readonly Payment[],
): Promise<ReadonlyMap<string, string>> {
  const merged = [...documents.map(({ invoice }): Payer => invoice), ...payments].filter(
    ({ customer, payerId }) => customer.id !== payerId,
  );
  if (merged.length === 0) return new Map();
  const rows = await transaction.query<{ id: string; payerId: string }>(
    `SELECT id, coalesce(merged_into, id) AS "payerId" FROM customer
      WHERE workspace_id = $1 AND id = ANY ($2) ORDER BY id FOR SHARE`,
    [transaction.workspaceId, [...new Set(merged.map(({ customer }) => customer.id))]],
    'lock_merged_payers',
  );
  return new Map(rows.map(({ id, payerId }) => [id, payerId]));
}

function documentsOf({ allocations }: Payment): string[] {
  return allocations.flatMap(({ kind, itemId }) => (kind === 'invoice' || kind === 'memo' ? [itemId] : []));
}

async function lockPayments(transaction: Transaction, ids: readonly string[]): Promise<Payment[]> {
  if (ids.length === 0) return [];
  const locked = await transaction.query<{ id: string }>(
    'SELECT id FROM payment WHERE workspace_id = $1 AND id = ANY ($2) AND deleted_at IS NULL ORDER BY id FOR UPDATE',
    [transaction.workspaceId, ids],
    'lock_payments',
  );
  return locked.length > 0
    ? loadPayments(
        transaction,
        locked.map(({ id }) => id),
      )
    : [];
}

async function lockDocuments(transaction: Transaction, ids: readonly string[]): Promise<LoadedInvoice[]> {
  if (ids.length === 0) return [];
  const locked = await transaction.query<{ id: string }>(
    'SELECT id FROM invoice WHERE workspace_id = $1 AND id = ANY ($2) AND deleted_at IS NULL ORDER BY id FOR UPDATE',
    [transaction.workspaceId, ids],
    'lock_documents',
  );
  return locked.length > 0
    ? loadInvoices(
        transaction,
        locked.map(({ id }) => id),
      )
    : [];
}

async function loadBooks(transaction: Transaction): Promise<SettlementBooks> {
  const [row] = await transaction.query<{ [field in keyof SettlementBooks]: SettlementBooks[field] }>(
    `SELECT b.currency, b.closed_through AS "closedThrough", b.cutover_date AS "cutoverDate", workspace_today(b.time_zone, b.clock_offset_days) AS today,
            b.four_eyes_limit::text AS "fourEyesLimit",
            (SELECT json_object_agg(a.role, a.id) FROM account a
              WHERE a.workspace_id = b.workspace_id AND a.role IS NOT NULL) AS accounts
       FROM books b WHERE b.workspace_id = $1`,
    [transaction.workspaceId],
    'load_settlement_books',
  );
  return row!;
}

/** The open items of a scene. */
export function itemsOf(scene: Scene): Items {
  const items = [
    ...[...scene.documents.values()].map(({ invoice }) => documentItem(invoice, scene)),
    ...[...scene.payments.values()].map((payment) => paymentItem(payment, scene.books)),
  ];
  return new Map(items.map((item) => [item.id, item]));
}

function documentItem(
  { id, customer, currency, invoiceType, total, paidAmount, settlements }: LoadedInvoice['invoice'],
  { ownLines }: Scene,
): SettledItem {
  const lines = ownLines.get(id) ?? [];
  const base = lines.reduce((sum, { baseAmount }) => sum + baseAmount, 0n);
  const writtenOff = settlements.reduce(
    (sum, { kind, amount }) => (kind === 'write_off' ? sum + amount : sum),
    0n,
  );
  return {
    id,
    customerId: customer.id,
    currency,
    total,
    baseTotal: base < 0n ? -base : base,
    settled: paidAmount,
    relieved: relievedSoFar(settlements, invoiceType === 'memo'),
    cashSettled: paidAmount - writtenOff,
    cash: { kind: 'document', lines },
    movesCash: true,
  };
}

/** @param credits whether the item is the side that credits */
function relievedSoFar(standing: readonly Relief[], credits: boolean): bigint {
  return standing.reduce(
    (sum, { baseAmount, currencyGain }) => sum + baseAmount + (credits ? currencyGain : 0n),
    0n,
  );
}

/** The open item of a payment, also of one that is about to be written. */
export function paymentItem(payment: Payment, { accounts }: SettlementBooks): SettledItem {
  const movesCash = payment.kind !== 'write_off';
  return {
    id: payment.id,
    customerId: payment.customer.id,
    currency: payment.currency,
    total: payment.amount,
    baseTotal: payment.baseAmount,
    settled: payment.appliedAmount,
    relieved: relievedSoFar(payment.allocations, payment.kind !== 'refund'),
    cashSettled: movesCash ? payment.appliedAmount : 0n,
    cash:
      payment.kind === 'payment'
        ? { kind: 'on-account', accountId: accounts.customer_credits }
        : { kind: 'none' },
    movesCash,
  };
}
