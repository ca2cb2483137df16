import { ACCOUNT_EXAMPLE_IDS } from '../../ledger/accounts/account.examples.ts';
import { EXAMPLE_SEAL, exampleLink, linkOfExample } from '../filters/report.examples.ts';
import type { BalanceSheet } from './balance-sheet.schema.ts';

/** The books after the invoice of the Create Invoice page, and nothing else. */
export const BALANCE_SHEET_EXAMPLE: BalanceSheet = {
  endDate: '2026-12-31',
  startDate: '2026-01-01',
  currency: 'USD',
  basis: 'accrual',
  seal: EXAMPLE_SEAL,
  signs: 'Assets are positive where they are debits, liabilities and equity where they are credits.',
  columns: [
    { name: 'As of 2026-12-31', date: '2026-12-31' },
    { name: 'Before 2026-01-01', date: '2025-12-31' },
  ],
  sections: [
    {
      type: 'Assets',
      rows: [
        {
          accountUuid: ACCOUNT_EXAMPLE_IDS.receivable,
          accountNumber: '1200',
          accountName: 'Accounts Receivable',
          type: 'Assets',
          subType: 'Accounts Receivable',
          parentAccountUuid: null,
          derived: false,
          amount: '250.00',
          amounts: ['250.00', '0.00'],
          link: exampleLink(ACCOUNT_EXAMPLE_IDS.receivable),
        },
      ],
      total: '250.00',
      totals: ['250.00', '0.00'],
    },
    { type: 'Liabilities', rows: [], total: '0.00', totals: ['0.00', '0.00'] },
    {
      type: 'Equity',
      rows: [
        {
          accountUuid: null,
          accountNumber: null,
          accountName: 'Current-year earnings',
          type: 'Equity',
          subType: 'Retained Earnings',
          parentAccountUuid: null,
          derived: true,
          amount: '250.00',
          amounts: ['250.00', '0.00'],
          link: linkOfExample({ endDate: '2026-12-31', basis: 'accrual', startDate: '2026-01-01' }, 'pnl'),
        },
      ],
      total: '250.00',
      totals: ['250.00', '0.00'],
    },
  ],
  totalAssets: '250.00',
  totalLiabilities: '0.00',
  totalEquity: '250.00',
  totalLiabilitiesAndEquity: '250.00',
  difference: '0.00',
  balanced: true,
};
