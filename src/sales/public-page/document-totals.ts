import { multiplyToMinorUnits } from '../../ledger/money/index.ts';
import { sumTaxes } from '../documents/document-taxes.ts';
import { fill } from '../documents/words/letters/letters.ts';
import type { Voice } from '../documents/words/voice.ts';
import { amountDueOf, type Invoice, type InvoiceLine, isOffer, isPostingType } from '../invoices/invoice.ts';

/** One row of the sums at the end of a document. */
export interface TotalRow {
  readonly label: string;
  readonly amount: string;
  readonly kind: 'part' | 'total' | 'included' | 'settled' | 'owed';
}

/** What a line comes to after its own discount: with its taxes where its price contains them. */
export function amountOfLine({ quantity, price, discount }: InvoiceLine, currency: string): bigint {
  return multiplyToMinorUnits(quantity, price, currency) - discount;
}

/** Whether the prices of a document contain its taxes, all of them. */
export function containsItsTaxes({ lines }: Invoice): boolean {
  const taxes = lines.flatMap((line) => line.taxes);
  return taxes.length > 0 && taxes.every(({ inclusive }) => inclusive);
}

/** The sums of a document, row by row, each following from those above it. */
export function listTotals(invoice: Invoice, voice: Voice): TotalRow[] {
  return [
    ...(containsItsTaxes(invoice) ? totalsWithTax(invoice, voice) : totalsAndTax(invoice, voice)),
    ...listSettled(invoice, voice),
  ];
}

/** Prices without taxes, which are added. */
function totalsAndTax(invoice: Invoice, voice: Voice): TotalRow[] {
  const { money, words } = voice;
  const taxes = listTaxes(invoice, voice).map(
    ({ label, amount }): TotalRow => ({ label, amount: money(amount), kind: 'part' }),
  );
  const discount = toDiscount(invoice, invoice.discount, voice);
  const total: TotalRow = { label: words.total, amount: money(invoice.total), kind: 'total' };
  if (taxes.length === 0 && discount.length === 0) return [total];
  return [
    { label: words.subtotal, amount: money(invoice.subtotal), kind: 'part' },
    ...discount,
    ...taxes,
    total,
  ];
}

/** Prices that contain their taxes, which are told after the total. */
function totalsWithTax(invoice: Invoice, voice: Voice): TotalRow[] {
  const { money, words, letters } = voice;
  const sum = invoice.lines.reduce((all, line) => all + amountOfLine(line, invoice.currency), 0n);
  const discount = toDiscount(invoice, sum - invoice.total, voice);
  return [
    ...(discount.length > 0
      ? [{ label: words.subtotal, amount: money(sum), kind: 'part' } as const, ...discount]
      : []),
    { label: words.total, amount: money(invoice.total), kind: 'total' },
    ...listTaxes(invoice, voice).map(
      ({ label, amount }): TotalRow => ({
        label: fill(letters.page.includes, { tax: label }),
        amount: money(amount),
        kind: 'included',
      }),
    ),
  ];
}

function toDiscount({ discountDescription }: Invoice, amount: bigint, { words, money }: Voice): TotalRow[] {
  if (amount === 0n) return [];
  const label = discountDescription ? `${words.discount} (${discountDescription})` : words.discount;
  return [{ label, amount: money(-amount), kind: 'part' }];
}

/** Each tax once, with its rate and what it is levied on. */
function listTaxes(invoice: Invoice, { formats, words, money }: Voice): { label: string; amount: bigint }[] {
  return sumTaxes(invoice).map(({ name, percentage, taxable, amount }) => ({
    label: `${name} ${formats.percentage(percentage)} ${words.taxableBase} ${money(taxable)}`,
    amount,
  }));
}

/** What has been settled, and what that leaves. */
function listSettled(invoice: Invoice, { letters, words, formats, money }: Voice): TotalRow[] {
  if (!isPostingType(invoice.invoiceType) || isOffer(invoice.invoiceType) || invoice.voidDate !== null)
    return [];
  if (invoice.settlements.length === 0) return [];
  const methods: Readonly<Record<string, string>> = letters.methods;
  const settled = invoice.settlements.map(({ kind, number, method, effective, amount }): TotalRow => {
    const how = methods[method ?? ''] ?? '';
    const values = { how, number: number ?? '', date: formats.date(effective) };
    return { label: fill(letters.settled[kind], values), amount: money(-amount), kind: 'settled' };
  });
  const label = invoice.invoiceType === 'memo' ? words.creditLeft : words.amountDue;
  return [...settled, { label, amount: money(amountDueOf(invoice)), kind: 'owed' }];
}
