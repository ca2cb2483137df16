import type { LineTax, TaxMode } from './document.ts';

/** Why taxes cannot stand on one line: some are contained in the price and some are not, or two are compound. */
export type TaxFault = 'mixed' | 'second_compound';

/** What keeps taxes from being charged together on one line (ledger.md 5). */
export function findTaxFaults(taxes: readonly LineTax[]): TaxFault[] {
  const inclusive = taxes.filter((tax) => tax.inclusive).length;
  const compound = taxes.filter((tax) => tax.compound).length;
  return [
    ...(inclusive > 0 && inclusive < taxes.length ? (['mixed'] as const) : []),
    ...(compound > 1 ? (['second_compound'] as const) : []),
  ];
}

/**
 * The taxes of a line in the order in which they are levied: the compound one last, since it is levied on the others.
 * A document's tax mode wins over what they say of themselves.
 */
export function arrangeTaxes<Tax extends LineTax>(taxes: readonly Tax[], mode: TaxMode | null): Tax[] {
  if (mode === 'none') return [];
  const levied = [...taxes.filter((tax) => !tax.compound), ...taxes.filter((tax) => tax.compound)];
  return mode === null ? levied : levied.map((tax) => ({ ...tax, inclusive: mode === 'inclusive' }));
}
