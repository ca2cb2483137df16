import { type CsvRow, defineReport } from '../define-report.ts';
import { FILTER_ERRORS } from '../filters/line-filter.ts';
import { SALES_BY_CUSTOMER_EXAMPLE, SALES_BY_PRODUCT_EXAMPLE } from './sales-by.examples.ts';
import {
  type SalesByCustomer,
  type SalesByProduct,
  salesByCustomerSchema,
  salesByProductSchema,
  salesByQuery,
} from './sales-by.schema.ts';
import { sumSales } from './sum-sales.ts';

const HOW_IT_COUNTS =
  'The sum is the income of profit and loss, without other income: what was posted to an income account by no invoice ' +
  'stands in a row of its own. Sales are net of discounts and credit memos, and without tax.';

type Row = Omit<SalesByCustomer['rows'][number], 'customerUuid' | 'customer'>;
type Report = Omit<SalesByCustomer, 'rows'>;

const FIGURES = ['netSales', 'share'];
const COMPARED = ['previousNetSales', 'change'];

function figuresOf(row: Row, report: Report): (string | null)[] {
  return [row.netSales, row.share, ...(report.comparedTo ? [row.previousNetSales, row.change] : [])];
}

function totalOf(report: Report, blank: readonly null[]): CsvRow {
  const compared = report.comparedTo ? [report.previousTotalNetSales, null] : [];
  return ['Total', ...blank, report.totalNetSales, null, ...compared];
}

const headOf = ({ comparedTo }: Report) => [...FIGURES, ...(comparedTo ? COMPARED : [])];

/** Sales by customer, by GET and by POST. */
export const SALES_BY_CUSTOMER_ENDPOINTS = defineReport({
  path: 'sales-by-customer',
  operation: 'SalesByCustomer',
  title: 'Sales by Customer',
  description: `What was sold to each customer between two days, and its share of all sales. ${HOW_IT_COUNTS}`,
  query: salesByQuery,
  data: salesByCustomerSchema,
  example: SALES_BY_CUSTOMER_EXAMPLE,
  errors: FILTER_ERRORS,
  async generate(transaction, workspaceId, query): Promise<SalesByCustomer> {
    const { rows, ...report } = await sumSales(transaction, workspaceId, 'customer', query);
    return {
      ...report,
      rows: rows.map(({ id, name, code: _, quantity: __, ...row }) => ({
        customerUuid: id,
        customer: name,
        ...row,
      })),
    };
  },
  toCsv: (report) => [
    ['customer', ...headOf(report)],
    ...report.rows.map((row) => [row.customer, ...figuresOf(row, report)]),
    totalOf(report, []),
  ],
});

/** Sales by product, by GET and by POST. */
export const SALES_BY_PRODUCT_ENDPOINTS = defineReport({
  path: 'sales-by-product',
  operation: 'SalesByProduct',
  title: 'Sales by Product',
  description: `How much of each product was sold between two days, for how much, and its share of all sales. ${HOW_IT_COUNTS}`,
  query: salesByQuery,
  data: salesByProductSchema,
  example: SALES_BY_PRODUCT_EXAMPLE,
  errors: FILTER_ERRORS,
  async generate(transaction, workspaceId, query): Promise<SalesByProduct> {
    const { rows, ...report } = await sumSales(transaction, workspaceId, 'product', query);
    return {
      ...report,
      rows: rows.map(({ id, name, ...row }) => ({ productUuid: id, product: name, ...row })),
    };
  },
  toCsv: (report) => [
    ['product', 'code', 'quantity', ...headOf(report)],
    ...report.rows.map((row) => [row.product, row.code, row.quantity, ...figuresOf(row, report)]),
    totalOf(report, [null, null]),
  ],
});
