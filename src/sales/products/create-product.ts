import { writeRow } from '../../platform/change/write-rows.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { newProducts } from './new-products.ts';
import { CREATE_PRODUCT_EXAMPLE, PRODUCT_EXAMPLE } from './product.examples.ts';
import { createProductBody, productSchema } from './product.schema.ts';

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
  errors: [
    'ACCOUNT_NOT_FOUND',
    'INVALID_ACCOUNT_TYPE',
    'ACCOUNT_INACTIVE',
    'ACCOUNT_MERGED',
    'TAX_NOT_FOUND',
    'TAX_INACTIVE',
  ],
  examples: { body: CREATE_PRODUCT_EXAMPLE, data: PRODUCT_EXAMPLE },
  handle: ({ body, caller, change }) =>
    change((transaction) => writeRow(transaction, body, newProducts(caller.workspaceId))),
});
