import type { FieldError } from '../../../errors.ts';
import { exchangeOf } from '../../../ledger/exchange-rates/choose-rate.ts';
import { convertToBase, formatMinorUnits, minorUnitDigits } from '../../../ledger/money/index.ts';
import { amountDueOf, type Invoice } from '../../invoices/index.ts';
import type { InvoiceDocument } from '../invoice-document.ts';
import { type PaymentTerm, wordsOf } from '../words/words.ts';
import type { EInvoice, EParty } from './e-invoice.ts';
import { toAdjustment, toELine, type WriteAmount } from './e-line.ts';
import { findIncomplete, findUnfitState } from './find-faults.ts';
import { toEAddress, toVatIdentifier } from './party.ts';
import { exemptionOf, groupByVat, type TaxKind, type VatGroup } from './vat.ts';
import { toXmlText } from './xml.ts';

/** What an e-invoice needs beside what is printed. */
export interface EInvoiceFacts {
  /** Of each tax of the document. */
  readonly kinds: ReadonlyMap<string, TaxKind>;
  /** Of a memo: the invoice that it names. */
  readonly preceding: { readonly number: string; readonly date: string } | null;
}

/** A document in the terms of EN 16931, or everything that keeps it from being one. */
export type EInvoiceResult =
  | { readonly invoice: EInvoice; readonly errors?: undefined }
  | { readonly errors: readonly FieldError[] };

/** Puts an issued document into the terms of EN 16931. No amount is changed on the way: what cannot be told is refused. */
export function toEInvoice(document: InvoiceDocument, facts: EInvoiceFacts): EInvoiceResult {
  const errors = [...findUnfitState(document), ...findIncomplete(document, facts.kinds)];
  return errors.length > 0 ? { errors } : { invoice: compose(document, facts) };
}

/** With the two decimals that the standard knows; more were seen to be noughts. */
function amountWriter(currency: string): WriteAmount {
  const excess = Math.max(0, minorUnitDigits(currency) - 2);
  return (amount) => {
    const text = formatMinorUnits(amount, currency);
    return excess === 0 ? text : text.slice(0, -excess);
  };
}

function compose(document: InvoiceDocument, { kinds, preceding }: EInvoiceFacts): EInvoice {
  const { invoice, template } = document;
  const { currency } = invoice;
  const write = amountWriter(currency);
  const digits = minorUnitDigits(currency);
  const words = wordsOf(template.language);
  const groups = groupByVat(invoice.lines, kinds);
  const vats = new Map(groups.flatMap(({ vat, lines }) => lines.map((line) => [line, vat] as const)));
  return {
    typeCode: invoice.invoiceType === 'memo' ? '381' : '380',
    number: invoice.invoiceNumber,
    issueDate: invoice.date,
    dueDate: invoice.dueDate,
    currency,
    accountingTax: toAccountingTax(invoice, groups),
    note: toXmlText(invoice.notes),
    preceding,
    ...toParties(document, groups),
    deliverTo: toEAddress(invoice.customer.shippingAddress) ?? null,
    paymentTerms: document.paymentTerm
      ? words.paymentTerms[document.paymentTerm as PaymentTerm]
      : `${words.dueDate}: ${invoice.dueDate}`,
    lines: invoice.lines.map((line, index) =>
      toELine(line, index, vats.get(line)!, write, digits, words.discount),
    ),
    allowances: groups.flatMap((group) => toAllowance(group, invoice, write, words.discount)),
    breakdown: groups.map((group) => ({
      ...group.vat,
      taxable: write(group.taxable),
      tax: write(group.tax),
      exemption: exemptionOf(group),
    })),
    totals: {
      lines: write(invoice.subtotal),
      allowances: invoice.discount === 0n ? null : write(invoice.discount),
      net: write(invoice.subtotal - invoice.discount),
      tax: write(invoice.tax),
      gross: write(invoice.total),
      paid: invoice.paidAmount === 0n ? null : write(invoice.paidAmount),
      due: write(amountDueOf(invoice)),
    },
  };
}

/** The share of the document's discount that lines of one category and rate bear. */
function toAllowance(group: VatGroup, invoice: Invoice, write: WriteAmount, word: string) {
  if (group.discount === 0n) return [];
  // Deductions bear nothing of it.
  const base = group.lines.reduce((sum, { subtotal }) => (subtotal > 0n ? sum + subtotal : sum), 0n);
  const reason = toXmlText(invoice.discountDescription) ?? word;
  return [{ ...toAdjustment(base, group.discount, invoice.discountGiven, write, reason), vat: group.vat }];
}

function toParties(
  document: InvoiceDocument,
  groups: readonly VatGroup[],
): Record<'seller' | 'buyer', EParty> {
  const { seller, invoice, customerTaxNumber } = document;
  const { customer } = invoice;
  // Who is outside the scope of VAT tells no VAT identifiers (BR-O-02).
  const isOutside = groups.some(({ vat }) => vat.category === 'O');
  const toParty = (name: string, address: EParty['address'], taxNumber: string | null, isSeller: boolean) => {
    const vatIdentifier = isOutside ? null : toVatIdentifier(taxNumber, address.country);
    const otherNumber = vatIdentifier ? null : toXmlText(taxNumber);
    return {
      name,
      address,
      identifier: otherNumber,
      vatIdentifier,
      taxRegistration: isSeller && !isOutside ? otherNumber : null,
      email: null,
    };
  };
  const sellerAddress = toEAddress(seller.address, seller.country)!;
  const buyerAddress = toEAddress(customer.billingAddress)!;
  return {
    seller: toParty(seller.name, sellerAddress, seller.taxNumber, true),
    buyer: {
      ...toParty(customer.customer, buyerAddress, customerTaxNumber, false),
      email: customer.email,
    },
  };
}

/** The tax in the currency of the books, converted as it was posted: each tax by itself. */
function toAccountingTax(invoice: Invoice, groups: readonly VatGroup[]): EInvoice['accountingTax'] {
  const { baseCurrency, currency } = invoice;
  const exchange = exchangeOf(currency, invoice, baseCurrency);
  if (!exchange || groups.every(({ vat }) => vat.category === 'O')) return null;
  const byTax = new Map<string, bigint>();
  for (const { id, amount } of invoice.lines.flatMap(({ taxes }) => taxes))
    byTax.set(id, (byTax.get(id) ?? 0n) + amount);
  const tax = [...byTax.values()].reduce((sum, amount) => sum + convertToBase(amount, exchange), 0n);
  const excess = Math.max(0, minorUnitDigits(baseCurrency) - 2);
  // A third decimal cannot be told (BR-DEC-15), and the amount is not needed.
  if (tax % 10n ** BigInt(excess) !== 0n) return null;
  return { currency: baseCurrency, amount: amountWriter(baseCurrency)(tax) };
}
