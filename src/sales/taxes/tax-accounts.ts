import type { FieldError } from '../../errors.ts';
import type { SystemRole } from '../../ledger/accounts/catalogue/system-roles.ts';
import {
  type AccountRule,
  loadNamedAccounts,
  refuseAccount,
} from '../../ledger/accounts/named-accounts.store.ts';
import type { Transaction } from '../../platform/database/transaction.ts';

const SALES_ACCOUNT: AccountRule = {
  field: 'salesAccountUuid',
  types: ['Liabilities'],
  roles: ['sales_tax'],
  predicate:
    'an account of type Liabilities that is neither a bank, card or loan account nor a system account',
};
const PURCHASE_ACCOUNT: AccountRule = {
  field: 'purchaseAccountUuid',
  types: ['Assets', 'Liabilities'],
  roles: ['input_tax', 'sales_tax'],
  predicate:
    'an account of type Assets or Liabilities that is neither a bank, card or loan account nor a system account',
};

interface NamedByBody {
  readonly salesAccountUuid?: string | null | undefined;
  readonly purchaseAccountUuid?: string | null | undefined;
}

export interface TaxAccounts {
  readonly salesAccountId: string;
  readonly purchaseAccountId: string;
}

/**
 * The accounts that a body names or, where it names none, the system's own; and which of them may not be named.
 *
 * @param held the tax's own accounts: they may stay after they became inactive
 */
export async function chooseTaxAccounts(
  transaction: Transaction,
  workspaceId: string,
  { salesAccountUuid, purchaseAccountUuid }: NamedByBody,
  held?: TaxAccounts,
): Promise<TaxAccounts & { errors: FieldError[] }> {
  const named = [salesAccountUuid, purchaseAccountUuid].filter((id) => id != null);
  const accounts = await loadNamedAccounts(transaction, workspaceId, named, ['sales_tax', 'input_tax']);
  const ofRole = (role: SystemRole) => {
    const account = accounts.find((one) => one.role === role);
    if (!account) throw new Error(`workspace ${workspaceId} has no account of role ${role}`);
    return account.id;
  };
  return {
    salesAccountId: salesAccountUuid ?? ofRole('sales_tax'),
    purchaseAccountId: purchaseAccountUuid ?? ofRole('input_tax'),
    errors: [
      ...refuseAccount(salesAccountUuid, accounts, SALES_ACCOUNT, [held?.salesAccountId ?? null]),
      ...refuseAccount(purchaseAccountUuid, accounts, PURCHASE_ACCOUNT, [held?.purchaseAccountId ?? null]),
    ],
  };
}
