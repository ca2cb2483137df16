import { ApiError } from '../../errors.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/fields.ts';
import { deletedAnswer, deletedSchema } from '../../platform/http/record.ts';
import { DELETED_TAX_EXAMPLE } from './tax.examples.ts';
import { findTaxUsers } from './tax-use.store.ts';
import { lockTax, markTaxDeleted } from './taxes.store.ts';

export const deleteTax = defineEndpoint({
  method: 'DELETE',
  path: '/partners/taxes/{id}',
  operationId: 'deleteTax',
  tag: 'Taxes',
  summary: 'Delete Tax',
  description:
    'Deletes a tax that nothing names: no document, approved or not, and no product, customer or account as its ' +
    'default, and no recurring invoice that has not ended ([TAX_IN_USE](/docs/errors/tax-in-use)). A tax that was used is set `inactive` instead, with ' +
    '[Update Tax](/docs/taxes/update-tax). Its name is free again.',
  access: 'partner',
  params: idParams('id', 'The UUID of the tax.'),
  status: 200,
  message: 'Tax deleted successfully.',
  data: deletedSchema('tax'),
  notFound: 'TAX_NOT_FOUND',
  errors: ['TAX_IN_USE'],
  examples: { data: DELETED_TAX_EXAMPLE },
  handle({ params: { id }, caller: { workspaceId }, change }) {
    return change(async (transaction) => {
      const tax = await lockTax(transaction, workspaceId, id);
      if (!tax) throw new ApiError('TAX_NOT_FOUND');
      const usedBy = await findTaxUsers(transaction, workspaceId, tax);
      if (usedBy.length > 0) {
        const message = `The tax must be unused to be deleted: ${usedBy.join(', ')} name it.`;
        throw new ApiError('TAX_IN_USE', { message, details: { usedBy } });
      }
      await markTaxDeleted(transaction, workspaceId, id);
      const document = deletedAnswer(id);
      return { data: document, records: [{ entity: 'tax', entityId: id, action: 'deleted', document }] };
    });
  },
});
