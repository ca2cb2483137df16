import { ApiError } from '../../errors.ts';
import { isPartyAwaited } from '../../ledger/journal-entries/named-parties.store.ts';
import { refuseDeletionOfMerged } from '../../ledger/merges/index.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/fields.ts';
import { deletedAnswer, deletedSchema } from '../../platform/http/record.ts';
import { VENDOR_EXAMPLE } from './vendor.examples.ts';
import { lockVendorToDelete, markVendorDeleted } from './vendors.store.ts';

export const deleteVendor = defineEndpoint({
  method: 'DELETE',
  path: '/partners/vendors/{id}',
  operationId: 'deleteVendor',
  tag: 'Vendors',
  summary: 'Delete Vendor',
  description:
    'Deletes a vendor: no list and no look-up finds it any more. Documents that name it keep it. One that a recurring journal entry which has not ended, or a draft of a journal entry, names is not deleted. To stop using a ' +
    'vendor that you may need again, set its `status` to `inactive` with [Update Vendor](/docs/vendors/update-vendor).',
  access: 'partner',
  params: idParams('id'),
  status: 200,
  message: 'Vendor deleted successfully.',
  data: deletedSchema('vendor'),
  notFound: 'VENDOR_NOT_FOUND',
  errors: ['VENDOR_MERGED', 'HAS_MERGED_RECORDS', 'VENDOR_IN_USE'],
  examples: { data: deletedAnswer(VENDOR_EXAMPLE.uuid) },
  handle({ params: { id }, caller, change }) {
    return change(async (transaction) => {
      const vendor = await lockVendorToDelete(transaction, caller.workspaceId, id);
      if (!vendor) throw new ApiError('VENDOR_NOT_FOUND');
      refuseDeletionOfMerged('vendor', vendor);
      if (await isPartyAwaited(transaction, 'vendor', id)) throw new ApiError('VENDOR_IN_USE');
      await markVendorDeleted(transaction, caller.workspaceId, id);
      const data = deletedAnswer(id);
      return { data, records: [{ entity: 'vendor', entityId: id, action: 'deleted', document: data }] };
    });
  },
});
