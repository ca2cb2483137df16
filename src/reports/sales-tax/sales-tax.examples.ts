import { ACCOUNT_EXAMPLE_IDS } from '../../ledger/accounts/account.examples.ts';
import { TAX_EXAMPLE } from '../../sales/taxes/index.ts';
import { EXAMPLE_SEAL, linkOfExample } from '../filters/report.examples.ts';
import type { SalesTaxReport } from './sales-tax.schema.ts';

const PERIOD = { startDate: '2026-07-01', endDate: '2026-09-30' };
const FIGURES = {
  taxableSales: '250.00',
  taxOnSales: '20.63',
  taxablePurchases: '0.00',
  taxOnPurchases: '0.00',
  netTax: '20.63',
};

const ACCOUNT = ACCOUNT_EXAMPLE_IDS.salesTax;
const linkOf = (own: Record<string, string>) =>
  linkOfExample({
    endDate: PERIOD.endDate,
    basis: 'accrual',
    startDate: PERIOD.startDate,
    accountUuids: ACCOUNT,
    ...own,
  });

/** A quarter with one taxed invoice, in which nothing was paid to the authority. */
export const SALES_TAX_EXAMPLE: SalesTaxReport = {
  ...PERIOD,
  currency: 'USD',
  basis: 'accrual',
  seal: EXAMPLE_SEAL,
  signs: 'Tax on sales is positive and owed, tax on purchases positive and reclaimed; net tax is owed.',
  comparedTo: null,
  rows: [
    {
      taxUuid: TAX_EXAMPLE.uuid,
      tax: TAX_EXAMPLE.name,
      kind: TAX_EXAMPLE.kind,
      percentage: '8.25',
      accountUuid: ACCOUNT,
      accountName: 'Sales Tax Payable',
      ...FIGURES,
      previousNetTax: null,
      link: linkOf({ taxUuids: TAX_EXAMPLE.uuid }),
    },
  ],
  totals: { ...FIGURES, previousNetTax: null },
  accounts: [
    {
      accountUuid: ACCOUNT,
      accountNumber: '2200',
      accountName: 'Sales Tax Payable',
      type: 'Liabilities',
      subType: 'Sales Tax Payable',
      parentAccountUuid: null,
      taxes: '20.63',
      other: '0.00',
      movement: '20.63',
      link: linkOf({}),
    },
  ],
};
