import { z } from 'zod';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { paging } from '../../platform/http/fields.ts';
import { listAnswer, listExample, listSchema, readPage } from '../../platform/http/list.ts';
import { FILED_SUMMARY_EXAMPLE } from './tax-return.examples.ts';
import { taxReturnSummarySchema } from './tax-return.schema.ts';
import { selectTaxReturns } from './tax-returns.store.ts';
import { tellSummaries } from './tell-tax-return.ts';

const STANDARD_LIMIT = 50;

export const listTaxReturns = defineEndpoint({
  method: 'GET',
  path: '/partners/tax-returns',
  operationId: 'listTaxReturns',
  tag: 'Tax Returns',
  summary: 'List Tax Returns',
  description:
    'The tax returns with their totals, the newest first: the draft, where there is one, before those that are filed.',
  access: 'partner',
  query: z.object(paging(STANDARD_LIMIT)),
  status: 200,
  message: 'Tax returns retrieved successfully.',
  data: listSchema('taxReturns', taxReturnSummarySchema),
  errors: [],
  examples: { data: listExample('taxReturns', [FILED_SUMMARY_EXAMPLE], STANDARD_LIMIT) },
  async handle({ query, read }) {
    const page = readPage(query, STANDARD_LIMIT);
    return read(async (transaction) => {
      const { rows, totalRecords } = await selectTaxReturns(transaction, page);
      const told = await tellSummaries(transaction, rows);
      return { data: listAnswer('taxReturns', { rows: told, totalRecords }, page) };
    });
  },
});
