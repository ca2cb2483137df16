export { computeDocument } from './compute-document.ts';
export { type CreditedDocument, creditTaxes, type TaxedLine } from './credited-taxes.ts';
export {
  type ComputedDocument,
  type ComputedTax,
  type Discount,
  type DocumentToCompute,
  type LineTax,
  TAX_MODES,
  type TaxMode,
  type TaxRounding,
} from './document.ts';
export { explainDocument } from './explain/explain-document.ts';
export { CALCULATION_STEPS, type CalculationStep } from './explain/step.ts';
export { loadNamedTaxes, type NamedTax } from './named-taxes.store.ts';
export { findExcessiveDiscounts } from './price-lines.ts';
export { arrangeTaxes, findTaxFaults } from './tax-faults.ts';
export {
  namedTaxes,
  namedTaxSchema,
  refuseTaxes,
  taxReferences,
  taxReferencesAsAnswered,
} from './tax-reference.schema.ts';
