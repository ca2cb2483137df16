import { v7 as uuidv7 } from 'uuid';
import { toRateColumns } from '../../ledger/exchange-rates/choose-rate.ts';
import { loadLiveEntry } from '../../ledger/posting/load-entry.ts';
import type { Items, NewAllocation, Settled } from '../../ledger/settlements/settle.ts';
import type { ChangedRecord, Posting } from '../../platform/change/change.ts';
import { changesBetween } from '../../platform/change/changes-between.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import type { InvoiceRecord } from '../invoices/invoice.schema.ts';
import { toInvoiceRecord } from '../invoices/invoice-record.ts';
import type { PaymentRecord } from '../payments/payment.schema.ts';
import type { Payment } from '../payments/payment.ts';
import { toPaymentRecord } from '../payments/payment-record.ts';
import { documentAfter, paymentAfter } from './after-settlement.ts';
import { itemsOf, paymentItem, type Scene } from './scene.ts';
import { type SettlementOrigin, settlementEntries } from './settlement-entries.ts';

/** What a caller wants to happen, checked against the rules. */
export interface Settlement {
  readonly allocations: readonly NewAllocation[];
  readonly created?: Payment;
  readonly undone?: { readonly payment: Payment; readonly date: string };
  /** What the audit log of documents and payments calls it. */
  readonly action: string;
}

/** What became of it. */
export interface DoneSettlement {
  readonly records: readonly ChangedRecord[];
  readonly posting: Posting;
  /** The records as they now stand. */
  readonly invoices: ReadonlyMap<string, InvoiceRecord>;
  readonly payments: ReadonlyMap<string, PaymentRecord>;
}

/** An allocation that is about to be written. */
export function newAllocation(
  fromId: string,
  toId: string,
  amount: bigint,
  effective: string,
): NewAllocation {
  return { id: uuidv7(), fromId, toId, amount, effective, reverses: null };
}

/** Works out what a settlement writes: payments, entries in both books, allocations, balances, and what is told of them. */
export async function settleDocuments(
  transaction: Transaction,
  scene: Scene,
  settlement: Settlement,
  origin: SettlementOrigin,
): Promise<DoneSettlement> {
  const { created, undone, allocations } = settlement;
  const entry = undone && (await loadLiveEntry(transaction, undone.payment.id, 1));
  if (undone && !entry) throw new Error(`Payment ${undone.payment.id} has no entry to reverse.`);
  const items = new Map(itemsOf(scene));
  if (created) items.set(created.id, paymentItem(created, scene.books));
  const steps = {
    allocations,
    ...(created ? { created } : {}),
    ...(undone && entry ? { undone: { ...undone, entry } } : {}),
  };
  const { entries, settled } = settlementEntries(steps, items, scene.books, origin);
  const now = new Date().toISOString();
  const told = tellSettlement(scene, settlement, settled, now);
  const posting = {
    settlement: {
      payments: created ? [toPaymentRow(created, origin)] : [],
      entries,
      allocations: settled.allocations.map((allocation) => ({
        id: allocation.id,
        from_open_item_id: allocation.fromId,
        to_open_item_id: allocation.toId,
        amount: String(allocation.amount),
        base_amount: String(allocation.baseAmount),
        currency_gain: String(allocation.currencyGain),
        effective: allocation.effective,
        reverses: allocation.reverses,
      })),
      ...toBalanceRows(scene, settlement, items, settled, now),
    },
  };
  return { ...told, posting };
}

function toPaymentRow(payment: Payment, { caller }: SettlementOrigin): object {
  return {
    id: payment.id,
    kind: payment.kind,
    customer_id: payment.customer.id,
    date: payment.date,
    currency: payment.currency,
    ...toRateColumns(payment),
    amount: String(payment.amount),
    base_amount: String(payment.baseAmount),
    account_id: payment.account?.id ?? null,
    bank_fee: String(payment.bankFee),
    tax_withheld: String(payment.taxWithheld),
    method: payment.method,
    reference: payment.reference,
    notes: payment.notes,
    partner_app_id: caller.app.id,
    created_at: payment.createdAt,
    updated_at: payment.updatedAt,
  };
}

function toBalanceRows(
  scene: Scene,
  { created, undone }: Settlement,
  before: Items,
  { items }: Settled,
  now: string,
) {
  const moved = (id: string) => items.get(id)!.settled - before.get(id)!.settled;
  const changedPayments = [...scene.payments.values(), ...(created ? [created] : [])].filter(
    ({ id }) => moved(id) !== 0n || id === undone?.payment.id,
  );
  return {
    payment_changes: changedPayments.map(({ id }) => ({
      id,
      applied: String(moved(id)),
      undone_date: id === undone?.payment.id ? undone.date : null,
      updated_at: id === created?.id ? created.updatedAt : now,
    })),
    invoice_changes: [...scene.documents.keys()]
      .filter((id) => moved(id) !== 0n)
      .map((id) => ({ id, paid: String(moved(id)), updated_at: now })),
  };
}

function tellSettlement(
  scene: Scene,
  settlement: Settlement,
  settled: Settled,
  now: string,
): Omit<DoneSettlement, 'posting'> {
  const { created, undone, action } = settlement;
  const payments = new Map<string, PaymentRecord>();
  const invoices = new Map<string, InvoiceRecord>();
  const records: ChangedRecord[] = [];
  const parties = { scene, created, allocations: settled.allocations };
  for (const payment of [...scene.payments.values(), ...(created ? [created] : [])]) {
    const after = paymentAfter(payment, parties, now);
    const document = toPaymentRecord(after);
    payments.set(payment.id, document);
    const record = { entity: payment.kind, entityId: payment.id, document };
    if (payment.id === created?.id) records.unshift({ ...record, action: 'created' });
    else if (payment.id === undone?.payment.id)
      records.unshift({ ...record, action: 'deleted', document: toPaymentRecord(payment) });
    else if (after !== payment) {
      const changes = changesBetween(toPaymentRecord(payment), document);
      records.push({ ...record, action, event: `${record.entity}.updated`, changes });
    }
  }
  for (const { invoice, today } of scene.documents.values()) {
    const after = documentAfter(invoice, parties, now);
    const document = toInvoiceRecord(after, today);
    invoices.set(invoice.id, document);
    if (after === invoice) continue;
    const changes = changesBetween(toInvoiceRecord(invoice, today), document);
    records.push({
      entity: 'invoice',
      entityId: invoice.id,
      action,
      event: 'invoice.updated',
      document,
      changes,
    });
  }
  return { records, payments, invoices };
}
