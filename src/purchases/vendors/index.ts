import type { Endpoint } from '../../platform/http/endpoint.ts';
import { createVendor } from './create-vendor.ts';
import { deleteVendor } from './delete-vendor.ts';
import { getVendor } from './get-vendor.ts';
import { listVendors } from './list-vendors.ts';
import { VENDOR_MERGE_ENDPOINTS } from './merge-vendors.ts';
import { updateVendor } from './update-vendor.ts';

export { VENDOR_EXAMPLE } from './vendor.examples.ts';

/** The endpoints of vendors. */
export const VENDOR_ENDPOINTS: readonly Endpoint[] = [
  createVendor,
  listVendors,
  getVendor,
  updateVendor,
  deleteVendor,
  ...VENDOR_MERGE_ENDPOINTS,
];
