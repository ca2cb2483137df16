import { type Generated, sql } from 'kysely';
import { type Decimal, formatDecimal, readStoredDecimal } from '../../ledger/money/index.ts';
import { keptNameKey } from '../../platform/database/kept-name-key.ts';
import { queryBuilder } from '../../platform/database/query-builder.ts';
import { containsName, type PageOfRows, selectPage } from '../../platform/database/select-page.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import type { Page } from '../../platform/http/list.ts';
import { nameKey } from '../../platform/text.ts';

export type TaxKind = 'standard' | 'zero' | 'exempt' | 'reverse_charge' | 'withholding';
type Status = 'active' | 'inactive';

/** A tax as the books hold it. */
export interface Tax {
  readonly id: string;
  readonly name: string;
  readonly kind: TaxKind;
  readonly percentage: Decimal;
  readonly inclusive: boolean;
  readonly compound: boolean;
  readonly salesAccountId: string;
  readonly purchaseAccountId: string;
  readonly recoverablePercentage: Decimal;
  readonly taxNumber: string | null;
  readonly status: Status;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

interface TaxRow extends Omit<Tax, 'percentage' | 'recoverablePercentage'> {
  readonly percentage: string;
  readonly recoverablePercentage: string;
}

interface TaxTable {
  workspace_id: string;
  id: string;
  name: string;
  name_key: string;
  kind: TaxKind;
  percentage: string;
  inclusive: Generated<boolean>;
  compound: Generated<boolean>;
  sales_account_id: string;
  purchase_account_id: string;
  recoverable_percentage: Generated<string>;
  tax_number: string | null;
  status: Generated<Status>;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
  deleted_at: Date | null;
}

const builder = queryBuilder<{ tax: TaxTable }>();

function taxesOf(workspaceId: string) {
  return builder.selectFrom('tax').where('workspace_id', '=', workspaceId).where('deleted_at', 'is', null);
}

const COLUMNS = [
  'id',
  'name',
  'kind',
  'percentage',
  'inclusive',
  'compound',
  'sales_account_id as salesAccountId',
  'purchase_account_id as purchaseAccountId',
  'recoverable_percentage as recoverablePercentage',
  'tax_number as taxNumber',
  'status',
  'created_at as createdAt',
  'updated_at as updatedAt',
] as const;

function toTax(row: TaxRow): Tax {
  return {
    ...row,
    percentage: readStoredDecimal(row.percentage),
    recoverablePercentage: readStoredDecimal(row.recoverablePercentage),
  };
}

/** Those of the named taxes that the workspace has, by id. Deleted ones are unknown; the others are kept from it meanwhile. */
export async function loadTaxes(
  transaction: Transaction,
  workspaceId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Tax>> {
  if (ids.length === 0) return new Map();
  const named = taxesOf(workspaceId).select(COLUMNS).where(sql<boolean>`id = ANY (${ids}::uuid[])`);
  const rows = await transaction.run<TaxRow>(named.orderBy('id').forKeyShare().compile());
  return new Map(rows.map((row) => [row.id, toTax(row)]));
}

/** The tax of this id; undefined where there is none, or it is deleted. */
export async function findTax(
  transaction: Transaction,
  workspaceId: string,
  id: string,
): Promise<Tax | undefined> {
  const [row] = await transaction.run<TaxRow>(
    taxesOf(workspaceId).select(COLUMNS).where('id', '=', id).compile(),
  );
  return row && toTax(row);
}

/**
 * The same, held until the transaction ends, so that two changes of it do not pass each other, nor a change and a document
 * that takes it: whoever begins to use it meanwhile waits, and whoever had begun before is seen.
 */
export async function lockTax(
  transaction: Transaction,
  workspaceId: string,
  id: string,
): Promise<Tax | undefined> {
  // Documents that are posted by what a server knows lock no tax, but share this lock (`post_known_document`).
  await transaction.query("SELECT pg_advisory_xact_lock(hashtextextended('taxes ' || $1, 0))", [workspaceId]);
  const lock = taxesOf(workspaceId).select(COLUMNS).where('id', '=', id).forUpdate();
  const [row] = await transaction.run<TaxRow>(lock.compile());
  return row && toTax(row);
}

/** Whether a tax of the workspace has this name, in any case; the tax of the id `except` does not count. */
export async function isTaxNameTaken(
  transaction: Transaction,
  workspaceId: string,
  name: string,
  except?: string,
): Promise<boolean> {
  const same = taxesOf(workspaceId).select('id').where('name_key', '=', nameKey(name));
  return (await transaction.run(same.compile())).some(({ id }) => id !== except);
}

export interface TaxFilter {
  /** Part of the name, in any case. */
  readonly search?: string | undefined;
  readonly status?: Status | undefined;
}

/** One page of the taxes that fit, by name, and how many fit in all. */
export async function selectTaxes(
  transaction: Transaction,
  workspaceId: string,
  filter: TaxFilter,
  page: Page,
): Promise<PageOfRows<Tax>> {
  let fitting = taxesOf(workspaceId);
  if (filter.status) fitting = fitting.where('status', '=', filter.status);
  if (filter.search) fitting = fitting.where(containsName('name_key', filter.search));
  const sorted = fitting.select(COLUMNS).orderBy('name_key').orderBy('id');
  const { rows, totalRecords } = await selectPage(transaction, sorted, page);
  return { rows: rows.map(toTax), totalRecords };
}

/** What a body may say of a tax. */
export type TaxValues = Omit<Tax, 'id' | 'recoverablePercentage' | 'createdAt' | 'updatedAt'>;
export type NewTax = Omit<TaxValues, 'status'> & Pick<Tax, 'id'>;

const toColumns = (tax: Omit<TaxValues, 'status'>) => ({
  name: tax.name,
  name_key: nameKey(tax.name),
  kind: tax.kind,
  percentage: formatDecimal(tax.percentage),
  inclusive: tax.inclusive,
  compound: tax.compound,
  sales_account_id: tax.salesAccountId,
  purchase_account_id: tax.purchaseAccountId,
  tax_number: tax.taxNumber,
});

/** @throws the database's unique violation of `tax_name_unique` where the name is taken */
export async function insertTax(transaction: Transaction, workspaceId: string, tax: NewTax): Promise<Tax> {
  const insert = builder
    .insertInto('tax')
    .values({ workspace_id: workspaceId, id: tax.id, ...toColumns(tax) })
    .returning(COLUMNS);
  const [row] = await transaction.run<TaxRow>(insert.compile());
  return toTax(row!);
}

/**
 * Writes a tax over.
 *
 * @throws the database's unique violation of `tax_name_unique` where the name is taken
 */
export async function overwriteTax(
  transaction: Transaction,
  workspaceId: string,
  id: string,
  values: TaxValues,
): Promise<Tax> {
  const update = builder
    .updateTable('tax')
    .set({
      ...toColumns(values),
      name_key: keptNameKey(values.name),
      status: values.status,
      updated_at: sql`clock_timestamp()`,
    })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .returning(COLUMNS);
  const [row] = await transaction.run<TaxRow>(update.compile());
  return toTax(row!);
}

/** Takes a tax out of every list and look-up; its row stays, since documents of the past may name it. */
export async function markTaxDeleted(
  transaction: Transaction,
  workspaceId: string,
  id: string,
): Promise<void> {
  const deletion = builder
    .updateTable('tax')
    .set({ deleted_at: sql`clock_timestamp()`, updated_at: sql`clock_timestamp()` })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id);
  await transaction.run(deletion.compile());
}
