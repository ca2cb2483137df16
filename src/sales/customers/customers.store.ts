import { sql } from 'kysely';
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
import { caseKey } from '../../platform/text.ts';
import { loadTaxes } from '../taxes/index.ts';
import type { CustomerRecord } from './customer.schema.ts';
import type { CustomerReferences } from './customer.ts';

interface CustomerTable {
  workspace_id: string;
  id: string;
  customer: string;
  name_key: string;
  email: string | null;
  email_key: string | null;
  main_phone: string | null;
  website: string | null;
  notes: string | null;
  status: CustomerRecord['status'];
  payment_term: CustomerRecord['paymentTerm'];
  tax_number: string | null;
  tax_auto_calculate: boolean;
  tax_excluded: boolean;
  billing_address: Address | null;
  shipping_address: Address | null;
  created_at: Date;
  updated_at: Date;
  deleted_at: Date | null;
  merged_into: string | null;
}

const builder = queryBuilder<{ customer: CustomerTable }>();

const CONTACTS = sql<CustomerRecord['contacts']>`(
  SELECT coalesce(json_agg(json_build_object('id', k.id, 'uuid', k.id, 'firstName', k.first_name,
           'lastName', k.last_name, 'email', k.email, 'phone', k.phone, 'isPrimary', k.is_primary)
           ORDER BY k.position), '[]')
    FROM customer_contact k WHERE k.workspace_id = c.workspace_id AND k.customer_id = c.id)`;

const TAXES = sql<CustomerRecord['taxes']>`(
  SELECT coalesce(json_agg(json_build_object('id', t.id, 'uuid', t.id, 'name', t.name, 'percentage', t.percentage)
           ORDER BY ct.position), '[]')
    FROM customer_tax ct JOIN tax t ON t.workspace_id = ct.workspace_id AND t.id = ct.tax_id
   WHERE ct.workspace_id = c.workspace_id AND ct.customer_id = c.id AND t.deleted_at IS NULL)`;

const MERGED = sql<string[]>`ARRAY(
  SELECT m.id::text FROM customer m
   WHERE m.workspace_id = c.workspace_id AND m.merged_into = c.id ORDER BY m.id)`;

function customersOf(workspaceId: string) {
  return builder
    .selectFrom('customer as c')
    .where('c.workspace_id', '=', workspaceId)
    .where('c.deleted_at', 'is', null);
}

function selectRecord(customers: ReturnType<typeof customersOf>) {
  return customers.select([
    'c.id',
    'c.id as uuid',
    'c.customer',
    'c.email',
    'c.main_phone as mainPhone',
    'c.website',
    'c.notes',
    'c.status',
    'c.payment_term as paymentTerm',
    'c.tax_number as taxNumber',
    'c.tax_auto_calculate as taxAutoCalculate',
    'c.tax_excluded as taxExcluded',
    TAXES.as('taxes'),
    'c.billing_address as billingAddress',
    'c.shipping_address as shippingAddress',
    CONTACTS.as('contacts'),
    'c.merged_into as mergedIntoUuid',
    MERGED.as('mergedUuids'),
    'c.created_at as createdAt',
    'c.updated_at as updatedAt',
  ]);
}

type StoredRecord = Omit<CustomerRecord, 'createdAt' | 'updatedAt'> & { createdAt: Date; updatedAt: Date };

function toRecord(row: StoredRecord): CustomerRecord {
  return { ...row, ...timestampsOf(row) };
}

/** Those of the named customers that there are and are not deleted, by id. */
export async function findCustomers(
  transaction: Transaction,
  workspaceId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, CustomerRecord>> {
  if (ids.length === 0) return new Map();
  const named = customersOf(workspaceId).where(sql<boolean>`c.id = ANY (${ids}::uuid[])`);
  const rows = await transaction.run(selectRecord(named).compile());
  return new Map(rows.map((row) => [row.id, toRecord(row)]));
}

/** The customer with this id; undefined where there is none, or it is deleted. */
export async function findCustomer(
  transaction: Transaction,
  workspaceId: string,
  id: string,
): Promise<CustomerRecord | undefined> {
  return (await findCustomers(transaction, workspaceId, [id])).get(id);
}

/** The customer with this e-mail, in any case; of one that is merged, the customer that it is told under. */
export async function selectCustomerByEmail(
  transaction: Transaction,
  workspaceId: string,
  email: string,
): Promise<CustomerRecord | undefined> {
  const holder = customersOf(workspaceId)
    .where('c.merged_into', 'is', null)
    .where('c.email_key', '=', caseKey(email));
  const [row] = await transaction.run(selectRecord(holder).compile());
  if (row) return toRecord(row);
  const [alias] = await selectMergedHolders(transaction, workspaceId, [caseKey(email)]);
  return alias && findCustomer(transaction, workspaceId, alias.id);
}

/** Under whom those are told that have e-mails and are merged, by the keys of the e-mails. */
function selectMergedHolders(
  transaction: Transaction,
  workspaceId: string,
  keys: readonly string[],
): Promise<{ id: string; key: string }[]> {
  return transaction.query<{ id: string; key: string }>(
    `SELECT m.merged_into AS id, m.email_key AS key FROM customer m
      WHERE m.workspace_id = $1 AND m.merged_into IS NOT NULL AND m.email_key = ANY ($2) ORDER BY m.id`,
    [workspaceId, keys],
    'merged_holders_of_emails',
  );
}

export interface CustomerFilter {
  /** Part of the name, the e-mail, a contact's e-mail or the main phone number, in any case. */
  readonly search?: string | undefined;
  readonly status?: CustomerRecord['status'] | undefined;
  /** Also those that are merged into others. */
  readonly includeMerged?: boolean | undefined;
}

export interface CustomerOrder {
  readonly by: 'customer' | 'email' | 'createdAt' | 'updatedAt';
  readonly direction: 'ASC' | 'DESC';
}

const ORDER_COLUMNS = {
  customer: 'c.name_key',
  email: 'c.email_key',
  createdAt: 'c.created_at',
  updatedAt: 'c.updated_at',
} as const;

/**
 * Whether the name, an e-mail or the main phone number of a customer holds a part of a text, in any case, or the name or
 * e-mail of one that is merged into it.
 */
function findsPart(part: string) {
  return sql<boolean>`(${containsName('c.name_key', part)} OR ${containsPart('c.email_key', part)}
    OR strpos(lower(c.main_phone), ${caseKey(part)}) > 0
    OR EXISTS (SELECT FROM customer_contact k WHERE k.workspace_id = c.workspace_id
                  AND k.customer_id = c.id AND ${containsPart('k.email_key', part)})
    OR EXISTS (SELECT FROM customer m WHERE m.workspace_id = c.workspace_id AND m.merged_into = c.id
                  AND (${containsName('m.name_key', part)} OR ${containsPart('m.email_key', part)})))`;
}

/** One page of the customers that fit, and how many fit in all. Customers without e-mail come last by e-mail. */
export async function selectCustomers(
  transaction: Transaction,
  workspaceId: string,
  filter: CustomerFilter,
  order: CustomerOrder,
  page: Page,
): Promise<PageOfRows<CustomerRecord>> {
  let fitting = customersOf(workspaceId);
  if (filter.status) fitting = fitting.where('c.status', '=', filter.status);
  if (!filter.includeMerged) fitting = fitting.where('c.merged_into', 'is', null);
  if (filter.search) fitting = fitting.where(findsPart(filter.search));
  const direction = order.direction === 'DESC' ? 'desc' : 'asc';
  const sorted = selectRecord(fitting)
    .orderBy(ORDER_COLUMNS[order.by], (by) => {
      const directed = direction === 'desc' ? by.desc() : by.asc();
      return order.by === 'email' ? directed.nullsLast() : directed;
    })
    .orderBy('c.id', direction);
  const { rows, totalRecords } = await selectPage(transaction, sorted, page);
  return { rows: rows.map(toRecord), totalRecords };
}

/**
 * Locks customers until the transaction ends, in the order of their ids, against other updates but not against invoices
 * that refer to them. What is read afterwards is the latest.
 */
export async function lockCustomers(
  transaction: Transaction,
  workspaceId: string,
  ids: readonly string[],
): Promise<void> {
  const named = customersOf(workspaceId).where(sql<boolean>`c.id = ANY (${ids}::uuid[])`);
  await transaction.run(named.select('c.id').orderBy('c.id').forNoKeyUpdate().compile());
}

/**
 * Locks a customer until the transaction ends, so that it can be deleted: also against documents and payments that begin to
 * name it. What is read afterwards shows those that had begun before.
 */
export async function lockCustomerToDelete(
  transaction: Transaction,
  workspaceId: string,
  id: string,
): Promise<void> {
  await transaction.run(customersOf(workspaceId).where('c.id', '=', id).select('c.id').forUpdate().compile());
}

/**
 * What bodies name: who has their e-mails, and those of their taxes that there are. Who is merged has its e-mail for whom it
 * is told under, who may take it over.
 */
export async function loadCustomerReferences(
  transaction: Transaction,
  workspaceId: string,
  named: readonly { readonly email: string | null; readonly taxUuids: readonly string[] }[],
): Promise<CustomerReferences> {
  const taxUuids = [...new Set(named.flatMap((one) => one.taxUuids))];
  const taxes = await loadTaxes(transaction, workspaceId, taxUuids);
  const keys = named.flatMap(({ email }) => (email === null ? [] : [caseKey(email)]));
  if (keys.length === 0) return { emailHolders: new Map(), taxes };
  const holders = customersOf(workspaceId)
    .where('c.merged_into', 'is', null)
    .where(sql<boolean>`c.email_key = ANY (${keys}::text[])`)
    .select(['c.id', sql<string>`c.email_key`.as('key')]);
  const rows = await transaction.run(holders.compile());
  const merged = await selectMergedHolders(transaction, workspaceId, keys);
  return { emailHolders: new Map([...merged, ...rows].map(({ id, key }) => [key, id])), taxes };
}
