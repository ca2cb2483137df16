import { ACCOUNT_EXAMPLE_IDS } from '../../ledger/accounts/account.examples.ts';
import { deletedAnswer, identityOf } from '../../platform/http/record.ts';
import { CUSTOMER_EXAMPLE } from '../../sales/customers/index.ts';
import { INVOICE_EXAMPLE } from '../../sales/invoices/index.ts';
import { TAX_EXAMPLE } from '../../sales/taxes/index.ts';
import { EXAMPLE_SEAL } from '../filters/report.examples.ts';
import { TAX_SIGNS } from '../sales-tax/tax-figures.ts';
import type { TaxReturnLines } from './list-tax-return-lines.schema.ts';
import type { TaxReturnRecord, TaxReturnSummary } from './tax-return.schema.ts';

const ID = '0197e1c2-9d20-7a51-8b0e-3c4d5e6f7081';
export const TAX_RETURN_EXAMPLE_ID = ID;

export const CREATE_TAX_RETURN_EXAMPLE = { startDate: '2026-07-01', endDate: '2026-09-30' };
export const UPDATE_TAX_RETURN_EXAMPLE = { endDate: '2026-09-30' };
export const FILE_TAX_RETURN_EXAMPLE = { reference: 'ST-1 2026-Q3 0093' };
export const UNFILE_TAX_RETURN_EXAMPLE = { reason: 'The authority rejected it: the wrong tax number' };

const NOTHING = {
  taxableSales: '0.00',
  taxOnSales: '0.00',
  taxablePurchases: '0.00',
  taxOnPurchases: '0.00',
  netTax: '0.00',
};
const FIGURES = {
  ...NOTHING,
  taxableSales: '250.00',
  taxOnSales: '20.63',
  netTax: '20.63',
};
const TOTALS = { ...FIGURES, adjustments: '0.00', taxDue: '20.63' };
const LINES = new URLSearchParams({ taxUuids: TAX_EXAMPLE.uuid, accountUuids: ACCOUNT_EXAMPLE_IDS.salesTax });

const SUMMARY: TaxReturnSummary = {
  ...identityOf(ID),
  ...CREATE_TAX_RETURN_EXAMPLE,
  basis: 'accrual',
  status: 'draft',
  currency: 'USD',
  reference: null,
  filedAt: null,
  filedBy: null,
  totals: TOTALS,
  lateTotals: NOTHING,
  createdAt: '2026-10-02T08:12:44.120Z',
  updatedAt: '2026-10-02T08:12:44.120Z',
};

const DETAILS = {
  seal: EXAMPLE_SEAL,
  signs: TAX_SIGNS,
  rows: [
    {
      taxUuid: TAX_EXAMPLE.uuid,
      tax: TAX_EXAMPLE.name,
      kind: TAX_EXAMPLE.kind,
      percentage: '8.25',
      accountUuid: ACCOUNT_EXAMPLE_IDS.salesTax,
      accountName: 'Sales Tax Payable',
      ...TOTALS,
      link: `/partners/tax-returns/${ID}/lines?${LINES}`,
    },
  ],
  late: [],
  lateEntries: [],
  lateEntryCount: 0,
};

/** A quarter with one taxed invoice. */
export const TAX_RETURN_EXAMPLE: TaxReturnRecord = { ...SUMMARY, ...DETAILS };

const FILED = {
  status: 'filed',
  ...FILE_TAX_RETURN_EXAMPLE,
  filedAt: '2026-10-05T15:30:00.000Z',
  filedBy: { uuid: '0197c1a0-5b7e-7c3a-9f51-2f6f0c7f1a03', name: 'Dana Whitfield' },
  updatedAt: '2026-10-05T15:30:00.000Z',
} as const;

export const FILED_TAX_RETURN_EXAMPLE: TaxReturnRecord = { ...TAX_RETURN_EXAMPLE, ...FILED };
export const FILED_SUMMARY_EXAMPLE: TaxReturnSummary = { ...SUMMARY, ...FILED };
export const UNFILED_TAX_RETURN_EXAMPLE: TaxReturnRecord = {
  ...TAX_RETURN_EXAMPLE,
  updatedAt: '2026-10-06T09:00:00.000Z',
};
export const DELETED_TAX_RETURN_EXAMPLE = deletedAnswer(ID);

export const TAX_RETURN_LINES_EXAMPLE: TaxReturnLines = {
  currency: 'USD',
  signs: TAX_SIGNS,
  lines: [
    {
      entryUuid: '0197c2f4-6b1e-7d3a-9c55-2f7d0a4e8b11',
      lineNumber: 3,
      date: '2026-07-01',
      late: false,
      recordedAt: '2026-07-01T10:15:00.000Z',
      sealNumber: 1,
      source: 'invoice',
      sourceUuid: INVOICE_EXAMPLE.uuid,
      invoiceUuid: INVOICE_EXAMPLE.uuid,
      invoiceNumber: INVOICE_EXAMPLE.invoiceNumber,
      party: CUSTOMER_EXAMPLE.customer,
      taxUuid: TAX_EXAMPLE.uuid,
      tax: TAX_EXAMPLE.name,
      percentage: '8.25',
      accountUuid: ACCOUNT_EXAMPLE_IDS.salesTax,
      accountName: 'Sales Tax Payable',
      side: 'sales',
      taxable: '250.00',
      amount: '20.63',
    },
  ],
  nextCursor: null,
};
