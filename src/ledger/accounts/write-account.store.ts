import { invalidFields } from '../../errors.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { isUniqueViolation } from '../../platform/database/unique-violation.ts';
import { caseKey } from '../../platform/text.ts';
import { loadNamedTaxes } from '../taxes/index.ts';
import { type AccountValues, type HeldAccount, NAME_TAKEN, type Surroundings } from './account.ts';
import { findAccountSubType } from './catalogue/account-sub-types.ts';

/**
 * Locks the named accounts until the transaction ends, with the parent and the sub-accounts of each, in the order of
 * their ids; answers them by id. The lock is one against other changes of accounts: postings go on.
 */
export async function lockAccounts(
  transaction: Transaction,
  workspaceId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, HeldAccount>> {
  if (ids.length === 0) return new Map();
  await transaction.query(
    `SELECT a.id FROM account a
      WHERE a.workspace_id = $1 AND (a.id = ANY ($2::uuid[]) OR a.parent_id = ANY ($2::uuid[])
         OR a.id IN (SELECT c.parent_id FROM account c WHERE c.workspace_id = $1 AND c.id = ANY ($2::uuid[])))
      ORDER BY a.id FOR NO KEY UPDATE`,
    [workspaceId, ids],
    'lock-accounts',
  );
  // Read anew: what was waited for may have changed parents.
  const rows = await transaction.query<HeldAccount & Record<string, unknown>>(
    `SELECT a.id, a.name, a.account_number AS "accountNumber", a.sub_type_id AS "subTypeId", a.type, a.status,
            a.parent_id AS "parentAccountUuid", a.description, a.color, a.editable, a.role,
            s.anchor_tier IS NOT NULL AS "isPhysical",
            ARRAY(SELECT x.tax_id FROM account_tax x JOIN tax t ON t.workspace_id = x.workspace_id AND t.id = x.tax_id
                   WHERE x.workspace_id = $1 AND x.account_id = a.id AND t.deleted_at IS NULL
                   ORDER BY x.position, t.id) AS "taxUuids"
       FROM account a JOIN account_sub_type s ON s.id = a.sub_type_id
      WHERE a.workspace_id = $1 AND (a.id = ANY ($2::uuid[]) OR a.parent_id = ANY ($2::uuid[])
         OR a.id IN (SELECT c.parent_id FROM account c WHERE c.workspace_id = $1 AND c.id = ANY ($2::uuid[])))`,
    [workspaceId, ids],
    'load-held-accounts',
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/**
 * What the rules ask of the workspace.
 *
 * @param accountId the account that may have the wanted name itself
 */
export async function loadSurroundings(
  transaction: Transaction,
  workspaceId: string,
  wanted: AccountValues,
  accountId?: string,
): Promise<Surroundings> {
  const [row] = await transaction.query<Omit<Surroundings, 'taxes'> & Record<string, unknown>>(
    `SELECT b.currency, b.country, EXISTS (
              SELECT FROM account a WHERE a.workspace_id = $1 AND a.name_key = $2 AND a.id IS DISTINCT FROM $3::uuid
            ) AS "isNameTaken"
       FROM books b WHERE b.workspace_id = $1`,
    [workspaceId, caseKey(wanted.name), accountId ?? null],
    'load-account-surroundings',
  );
  return { ...row!, taxes: await loadNamedTaxes(transaction, workspaceId, wanted.taxUuids) };
}

/** Runs a write of an account's own row. Throws ApiError DUPLICATE_NAME where another was quicker. */
async function write(transaction: Transaction, text: string, values: readonly unknown[]): Promise<void> {
  try {
    await transaction.query(text, values);
  } catch (error) {
    throw isUniqueViolation(error, 'account_name_unique') ? invalidFields([NAME_TAKEN]) : error;
  }
}

const rowOf = (values: AccountValues) => [
  values.name,
  caseKey(values.name),
  values.accountNumber,
  values.subTypeId,
  values.parentAccountUuid,
  values.status,
  values.description,
  values.color,
];

/** Writes a new account with its taxes, in the workspace's currency. Throws ApiError DUPLICATE_NAME. */
export async function insertAccount(
  transaction: Transaction,
  workspaceId: string,
  id: string,
  values: AccountValues,
): Promise<void> {
  await write(
    transaction,
    `INSERT INTO account (workspace_id, id, name, name_key, account_number, sub_type_id, parent_id, status, description,
                          color, type, currency, created_at, updated_at)
     SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, b.currency, now(), now()
       FROM books b WHERE b.workspace_id = $1`,
    [workspaceId, id, ...rowOf(values), findAccountSubType(values.subTypeId)!.type],
  );
  await insertTaxes(transaction, workspaceId, id, values.taxUuids);
}

/** Writes a changed account, and replaces its taxes where told. Throws ApiError DUPLICATE_NAME. */
export async function storeAccount(
  transaction: Transaction,
  workspaceId: string,
  id: string,
  values: AccountValues,
  replacesTaxes: boolean,
): Promise<void> {
  await write(
    transaction,
    `UPDATE account SET name = $3, name_key = $4, account_number = $5, sub_type_id = $6, parent_id = $7, status = $8,
                        description = $9, color = $10, updated_at = clock_timestamp()
      WHERE workspace_id = $1 AND id = $2`,
    [workspaceId, id, ...rowOf(values)],
  );
  if (!replacesTaxes) return;
  await deleteTaxes(transaction, workspaceId, id);
  await insertTaxes(transaction, workspaceId, id, values.taxUuids);
}

/** Makes the sub-accounts of an account inactive; answers the ids of those that were active. */
export async function deactivateSubAccounts(
  transaction: Transaction,
  workspaceId: string,
  parentId: string,
): Promise<string[]> {
  const rows = await transaction.query<{ id: string }>(
    `UPDATE account SET status = 'inactive', updated_at = clock_timestamp()
      WHERE workspace_id = $1 AND parent_id = $2 AND status = 'active' RETURNING id`,
    [workspaceId, parentId],
  );
  return rows.map(({ id }) => id);
}

/**
 * Deletes an account's row. Whatever names it makes a foreign key refuse, also what was written a moment ago.
 *
 * @returns false where it was gone already
 */
export async function removeAccount(
  transaction: Transaction,
  workspaceId: string,
  id: string,
): Promise<boolean> {
  await deleteTaxes(transaction, workspaceId, id);
  const rows = await transaction.query(
    'DELETE FROM account WHERE workspace_id = $1 AND id = $2 RETURNING id',
    [workspaceId, id],
  );
  return rows.length > 0;
}

async function deleteTaxes(transaction: Transaction, workspaceId: string, id: string): Promise<void> {
  await transaction.query('DELETE FROM account_tax WHERE workspace_id = $1 AND account_id = $2', [
    workspaceId,
    id,
  ]);
}

async function insertTaxes(
  transaction: Transaction,
  workspaceId: string,
  id: string,
  taxUuids: readonly string[],
): Promise<void> {
  if (taxUuids.length === 0) return;
  await transaction.query(
    `INSERT INTO account_tax (workspace_id, account_id, tax_id, position)
     SELECT $1, $2, t.id, t.position FROM unnest($3::uuid[]) WITH ORDINALITY AS t(id, position)`,
    [workspaceId, id, taxUuids],
  );
}
