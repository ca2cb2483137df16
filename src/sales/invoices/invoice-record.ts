import { decimalToNumber, formatExchangeRate, formatMinorUnits } from '../../ledger/money/index.ts';
import type { Discount } from '../../ledger/taxes/index.ts';
import { identityOf } from '../../platform/http/record.ts';
import type { Address } from '../customers/index.ts';
import type { InvoiceRecord } from './invoice.schema.ts';
import { amountDueOf, type Invoice, type InvoiceLine } from './invoice.ts';
import { paymentStatusOf, statusOf } from './invoice-status.ts';

type TaxRecord = InvoiceRecord['taxes'][number];

/**
 * An invoice in the words of the API: computed money as decimal strings, quantities and prices as numbers.
 *
 * @param today in the workspace's time zone, for the status
 */
export function toInvoiceRecord(invoice: Invoice, today: string): InvoiceRecord {
  const money = (amount: bigint) => formatMinorUnits(amount, invoice.currency);
  return {
    ...identityOf(invoice.id),
    invoiceNumber: invoice.invoiceNumber,
    invoiceType: invoice.invoiceType,
    status: statusOf(invoice, today),
    approvalStatus: invoice.isDraft ? 'draft' : 'approved',
    paymentStatus: paymentStatusOf(invoice),
    isDraft: invoice.isDraft,
    isSent: invoice.isSent,
    sentAt: invoice.sentAt,
    viewedAt: invoice.viewedAt,
    remindersPaused: invoice.remindersPaused,
    date: invoice.date,
    dueDate: invoice.dueDate,
    currency: invoice.currency,
    exchangeRate: formatExchangeRate(invoice.exchangeRate),
    exchangeRateDate: invoice.exchangeRateDate,
    exchangeRateSource: invoice.exchangeRateSource,
    taxMode: invoice.taxMode,
    notes: invoice.notes,
    customerUuid: invoice.customer.id,
    customer: {
      ...identityOf(invoice.customer.id),
      customer: invoice.customer.customer,
      email: invoice.customer.email,
      billingAddress: toAddress(invoice.customer.billingAddress),
      shippingAddress: toAddress(invoice.customer.shippingAddress),
    },
    products: invoice.lines.map((line) => toLineRecord(line, invoice.currency)),
    tagUuids: invoice.tags.map(({ id }) => id),
    tags: invoice.tags.map(({ id, name, color }) => ({ ...identityOf(id), name, color })),
    subtotal: money(invoice.subtotal),
    discount: money(invoice.discount),
    ...toGivenDiscount(invoice.discountGiven),
    discountDescription: invoice.discountDescription,
    taxes: summariseTaxes(invoice.lines, invoice.currency),
    tax: money(invoice.tax),
    total: money(invoice.total),
    baseTotal: formatMinorUnits(invoice.baseTotal, invoice.baseCurrency),
    paidAmount: money(invoice.paidAmount),
    amountDue: money(amountDueOf(invoice)),
    ...toSettlementRecords(invoice),
    voidDate: invoice.voidDate,
    convertedFromUuid: invoice.convertedFromId,
    convertedToUuid: invoice.convertedToId,
    recurringInvoiceTemplateUuid: invoice.recurringTemplateId,
    appliedToInvoiceUuid: invoice.appliedToInvoiceId,
    creditMemoUuids: [...invoice.creditMemoIds],
    createdAt: invoice.createdAt,
    updatedAt: invoice.updatedAt,
  };
}

function toSettlementRecords({
  settlements,
  currency,
}: Invoice): Pick<InvoiceRecord, 'payments' | 'credits'> {
  const payments: InvoiceRecord['payments'] = [];
  const credits: InvoiceRecord['credits'] = [];
  for (const { itemId, kind, number, method, reference, effective, amount } of settlements) {
    const settled = { date: effective, amount: formatMinorUnits(amount, currency) };
    if (kind === 'memo' || kind === 'invoice')
      credits.push({ ...identityOf(itemId), invoiceNumber: number!, ...settled });
    else payments.push({ ...identityOf(itemId), kind, method, reference, ...settled });
  }
  return { payments, credits };
}

function toAddress(address: Address | null): Address | null {
  if (!address) return null;
  const { street, city, state, zipCode, country } = address;
  return { street, city, state, zipCode, country };
}

function toGivenDiscount({ type, value }: Discount) {
  const given = decimalToNumber(value);
  return type === 'percent'
    ? { discountPercent: given, discountAmount: null }
    : { discountPercent: null, discountAmount: given };
}

function toTaxRecord(tax: InvoiceLine['taxes'][number], currency: string): TaxRecord {
  return {
    ...identityOf(tax.id),
    name: tax.name,
    percentage: decimalToNumber(tax.percentage),
    inclusive: tax.inclusive,
    compound: tax.compound,
    taxable: formatMinorUnits(tax.taxable, currency),
    amount: formatMinorUnits(tax.amount, currency),
  };
}

function toLineRecord(line: InvoiceLine, currency: string): InvoiceRecord['products'][number] {
  const { product } = line;
  const money = (amount: bigint) => formatMinorUnits(amount, currency);
  const price = decimalToNumber(line.price);
  return {
    ...identityOf(line.id),
    productUuid: product.id,
    product: {
      ...identityOf(product.id),
      name: product.name,
      code: product.code,
      type: product.type,
      categoryAccount: product.categoryAccount && {
        uuid: product.categoryAccount.id,
        name: product.categoryAccount.name,
        type: product.categoryAccount.type,
      },
    },
    description: line.description,
    quantity: decimalToNumber(line.quantity),
    price,
    unitPrice: price,
    discount: money(line.discount),
    ...toGivenDiscount(line.discountGiven),
    subtotal: money(line.subtotal),
    documentDiscount: money(line.documentDiscount),
    taxes: line.taxes.map((tax) => toTaxRecord(tax, currency)),
    tax: money(line.tax),
    total: money(line.total),
  };
}

/** Each tax once, summed over the lines, in the order in which the lines first name them. */
function summariseTaxes(lines: readonly InvoiceLine[], currency: string): TaxRecord[] {
  const summed = new Map<string, InvoiceLine['taxes'][number]>();
  for (const tax of lines.flatMap((line) => line.taxes)) {
    const before = summed.get(tax.id);
    const amount = (before?.amount ?? 0n) + tax.amount;
    summed.set(tax.id, { ...tax, taxable: (before?.taxable ?? 0n) + tax.taxable, amount });
  }
  return [...summed.values()].map((tax) => toTaxRecord(tax, currency));
}
