import { ACCOUNT_EXAMPLE_IDS } from '../accounts/account.examples.ts';
import type { JournalEntry } from './journal-entry.schema.ts';

/** What is posted at a month's end for work that was done and not yet invoiced, and taken back in the next. */
export const CREATE_JOURNAL_ENTRY_EXAMPLE = {
  descriptionEntry: 'Work done in July, invoiced in August',
  date: '2026-07-31',
  reversesOn: '2026-08-01',
  refNumber: 'ACC-07',
  lines: [
    { accountUuid: ACCOUNT_EXAMPLE_IDS.receivable, amountDebit: 250, descriptionLine: 'Junk removal' },
    { accountUuid: ACCOUNT_EXAMPLE_IDS.serviceIncome, amountCredit: 250 },
  ],
};

/** A draft that waits to be approved. */
export const DRAFT_JOURNAL_ENTRY_EXAMPLE_ID = '0197c2f4-7c1e-7d3a-9c55-2f7d0a4e8b41';

const LINE = {
  basis: 'both',
  customerUuid: null,
  vendorUuid: null,
  tagUuids: [],
  reviewed: false,
  reconciled: false,
} as const;

export const JOURNAL_ENTRY_EXAMPLE: JournalEntry = {
  id: '0197c2f4-7c1e-7d3a-9c55-2f7d0a4e8b21',
  uuid: '0197c2f4-7c1e-7d3a-9c55-2f7d0a4e8b21',
  status: 'posted',
  draftAction: null,
  draftOfUuid: null,
  draftUuid: null,
  entryUuid: '0197c2f4-7c1e-7d3a-9c55-2f7d0a4e8b22',
  date: '2026-07-31',
  descriptionEntry: 'Work done in July, invoiced in August',
  refNumber: 'ACC-07',
  source: 'journal',
  sourceUuid: '0197c2f4-7c1e-7d3a-9c55-2f7d0a4e8b21',
  kind: 'original',
  editable: true,
  version: 1,
  reversesEntryUuid: null,
  reversedByEntryUuid: null,
  reversesOn: '2026-08-01',
  reversalUuid: '0197c2f4-7c1e-7d3a-9c55-2f7d0a4e8b23',
  reversalOfUuid: null,
  recurringTemplateUuid: null,
  currency: 'USD',
  totalDebit: '250.00',
  lines: [
    {
      ...LINE,
      lineNumber: 1,
      accountUuid: ACCOUNT_EXAMPLE_IDS.receivable,
      account: {
        uuid: ACCOUNT_EXAMPLE_IDS.receivable,
        name: 'Accounts Receivable',
        accountNumber: '1200',
        type: 'Assets',
      },
      amountDebit: '250.00',
      amountCredit: null,
      descriptionLine: 'Junk removal',
      tagUuids: [],
    },
    {
      ...LINE,
      lineNumber: 2,
      accountUuid: ACCOUNT_EXAMPLE_IDS.serviceIncome,
      account: {
        uuid: ACCOUNT_EXAMPLE_IDS.serviceIncome,
        name: 'Service Income',
        accountNumber: '4100',
        type: 'Income',
      },
      amountDebit: null,
      amountCredit: '250.00',
      descriptionLine: null,
      tagUuids: [],
    },
  ],
  createdAt: '2026-08-03T09:30:00.000Z',
  updatedAt: '2026-08-03T09:30:00.000Z',
};
