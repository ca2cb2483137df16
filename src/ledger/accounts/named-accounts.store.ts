import { type FieldError, fieldError } from '../../errors.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { mergedField } from '../merges/merged-errors.ts';
import type { AccountStatus } from './account.schema.ts';
import type { SystemRole } from './catalogue/system-roles.ts';

/** An account that a tax or product posts to, with what decides whether it may. */
export interface NamedAccount {
  readonly id: string;
  readonly type: string;
  readonly role: SystemRole | null;
  readonly status: AccountStatus;
  /** A bank, cash, card or loan account: money lies there, nothing is posted to it as a category. */
  readonly isPhysical: boolean;
  /** Into which it is merged. */
  readonly mergedIntoId: string | null;
}

/** Those of the named accounts that the workspace has, and those that play a role, in no order. */
export async function loadNamedAccounts(
  transaction: Transaction,
  workspaceId: string,
  ids: readonly string[],
  roles: readonly SystemRole[] = [],
): Promise<readonly NamedAccount[]> {
  if (ids.length === 0 && roles.length === 0) return [];
  return transaction.query<NamedAccount & Record<string, unknown>>(
    `SELECT a.id, a.type, a.role, a.status, s.anchor_tier IS NOT NULL AS "isPhysical", a.merged_into AS "mergedIntoId"
       FROM account a JOIN account_sub_type s ON s.id = a.sub_type_id
      WHERE a.workspace_id = $1 AND (a.id = ANY ($2::uuid[]) OR a.role = ANY ($3::text[]))`,
    [workspaceId, ids, roles],
    'load-named-accounts',
  );
}

/** What a field may name: types of accounts, of the system's own only those that play one of these roles. */
export interface AccountRule {
  readonly field: string;
  readonly types: readonly string[];
  /** Roles of system accounts that are allowed; all where left out. */
  readonly roles?: readonly SystemRole[];
  /** The rule as the end of the sentence "must be ...". */
  readonly predicate: string;
}

/**
 * The error of a reference to an account that is unknown here, may not stand in this field, or is inactive.
 *
 * @param held accounts that the record names already: they may stay after they became inactive, or were merged
 */
export function refuseAccount(
  id: string | null | undefined,
  accounts: readonly NamedAccount[],
  { field, types, roles, predicate }: AccountRule,
  held: readonly (string | null)[] = [],
): FieldError[] {
  if (id == null) return [];
  const account = accounts.find((one) => one.id === id);
  if (!account)
    return [
      fieldError(field, 'ACCOUNT_NOT_FOUND', `must be an account of this workspace: ${id} is not one`, {
        uuid: id,
      }),
    ];
  const isAllowed = account.role === null || roles === undefined || roles.includes(account.role);
  if (!types.includes(account.type) || !isAllowed || account.isPhysical)
    return [fieldError(field, 'INVALID_ACCOUNT_TYPE', `must be ${predicate}`, { uuid: id })];
  if (held.includes(id)) return [];
  const { mergedIntoId } = account;
  if (mergedIntoId !== null) return [mergedField('account', field, { id, mergedIntoId })];
  if (account.status === 'active') return [];
  return [
    fieldError(field, 'ACCOUNT_INACTIVE', `must be an active account: ${id} is inactive`, { uuid: id }),
  ];
}
