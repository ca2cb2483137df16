import { ApiError } from '../../errors.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/fields.ts';
import { deletedAnswer, deletedSchema } from '../../platform/http/record.ts';
import { PRODUCT_EXAMPLE } from './product.examples.ts';
import { isBilledAgain, lockProduct, markProductDeleted } from './products.store.ts';

export const deleteProduct = defineEndpoint({
  method: 'DELETE',
  path: '/partners/products/{id}',
  operationId: 'deleteProduct',
  tag: 'Products',
  summary: 'Delete Product',
  description:
    'Deletes a product: no list and no look-up finds it any more. Documents keep what they said, but no new one may ' +
    'name it. One that a recurring invoice names, which has not ended, is not deleted. To keep it in sight, set its `status` to `inactive` with [Update Product](/docs/products/update-product).',
  access: 'partner',
  params: idParams('id'),
  status: 200,
  message: 'Product deleted successfully.',
  data: deletedSchema('product'),
  notFound: 'PRODUCT_NOT_FOUND',
  errors: ['PRODUCT_IN_USE'],
  examples: { data: deletedAnswer(PRODUCT_EXAMPLE.uuid) },
  handle({ params: { id }, caller, change }) {
    return change(async (transaction) => {
      const { workspaceId } = caller;
      if (!(await lockProduct(transaction, workspaceId, id))) throw new ApiError('PRODUCT_NOT_FOUND');
      if (await isBilledAgain(transaction, workspaceId, id)) throw new ApiError('PRODUCT_IN_USE');
      await markProductDeleted(transaction, workspaceId, id);
      const data = deletedAnswer(id);
      return { data, records: [{ entity: 'product', entityId: id, action: 'deleted', document: data }] };
    });
  },
});
