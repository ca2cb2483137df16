import { type CompiledQuery, sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { Transaction } from '../../platform/database/transaction.ts';
import { isUniqueViolation } from '../../platform/database/unique-violation.ts';
import { caseKey } from '../../platform/text.ts';
import { type Contact, type CustomerFields, EMAIL_TAKEN, refusal } from './customer.ts';
import { builder } from './customer-tables.ts';

function toRow(fields: CustomerFields) {
  return {
    customer: fields.customer,
    name_key: caseKey(fields.customer),
    email: fields.email,
    email_key: fields.email && caseKey(fields.email),
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

/** Runs a write of the customer's own row. Throws ApiError DUPLICATE_EMAIL where another was quicker. */
async function write(transaction: Transaction, statement: CompiledQuery): Promise<void> {
  try {
    await transaction.run(statement);
  } catch (error) {
    throw isUniqueViolation(error, 'customer_email_unique') ? refusal([EMAIL_TAKEN]) : error;
  }
}

/** Writes a new customer with contacts and taxes. Throws ApiError DUPLICATE_EMAIL where another was quicker. */
export async function insertCustomer(
  transaction: Transaction,
  workspaceId: string,
  id: string,
  fields: CustomerFields,
): Promise<void> {
  const instants = { created_at: sql<Date>`now()`, updated_at: sql<Date>`now()` };
  const row = { workspace_id: workspaceId, id, ...toRow(fields), ...instants };
  await write(transaction, builder.insertInto('customer').values(row).compile());
  await insertContacts(transaction, workspaceId, id, fields.contacts);
  await insertTaxes(transaction, workspaceId, id, fields.taxUuids);
}

/** Writes a changed customer, and replaces contacts and taxes where told. Throws ApiError DUPLICATE_EMAIL as well. */
export async function storeCustomer(
  transaction: Transaction,
  workspaceId: string,
  id: string,
  fields: CustomerFields,
  replaced: { contacts: boolean; taxes: boolean },
): Promise<void> {
  const row = { ...toRow(fields), updated_at: sql<Date>`clock_timestamp()` };
  const update = builder.updateTable('customer').set(row).where('workspace_id', '=', workspaceId);
  await write(transaction, update.where('id', '=', id).compile());
  if (replaced.contacts) {
    await deleteRows(transaction, 'customer_contact', workspaceId, id);
    await insertContacts(transaction, workspaceId, id, fields.contacts);
  }
  if (replaced.taxes) {
    await deleteRows(transaction, 'customer_tax', workspaceId, id);
    await insertTaxes(transaction, workspaceId, id, fields.taxUuids);
  }
}

async function deleteRows(
  transaction: Transaction,
  table: 'customer_contact' | 'customer_tax',
  workspaceId: string,
  customerId: string,
): Promise<void> {
  const rows = builder.deleteFrom(table).where('workspace_id', '=', workspaceId);
  await transaction.run(rows.where('customer_id', '=', customerId).compile());
}

async function insertContacts(
  transaction: Transaction,
  workspaceId: string,
  customerId: string,
  contacts: readonly Contact[],
): Promise<void> {
  if (contacts.length === 0) return;
  const rows = contacts.map((contact, position) => ({
    workspace_id: workspaceId,
    id: uuidv7(),
    customer_id: customerId,
    position,
    first_name: contact.firstName,
    last_name: contact.lastName,
    email: contact.email,
    email_key: contact.email && caseKey(contact.email),
    phone: contact.phone,
    is_primary: contact.isPrimary,
  }));
  await transaction.run(builder.insertInto('customer_contact').values(rows).compile());
}

async function insertTaxes(
  transaction: Transaction,
  workspaceId: string,
  customerId: string,
  taxUuids: readonly string[],
): Promise<void> {
  if (taxUuids.length === 0) return;
  const rows = taxUuids.map((tax, position) => ({
    workspace_id: workspaceId,
    customer_id: customerId,
    tax_id: tax,
    position,
  }));
  await transaction.run(builder.insertInto('customer_tax').values(rows).compile());
}
