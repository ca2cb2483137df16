/**
 * What the server itself posts to. A workspace has one account for each role; it is found by role, never by name.
 * Source: ledger.md 4, system accounts.
 */
export const SYSTEM_ROLES = [
  'accounts_receivable',
  'accounts_payable',
  'sales_tax',
  'input_tax',
  'uncategorized_income',
  'uncategorized_expense',
  'undeposited_funds',
  'transfers_in_transit',
  'customer_credits',
  'opening_balance_equity',
  'retained_earnings',
  'realised_currency_gain_loss',
  'withholding_receivable',
  'bad_debts',
  'bank_fees',
] as const;

export type SystemRole = (typeof SYSTEM_ROLES)[number];
