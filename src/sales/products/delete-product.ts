import { ApiError } from '../../errors.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/fields.ts';
import { deletedAnswer, deletedSchema } from '../../platform/http/record.ts';
import { PRODUCT_EXAMPLE } from './product.examples.ts';
import { markProductDeleted } from './products.store.ts';

export const deleteProduct = defineEndpoint({
  method: 'DELETE',
  path: '/partners/products/{id}',
  operationId: 'deleteProduct',
  tag: 'Products',
  summary: 'Delete Product',
  description:
    'Deletes a product: no list and no look-up finds it any more. Documents keep what they said, but no new one may ' +
    'name it. To keep it in sight, set its `status` to `inactive` with [Update Product](/docs/products/update-product).',
  access: 'partner',
  params: idParams('id'),
  status: 200,
  message: 'Product deleted successfully.',
  data: deletedSchema('product'),
  notFound: 'PRODUCT_NOT_FOUND',
  errors: [],
  examples: { data: deletedAnswer(PRODUCT_EXAMPLE.uuid) },
  handle({ params: { id }, caller, change }) {
    return change(async (transaction) => {
      const isDeleted = await markProductDeleted(transaction, caller.workspaceId, id);
      if (!isDeleted) throw new ApiError('PRODUCT_NOT_FOUND');
      const data = deletedAnswer(id);
      return { data, records: [{ entity: 'product', entityId: id, action: 'deleted', document: data }] };
    });
  },
});
