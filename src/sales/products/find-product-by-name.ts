import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { text } from '../../platform/http/fields.ts';
import { PRODUCT_EXAMPLE } from './product.examples.ts';
import { productSchema } from './product.schema.ts';
import { toProductRecord } from './product.ts';
import { selectProductByName } from './products.store.ts';

export const findProductByName = defineEndpoint({
  method: 'GET',
  path: '/partners/products/find-by-name',
  operationId: 'findProductByName',
  tag: 'Products',
  summary: 'Find Product by Name',
  description:
    'The product of exactly this name, ignoring case. Names need not be unique: of several the active ones come ' +
    'first, then the oldest.',
  access: 'partner',
  query: z.object({ name: text(255, { blank: false }).describe('The whole name.') }),
  status: 200,
  message: 'Product retrieved successfully.',
  data: productSchema,
  notFound: 'PRODUCT_NOT_FOUND',
  errors: [],
  examples: { data: PRODUCT_EXAMPLE },
  async handle({ query, caller, read }) {
    const product = await read((transaction) =>
      selectProductByName(transaction, caller.workspaceId, query.name),
    );
    if (!product) throw new ApiError('PRODUCT_NOT_FOUND');
    return { data: toProductRecord(product) };
  },
});
