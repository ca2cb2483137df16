import { ACCOUNT_EXAMPLE_IDS } from '../../ledger/accounts/account.examples.ts';
import { EXAMPLE_SEAL, exampleLink } from '../filters/report.examples.ts';
import type { TrialBalance } from './trial-balance.schema.ts';

/** The books after the invoice of the Create Invoice page, and nothing else. */
export const TRIAL_BALANCE_EXAMPLE: TrialBalance = {
  startDate: '2026-01-01',
  endDate: '2026-12-31',
  currency: 'USD',
  basis: 'accrual',
  seal: EXAMPLE_SEAL,
  signs: 'Debit and credit are never negative; opening, movement and closing are positive on the debit side.',
  rows: [
    {
      accountUuid: ACCOUNT_EXAMPLE_IDS.receivable,
      accountNumber: '1200',
      accountName: 'Accounts Receivable',
      type: 'Assets',
      subType: 'Accounts Receivable',
      parentAccountUuid: null,
      debit: '250.00',
      credit: '0.00',
      opening: '0.00',
      movement: '250.00',
      closing: '250.00',
      link: exampleLink(ACCOUNT_EXAMPLE_IDS.receivable, '2026-01-01'),
    },
    {
      accountUuid: ACCOUNT_EXAMPLE_IDS.serviceIncome,
      accountNumber: '4100',
      accountName: 'Service Income',
      type: 'Income',
      subType: 'Service Income',
      parentAccountUuid: null,
      debit: '0.00',
      credit: '250.00',
      opening: '0.00',
      movement: '-250.00',
      closing: '-250.00',
      link: exampleLink(ACCOUNT_EXAMPLE_IDS.serviceIncome, '2026-01-01'),
    },
  ],
  totalDebit: '250.00',
  totalCredit: '250.00',
};
