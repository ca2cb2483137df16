import { z } from 'zod';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { addition, oneOf, paging, queryBoolean, queryDirection, text } from '../../platform/http/fields.ts';
import { listAnswer, listExample, listSchema, readPage } from '../../platform/http/list.ts';
import { CUSTOMER_EXAMPLE } from './customer.examples.ts';
import { CUSTOMER_STATUSES, customerSchema } from './customer.schema.ts';
import { selectCustomers } from './customers.store.ts';

const STANDARD_LIMIT = 20;

export const listCustomers = defineEndpoint({
  method: 'GET',
  path: '/partners/customers',
  operationId: 'listCustomers',
  tag: 'Customers',
  summary: 'List Customers',
  description:
    'The workspace’s customers by name, unless `orderBy` says otherwise. The same rows stand under `customers` and ' +
    '`records`. By email, customers without one come last.',
  access: 'partner',
  query: z.object({
    ...paging(STANDARD_LIMIT),
    search: text(255)
      .optional()
      .describe(
        'Part of the name, email, a contact’s email or main phone, or of the name or email of one that is merged into it, ignoring case.',
      ),
    status: oneOf(CUSTOMER_STATUSES).optional().describe('Only customers of this status.'),
    includeMerged: queryBoolean()
      .optional()
      .describe('`true`: also customers that are merged into others, which are left out else.')
      .meta(addition()),
    orderBy: oneOf(['customer', 'email', 'createdAt', 'updatedAt'])
      .optional()
      .describe('What to sort by; the name (`customer`) when left out.'),
    orderDirection: queryDirection().optional().describe('ASC or DESC, in any case; ASC when left out.'),
  }),
  status: 200,
  message: 'Customers retrieved successfully.',
  data: listSchema('customers', customerSchema).extend({
    records: z.array(customerSchema).describe('The same rows as `customers`.'),
  }),
  errors: [],
  examples: {
    data: {
      ...listExample('customers', [CUSTOMER_EXAMPLE], STANDARD_LIMIT),
      records: [CUSTOMER_EXAMPLE],
    },
  },
  async handle({ query, caller, read }) {
    const page = readPage(query, STANDARD_LIMIT);
    const order = { by: query.orderBy ?? 'customer', direction: query.orderDirection ?? 'ASC' };
    const found = await read((transaction) =>
      selectCustomers(transaction, caller.workspaceId, query, order, page),
    );
    return { data: { ...listAnswer('customers', found, page), records: found.rows } };
  },
});
