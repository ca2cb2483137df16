import type { ChosenRate } from '../../ledger/exchange-rates/choose-rate.ts';
import type { Decimal, Exchange } from '../../ledger/money/index.ts';
import { convertDocument } from '../../ledger/posting/convert-document.ts';
import type { NewOpenItem } from '../../ledger/posting/entry-rows.ts';
import { buildPosting, type JournalLine } from '../../ledger/posting/posting.ts';
import type { ComputedTax, Discount, LineTax, TaxMode, TaxRounding } from '../../ledger/taxes/index.ts';
import type { Address } from '../customers/index.ts';

export const INVOICE_TYPES = ['invoice', 'quote', 'estimate', 'memo'] as const;
export type InvoiceType = (typeof INVOICE_TYPES)[number];

/** What a workspace without a number of the client's own calls its documents. */
export const NUMBER_SERIES: Readonly<Record<InvoiceType, string>> = {
  invoice: 'INV-',
  quote: 'QUO-',
  estimate: 'EST-',
  memo: 'CM-',
};

export interface BilledCustomer {
  readonly id: string;
  readonly customer: string;
  readonly email: string | null;
  readonly billingAddress: Address | null;
  readonly shippingAddress: Address | null;
}

export interface BilledProduct {
  readonly id: string;
  readonly name: string;
  readonly code: string | null;
  readonly type: 'service' | 'good';
  readonly categoryAccount: { readonly id: string; readonly name: string; readonly type: string } | null;
}

/** A tax with the account that collects it. */
export interface SalesTax extends LineTax {
  readonly salesAccountId: string;
}

export interface InvoiceLine {
  readonly id: string;
  readonly product: BilledProduct;
  readonly description: string | null;
  readonly quantity: Decimal;
  readonly price: Decimal;
  readonly discountGiven: Discount;
  readonly discount: bigint;
  readonly subtotal: bigint;
  readonly documentDiscount: bigint;
  readonly taxes: readonly ComputedTax[];
  readonly tax: bigint;
  readonly total: bigint;
}

/** One allocation of an invoice or memo, with what stands on its other side. */
export interface InvoiceSettlement {
  readonly allocationId: string;
  /** The payment, refund, write-off, memo or invoice. */
  readonly itemId: string;
  readonly kind: 'payment' | 'refund' | 'write_off' | 'memo' | 'invoice';
  /** Of a memo or invoice. */
  readonly number: string | null;
  readonly method: string | null;
  readonly reference: string | null;
  readonly effective: string;
  readonly amount: bigint;
  /** What it relieved, and what was gained by another rate, in the workspace's currency. */
  readonly baseAmount: bigint;
  readonly currencyGain: bigint;
}

/** An invoice, quote, estimate or credit memo as it stands; amounts in minor units of its currency, never negative. */
export interface Invoice extends ChosenRate {
  readonly id: string;
  /** 1 when it is created, one more each time that the draft is replaced. */
  readonly version: number;
  readonly invoiceType: InvoiceType;
  readonly invoiceNumber: string;
  readonly isDraft: boolean;
  readonly isSent: boolean;
  /** When it was first sent, and when its public page was first opened. */
  readonly sentAt: string | null;
  readonly viewedAt: string | null;
  /** Whether it is left out of what reminder rules send. */
  readonly remindersPaused: boolean;
  /** The accounting date on which it was made void; null while it stands. */
  readonly voidDate: string | null;
  /** What the customer said to a quote or estimate. */
  readonly answer: 'accepted' | 'declined' | null;
  /** The quote or estimate that it was made of, and the invoice that a quote or estimate became. */
  readonly convertedFromId: string | null;
  readonly convertedToId: string | null;
  /** The template that it is a run of. */
  readonly recurringTemplateId: string | null;
  /** Every person who wrote or changed what it says. */
  readonly writtenBy: readonly string[];
  /** Of a memo: the invoice that it names as what it credits. */
  readonly appliedToInvoiceId: string | null;
  /** Of an invoice: the approved memos that name it, those that are void left out. */
  readonly creditMemoIds: readonly string[];
  readonly date: string;
  readonly dueDate: string;
  readonly currency: string;
  /** The workspace's. */
  readonly baseCurrency: string;
  /** Over its taxes' own flags; null: they decide. */
  readonly taxMode: TaxMode | null;
  readonly taxRounding: TaxRounding;
  readonly notes: string | null;
  readonly customer: BilledCustomer;
  /** Who owes it: the customer, or the one into whom it was merged since. */
  readonly payerId: string;
  readonly lines: readonly InvoiceLine[];
  readonly tags: readonly { readonly id: string; readonly name: string; readonly color: string | null }[];
  readonly discountGiven: Discount;
  readonly discountDescription: string | null;
  readonly subtotal: bigint;
  readonly discount: bigint;
  readonly tax: bigint;
  readonly total: bigint;
  /** The total in minor units of the workspace's currency. */
  readonly baseTotal: bigint;
  readonly paidAmount: bigint;
  /** What `paidAmount` is made of, in the order in which it came. */
  readonly settlements: readonly InvoiceSettlement[];
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** Invoices and memos say what is owed; quotes and estimates say what might be, and never move the books. */
export function isPostingType(invoiceType: InvoiceType): boolean {
  return invoiceType === 'invoice' || invoiceType === 'memo';
}

/** Quotes and estimates: what a customer accepts or declines. */
export function isOffer(invoiceType: InvoiceType): boolean {
  return !isPostingType(invoiceType);
}

/** What is still owed on a document, or of a memo still to be applied; nothing on one that is void. */
export function amountDueOf({
  total,
  paidAmount,
  voidDate,
}: Pick<Invoice, 'total' | 'paidAmount' | 'voidDate'>) {
  return voidDate === null ? total - paidAmount : 0n;
}

/** Whether a document has an entry: approved, of a posting type, and not of nothing. */
export function movesBooks(invoice: Pick<Invoice, 'invoiceType' | 'isDraft' | 'total'>): boolean {
  const { invoiceType, isDraft, total } = invoice;
  return !isDraft && total !== 0n && isPostingType(invoiceType);
}

export interface LineToPost {
  readonly accountId: string;
  readonly productId: string;
  readonly subtotal: bigint;
  readonly documentDiscount: bigint;
  readonly taxes: readonly ComputedTax<SalesTax>[];
}

export interface InvoiceToPost {
  readonly id: string;
  readonly invoiceType: InvoiceType;
  readonly currency: string;
  /** Into the workspace's currency; undefined where it is in that. */
  readonly exchange: Exchange | undefined;
  readonly customerId: string;
  readonly total: bigint;
  readonly tagIds: readonly string[];
  readonly receivableAccountId: string;
  readonly lines: readonly LineToPost[];
}

/**
 * The entry of an approved invoice: Dr accounts receivable the total; Cr each line's income account, net of both
 * discounts; Cr each tax. A memo is the mirror. Accrual book only: the cash book follows the settlement (ledger.md 3, 4).
 */
export function postInvoice(invoice: InvoiceToPost): { lines: JournalLine[]; openItem: NewOpenItem } {
  const { customerId, tagIds, total, exchange } = invoice;
  const posting = buildPosting(invoice.currency);
  const [debit, credit] =
    invoice.invoiceType === 'memo' ? [posting.credit, posting.debit] : [posting.debit, posting.credit];
  const openItemId = invoice.id;
  const shared = { basis: 'accrual', customerId, tagIds } as const;
  const nets = invoice.lines.map(({ subtotal, documentDiscount }) => subtotal - documentDiscount);
  const taxes = sumTaxes(invoice.lines);
  const amounts = { total, nets, taxes: taxes.map(({ amount }) => amount) };
  const base = exchange ? convertDocument(amounts, exchange) : amounts;
  debit({
    ...shared,
    accountId: invoice.receivableAccountId,
    amount: total,
    baseAmount: base.total,
    openItemId,
  });
  for (const [index, { accountId, productId }] of invoice.lines.entries()) {
    credit({ ...shared, accountId, productId, amount: nets[index]!, baseAmount: base.nets[index]! });
  }
  for (const [index, tax] of taxes.entries()) {
    credit({
      ...shared,
      accountId: tax.salesAccountId,
      taxId: tax.id,
      amount: tax.amount,
      baseAmount: base.taxes[index]!,
      taxBase: tax.taxable,
    });
  }
  return {
    lines: posting.finish(),
    openItem: {
      id: openItemId,
      control: 'receivable',
      source: 'invoice',
      sourceId: invoice.id,
      customerId,
      currency: invoice.currency,
    },
  };
}

/** Each tax once, summed over the lines: it is converted into another currency as a whole. */
function sumTaxes(lines: readonly LineToPost[]): ComputedTax<SalesTax>[] {
  const summed = new Map<string, ComputedTax<SalesTax>>();
  for (const tax of lines.flatMap((line) => line.taxes)) {
    const before = summed.get(tax.id);
    const amount = (before?.amount ?? 0n) + tax.amount;
    summed.set(tax.id, { ...tax, amount, taxable: (before?.taxable ?? 0n) + tax.taxable });
  }
  return [...summed.values()];
}
