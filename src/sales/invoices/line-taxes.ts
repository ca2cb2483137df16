import { type FieldError, fieldError } from '../../errors.ts';
import { readStoredDecimal } from '../../ledger/money/index.ts';
import { arrangeTaxes, findTaxFaults, type TaxMode } from '../../ledger/taxes/index.ts';
import { namedTaxes, percentageOnSale } from '../taxes/index.ts';
import type { SalesTax } from './invoice.ts';
import type { InvoiceBody } from './invoice-body.schema.ts';
import type { InvoiceReferences } from './invoice-references.ts';

type BodyLine = InvoiceBody['products'][number];
type Product = InvoiceReferences['products'][number];

/** The taxes that a line bears, in the order in which they are levied, and what was wrong with the choice. */
export interface ChosenTaxes {
  readonly taxes: readonly SalesTax[];
  readonly errors: readonly FieldError[];
}

function toSalesTax(tax: InvoiceReferences['taxes'][number]): SalesTax {
  const { id, name, kind, inclusive, compound, salesAccountId } = tax;
  const percentage = percentageOnSale({ kind, percentage: readStoredDecimal(tax.percentage) });
  return { id, name, percentage, inclusive, compound, salesAccountId };
}

const FAULTS = {
  mixed: { code: 'MIXED_INCLUSIVE_TAXES', predicate: 'must be all inclusive or all exclusive' },
  second_compound: { code: 'SECOND_COMPOUND_TAX', predicate: 'must be at most one compound tax' },
} as const;

/**
 * Chooses the taxes of lines: a list that is given always wins; else none for an exempt customer, else the product's,
 * then the customer's (reference 4.6.1). Inactive ones are refused wherever they come from, lest a rate that is no longer
 * in force is charged.
 */
export function chooseTaxes(references: InvoiceReferences, mode: TaxMode | null) {
  const customer = references.customer!;
  const byId = new Map(references.taxes.map((tax) => [tax.id, tax]));
  const salesTaxes = new Map(references.taxes.map((tax) => [tax.id, toSalesTax(tax)]));

  return (line: BodyLine, product: Product, path: string): ChosenTaxes => {
    const named = namedTaxes(line);
    const standing = customer.taxExcluded || mode === 'none' ? [] : [...product.taxIds, ...customer.taxIds];
    const ids = named?.ids ?? [...new Set(standing)];
    const field = `${path}.${named?.field ?? 'taxes'}`;
    const origin = named ? '' : ', those of the product and of the customer too, which the line leaves it to';
    const inactive = ids.filter((id) => byId.get(id)?.status === 'inactive');
    const taxes = arrangeTaxes(
      ids.flatMap((id) => salesTaxes.get(id) ?? []),
      mode,
    );
    return {
      taxes,
      errors: [
        ...inactive.map((id) =>
          fieldError(field, 'TAX_INACTIVE', `must be active taxes${origin}: ${id} is inactive`, { uuid: id }),
        ),
        ...findTaxFaults(taxes).map((fault) =>
          fieldError(field, FAULTS[fault].code, `${FAULTS[fault].predicate}${origin}`),
        ),
      ],
    };
  };
}
