import type { AccountSubTypeName } from '../../ledger/accounts/catalogue/account-sub-types.ts';
import type { AccountType } from '../../ledger/accounts/catalogue/account-types.ts';
import type { ActivityKey } from './cash-flow.schema.ts';

const ACTIVITY_BY_SUB_TYPE: ReadonlyMap<string, ActivityKey> = new Map<AccountSubTypeName, ActivityKey>([
  ['Fixed Asset', 'investing'],
  ['Intangible Asset', 'investing'],
  ['Other Long-Term Asset', 'investing'],
  ['Line of Credit', 'financing'],
  ['Long-Term Loan', 'financing'],
  ['Loan from Owner', 'financing'],
  ['Other Long-Term Liability', 'financing'],
]);

/**
 * The activity that an account's movement belongs to (IAS 7.10): long-term assets are invested in, loans and equity finance,
 * and everything else, also depreciation, which net income is put right by, is operating.
 */
export function activityOfAccount(type: AccountType, subType: string): ActivityKey {
  return type === 'Equity' ? 'financing' : (ACTIVITY_BY_SUB_TYPE.get(subType) ?? 'operating');
}
