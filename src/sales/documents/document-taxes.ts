import type { Invoice } from '../invoices/invoice.ts';

export type LineTax = Invoice['lines'][number]['taxes'][number];

/** Each tax and rate of a document once, summed over its lines, in the order in which they first name them. */
export function sumTaxes({ lines }: Pick<Invoice, 'lines'>): LineTax[] {
  const summed = new Map<string, LineTax>();
  for (const tax of lines.flatMap(({ taxes }) => taxes)) {
    const key = `${tax.id} ${tax.percentage}`;
    const before = summed.get(key);
    const amount = (before?.amount ?? 0n) + tax.amount;
    summed.set(key, { ...tax, taxable: (before?.taxable ?? 0n) + tax.taxable, amount });
  }
  return [...summed.values()];
}
