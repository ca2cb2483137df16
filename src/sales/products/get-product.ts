import { ApiError } from '../../errors.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/fields.ts';
import { PRODUCT_EXAMPLE } from './product.examples.ts';
import { productSchema } from './product.schema.ts';
import { toProductRecord } from './product.ts';
import { findProduct } from './products.store.ts';

export const getProduct = defineEndpoint({
  method: 'GET',
  path: '/partners/products/{id}',
  operationId: 'getProduct',
  tag: 'Products',
  summary: 'Get Product',
  description: 'One product by its UUID. The record stands in `data`, and once more in `data.product`.',
  access: 'partner',
  params: idParams('id'),
  status: 200,
  message: 'Product retrieved successfully.',
  data: productSchema.extend({ product: productSchema.describe('The same record once more.') }),
  notFound: 'PRODUCT_NOT_FOUND',
  errors: [],
  examples: { data: { ...PRODUCT_EXAMPLE, product: PRODUCT_EXAMPLE } },
  async handle({ params, caller, read }) {
    const product = await read((transaction) => findProduct(transaction, caller.workspaceId, params.id));
    if (!product) throw new ApiError('PRODUCT_NOT_FOUND');
    const record = toProductRecord(product);
    return { data: { ...record, product: record } };
  },
});
