import { ApiError } from '../../errors.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/fields.ts';
import { UPDATE_PRODUCT_EXAMPLE, UPDATED_PRODUCT_EXAMPLE } from './product.examples.ts';
import { productSchema, updateProductBody } from './product.schema.ts';
import { applyBody, changesOf, toProductRecord, valuesOf } from './product.ts';
import { findProduct, lockProduct, overwriteProduct } from './products.store.ts';
import { refuseReferences } from './refuse-references.ts';

export const updateProduct = defineEndpoint({
  method: 'PATCH',
  path: '/partners/products/{id}',
  operationId: 'updateProduct',
  tag: 'Products',
  summary: 'Update Product',
  description:
    'Changes the fields that are given and leaves the others. `null` clears a field; a list of taxes replaces the ' +
    'former list. Approved invoices keep what they said.',
  access: 'partner',
  params: idParams('id'),
  body: updateProductBody,
  status: 200,
  message: 'Product updated successfully.',
  data: productSchema,
  notFound: 'PRODUCT_NOT_FOUND',
  errors: [
    'ACCOUNT_NOT_FOUND',
    'INVALID_ACCOUNT_TYPE',
    'ACCOUNT_INACTIVE',
    'ACCOUNT_MERGED',
    'TAX_NOT_FOUND',
    'TAX_INACTIVE',
  ],
  examples: { body: UPDATE_PRODUCT_EXAMPLE, data: UPDATED_PRODUCT_EXAMPLE },
  handle({ params: { id }, body, caller, change }) {
    const { workspaceId } = caller;
    return change(async (transaction) => {
      const held = await lockProduct(transaction, workspaceId, id);
      if (!held) throw new ApiError('PRODUCT_NOT_FOUND');
      const before = valuesOf(held);
      await refuseReferences(transaction, workspaceId, body, before);
      const after = applyBody(before, body);
      const changes = changesOf(before, after);
      if (Object.keys(changes).length === 0) return { data: toProductRecord(held), records: [] };
      await overwriteProduct(transaction, workspaceId, id, after);
      const data = toProductRecord((await findProduct(transaction, workspaceId, id))!);
      return {
        data,
        records: [{ entity: 'product', entityId: id, action: 'updated', document: data, changes }],
      };
    });
  },
});
