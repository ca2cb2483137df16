import type { AccountSubTypeName } from './account-sub-types.ts';

/**
 * Cash and what turns into it without anybody's doing: notes, bank balances, money received that is not at the bank yet, and
 * money on its way between own accounts (IAS 7.6). Every figure of cash counts these, so that all are equal.
 */
export const CASH_SUB_TYPES: ReadonlySet<string> = new Set<AccountSubTypeName>([
  'Checking',
  'Savings',
  'Money Market',
  'Cash',
  'Payment Processor',
  'Undeposited Funds',
  'Transfers in Transit',
]);
