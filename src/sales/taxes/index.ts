import type { Endpoint } from '../../platform/http/endpoint.ts';
import { createTax } from './create-tax.ts';
import { listTaxes } from './list-taxes.ts';

export { namedTaxes, namedTaxSchema, refuseTaxes, taxReferences } from '../../ledger/taxes/index.ts';
export { TAX_EXAMPLE } from './tax.examples.ts';
export { loadTaxes, type Tax } from './taxes.store.ts';

/** The endpoints of sales taxes. */
export const TAX_ENDPOINTS: readonly Endpoint[] = [createTax, listTaxes];
