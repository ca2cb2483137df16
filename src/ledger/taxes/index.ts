export { loadNamedTaxes, type NamedTax } from './named-taxes.store.ts';
export { namedTaxes, namedTaxSchema, refuseTaxes, taxReferences } from './tax-reference.schema.ts';
