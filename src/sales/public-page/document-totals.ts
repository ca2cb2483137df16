import { multiplyToMinorUnits } from '../../ledger/money/index.ts';
import { amountDueOf, type Invoice, type InvoiceLine, isOffer, isPostingType } from '../invoices/invoice.ts';
import { formatDate, formatMoney, formatNumber } from '../issued-document/document-words.ts';

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
export function listTotals(invoice: Invoice): TotalRow[] {
  return [
    ...(containsItsTaxes(invoice) ? totalsWithTax(invoice) : totalsAndTax(invoice)),
    ...listSettled(invoice),
  ];
}

/** Prices without taxes, which are added. */
function totalsAndTax(invoice: Invoice): TotalRow[] {
  const money = (amount: bigint) => formatMoney(amount, invoice.currency);
  const taxes = listTaxes(invoice).map(
    ({ label, amount }): TotalRow => ({ label, amount: money(amount), kind: 'part' }),
  );
  const discount = toDiscount(invoice, invoice.discount);
  const total: TotalRow = { label: 'Total', amount: money(invoice.total), kind: 'total' };
  if (taxes.length === 0 && discount.length === 0) return [total];
  return [{ label: 'Subtotal', amount: money(invoice.subtotal), kind: 'part' }, ...discount, ...taxes, total];
}

/** Prices that contain their taxes, which are told after the total. */
function totalsWithTax(invoice: Invoice): TotalRow[] {
  const money = (amount: bigint) => formatMoney(amount, invoice.currency);
  const sum = invoice.lines.reduce((all, line) => all + amountOfLine(line, invoice.currency), 0n);
  const discount = toDiscount(invoice, sum - invoice.total);
  return [
    ...(discount.length > 0
      ? [{ label: 'Subtotal', amount: money(sum), kind: 'part' } as const, ...discount]
      : []),
    { label: 'Total', amount: money(invoice.total), kind: 'total' },
    ...listTaxes(invoice).map(
      ({ label, amount }): TotalRow => ({
        label: `Includes ${label}`,
        amount: money(amount),
        kind: 'included',
      }),
    ),
  ];
}

function toDiscount({ discountDescription, currency }: Invoice, amount: bigint): TotalRow[] {
  if (amount === 0n) return [];
  const label = discountDescription ? `Discount (${discountDescription})` : 'Discount';
  return [{ label, amount: formatMoney(-amount, currency), kind: 'part' }];
}

/** Each tax once, with its rate and what it is levied on. */
function listTaxes({ lines, currency }: Invoice): { label: string; amount: bigint }[] {
  const summed = new Map<string, { name: string; rate: string; taxable: bigint; amount: bigint }>();
  for (const { id, name, percentage, taxable, amount } of lines.flatMap((line) => line.taxes)) {
    const key = `${id} ${percentage}`;
    const before = summed.get(key) ?? { name, rate: formatNumber(percentage), taxable: 0n, amount: 0n };
    summed.set(key, { ...before, taxable: before.taxable + taxable, amount: before.amount + amount });
  }
  return [...summed.values()].map(({ name, rate, taxable, amount }) => ({
    label: `${name} ${rate}% on ${formatMoney(taxable, currency)}`,
    amount,
  }));
}

const METHODS: Readonly<Record<string, string>> = {
  card: 'by card',
  cash: 'in cash',
  check: 'by check',
  transfer: 'by bank transfer',
};

/** What has been settled, and what that leaves. */
function listSettled(invoice: Invoice): TotalRow[] {
  if (!isPostingType(invoice.invoiceType) || isOffer(invoice.invoiceType) || invoice.voidDate !== null)
    return [];
  if (invoice.settlements.length === 0) return [];
  const isMemo = invoice.invoiceType === 'memo';
  const settled = invoice.settlements.map(({ kind, number, method, effective, amount }): TotalRow => {
    const how = METHODS[method ?? ''];
    const words = {
      payment: ['Paid', how].filter(Boolean).join(' '),
      refund: ['Paid back', how].filter(Boolean).join(' '),
      write_off: 'Waived',
      memo: `Credit memo ${number}`,
      invoice: `Used for invoice ${number}`,
    }[kind];
    const label = `${words} on ${formatDate(effective)}`;
    return { label, amount: formatMoney(-amount, invoice.currency), kind: 'settled' };
  });
  const left = formatMoney(amountDueOf(invoice), invoice.currency);
  return [...settled, { label: isMemo ? 'Left to use' : 'Still to pay', amount: left, kind: 'owed' }];
}
