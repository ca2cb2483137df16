import { type FieldError, fieldError } from '../../errors.ts';
import { mergedField } from '../../ledger/merges/index.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import type { Payment } from './payment.ts';

/** The account that money comes to or goes from, with what decides whether it may. */
interface MoneyAccount {
  readonly id: string;
  readonly name: string;
  readonly currency: string;
  readonly status: string;
  readonly takesMoney: boolean;
  readonly mergedIntoId: string | null;
}

/** Who pays: a customer, and into whom that is merged. */
export type Payer = Payment['customer'] & { readonly mergedIntoId: string | null };

/** A customer of this workspace, whether active or not: who owes may pay. It is kept from being deleted meanwhile. */
export async function loadPayer(transaction: Transaction, id: string): Promise<Payer | undefined> {
  const [customer] = await transaction.query<Payer & Record<string, unknown>>(
    'SELECT id, customer, merged_into AS "mergedIntoId" FROM customer WHERE workspace_id = $1 AND id = $2 AND deleted_at IS NULL FOR KEY SHARE',
    [transaction.workspaceId, id],
    'load_payer',
  );
  return customer;
}

/** The named account, or Undeposited Funds where none is named. */
export async function loadMoneyAccount(
  transaction: Transaction,
  id: string | null | undefined,
): Promise<MoneyAccount | undefined> {
  const [account] = await transaction.query<MoneyAccount & Record<string, unknown>>(
    `SELECT a.id, a.name, a.currency, a.status, a.merged_into AS "mergedIntoId", a.role = 'undeposited_funds' OR s.anchor_tier = 'PHYSICAL_ACCOUNT' AS "takesMoney"
       FROM account a JOIN account_sub_type s ON s.id = a.sub_type_id
      WHERE a.workspace_id = $1
        AND CASE WHEN $2::uuid IS NULL THEN a.role = 'undeposited_funds' ELSE a.id = $2 END`,
    [transaction.workspaceId, id ?? null],
    'load_money_account',
  );
  return account;
}

/** The error of an account that is unknown here. */
export function findUnknownAccount(
  id: string | null | undefined,
  account: MoneyAccount | undefined,
): FieldError[] {
  if (account) return [];
  const predicate = `must be an account of this workspace: ${id} is not one`;
  return [fieldError('accountUuid', 'ACCOUNT_NOT_FOUND', predicate, { uuid: id! })];
}

/** The error of an account where no money lies, or none of these currencies. */
export function findUnfitAccount(
  { id, currency, status, takesMoney, mergedIntoId }: MoneyAccount,
  payment: { readonly currency: string; readonly baseCurrency: string },
): FieldError[] {
  if (mergedIntoId !== null) return [mergedField('account', 'accountUuid', { id, mergedIntoId })];
  if (takesMoney !== true || status !== 'active') {
    const predicate = 'must be an active bank, cash or card account, or Undeposited Funds';
    return [fieldError('accountUuid', 'INVALID_ACCOUNT_TYPE', predicate, { uuid: id })];
  }
  const fitting = [...new Set([payment.currency, payment.baseCurrency])];
  if (fitting.includes(currency)) return [];
  const predicate = `must be an account in ${fitting.join(' or ')}: this one is in ${currency}`;
  return [fieldError('accountUuid', 'CURRENCY_MISMATCH', predicate, { uuid: id })];
}
