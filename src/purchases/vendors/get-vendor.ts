import { ApiError } from '../../errors.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/fields.ts';
import { VENDOR_EXAMPLE } from './vendor.examples.ts';
import { vendorSchema } from './vendor.schema.ts';
import { findVendor } from './vendors.store.ts';

export const getVendor = defineEndpoint({
  method: 'GET',
  path: '/partners/vendors/{id}',
  operationId: 'getVendor',
  tag: 'Vendors',
  summary: 'Get Vendor',
  description: 'One vendor by its UUID. COUNT has only the list; this endpoint goes beyond it.',
  access: 'partner',
  params: idParams('id'),
  status: 200,
  message: 'Vendor retrieved successfully.',
  data: vendorSchema,
  notFound: 'VENDOR_NOT_FOUND',
  errors: [],
  examples: { data: VENDOR_EXAMPLE },
  async handle({ params, caller, read }) {
    const vendor = await read((transaction) => findVendor(transaction, caller.workspaceId, params.id));
    if (!vendor) throw new ApiError('VENDOR_NOT_FOUND');
    return { data: vendor };
  },
});
