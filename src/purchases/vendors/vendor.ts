import { toAddress } from '../../platform/http/address.ts';
import type { VendorBody, VendorRecord } from './vendor.schema.ts';

/** Everything of a vendor that a caller decides. */
export type VendorFields = Omit<
  VendorRecord,
  'id' | 'uuid' | 'mergedIntoUuid' | 'mergedUuids' | 'createdAt' | 'updatedAt'
>;

/** The name that a body gives, under either of its names. */
export const nameOf = (body: VendorBody): string | undefined => body.name ?? body.vendor ?? undefined;

/** A vendor of which nothing but the name is known. */
export function newVendor(name: string): VendorFields {
  return {
    name,
    email: null,
    phone: null,
    website: null,
    taxNumber: null,
    notes: null,
    paymentTerm: null,
    address: null,
    status: 'active',
    is1099: false,
  };
}

/** The fields of a vendor after a body: what it leaves out stays, null clears, an address replaces the whole address. */
export function applyBody(held: VendorFields, body: VendorBody): VendorFields {
  const kept = <T>(wanted: T | undefined, before: T): T => (wanted === undefined ? before : wanted);
  return {
    name: nameOf(body) ?? held.name,
    email: kept(body.email, held.email),
    phone: kept(body.phone, held.phone),
    website: kept(body.website, held.website),
    taxNumber: kept(body.taxNumber, held.taxNumber),
    notes: kept(body.notes, held.notes),
    paymentTerm: kept(body.paymentTerm, held.paymentTerm),
    address: body.address === undefined ? held.address : toAddress(body.address),
    status: body.status ?? held.status,
    is1099: body.is1099 ?? held.is1099,
  };
}

/** What a caller has decided of a vendor so far. */
export function fieldsOf(record: VendorRecord): VendorFields {
  const { id: _id, uuid: _uuid, createdAt: _createdAt, updatedAt: _updatedAt, ...rest } = record;
  const { mergedIntoUuid: _mergedInto, mergedUuids: _merged, ...fields } = rest;
  return fields;
}
