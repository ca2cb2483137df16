import { ApiError } from '../../errors.ts';
import { mergedAlready } from '../../ledger/merges/index.ts';
import { changesBetween } from '../../platform/change/changes-between.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/fields.ts';
import { UPDATE_VENDOR_EXAMPLE, UPDATED_VENDOR_EXAMPLE } from './vendor.examples.ts';
import { updateVendorBody, vendorSchema } from './vendor.schema.ts';
import { applyBody, fieldsOf } from './vendor.ts';
import { lockVendor, storeVendor } from './vendors.store.ts';

export const updateVendor = defineEndpoint({
  method: 'PATCH',
  path: '/partners/vendors/{id}',
  operationId: 'updateVendor',
  tag: 'Vendors',
  summary: 'Update Vendor',
  description:
    'Changes the fields that are given and leaves the others. `null` clears a field; an address replaces the whole ' +
    'address.',
  access: 'partner',
  params: idParams('id'),
  body: updateVendorBody,
  status: 200,
  message: 'Vendor updated successfully.',
  data: vendorSchema,
  notFound: 'VENDOR_NOT_FOUND',
  errors: ['VENDOR_MERGED'],
  examples: { body: UPDATE_VENDOR_EXAMPLE, data: UPDATED_VENDOR_EXAMPLE },
  handle({ params: { id }, body, caller, change }) {
    return change(async (transaction) => {
      const before = await lockVendor(transaction, caller.workspaceId, id);
      if (!before) throw new ApiError('VENDOR_NOT_FOUND');
      if (before.mergedIntoUuid !== null) throw mergedAlready('vendor', before.mergedIntoUuid);
      const present = fieldsOf(before);
      const wanted = applyBody(present, body);
      const changes = changesBetween({ ...present }, { ...wanted });
      if (Object.keys(changes).length === 0) return { data: before, records: [] };
      const data = await storeVendor(transaction, caller.workspaceId, id, wanted);
      return {
        data,
        records: [{ entity: 'vendor', entityId: id, action: 'updated', document: data, changes }],
      };
    });
  },
});
