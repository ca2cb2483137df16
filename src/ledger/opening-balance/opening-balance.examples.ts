import { ACCOUNT_EXAMPLE_IDS } from '../accounts/account.examples.ts';
import type { OpeningBalance } from './opening-balance.schema.ts';

const { checking: BANK, receivable: RECEIVABLE, ownersEquity: EQUITY } = ACCOUNT_EXAMPLE_IDS;

export const SET_OPENING_BALANCE_EXAMPLE = {
  rows: [
    { accountUuid: BANK, debit: 12500, credit: 0 },
    { accountUuid: RECEIVABLE, debit: 2500, credit: 0 },
    { accountUuid: EQUITY, debit: 0, credit: 15000 },
  ],
  replaceExisting: true,
};

export const OPENING_BALANCE_EXAMPLE: OpeningBalance = {
  status: 'published',
  cutoverDate: '2026-01-01',
  entryUuid: '0197c1a0-5b7e-7c3a-9f51-2f6f0c7f1b10',
  currency: 'USD',
  rows: [
    {
      accountUuid: BANK,
      accountName: 'Checking',
      accountNumber: '1000',
      accountType: 'Assets',
      debit: '12500.00',
      credit: '0.00',
    },
    {
      accountUuid: RECEIVABLE,
      accountName: 'Accounts Receivable',
      accountNumber: '1200',
      accountType: 'Assets',
      debit: '2500.00',
      credit: '0.00',
    },
    {
      accountUuid: EQUITY,
      accountName: "Owner's Equity",
      accountNumber: '3000',
      accountType: 'Equity',
      debit: '0.00',
      credit: '15000.00',
    },
  ],
  totalDebit: '15000.00',
  totalCredit: '15000.00',
};
