import { v7 as uuidv7 } from 'uuid';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { CREATE_VENDOR_EXAMPLE, VENDOR_EXAMPLE } from './vendor.examples.ts';
import { createVendorBody, vendorSchema } from './vendor.schema.ts';
import { applyBody, nameOf, newVendor } from './vendor.ts';
import { insertVendor } from './vendors.store.ts';

export const createVendor = defineEndpoint({
  method: 'POST',
  path: '/partners/vendors',
  operationId: 'createVendor',
  tag: 'Vendors',
  summary: 'Create Vendor',
  description:
    'Creates a vendor. A name is enough, as `name` or as `vendor`. Neither name nor email need be unique: look with ' +
    '[List Vendors](/docs/vendors/list-vendors) first if you want no second one.',
  access: 'partner',
  body: createVendorBody,
  status: 201,
  message: 'Vendor created successfully.',
  data: vendorSchema,
  errors: [],
  examples: { body: CREATE_VENDOR_EXAMPLE, data: VENDOR_EXAMPLE },
  handle({ body, caller, change }) {
    return change(async (transaction) => {
      const id = uuidv7();
      const fields = applyBody(newVendor(nameOf(body)!), body);
      const data = await insertVendor(transaction, caller.workspaceId, id, fields);
      return { data, records: [{ entity: 'vendor', entityId: id, action: 'created', document: data }] };
    });
  },
});
