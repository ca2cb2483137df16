import { amountDueOf, type Invoice, isOffer } from '../../invoices/index.ts';
import { type LineTax, sumTaxes } from '../document-taxes.ts';
import type { InvoiceDocument } from '../invoice-document.ts';
import type { Words } from '../words/words.ts';
import type { Formats } from './formats.ts';

/** A row of the totals. */
export interface TotalRow {
  readonly label: string;
  readonly value: string;
  readonly kind: 'part' | 'total' | 'due';
}

/** The rows of the totals: net, less the discount, with the taxes, is the total; less what was settled, what is due. */
export function totalRows({ invoice }: InvoiceDocument, words: Words, formats: Formats): TotalRow[] {
  const part = (label: string, amount: bigint): TotalRow => ({
    label,
    value: formats.money(amount),
    kind: 'part',
  });
  const owes = !invoice.isDraft && !isOffer(invoice.invoiceType);
  return [
    part(words.subtotal, invoice.subtotal),
    ...(invoice.discount === 0n ? [] : [part(discountLabel(invoice, words, formats), -invoice.discount)]),
    ...sumTaxes(invoice).map((tax) => part(taxLabel(tax, words, formats), tax.amount)),
    { label: words.total, value: formats.money(invoice.total), kind: 'total' },
    ...settledParts(invoice, words).map(([label, amount]) => part(label, -amount)),
    ...(owes ? [dueRow(invoice, words, formats)] : []),
  ];
}

function dueRow(invoice: Invoice, words: Words, formats: Formats): TotalRow {
  const label = invoice.invoiceType === 'memo' ? words.creditLeft : words.amountDue;
  return { label, value: formats.money(amountDueOf(invoice)), kind: 'due' };
}

function discountLabel(
  { discountGiven, discountDescription }: Invoice,
  words: Words,
  formats: Formats,
): string {
  const rate = discountGiven.type === 'percent' ? ` ${formats.percentage(discountGiven.value)}` : '';
  return `${words.discount}${rate}${discountDescription ? ` (${discountDescription})` : ''}`;
}

/** Blanks and marks of direction. */
const UNSEEN = /[\s\u200e\u200f\u061c]/g;

/** The name of a tax, its rate where the name does not tell it, and what it is reckoned on. */
function taxLabel({ name, percentage, taxable }: LineTax, words: Words, formats: Formats): string {
  const rate = formats.percentage(percentage);
  const isTold = name.replaceAll(UNSEEN, '').includes(rate.replaceAll(UNSEEN, ''));
  return `${name}${isTold ? '' : ` ${rate}`} ${words.taxableBase} ${formats.amount(taxable)}`;
}

function settledParts({ settlements }: Invoice, words: Words): [label: string, amount: bigint][] {
  const sumOf = (...kinds: string[]) =>
    settlements.filter(({ kind }) => kinds.includes(kind)).reduce((sum, { amount }) => sum + amount, 0n);
  const parts: [string, bigint][] = [
    [words.paid, sumOf('payment')],
    [words.creditsApplied, sumOf('memo', 'invoice')],
    [words.writtenOff, sumOf('write_off')],
    [words.refunded, sumOf('refund')],
  ];
  return parts.filter(([, amount]) => amount !== 0n);
}
