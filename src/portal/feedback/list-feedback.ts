import { z } from 'zod';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { paging, queryBoolean } from '../../platform/http/fields.ts';
import { listAnswer, listExample, listSchema, readPage } from '../../platform/http/list.ts';
import { FEEDBACK_EXAMPLE } from './feedback.examples.ts';
import { feedbackSchema, toFeedbackRecord } from './feedback.schema.ts';
import { selectFeedback } from './feedback.store.ts';

const STANDARD_LIMIT = 50;

export const listFeedback = defineEndpoint({
  method: 'GET',
  path: '/partners/feedback',
  operationId: 'listFeedback',
  tag: 'Portal',
  summary: 'List Feedback',
  description:
    'What readers said of the pages of the developer portal, the newest first. It belongs to the server and not to a ' +
    'workspace; the newest 10,000 are kept.',
  access: 'partner',
  query: z.object({
    ...paging(STANDARD_LIMIT),
    helpful: queryBoolean().optional().describe('Only what helped, or only what did not.'),
  }),
  status: 200,
  message: 'Feedback retrieved successfully.',
  data: listSchema('feedback', feedbackSchema),
  errors: [],
  examples: { data: listExample('feedback', [FEEDBACK_EXAMPLE], STANDARD_LIMIT) },
  async handle({ query, database }) {
    const page = readPage(query, STANDARD_LIMIT);
    const { rows, totalRecords } = await database.unfenced((transaction) =>
      selectFeedback(transaction, { helpful: query.helpful }, page),
    );
    return { data: listAnswer('feedback', { rows: rows.map(toFeedbackRecord), totalRecords }, page) };
  },
});
