import { z } from 'zod';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { oneOf, paging, queryDirection, text } from '../../platform/http/fields.ts';
import { listAnswer, listSchema, readPage } from '../../platform/http/list.ts';
import { CUSTOMER_EXAMPLE } from './customer.examples.ts';
import { customerSchema, STATUSES } from './customer.schema.ts';
import { listCustomers } from './customers.store.ts';

const STANDARD_LIMIT = 20;

export const listCustomersEndpoint = defineEndpoint({
  method: 'GET',
  path: '/partners/customers',
  operationId: 'listCustomers',
  tag: 'Customers',
  summary: 'List customers',
  description:
    'The customers of the workspace, a page at a time, by name unless told otherwise. `search` finds a part of the ' +
    'name, the email, a contact’s email or the main phone number, whatever the case. The same rows stand under ' +
    '`customers` and `records`.',
  access: 'partner',
  query: z.object({
    ...paging(STANDARD_LIMIT),
    search: text(255)
      .optional()
      .describe(
        'A part of the name, email, a contact’s email or main phone; every character stands for itself',
      ),
    status: oneOf(STATUSES).optional().describe('Only customers of this status'),
    orderBy: oneOf(['customer', 'email', 'createdAt', 'updatedAt'])
      .optional()
      .describe('What the list is sorted by; the name (`customer`) when left out'),
    orderDirection: queryDirection().optional().describe('ASC or DESC in any case; ASC when left out'),
  }),
  status: 200,
  message: 'Customers listed.',
  data: listSchema('customers', customerSchema).extend({
    records: z.array(customerSchema).describe('The same rows as `customers`'),
  }),
  errors: [],
  examples: {
    data: {
      ...listAnswer('customers', [CUSTOMER_EXAMPLE], 1, readPage({}, STANDARD_LIMIT)),
      records: [CUSTOMER_EXAMPLE],
    },
  },
  async handle({ query, caller, read }) {
    const page = readPage(query, STANDARD_LIMIT);
    const order = { by: query.orderBy ?? 'customer', direction: query.orderDirection ?? 'ASC' };
    const { records, totalRecords } = await read((transaction) =>
      listCustomers(transaction, caller.workspaceId, query, order, page),
    );
    return { data: { ...listAnswer('customers', records, totalRecords, page), records } };
  },
});
