import type { Endpoint } from '../../platform/http/endpoint.ts';
import { createTax } from './create-tax.ts';
import { deleteTax } from './delete-tax.ts';
import { getTax } from './get-tax.ts';
import { listTaxes } from './list-taxes.ts';
import { updateTax } from './update-tax.ts';

export {
  namedTaxes,
  namedTaxSchema,
  refuseTaxes,
  taxReferences,
  taxReferencesAsAnswered,
} from '../../ledger/taxes/index.ts';
export { percentageOnSale } from './percentage-on-sale.ts';
export { TAX_EXAMPLE } from './tax.examples.ts';
export { loadTaxes, type Tax, type TaxKind } from './taxes.store.ts';

/** The endpoints of sales taxes. */
export const TAX_ENDPOINTS: readonly Endpoint[] = [createTax, listTaxes, getTax, updateTax, deleteTax];
