import { type Generated, sql } from 'kysely';
import { queryBuilder } from '../../platform/database/query-builder.ts';
import {
  containsName,
  containsPart,
  type PageOfRows,
  selectPage,
} from '../../platform/database/select-page.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import type { Address } from '../../platform/http/address.ts';
import type { Page } from '../../platform/http/list.ts';
import { timestampsOf } from '../../platform/http/record.ts';
import { caseKey, nameKey } from '../../platform/text.ts';
import type { VendorRecord } from './vendor.schema.ts';
import type { VendorFields } from './vendor.ts';

interface VendorTable {
  workspace_id: string;
  id: string;
  name: string;
  name_key: string;
  email: string | null;
  email_key: string | null;
  phone: string | null;
  website: string | null;
  tax_number: string | null;
  notes: string | null;
  payment_term: VendorRecord['paymentTerm'];
  status: VendorRecord['status'];
  is_1099: boolean;
  address: Address | null;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
  deleted_at: Generated<Date | null>;
  merged_into: Generated<string | null>;
}

const builder = queryBuilder<{ vendor: VendorTable }>();

function vendorsOf(workspaceId: string) {
  return builder.selectFrom('vendor').where('workspace_id', '=', workspaceId).where('deleted_at', 'is', null);
}

const COLUMNS = [
  'id',
  'id as uuid',
  'name',
  'email',
  'phone',
  'website',
  'tax_number as taxNumber',
  'notes',
  'payment_term as paymentTerm',
  'address',
  'status',
  'is_1099 as is1099',
  'merged_into as mergedIntoUuid',
  sql<string[]>`ARRAY(SELECT m.id::text FROM vendor m WHERE m.workspace_id = vendor.workspace_id
    AND m.merged_into = vendor.id ORDER BY m.id)`.as('mergedUuids'),
  'created_at as createdAt',
  'updated_at as updatedAt',
] as const;

type StoredRecord = Omit<VendorRecord, 'createdAt' | 'updatedAt'> & { createdAt: Date; updatedAt: Date };

function toRecord(row: StoredRecord): VendorRecord {
  return { ...row, ...timestampsOf(row) };
}

function toRow(fields: VendorFields) {
  return {
    name: fields.name,
    name_key: nameKey(fields.name),
    email: fields.email,
    email_key: fields.email && caseKey(fields.email),
    phone: fields.phone,
    website: fields.website,
    tax_number: fields.taxNumber,
    notes: fields.notes,
    payment_term: fields.paymentTerm,
    status: fields.status,
    is_1099: fields.is1099,
    address: fields.address,
  };
}

/** The vendor with this id; undefined where there is none, or it is deleted. */
export async function findVendor(
  transaction: Transaction,
  workspaceId: string,
  id: string,
): Promise<VendorRecord | undefined> {
  const found = vendorsOf(workspaceId).select(COLUMNS).where('id', '=', id);
  const [row] = await transaction.run<StoredRecord>(found.compile());
  return row && toRecord(row);
}

/** Those of the vendors that there are and are not deleted, by id. */
export async function findVendors(
  transaction: Transaction,
  workspaceId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, VendorRecord>> {
  const found = vendorsOf(workspaceId).select(COLUMNS).where('id', 'in', ids);
  const rows = await transaction.run<StoredRecord>(found.compile());
  return new Map(rows.map((row) => [row.id, toRecord(row)]));
}

/** Locks vendors until the transaction ends, in the order of their ids, against changes of theirs. */
export async function lockVendors(
  transaction: Transaction,
  workspaceId: string,
  ids: readonly string[],
): Promise<void> {
  const found = vendorsOf(workspaceId).select('id').where('id', 'in', ids).orderBy('id').forNoKeyUpdate();
  await transaction.run(found.compile());
}

/**
 * As `findVendor`, locked until the transaction ends: against changes, not against documents that refer to it. Read only when it is
 * locked: what was merged into it while it was waited for is in other rows.
 */
export async function lockVendor(
  transaction: Transaction,
  workspaceId: string,
  id: string,
): Promise<VendorRecord | undefined> {
  await lockVendors(transaction, workspaceId, [id]);
  return (await findVendors(transaction, workspaceId, [id])).get(id);
}

/** The same against documents too: whoever begins to name it meanwhile waits, and whoever had begun before is seen. */
export async function lockVendorToDelete(
  transaction: Transaction,
  workspaceId: string,
  id: string,
): Promise<VendorRecord | undefined> {
  await transaction.run(vendorsOf(workspaceId).select('id').where('id', '=', id).forUpdate().compile());
  return (await findVendors(transaction, workspaceId, [id])).get(id);
}

export interface VendorFilter {
  /** Part of the name or the e-mail, in any case. */
  readonly search?: string | undefined;
  readonly status?: VendorRecord['status'] | undefined;
  /** Also those that are merged into others. */
  readonly includeMerged?: boolean | undefined;
}

/** One page of the vendors that fit, by name, and how many fit in all. */
export async function selectVendors(
  transaction: Transaction,
  workspaceId: string,
  { search, status, includeMerged }: VendorFilter,
  page: Page,
): Promise<PageOfRows<VendorRecord>> {
  let fitting = vendorsOf(workspaceId);
  if (status) fitting = fitting.where('status', '=', status);
  if (!includeMerged) fitting = fitting.where('merged_into', 'is', null);
  if (search) {
    fitting = fitting.where(
      sql<boolean>`(${containsName('vendor.name_key', search)} OR ${containsPart('vendor.email_key', search)}
        OR EXISTS (SELECT FROM vendor m WHERE m.workspace_id = vendor.workspace_id AND m.merged_into = vendor.id
                      AND (${containsName('m.name_key', search)} OR ${containsPart('m.email_key', search)})))`,
    );
  }
  const sorted = fitting.select(COLUMNS).orderBy('name_key').orderBy('id');
  const { rows, totalRecords } = await selectPage(transaction, sorted, page);
  return { rows: rows.map(toRecord), totalRecords };
}

/** Writes a new vendor and answers it as it then stands. */
export async function insertVendor(
  transaction: Transaction,
  workspaceId: string,
  id: string,
  fields: VendorFields,
): Promise<VendorRecord> {
  const instants = { created_at: sql<Date>`now()`, updated_at: sql<Date>`now()` };
  const row = { workspace_id: workspaceId, id, ...toRow(fields), ...instants };
  const insert = builder.insertInto('vendor').values(row).returning(COLUMNS);
  const [stored] = await transaction.run<StoredRecord>(insert.compile());
  return toRecord(stored!);
}

/** Writes a changed vendor and answers it as it then stands. */
export async function storeVendor(
  transaction: Transaction,
  workspaceId: string,
  id: string,
  fields: VendorFields,
): Promise<VendorRecord> {
  const row = { ...toRow(fields), updated_at: sql<Date>`clock_timestamp()` };
  const update = builder.updateTable('vendor').set(row).where('workspace_id', '=', workspaceId);
  const [stored] = await transaction.run<StoredRecord>(
    update.where('id', '=', id).returning(COLUMNS).compile(),
  );
  return toRecord(stored!);
}

/** Takes a vendor out of every list and look-up. Its row stays, since documents may name it. */
export async function markVendorDeleted(
  transaction: Transaction,
  workspaceId: string,
  id: string,
): Promise<void> {
  const deletion = builder
    .updateTable('vendor')
    .set({ deleted_at: sql<Date>`clock_timestamp()` })
    .where('workspace_id', '=', workspaceId);
  await transaction.run(deletion.where('id', '=', id).compile());
}
