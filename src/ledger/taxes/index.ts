export { computeDocument } from './compute-document.ts';
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
export { findExcessiveDiscounts } from './price-lines.ts';
export { arrangeTaxes, findTaxFaults } from './tax-faults.ts';
