import { invalidFields } from '../../errors.ts';
import { compareTexts } from '../../platform/change/write-rows.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { isUniqueViolation } from '../../platform/database/unique-violation.ts';
import { nameKey } from '../../platform/text.ts';
import { loadNamedTaxes } from '../taxes/index.ts';
import { type AccountValues, type HeldAccount, NAME_TAKEN, type Surroundings } from './account.ts';
import { findAccountSubType } from './catalogue/account-sub-types.ts';

const FAMILY = `(a.id = ANY ($2::uuid[]) OR a.parent_id = ANY ($2::uuid[])
         OR a.id IN (SELECT c.parent_id FROM account c WHERE c.workspace_id = $1 AND c.id = ANY ($2::uuid[])))`;

/**
 * Locks the named accounts until the transaction ends, with the parent and the sub-accounts of each, in the order of
 * their ids. The lock is one against other changes of accounts: postings go on. What is loaded afterwards is the latest.
 */
export async function lockAccounts(
  transaction: Transaction,
  workspaceId: string,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  await transaction.query(
    `SELECT a.id FROM account a WHERE a.workspace_id = $1 AND ${FAMILY} ORDER BY a.id FOR NO KEY UPDATE`,
    [workspaceId, ids],
    'lock_accounts',
  );
}

/** The named accounts, with the parent and the sub-accounts of each, by id. */
export async function loadHeldAccounts(
  transaction: Transaction,
  workspaceId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, HeldAccount>> {
  if (ids.length === 0) return new Map();
  const rows = await transaction.query<HeldAccount & Record<string, unknown>>(
    `SELECT a.id, a.name, a.account_number AS "accountNumber", a.sub_type_id AS "subTypeId", a.type, a.status,
            a.parent_id AS "parentAccountUuid", a.description, a.color, a.editable, a.role,
            s.anchor_tier IS NOT NULL AS "isPhysical", a.merged_into AS "mergedIntoId",
            ARRAY(SELECT x.tax_id FROM account_tax x JOIN tax t ON t.workspace_id = x.workspace_id AND t.id = x.tax_id
                   WHERE x.workspace_id = $1 AND x.account_id = a.id AND t.deleted_at IS NULL
                   ORDER BY x.position, t.id) AS "taxUuids"
       FROM account a JOIN account_sub_type s ON s.id = a.sub_type_id
      WHERE a.workspace_id = $1 AND ${FAMILY}`,
    [workspaceId, ids],
    'load_held_accounts',
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** What the rules ask of the workspace about all the accounts that are wanted. */
export async function loadSurroundings(
  transaction: Transaction,
  workspaceId: string,
  wanted: readonly AccountValues[],
): Promise<Surroundings> {
  const [row] = await transaction.query<{
    currency: string;
    country: string | null;
    holders: { key: string; id: string }[];
  }>(
    `SELECT b.currency, b.country,
            (SELECT coalesce(json_agg(json_build_object('key', a.name_key, 'id', a.id)), '[]'::json)
               FROM account a WHERE a.workspace_id = $1 AND a.name_key = ANY ($2::text[])) AS holders
       FROM books b WHERE b.workspace_id = $1`,
    [workspaceId, wanted.map(({ name }) => nameKey(name))],
    'load_account_surroundings',
  );
  const { currency, country, holders } = row!;
  const taxUuids = [...new Set(wanted.flatMap((values) => values.taxUuids))];
  return {
    currency,
    country,
    nameHolders: new Map(holders.map(({ key, id }) => [key, id])),
    taxes: await loadNamedTaxes(transaction, workspaceId, taxUuids),
  };
}

/** Runs a write of accounts' own rows. Throws ApiError DUPLICATE_NAME where another was quicker. */
async function write(transaction: Transaction, text: string, values: readonly unknown[]): Promise<void> {
  try {
    await transaction.query(text, values);
  } catch (error) {
    throw isUniqueViolation(error, 'account_name_unique') ? invalidFields([NAME_TAKEN]) : error;
  }
}

interface NewAccount {
  readonly id: string;
  readonly values: AccountValues;
}

/**
 * Writes new accounts with their taxes, in the workspace's currency. Throws ApiError DUPLICATE_NAME where another
 * transaction took a name.
 */
export async function insertAccounts(
  transaction: Transaction,
  workspaceId: string,
  accounts: readonly NewAccount[],
): Promise<void> {
  if (accounts.length === 0) return;
  const rows = accounts.map(({ id, values: { taxUuids: _, ...values } }) => ({
    id,
    ...values,
    nameKey: nameKey(values.name),
    type: findAccountSubType(values.subTypeId)!.type,
  }));
  // In the order of the names, so that two that insert the same names wait for each other instead of locking up.
  rows.sort((a, b) => compareTexts(a.nameKey, b.nameKey));
  await write(
    transaction,
    `INSERT INTO account (workspace_id, id, name, name_key, account_number, type, sub_type_id, parent_id, currency, status,
                          description, color, created_at, updated_at)
     SELECT $1, a.id, a.name, a."nameKey", a."accountNumber", a.type, a."subTypeId", a."parentAccountUuid", b.currency,
            a.status, a.description, a.color, now(), now()
       FROM books b, json_to_recordset($2) AS a(id uuid, name text, "nameKey" text, "accountNumber" text, type text,
              "subTypeId" integer, "parentAccountUuid" uuid, status text, description text, color text)
      WHERE b.workspace_id = $1`,
    [workspaceId, JSON.stringify(rows)],
  );
  await insertTaxes(transaction, workspaceId, accounts);
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
    `UPDATE account SET name = $3, name_key = CASE WHEN name = $3 THEN name_key ELSE $4 END, account_number = $5, sub_type_id = $6, parent_id = $7, status = $8,
                        description = $9, color = $10, updated_at = clock_timestamp()
      WHERE workspace_id = $1 AND id = $2`,
    [
      workspaceId,
      id,
      values.name,
      nameKey(values.name),
      values.accountNumber,
      values.subTypeId,
      values.parentAccountUuid,
      values.status,
      values.description,
      values.color,
    ],
  );
  if (!replacesTaxes) return;
  await deleteTaxes(transaction, workspaceId, id);
  await insertTaxes(transaction, workspaceId, [{ id, values }]);
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
 * @returns false where it was gone already, or has been merged into another
 */
export async function removeAccount(
  transaction: Transaction,
  workspaceId: string,
  id: string,
): Promise<boolean> {
  await deleteTaxes(transaction, workspaceId, id);
  const rows = await transaction.query(
    'DELETE FROM account WHERE workspace_id = $1 AND id = $2 AND merged_into IS NULL RETURNING id',
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
  accounts: readonly NewAccount[],
): Promise<void> {
  const rows = accounts.flatMap(({ id, values }) =>
    values.taxUuids.map((tax, position) => ({ account: id, tax, position })),
  );
  if (rows.length === 0) return;
  await transaction.query(
    `INSERT INTO account_tax (workspace_id, account_id, tax_id, position)
     SELECT $1, t.account, t.tax, t.position
       FROM json_to_recordset($2) AS t(account uuid, tax uuid, position smallint)`,
    [workspaceId, JSON.stringify(rows)],
  );
}
