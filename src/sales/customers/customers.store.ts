import { sql } from 'kysely';
import { containsPart, type PageOfRows, selectPage } from '../../platform/database/select-page.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import type { Page } from '../../platform/http/list.ts';
import { timestampsOf } from '../../platform/http/record.ts';
import { caseKey } from '../../platform/text.ts';
import { loadTaxes } from '../taxes/index.ts';
import type { CustomerRecord } from './customer.schema.ts';
import type { CustomerReferences } from './customer.ts';
import { builder } from './customer-tables.ts';

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
    'c.created_at as createdAt',
    'c.updated_at as updatedAt',
  ]);
}

type StoredRecord = Omit<CustomerRecord, 'createdAt' | 'updatedAt'> & { createdAt: Date; updatedAt: Date };

function toRecord(row: StoredRecord): CustomerRecord {
  return { ...row, ...timestampsOf(row) };
}

/** The customer with this id; undefined where there is none, or it is deleted. */
export async function findCustomer(
  transaction: Transaction,
  workspaceId: string,
  id: string,
): Promise<CustomerRecord | undefined> {
  const [row] = await transaction.run(
    selectRecord(customersOf(workspaceId).where('c.id', '=', id)).compile(),
  );
  return row && toRecord(row);
}

/** The customer with this e-mail, in any case. */
export async function selectCustomerByEmail(
  transaction: Transaction,
  workspaceId: string,
  email: string,
): Promise<CustomerRecord | undefined> {
  const holder = customersOf(workspaceId).where('c.email_key', '=', caseKey(email));
  const [row] = await transaction.run(selectRecord(holder).compile());
  return row && toRecord(row);
}

export interface CustomerFilter {
  /** Part of the name, the e-mail, a contact's e-mail or the main phone number, in any case. */
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

/** Whether the name, an e-mail or the main phone number of a customer holds a part of a text, in any case. */
function findsPart(part: string) {
  return sql<boolean>`(${containsPart('c.name_key', part)} OR ${containsPart('c.email_key', part)}
    OR strpos(lower(c.main_phone), ${caseKey(part)}) > 0
    OR EXISTS (SELECT FROM customer_contact k WHERE k.workspace_id = c.workspace_id
                  AND k.customer_id = c.id AND ${containsPart('k.email_key', part)}))`;
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
 * Locks a customer until the transaction ends, against other updates but not against invoices that refer to it; false
 * where there is none. What is read afterwards is the latest.
 */
export async function lockCustomer(
  transaction: Transaction,
  workspaceId: string,
  id: string,
): Promise<boolean> {
  const locked = customersOf(workspaceId).where('c.id', '=', id).select('c.id').forNoKeyUpdate();
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
  const holders = customersOf(workspaceId).where('c.email_key', '=', caseKey(named.email)).select('c.id');
  const [holder] = await transaction.run(holders.compile());
  return { emailTaken: holder !== undefined && holder.id !== named.customerId, taxes };
}
