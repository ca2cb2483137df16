import { defineMerge } from '../../ledger/merges/index.ts';
import { refuseSettledTogether } from '../../ledger/merges/refuse-settled-together.ts';
import { MERGED_VENDOR_EXAMPLE, VENDOR_EXAMPLE } from './vendor.examples.ts';
import { type VendorRecord, vendorSchema } from './vendor.schema.ts';
import { findVendors, lockVendors } from './vendors.store.ts';

/** Merge Vendor and Unmerge Vendor. */
export const VENDOR_MERGE_ENDPOINTS = defineMerge<VendorRecord>({
  kind: 'vendor',
  path: '/partners/vendors/{id}',
  tag: 'Vendors',
  operation: 'Vendor',
  record: vendorSchema,
  notFound: 'VENDOR_NOT_FOUND',
  description: {
    merge: 'What is owed to the one is settled by what was paid to the other.',
    unmerge: 'First take back what settles a document of the one with a payment to the other.',
  },
  errors: { merge: ['VENDOR_NOT_FOUND'], unmerge: ['CANNOT_UNMERGE'] },
  example: {
    intoUuid: VENDOR_EXAMPLE.uuid,
    merged: MERGED_VENDOR_EXAMPLE,
    unmerged: { ...MERGED_VENDOR_EXAMPLE, mergedIntoUuid: null },
  },
  lock: lockVendors,
  find: findVendors,
  findUnfit: async () => [],
  refuseUnmerge: (transaction, _wanted, ids) => refuseSettledTogether(transaction, 'vendor', ids),
});
