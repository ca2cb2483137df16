import { changesOfDeletion } from '../../platform/change/changes-between.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/fields.ts';
import { deletedAnswer, deletedSchema } from '../../platform/http/record.ts';
import { lockDraft } from './lock-tax-return.ts';
import { DELETED_TAX_RETURN_EXAMPLE, TAX_RETURN_EXAMPLE_ID } from './tax-return.examples.ts';
import { removeTaxReturn } from './tax-returns.store.ts';

export const deleteTaxReturn = defineEndpoint({
  method: 'DELETE',
  path: '/partners/tax-returns/{id}',
  operationId: 'deleteTaxReturn',
  tag: 'Tax Returns',
  summary: 'Delete Tax Return',
  description:
    'Deletes a draft. Nothing is lost by it: the figures are those of the books. A filed return stays.',
  access: 'partner',
  params: idParams('id', 'The UUID of the tax return.'),
  status: 200,
  message: 'Tax return deleted successfully.',
  data: deletedSchema('tax return'),
  notFound: 'TAX_RETURN_NOT_FOUND',
  errors: ['TAX_RETURN_FILED'],
  examples: { params: { id: TAX_RETURN_EXAMPLE_ID }, data: DELETED_TAX_RETURN_EXAMPLE },
  handle({ params, change }) {
    return change(async (transaction) => {
      const { id, startDate, endDate, basis } = await lockDraft(transaction, params.id);
      await removeTaxReturn(transaction, id);
      const data = deletedAnswer(id);
      const changes = changesOfDeletion({ startDate, endDate, basis });
      return {
        data,
        records: [{ entity: 'tax_return', entityId: id, action: 'deleted', document: data, changes }],
      };
    });
  },
});
