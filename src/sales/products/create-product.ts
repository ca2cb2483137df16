import { v7 as uuidv7 } from 'uuid';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { CREATE_PRODUCT_EXAMPLE, PRODUCT_EXAMPLE } from './product.examples.ts';
import { createProductBody, productSchema } from './product.schema.ts';
import { applyBody, NEW_PRODUCT, toProductRecord } from './product.ts';
import { findProduct, insertProduct } from './products.store.ts';
import { refuseReferences } from './refuse-references.ts';

export const createProduct = defineEndpoint({
  method: 'POST',
  path: '/partners/products',
  operationId: 'createProduct',
  tag: 'Products',
  summary: 'Create Product',
  description:
    'Creates a good or a service. A name is enough, but only a product with a category account (type Income) can be ' +
    'invoiced.',
  access: 'partner',
  body: createProductBody,
  status: 201,
  message: 'Product created successfully.',
  data: productSchema,
  errors: ['ACCOUNT_NOT_FOUND', 'INVALID_ACCOUNT_TYPE', 'ACCOUNT_INACTIVE', 'TAX_NOT_FOUND', 'TAX_INACTIVE'],
  examples: { body: CREATE_PRODUCT_EXAMPLE, data: PRODUCT_EXAMPLE },
  handle({ body, caller, change }) {
    const { workspaceId } = caller;
    return change(async (transaction) => {
      await refuseReferences(transaction, workspaceId, body);
      const id = uuidv7();
      await insertProduct(transaction, workspaceId, id, applyBody({ ...NEW_PRODUCT, name: body.name }, body));
      const data = toProductRecord((await findProduct(transaction, workspaceId, id))!);
      return { data, records: [{ entity: 'product', entityId: id, action: 'created', document: data }] };
    });
  },
});
