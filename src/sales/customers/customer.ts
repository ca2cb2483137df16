import { ApiError, type FieldError, fieldError, invalidFields } from '../../errors.ts';
import { type Changes, changesBetween } from '../../platform/change/changes-between.ts';
import { toAddress } from '../../platform/http/address.ts';
import { caseKey } from '../../platform/text.ts';
import { namedTaxes, refuseTaxes, type Tax } from '../taxes/index.ts';
import type { CreateCustomerBody, CustomerRecord, UpdateCustomerBody } from './customer.schema.ts';

/** A contact without its identity. */
export type Contact = Omit<CustomerRecord['contacts'][number], 'id' | 'uuid'>;

/** Everything of a customer that a caller decides. */
export interface CustomerFields
  extends Omit<
    CustomerRecord,
    'id' | 'uuid' | 'taxes' | 'contacts' | 'mergedIntoUuid' | 'mergedUuids' | 'createdAt' | 'updatedAt'
  > {
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
    taxUuids: namedTaxes(body)?.ids ?? [],
    billingAddress: toAddress(body.billingAddress),
    shippingAddress: toAddress(body.shippingAddress),
    contacts: toContacts(body.contacts),
  };
}

/** The fields of a customer after an update: what the body leaves out stays, null clears, a list or address replaces. */
export function updatedCustomer(fields: CustomerFields, body: UpdateCustomerBody): CustomerFields {
  const kept = <T>(wanted: T | undefined, held: T): T => (wanted === undefined ? held : wanted);
  return {
    customer: kept(body.customer, fields.customer),
    email: kept(body.email, fields.email),
    mainPhone: kept(body.mainPhone, fields.mainPhone),
    website: kept(body.website, fields.website),
    notes: kept(body.notes, fields.notes),
    status: kept(body.status, fields.status),
    paymentTerm: kept(body.paymentTerm, fields.paymentTerm),
    taxNumber: kept(body.taxNumber, fields.taxNumber),
    taxAutoCalculate: kept(body.taxAutoCalculate, fields.taxAutoCalculate),
    taxExcluded: kept(body.taxExcluded, fields.taxExcluded),
    taxUuids: namedTaxes(body)?.ids ?? fields.taxUuids,
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
    mergedIntoUuid: _mergedInto,
    mergedUuids: _merged,
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

/** What an update changed, field by field, under the API's names. */
export function changesOf(before: CustomerRecord, after: CustomerRecord): Changes {
  const { updatedAt: _before, ...from } = before;
  const { updatedAt: _after, ...to } = after;
  return changesBetween(from, to);
}

/** What the database knows of the records that a body names. */
export interface CustomerReferences {
  /** The customers that have the e-mails, by the key of the e-mail. */
  readonly emailHolders: ReadonlyMap<string, string>;
  readonly taxes: ReadonlyMap<string, Tax>;
}

/**
 * Every reference of a body that does not hold.
 *
 * @param held taxes that the customer has already: they may stay after they became inactive
 */
export function checkReferences(
  body: Pick<UpdateCustomerBody, 'taxes' | 'taxUuids'>,
  found: { readonly emailTaken: boolean; readonly taxes: CustomerReferences['taxes'] },
  held: readonly string[] = [],
): FieldError[] {
  const named = namedTaxes(body);
  const taxErrors = named ? refuseTaxes(named.ids, found.taxes, named.field, new Set(held)) : [];
  return found.emailTaken ? [EMAIL_TAKEN, ...taxErrors] : taxErrors;
}

/** The key under which an e-mail is compared; undefined where there is none. */
export function emailKeyOf({ email }: { readonly email?: string | null | undefined }): string | undefined {
  return email ? caseKey(email) : undefined;
}

/** The error of an e-mail that another customer has. */
export const EMAIL_TAKEN = fieldError(
  'email',
  'DUPLICATE_EMAIL',
  'must be unique; another customer has this one',
);

/** The error for references that do not hold: 409 for the e-mail alone, else 400 with all of them. */
export function refusal(errors: readonly FieldError[]): ApiError {
  const onlyEmail = errors.every((error) => error.code === 'DUPLICATE_EMAIL');
  return onlyEmail ? new ApiError('DUPLICATE_EMAIL', { errors }) : invalidFields(errors);
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
