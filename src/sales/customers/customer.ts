import { isDeepStrictEqual } from 'node:util';
import { ApiError, type FieldError, invalidFields } from '../../errors.ts';
import { refuseTaxes, type Tax } from '../taxes/index.ts';
import type { Address, CreateCustomerBody, CustomerRecord, UpdateCustomerBody } from './customer.schema.ts';

/** A contact without its identity. */
export type Contact = Omit<CustomerRecord['contacts'][number], 'id' | 'uuid'>;

/** Everything of a customer that a caller decides. */
export interface CustomerFields
  extends Omit<CustomerRecord, 'id' | 'uuid' | 'taxes' | 'contacts' | 'createdAt' | 'updatedAt'> {
  readonly taxUuids: readonly string[];
  readonly contacts: readonly Contact[];
}

/** The fields of a customer that is to be created: what the body leaves out, or has as null, stands as its default. */
export function newCustomer(body: CreateCustomerBody): CustomerFields {
  return {
    customer: body.customer,
    email: body.email ?? null,
    mainPhone: body.mainPhone ?? null,
    website: body.website ?? null,
    notes: body.notes ?? null,
    status: body.status ?? 'active',
    paymentTerm: body.paymentTerm ?? null,
    taxNumber: body.taxNumber ?? null,
    taxAutoCalculate: body.taxAutoCalculate ?? false,
    taxExcluded: body.taxExcluded ?? false,
    taxUuids: namedTaxes(body)?.uuids ?? [],
    billingAddress: toAddress(body.billingAddress),
    shippingAddress: toAddress(body.shippingAddress),
    contacts: toContacts(body.contacts),
  };
}

/** The fields of a customer after an update: what the body leaves out stays, null clears, a list or address replaces. */
export function updatedCustomer(fields: CustomerFields, body: UpdateCustomerBody): CustomerFields {
  const or = <T>(wanted: T | undefined, present: T): T => (wanted === undefined ? present : wanted);
  return {
    customer: or(body.customer, fields.customer),
    email: or(body.email, fields.email),
    mainPhone: or(body.mainPhone, fields.mainPhone),
    website: or(body.website, fields.website),
    notes: or(body.notes, fields.notes),
    status: or(body.status, fields.status),
    paymentTerm: or(body.paymentTerm, fields.paymentTerm),
    taxNumber: or(body.taxNumber, fields.taxNumber),
    taxAutoCalculate: or(body.taxAutoCalculate, fields.taxAutoCalculate),
    taxExcluded: or(body.taxExcluded, fields.taxExcluded),
    taxUuids: namedTaxes(body)?.uuids ?? fields.taxUuids,
    billingAddress:
      body.billingAddress === undefined ? fields.billingAddress : toAddress(body.billingAddress),
    shippingAddress:
      body.shippingAddress === undefined ? fields.shippingAddress : toAddress(body.shippingAddress),
    contacts: body.contacts === undefined ? fields.contacts : toContacts(body.contacts),
  };
}

/** What a caller has decided of a customer so far. */
export function fieldsOf(record: CustomerRecord): CustomerFields {
  const {
    id: _id,
    uuid: _uuid,
    createdAt: _createdAt,
    updatedAt: _updatedAt,
    taxes,
    contacts,
    ...fields
  } = record;
  return {
    ...fields,
    taxUuids: taxes.map((tax) => tax.uuid),
    contacts: contacts.map(({ id: _contact, uuid: _same, ...contact }) => contact),
  };
}

/** Field by field what an update changed, for the audit log. */
export function changesBetween(before: CustomerRecord, after: CustomerRecord): Record<string, object> {
  const keys = (Object.keys(after) as (keyof CustomerRecord)[]).filter((key) => key !== 'updatedAt');
  const changed = keys.filter((key) => !isDeepStrictEqual(before[key], after[key]));
  return Object.fromEntries(changed.map((key) => [key, { from: before[key], to: after[key] }]));
}

/** The taxes that a body names, and under which name; undefined where it names none. */
function namedTaxes(body: Pick<UpdateCustomerBody, 'taxes' | 'taxUuids'>) {
  if (body.taxUuids) return { field: 'taxUuids', uuids: body.taxUuids };
  return body.taxes && { field: 'taxes', uuids: body.taxes };
}

/** What the database knows of the records that a body names. */
export interface CustomerReferences {
  readonly emailTaken: boolean;
  readonly taxes: ReadonlyMap<string, Tax>;
}

/**
 * Every reference of a body that does not hold.
 *
 * @param held taxes that the customer has already: they may stay after they became inactive
 */
export function checkReferences(
  body: Pick<UpdateCustomerBody, 'taxes' | 'taxUuids'>,
  found: CustomerReferences,
  held: readonly string[] = [],
): FieldError[] {
  const named = namedTaxes(body);
  const taxErrors = named ? refuseTaxes(named.uuids, found.taxes, named.field, new Set(held)) : [];
  return found.emailTaken ? [EMAIL_TAKEN, ...taxErrors] : taxErrors;
}

export const EMAIL_TAKEN: FieldError = {
  field: 'email',
  code: 'DUPLICATE_EMAIL',
  message: 'email must be unique; another customer has this one.',
};

/** The error for references that do not hold: 409 for the e-mail alone, else 400 with all of them. */
export function refusal(errors: readonly FieldError[]): ApiError {
  const onlyEmail = errors.every((error) => error.code === 'DUPLICATE_EMAIL');
  return onlyEmail ? new ApiError('DUPLICATE_EMAIL', { errors }) : invalidFields(errors);
}

function toAddress(address: CreateCustomerBody['billingAddress']): Address | null {
  if (!address) return null;
  const { street = null, city = null, state = null, zipCode = null, country = null } = address;
  return { street, city, state, zipCode, country };
}

/** Contacts with exactly one primary: the first, where none is marked. */
function toContacts(contacts: CreateCustomerBody['contacts']): Contact[] {
  const list = contacts ?? [];
  const noneMarked = !list.some((contact) => contact.isPrimary);
  return list.map((contact, index) => ({
    firstName: contact.firstName ?? null,
    lastName: contact.lastName ?? null,
    email: contact.email ?? null,
    phone: contact.phone ?? null,
    isPrimary: noneMarked ? index === 0 : contact.isPrimary === true,
  }));
}
