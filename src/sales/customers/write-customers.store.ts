import { v7 as uuidv7 } from 'uuid';
import { compareTexts } from '../../platform/change/write-rows.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { isUniqueViolation } from '../../platform/database/unique-violation.ts';
import { nameKey } from '../../platform/text.ts';
import { type CustomerFields, EMAIL_TAKEN, emailKeyOf, refusal } from './customer.ts';

/** A customer as it is to be written. */
export interface CustomerToWrite {
  readonly id: string;
  readonly fields: CustomerFields;
}

function toRow({ id, fields }: CustomerToWrite) {
  return {
    id,
    customer: fields.customer,
    name_key: nameKey(fields.customer),
    email: fields.email,
    email_key: emailKeyOf(fields) ?? null,
    main_phone: fields.mainPhone,
    website: fields.website,
    notes: fields.notes,
    status: fields.status,
    payment_term: fields.paymentTerm,
    tax_number: fields.taxNumber,
    tax_auto_calculate: fields.taxAutoCalculate,
    tax_excluded: fields.taxExcluded,
    billing_address: fields.billingAddress,
    shipping_address: fields.shippingAddress,
  };
}

/** Rows as one JSON text, in the order of their e-mails: who writes the same e-mails at once then waits, and never deadlocks. */
function toRows(customers: readonly CustomerToWrite[]): string {
  const rows = customers.map(toRow);
  return JSON.stringify(rows.sort((a, b) => compareTexts(a.email_key ?? '', b.email_key ?? '')));
}

const INSERT = `
  INSERT INTO customer (workspace_id, id, customer, name_key, email, email_key, main_phone, website, notes, status,
                        payment_term, tax_number, tax_auto_calculate, tax_excluded, billing_address, shipping_address,
                        created_at, updated_at)
  SELECT $1, r.id, r.customer, r.name_key, r.email, r.email_key, r.main_phone, r.website, r.notes, r.status,
         r.payment_term, r.tax_number, r.tax_auto_calculate, r.tax_excluded, r.billing_address, r.shipping_address,
         now(), now()
    FROM json_populate_recordset(NULL::customer, $2) AS r`;

const UPDATE = `
  UPDATE customer AS c
     SET customer = r.customer, name_key = r.name_key, email = r.email, email_key = r.email_key,
         main_phone = r.main_phone, website = r.website, notes = r.notes, status = r.status,
         payment_term = r.payment_term, tax_number = r.tax_number, tax_auto_calculate = r.tax_auto_calculate,
         tax_excluded = r.tax_excluded, billing_address = r.billing_address, shipping_address = r.shipping_address,
         updated_at = clock_timestamp()
    FROM json_populate_recordset(NULL::customer, $2) AS r
   WHERE c.workspace_id = $1 AND c.id = r.id`;

const INSERT_CONTACTS = `
  INSERT INTO customer_contact (workspace_id, id, customer_id, position, first_name, last_name, email, email_key, phone,
                                is_primary)
  SELECT $1, r.id, r.customer_id, r.position, r.first_name, r.last_name, r.email, r.email_key, r.phone, r.is_primary
    FROM json_populate_recordset(NULL::customer_contact, $2) AS r`;

const INSERT_TAXES = `
  INSERT INTO customer_tax (workspace_id, customer_id, tax_id, position)
  SELECT $1, r.customer_id, r.tax_id, r.position FROM json_populate_recordset(NULL::customer_tax, $2) AS r`;

/** Runs a write of customers' own rows. Throws ApiError DUPLICATE_EMAIL where another was quicker. */
async function write(
  transaction: Transaction,
  workspaceId: string,
  customers: readonly CustomerToWrite[],
  [name, text]: readonly [string, string],
): Promise<void> {
  try {
    await transaction.query(text, [workspaceId, toRows(customers)], name);
  } catch (error) {
    throw isUniqueViolation(error, 'customer_email_unique') ? refusal([EMAIL_TAKEN]) : error;
  }
}

/** Writes new customers with contacts and taxes. Throws ApiError DUPLICATE_EMAIL where another was quicker with one of them. */
export async function insertCustomers(
  transaction: Transaction,
  workspaceId: string,
  customers: readonly CustomerToWrite[],
): Promise<void> {
  if (customers.length === 0) return;
  await write(transaction, workspaceId, customers, ['insert_customers', INSERT]);
  await insertContacts(transaction, workspaceId, customers);
  await insertTaxes(transaction, workspaceId, customers);
}

/** Writes changed customers, and replaces contacts and taxes where told. Throws ApiError DUPLICATE_EMAIL as well. */
export async function storeCustomers(
  transaction: Transaction,
  workspaceId: string,
  customers: readonly (CustomerToWrite & { readonly replaces: { contacts: boolean; taxes: boolean } })[],
): Promise<void> {
  if (customers.length === 0) return;
  await write(transaction, workspaceId, customers, ['update_customers', UPDATE]);
  const withContacts = customers.filter(({ replaces }) => replaces.contacts);
  await deleteRows(transaction, 'customer_contact', workspaceId, withContacts);
  await insertContacts(transaction, workspaceId, withContacts);
  const withTaxes = customers.filter(({ replaces }) => replaces.taxes);
  await deleteRows(transaction, 'customer_tax', workspaceId, withTaxes);
  await insertTaxes(transaction, workspaceId, withTaxes);
}

async function deleteRows(
  transaction: Transaction,
  table: 'customer_contact' | 'customer_tax',
  workspaceId: string,
  customers: readonly CustomerToWrite[],
): Promise<void> {
  if (customers.length === 0) return;
  const ids = customers.map(({ id }) => id);
  const text = `DELETE FROM ${table} WHERE workspace_id = $1 AND customer_id = ANY ($2::uuid[])`;
  await transaction.query(text, [workspaceId, ids], `delete_rows_of_${table}`);
}

async function insertContacts(
  transaction: Transaction,
  workspaceId: string,
  customers: readonly CustomerToWrite[],
): Promise<void> {
  const rows = customers.flatMap(({ id, fields }) =>
    fields.contacts.map((contact, position) => ({
      id: uuidv7(),
      customer_id: id,
      position,
      first_name: contact.firstName,
      last_name: contact.lastName,
      email: contact.email,
      email_key: emailKeyOf(contact) ?? null,
      phone: contact.phone,
      is_primary: contact.isPrimary,
    })),
  );
  if (rows.length === 0) return;
  await transaction.query(INSERT_CONTACTS, [workspaceId, JSON.stringify(rows)], 'insert_customer_contacts');
}

async function insertTaxes(
  transaction: Transaction,
  workspaceId: string,
  customers: readonly CustomerToWrite[],
): Promise<void> {
  const rows = customers.flatMap(({ id, fields }) =>
    fields.taxUuids.map((tax, position) => ({ customer_id: id, tax_id: tax, position })),
  );
  if (rows.length === 0) return;
  await transaction.query(INSERT_TAXES, [workspaceId, JSON.stringify(rows)], 'insert_customer_taxes');
}
