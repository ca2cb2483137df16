import { ACCOUNT_EXAMPLE_IDS } from '../../ledger/accounts/account.examples.ts';
import { CUSTOMER_EXAMPLE } from '../../sales/customers/index.ts';
import { INVOICE_EXAMPLE } from '../../sales/invoices/index.ts';
import { EXAMPLE_SEAL } from '../filters/report.examples.ts';
import type { JournalReport } from './journal.schema.ts';

const LINE = { party: CUSTOMER_EXAMPLE.customer, tags: [], documentCurrency: 'USD' };

/** The entry of the invoice of the Create Invoice page, and nothing else. */
export const JOURNAL_EXAMPLE: JournalReport = {
  startDate: '2026-07-01',
  endDate: '2026-07-31',
  currency: 'USD',
  basis: 'accrual',
  seal: EXAMPLE_SEAL,
  signs: 'Debit and credit are never negative; each entry has as much of both.',
  entries: [
    {
      entryUuid: '0197c2f4-6b1e-7d3a-9c55-2f7d0a4e8b11',
      date: '2026-07-01',
      kind: 'original',
      source: 'invoice',
      sourceUuid: INVOICE_EXAMPLE.uuid,
      number: INVOICE_EXAMPLE.invoiceNumber,
      description: null,
      recordedAt: '2026-07-01T10:15:00.000Z',
      reversesEntryUuid: null,
      reversedByEntryUuid: null,
      sealNumber: 1,
      lines: [
        {
          ...LINE,
          lineNumber: 1,
          accountUuid: ACCOUNT_EXAMPLE_IDS.receivable,
          accountNumber: '1200',
          accountName: 'Accounts Receivable',
          type: 'Assets',
          debit: '250.00',
          credit: '0.00',
          documentAmount: '250.00',
        },
        {
          ...LINE,
          lineNumber: 2,
          accountUuid: ACCOUNT_EXAMPLE_IDS.serviceIncome,
          accountNumber: '4100',
          accountName: 'Service Income',
          type: 'Income',
          debit: '0.00',
          credit: '250.00',
          documentAmount: '-250.00',
        },
      ],
      debit: '250.00',
      credit: '250.00',
    },
  ],
  pageTotals: { entries: 1, debit: '250.00', credit: '250.00' },
  totals: { entries: 1, debit: '250.00', credit: '250.00' },
  nextCursor: null,
};
