import { ACCOUNT_EXAMPLE_IDS } from '../../ledger/accounts/account.examples.ts';
import { EXAMPLE_SEAL, exampleLink } from '../filters/report.examples.ts';
import type { CashFlow } from './cash-flow.schema.ts';

/** The books after the invoice of the Create Invoice page, and nothing else: earned, and not yet paid. */
export const CASH_FLOW_EXAMPLE: CashFlow = {
  startDate: '2026-01-01',
  endDate: '2026-12-31',
  currency: 'USD',
  basis: 'accrual',
  seal: EXAMPLE_SEAL,
  signs: 'What brought cash is positive, what took it is negative.',
  columns: [
    { name: '2026-01-01 to 2026-12-31', startDate: '2026-01-01', endDate: '2026-12-31' },
    { name: 'Previous year', startDate: '2025-01-01', endDate: '2025-12-31' },
  ],
  openingCash: '0.00',
  openingCashes: ['0.00', '0.00'],
  sections: [
    {
      key: 'operating',
      name: 'Operating activities',
      rows: [
        {
          accountUuid: null,
          accountNumber: null,
          accountName: 'Net income',
          type: 'Equity',
          subType: 'Retained Earnings',
          parentAccountUuid: null,
          derived: true,
          amount: '250.00',
          amounts: ['250.00', '0.00'],
          link: '/partners/reports/pnl?endDate=2026-12-31&basis=accrual&startDate=2026-01-01',
        },
        {
          accountUuid: ACCOUNT_EXAMPLE_IDS.receivable,
          accountNumber: '1200',
          accountName: 'Accounts Receivable',
          type: 'Assets',
          subType: 'Accounts Receivable',
          parentAccountUuid: null,
          derived: false,
          amount: '-250.00',
          amounts: ['-250.00', '0.00'],
          link: exampleLink(ACCOUNT_EXAMPLE_IDS.receivable, '2026-01-01'),
        },
      ],
      total: '0.00',
      totals: ['0.00', '0.00'],
    },
    { key: 'investing', name: 'Investing activities', rows: [], total: '0.00', totals: ['0.00', '0.00'] },
    { key: 'financing', name: 'Financing activities', rows: [], total: '0.00', totals: ['0.00', '0.00'] },
  ],
  netChange: '0.00',
  netChanges: ['0.00', '0.00'],
  closingCash: '0.00',
  closingCashes: ['0.00', '0.00'],
  cashAccounts: [],
};
