import type { CsvRow } from '../define-report.ts';
import type { TaxReturnRecord } from './tax-return.schema.ts';

const FIGURES = ['taxableSales', 'taxOnSales', 'taxablePurchases', 'taxOnPurchases', 'netTax'] as const;
type Figures = Pick<TaxReturnRecord['lateTotals'], (typeof FIGURES)[number]>;

const figuresOf = (figures: Figures) => FIGURES.map((figure) => figures[figure]);

/**
 * A return as a table. What is dated in the period and what came late stand in rows of their own, so that each column adds up;
 * the last row has what is due.
 */
export function toCsv({ rows, late, totals, lateTotals }: TaxReturnRecord): CsvRow[] {
  const taxesOf = (row: TaxReturnRecord['late'][number]) => [
    ...[row.tax, row.kind, row.percentage, row.accountName, ...figuresOf(row)],
  ];
  const isNothing = (row: Figures) => figuresOf(row).every((figure) => /^-?0(\.0+)?$/.test(figure));
  const none = [null, null, null, null];
  return [
    ['section', 'tax', 'kind', 'percentage', 'account', ...FIGURES],
    // A tax that is only in late entries has a row of adjustments alone.
    ...rows.filter((row) => !isNothing(row)).map((row) => ['period', ...taxesOf(row)]),
    ...late.map((row) => ['late', ...taxesOf(row)]),
    ['total of the period', ...none, ...figuresOf(totals)],
    ['total of late entries', ...none, ...figuresOf(lateTotals)],
    ['tax due', ...none, null, null, null, null, totals.taxDue],
  ];
}
