import { sql } from 'kysely';
import type { Transaction } from '../../platform/database/transaction.ts';
import type { Page } from '../../platform/http/list.ts';
import { caseKey } from '../../platform/text.ts';
import { loadTaxes } from '../taxes/index.ts';
import type { CustomerRecord } from './customer.schema.ts';
import type { CustomerReferences } from './customer.ts';
import { query } from './customer-tables.ts';

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

function fromCustomers(workspaceId: string) {
  return query
    .selectFrom('customer as c')
    .where('c.workspace_id', '=', workspaceId)
    .where('c.deleted_at', 'is', null);
}

function selectRecords(workspaceId: string) {
  return fromCustomers(workspaceId).select([
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
    'c.created_at as createdAt',
    'c.updated_at as updatedAt',
  ]);
}

type StoredRecord = Omit<CustomerRecord, 'createdAt' | 'updatedAt'> & { createdAt: Date; updatedAt: Date };

function toRecord(row: StoredRecord): CustomerRecord {
  return { ...row, createdAt: row.createdAt.toISOString(), updatedAt: row.updatedAt.toISOString() };
}

/** The customer with this id; undefined where there is none, or it is deleted. */
export async function findCustomer(
  transaction: Transaction,
  workspaceId: string,
  id: string,
): Promise<CustomerRecord | undefined> {
  const [row] = await transaction.run(selectRecords(workspaceId).where('c.id', '=', id).compile());
  return row && toRecord(row);
}

/** The customer with this e-mail, whatever its case. */
export async function findCustomerByEmail(
  transaction: Transaction,
  workspaceId: string,
  email: string,
): Promise<CustomerRecord | undefined> {
  const selected = selectRecords(workspaceId).where('c.email_key', '=', caseKey(email));
  const [row] = await transaction.run(selected.compile());
  return row && toRecord(row);
}

export interface CustomerFilter {
  readonly search?: string | undefined;
  readonly status?: CustomerRecord['status'] | undefined;
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

/** One page of the customers that match, and how many match in all. Customers without e-mail come last by e-mail. */
export async function listCustomers(
  transaction: Transaction,
  workspaceId: string,
  filter: CustomerFilter,
  order: CustomerOrder,
  page: Page,
): Promise<{ records: CustomerRecord[]; totalRecords: number }> {
  const matching = matches(filter);
  const count = fromCustomers(workspaceId).where(matching).select(sql<number>`count(*)::int`.as('total'));
  const direction = order.direction === 'DESC' ? 'desc' : 'asc';
  const rows = selectRecords(workspaceId)
    .where(matching)
    .orderBy(ORDER_COLUMNS[order.by], (by) => {
      const directed = direction === 'desc' ? by.desc() : by.asc();
      return order.by === 'email' ? directed.nullsLast() : directed;
    })
    .orderBy('c.id', direction)
    .limit(page.limit)
    .offset(page.offset);
  const [counted] = await transaction.run(count.compile());
  const records = await transaction.run(rows.compile());
  return { records: records.map(toRecord), totalRecords: counted!.total };
}

function matches({ search, status }: CustomerFilter) {
  const part = caseKey(search ?? '');
  const bySearch = sql<boolean>`(strpos(c.name_key, ${part}) > 0 OR strpos(c.email_key, ${part}) > 0
    OR strpos(lower(c.main_phone), ${part}) > 0
    OR EXISTS (SELECT FROM customer_contact k WHERE k.workspace_id = c.workspace_id
                  AND k.customer_id = c.id AND strpos(k.email_key, ${part}) > 0))`;
  const byStatus = sql<boolean>`c.status = ${status}`;
  return sql<boolean>`${search ? bySearch : sql`true`} AND ${status ? byStatus : sql`true`}`;
}

/**
 * Locks a customer until the transaction ends, against other updates but not against invoices that refer to it; false
 * where there is none. What is read afterwards is the latest.
 */
export async function lockCustomer(
  transaction: Transaction,
  workspaceId: string,
  id: string,
): Promise<boolean> {
  const locked = fromCustomers(workspaceId).where('c.id', '=', id).select('c.id').forNoKeyUpdate();
  return (await transaction.run(locked.compile())).length > 0;
}

/** What a body names: whether another customer has its e-mail, and those of its taxes that there are. */
export async function loadCustomerReferences(
  transaction: Transaction,
  workspaceId: string,
  named: { email: string | null; taxUuids: readonly string[]; customerId?: string },
): Promise<CustomerReferences> {
  const taxes = await loadTaxes(transaction, workspaceId, named.taxUuids);
  if (named.email === null) return { emailTaken: false, taxes };
  const holders = fromCustomers(workspaceId).where('c.email_key', '=', caseKey(named.email)).select('c.id');
  const [holder] = await transaction.run(holders.compile());
  return { emailTaken: holder !== undefined && holder.id !== named.customerId, taxes };
}
