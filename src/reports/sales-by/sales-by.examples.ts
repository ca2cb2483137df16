import { ACCOUNT_EXAMPLE_IDS } from '../../ledger/accounts/account.examples.ts';
import { CUSTOMER_EXAMPLE } from '../../sales/customers/index.ts';
import { PRODUCT_EXAMPLE } from '../../sales/products/index.ts';
import { EXAMPLE_SEAL, linkOfExample } from '../filters/report.examples.ts';
import type { SalesByCustomer, SalesByProduct } from './sales-by.schema.ts';

const PERIOD = { startDate: '2026-01-01', endDate: '2026-12-31' };

const HEAD = {
  ...PERIOD,
  currency: 'USD',
  basis: 'accrual',
  seal: EXAMPLE_SEAL,
  signs: 'Sales are positive; what credit memos take back is negative.',
  comparedTo: { startDate: '2025-01-01', endDate: '2025-12-31' },
  totalNetSales: '250.00',
  previousTotalNetSales: '0.00',
} as const;

const FIGURES = { netSales: '250.00', share: '100.00', previousNetSales: '0.00', change: '250.00' };

const linkOf = (own: Record<string, string>) =>
  linkOfExample({
    endDate: PERIOD.endDate,
    basis: 'accrual',
    startDate: PERIOD.startDate,
    accountUuids: ACCOUNT_EXAMPLE_IDS.serviceIncome,
    ...own,
  });

/** The year of the invoice of the Create Invoice page, and nothing else, beside the year before. */
export const SALES_BY_CUSTOMER_EXAMPLE: SalesByCustomer = {
  ...HEAD,
  rows: [
    {
      customerUuid: CUSTOMER_EXAMPLE.uuid,
      customer: CUSTOMER_EXAMPLE.customer,
      ...FIGURES,
      link: linkOf({ customerUuids: CUSTOMER_EXAMPLE.uuid }),
    },
  ],
};

export const SALES_BY_PRODUCT_EXAMPLE: SalesByProduct = {
  ...HEAD,
  rows: [
    {
      productUuid: PRODUCT_EXAMPLE.uuid,
      product: PRODUCT_EXAMPLE.name,
      code: PRODUCT_EXAMPLE.code,
      quantity: '1',
      ...FIGURES,
      link: linkOf({ productUuids: PRODUCT_EXAMPLE.uuid }),
    },
  ],
};
