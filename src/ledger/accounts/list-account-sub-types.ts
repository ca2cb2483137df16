import { z } from 'zod';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { paging } from '../../platform/http/fields.ts';
import { listAnswer, listExample, listSchema, readPage } from '../../platform/http/list.ts';
import { accountSubTypeSchema } from './account.schema.ts';
import { accountTypeFilter } from './account-type-filter.ts';
import { ACCOUNT_SUB_TYPES } from './catalogue/account-sub-types.ts';

/** The whole catalogue is one page, so that a client that does not page sees all of it. */
const STANDARD_LIMIT = 100;

export const listAccountSubTypes = defineEndpoint({
  method: 'GET',
  path: '/partners/account-sub-types',
  operationId: 'listAccountSubTypes',
  tag: 'Chart of Accounts',
  summary: 'List Account Sub-Types',
  description:
    'The catalogue of account sub-types, the same in every workspace. Its integer `id` is what `subTypeId` means when ' +
    'an account is created; the account’s type follows from it.',
  access: 'partner',
  query: z.object({
    type: accountTypeFilter('type')
      .optional()
      .describe('Assets, Liabilities, Equity, Income (or Revenue) or Expenses, in any case.'),
    ...paging(STANDARD_LIMIT),
  }),
  status: 200,
  message: 'Account sub-types retrieved successfully.',
  data: listSchema('accountSubTypes', accountSubTypeSchema),
  errors: [],
  examples: { data: listExample('accountSubTypes', ACCOUNT_SUB_TYPES.slice(0, 3), STANDARD_LIMIT) },
  async handle({ query }) {
    const page = readPage(query, STANDARD_LIMIT);
    const ofType = ACCOUNT_SUB_TYPES.filter(({ type }) => query.type === undefined || type === query.type);
    const rows = ofType.slice(page.offset, page.offset + page.limit);
    return { data: listAnswer('accountSubTypes', { rows, totalRecords: ofType.length }, page) };
  },
});
