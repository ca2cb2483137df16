import { formatDecimal, ZERO } from '../../../ledger/money/index.ts';
import type { Invoice } from '../../invoices/index.ts';
import type { EVat, EVatBreakdown, VatCategory } from './e-invoice.ts';

type Line = Invoice['lines'][number];

/** How a tax is levied: of the taxes of approved documents it does not change. */
export type TaxKind = 'standard' | 'zero' | 'exempt' | 'reverse_charge' | 'withholding';

const CATEGORIES: Readonly<Record<TaxKind, VatCategory>> = {
  standard: 'S',
  zero: 'Z',
  exempt: 'E',
  reverse_charge: 'AE',
  withholding: 'O',
};

/** The category and rate of a line that bears one tax at most. A standard tax of 0 % is zero rated (BR-S-05). */
function vatOf({ taxes: [tax] }: Line, kinds: ReadonlyMap<string, TaxKind>): EVat {
  if (!tax) return { category: 'O', rate: null };
  const category = CATEGORIES[kinds.get(tax.id)!];
  const isNothing = category === 'S' && tax.percentage === ZERO;
  return { category: isNothing ? 'Z' : category, rate: formatDecimal(tax.percentage) };
}

/** Lines of one category and rate, with what they come to in minor units. */
export interface VatGroup {
  readonly vat: EVat;
  readonly lines: readonly Line[];
  /** Their net amounts, before the document's discount. */
  readonly net: bigint;
  readonly discount: bigint;
  readonly taxable: bigint;
  readonly tax: bigint;
}

const sumOf = (lines: readonly Line[], amountOf: (line: Line) => bigint) =>
  lines.reduce((sum, line) => sum + amountOf(line), 0n);

/** The lines by category and rate, in the order in which lines first have them. */
export function groupByVat(lines: readonly Line[], kinds: ReadonlyMap<string, TaxKind>): VatGroup[] {
  const byVat = new Map<string, { vat: EVat; lines: Line[] }>();
  for (const line of lines) {
    const vat = vatOf(line, kinds);
    const key = `${vat.category} ${vat.rate}`;
    const group = byVat.get(key) ?? { vat, lines: [] };
    byVat.set(key, group);
    group.lines.push(line);
  }
  return [...byVat.values()].map((group) => {
    const net = sumOf(group.lines, ({ subtotal }) => subtotal);
    const discount = sumOf(group.lines, ({ documentDiscount }) => documentDiscount);
    return { ...group, net, discount, taxable: net - discount, tax: sumOf(group.lines, ({ tax }) => tax) };
  });
}

/** Why nothing is levied: the words, and their code of the list VATEX. S and Z have none (BR-S-10, BR-Z-10). */
export function exemptionOf({ vat, lines }: VatGroup): EVatBreakdown['exemption'] {
  if (vat.category === 'AE') return { reason: 'Reverse charge', code: 'VATEX-EU-AE' };
  if (vat.category === 'O') return { reason: 'Not subject to VAT', code: 'VATEX-EU-O' };
  if (vat.category !== 'E') return null;
  // Which article of law exempts is nowhere told but in the tax's name.
  const names = new Set(lines.flatMap(({ taxes }) => taxes.map(({ name }) => name)));
  return { reason: [...names].join('; '), code: null };
}
