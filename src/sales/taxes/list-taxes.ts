import { z } from 'zod';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { oneOf, paging, text } from '../../platform/http/fields.ts';
import { listAnswer, listExample, listSchema, readPage } from '../../platform/http/list.ts';
import { TAX_EXAMPLE } from './tax.examples.ts';
import { TAX_STATUSES, taxSchema, toTaxRecord } from './tax.schema.ts';
import { selectTaxes } from './taxes.store.ts';

const STANDARD_LIMIT = 50;

export const listTaxes = defineEndpoint({
  method: 'GET',
  path: '/partners/taxes',
  operationId: 'listTaxes',
  tag: 'Taxes',
  summary: 'List Taxes',
  description:
    'The workspace’s taxes by name. Their UUIDs go into `taxes` or `taxUuids` of products, customers and invoices.',
  access: 'partner',
  query: z.object({
    ...paging(STANDARD_LIMIT),
    search: text(255).optional().describe('Part of the name, ignoring case.'),
    status: oneOf(TAX_STATUSES).optional().describe('Only taxes of this status.'),
  }),
  status: 200,
  message: 'Taxes retrieved successfully.',
  data: listSchema('taxes', taxSchema),
  errors: [],
  examples: { data: listExample('taxes', [TAX_EXAMPLE], STANDARD_LIMIT) },
  async handle({ query, caller, read }) {
    const page = readPage(query, STANDARD_LIMIT);
    const { rows, totalRecords } = await read((transaction) =>
      selectTaxes(transaction, caller.workspaceId, query, page),
    );
    return { data: listAnswer('taxes', { rows: rows.map(toTaxRecord), totalRecords }, page) };
  },
});
