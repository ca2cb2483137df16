import type { Allocated } from '../../ledger/settlements/settle.ts';
import type { Invoice, InvoiceSettlement } from '../invoices/invoice.ts';
import type { Payment, PaymentAllocation } from '../payments/payment.ts';
import type { Scene } from './scene.ts';

/** Between whom a settlement takes place. */
interface Parties {
  readonly scene: Scene;
  readonly created: Payment | undefined;
  readonly allocations: readonly Allocated[];
}

/** A payment as it stands after a settlement; itself where that did not touch it. */
export function paymentAfter(payment: Payment, parties: Parties, now: string): Payment {
  const touching = touchingOf(payment.id, parties);
  if (touching.length === 0) return payment;
  return {
    ...payment,
    appliedAmount: payment.appliedAmount + sumOf(touching),
    allocations: [
      ...without(payment.allocations, touching),
      ...touching.filter(isNew).map((allocation) => toPaymentAllocation(payment.id, allocation, parties)),
    ],
    updatedAt: payment.id === parties.created?.id ? payment.updatedAt : now,
  };
}

/** A document as it stands after a settlement; itself where that did not touch it. */
export function documentAfter(invoice: Invoice, parties: Parties, now: string): Invoice {
  const touching = touchingOf(invoice.id, parties);
  if (touching.length === 0) return invoice;
  return {
    ...invoice,
    paidAmount: invoice.paidAmount + sumOf(touching),
    settlements: [
      ...without(invoice.settlements, touching),
      ...touching.filter(isNew).map((allocation) => toInvoiceSettlement(invoice.id, allocation, parties)),
    ],
    updatedAt: now,
  };
}

const touchingOf = (id: string, { allocations }: Parties) =>
  allocations.filter(({ fromId, toId }) => fromId === id || toId === id);

const sumOf = (allocations: readonly Allocated[]) =>
  allocations.reduce((sum, { amount }) => sum + amount, 0n);

const isNew = ({ reverses }: Allocated) => reverses === null;

function without<T extends { readonly allocationId: string }>(
  standing: readonly T[],
  touching: readonly Allocated[],
): T[] {
  const reversed = new Set(touching.map(({ reverses }) => reverses));
  return standing.filter(({ allocationId }) => !reversed.has(allocationId));
}

function otherSide(id: string, { fromId, toId }: Allocated, { scene, created }: Parties) {
  const otherId = fromId === id ? toId : fromId;
  const payment = created?.id === otherId ? created : scene.payments.get(otherId);
  return { otherId, payment, document: scene.documents.get(otherId)?.invoice };
}

function toPaymentAllocation(id: string, allocation: Allocated, parties: Parties): PaymentAllocation {
  const { otherId, payment, document } = otherSide(id, allocation, parties);
  return {
    allocationId: allocation.id,
    itemId: otherId,
    kind: (document?.invoiceType ?? payment!.kind) as PaymentAllocation['kind'],
    number: document?.invoiceNumber ?? null,
    effective: allocation.effective,
    amount: allocation.amount,
    baseAmount: allocation.baseAmount,
    currencyGain: allocation.currencyGain,
  };
}

function toInvoiceSettlement(id: string, allocation: Allocated, parties: Parties): InvoiceSettlement {
  const { otherId, payment, document } = otherSide(id, allocation, parties);
  return {
    allocationId: allocation.id,
    itemId: otherId,
    kind: (document?.invoiceType ?? payment!.kind) as InvoiceSettlement['kind'],
    number: document?.invoiceNumber ?? null,
    method: payment?.method ?? null,
    reference: payment?.reference ?? null,
    effective: allocation.effective,
    amount: allocation.amount,
    baseAmount: allocation.baseAmount,
    currencyGain: allocation.currencyGain,
  };
}
