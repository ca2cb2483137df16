import { invalidFields } from '../../errors.ts';
import {
  type AccountRule,
  loadNamedAccounts,
  refuseAccount,
} from '../../ledger/accounts/named-accounts.store.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { loadTaxes, namedTaxes, refuseTaxes } from '../taxes/index.ts';
import type { ProductBody } from './product.schema.ts';
import type { ProductValues } from './products.store.ts';

const CATEGORY_ACCOUNT: AccountRule = {
  field: 'categoryAccountUuid',
  types: ['Income'],
  predicate: 'an account of type Income',
};
// Inventory and equipment are assets. Bank accounts and the system's own assets, as receivables, are nothing one buys.
const PURCHASE_ROLES = [
  'uncategorized_expense',
  'bank_fees',
  'bad_debts',
  'realised_currency_gain_loss',
] as const;
const PURCHASE_CATEGORY_ACCOUNT: AccountRule = {
  field: 'purchaseCategoryAccountUuid',
  types: ['Expenses', 'Assets'],
  roles: PURCHASE_ROLES,
  predicate:
    'an account of type Expenses, or of type Assets that is neither a bank account nor a system account',
};

/**
 * Looks up the accounts and taxes that a body names.
 *
 * @param held what the product names already: it may stay though it became inactive
 * @throws ApiError 400 that names every reference that is unknown here or unfit
 */
export async function refuseReferences(
  transaction: Transaction,
  workspaceId: string,
  body: ProductBody,
  held?: ProductValues,
): Promise<void> {
  const { categoryAccountUuid, purchaseCategoryAccountUuid } = body;
  const named = namedTaxes(body);
  const accountIds = [categoryAccountUuid, purchaseCategoryAccountUuid].filter((id) => id != null);
  const accounts = await loadNamedAccounts(transaction, workspaceId, accountIds);
  const taxes = await loadTaxes(transaction, workspaceId, named?.ids ?? []);
  const errors = [
    ...refuseAccount(categoryAccountUuid, accounts, CATEGORY_ACCOUNT, [held?.categoryAccountId ?? null]),
    ...refuseAccount(purchaseCategoryAccountUuid, accounts, PURCHASE_CATEGORY_ACCOUNT, [
      held?.purchaseCategoryAccountId ?? null,
    ]),
    ...(named ? refuseTaxes(named.ids, taxes, named.field, new Set(held?.taxIds)) : []),
  ];
  if (errors.length > 0) throw invalidFields(errors);
}
