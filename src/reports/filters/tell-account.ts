import type { AccountType } from '../../ledger/accounts/catalogue/account-types.ts';

/** An account as the stores of the reports read it. */
export interface ReportedAccount {
  readonly id: string;
  readonly account_number: string | null;
  readonly name: string;
  readonly type: AccountType;
  readonly sub_type: string;
  readonly parent_id: string | null;
}

/** How a row names its account; `accountOfRow` is the schema of it. */
export function tellAccount(account: ReportedAccount) {
  return {
    accountUuid: account.id,
    accountNumber: account.account_number,
    accountName: account.name,
    type: account.type,
    subType: account.sub_type,
    parentAccountUuid: account.parent_id,
  };
}
