import { z } from 'zod';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { oneOf, paging, text } from '../../platform/http/fields.ts';
import { listAnswer, listExample, listSchema, readPage } from '../../platform/http/list.ts';
import { PRODUCT_EXAMPLE } from './product.examples.ts';
import { PRODUCT_STATUSES, PRODUCT_TYPES, productSchema } from './product.schema.ts';
import { toProductRecord } from './product.ts';
import { selectProducts } from './products.store.ts';

const STANDARD_LIMIT = 50;

const pageSchema = listSchema('products', productSchema).meta({
  id: 'ProductPage',
  description: 'One page of the products.',
});
const responseSchema = z.object({
  status: z.literal('success').describe('Always "success".'),
  results: z.int().describe('How many products are on this page.'),
  message: pageSchema.describe('The page, where the reference has it.'),
  data: pageSchema.describe('The same page, where every other list has it.'),
});

function toResponse<Data extends { readonly products: readonly unknown[] }>(data: Data) {
  return { status: 'success', results: data.products.length, message: data, data };
}

export const listProducts = defineEndpoint({
  method: 'GET',
  path: '/partners/products',
  operationId: 'listProducts',
  tag: 'Products',
  summary: 'List Products',
  description:
    'The workspace’s products by name. The page stands in `message`, as COUNT has it, and in `data`.',
  access: 'partner',
  query: z.object({
    ...paging(STANDARD_LIMIT),
    search: text(255).optional().describe('Part of the name or the code, ignoring case.'),
    status: oneOf(PRODUCT_STATUSES).optional().describe('Only products of this status.'),
    type: oneOf(PRODUCT_TYPES).optional().describe('Only services, or only goods.'),
  }),
  status: 200,
  message: 'Products retrieved successfully.',
  response: responseSchema,
  errors: [],
  examples: { response: toResponse(listExample('products', [PRODUCT_EXAMPLE], STANDARD_LIMIT)) },
  async handle({ query, caller, read }) {
    const page = readPage(query, STANDARD_LIMIT);
    const { rows, totalRecords } = await read((transaction) =>
      selectProducts(transaction, caller.workspaceId, query, page),
    );
    return {
      body: toResponse(listAnswer('products', { rows: rows.map(toProductRecord), totalRecords }, page)),
    };
  },
});
