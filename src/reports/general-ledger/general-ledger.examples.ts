import { ACCOUNT_EXAMPLE_IDS } from '../../ledger/accounts/account.examples.ts';
import { EXAMPLE_SEAL } from '../filters/report.examples.ts';
import type { GeneralLedger } from './general-ledger.schema.ts';

/** Accounts receivable after the invoice of the Create Invoice page, and nothing else. */
export const GENERAL_LEDGER_EXAMPLE: GeneralLedger = {
  startDate: '2026-01-01',
  endDate: '2026-12-31',
  currency: 'USD',
  basis: 'accrual',
  seal: EXAMPLE_SEAL,
  signs:
    'Debit and credit are never negative; balances are positive on the debit side. Income and expenses open at zero at ' +
    'startDate; what lies before is in the opening of Retained Earnings.',
  accounts: [
    {
      accountUuid: ACCOUNT_EXAMPLE_IDS.receivable,
      accountNumber: '1200',
      accountName: 'Accounts Receivable',
      type: 'Assets',
      subType: 'Accounts Receivable',
      parentAccountUuid: null,
      opening: '0.00',
      lines: [
        {
          date: '2026-07-01',
          entryUuid: '0197c2f4-6b1e-7d3a-9c55-2f7d0a4e8b11',
          lineNumber: 1,
          kind: 'original',
          source: 'invoice',
          sourceUuid: '0197c2f4-6b1e-7d3a-9c55-2f7d0a4e8b12',
          number: 'A-1001',
          description: null,
          party: 'Aimee',
          tags: [],
          debit: '250.00',
          credit: '0.00',
          balance: '250.00',
          documentAmount: '250.00',
          documentCurrency: 'USD',
        },
      ],
      closing: '250.00',
      continued: false,
    },
  ],
  nextCursor: null,
};
