import { v7 as uuidv7 } from 'uuid';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { CREATE_FEEDBACK_EXAMPLE, FEEDBACK_EXAMPLE } from './feedback.examples.ts';
import { createFeedbackBody, feedbackSchema, toFeedbackRecord } from './feedback.schema.ts';
import { insertFeedback } from './feedback.store.ts';

/**
 * Asks for no origin: a page of another site cannot make a browser send JSON here, because the browser asks first and is
 * not allowed (CORS), and what it sends without asking is refused for its content type.
 */
export const createFeedback = defineEndpoint({
  method: 'POST',
  path: '/partners/feedback',
  operationId: 'createFeedback',
  tag: 'Portal',
  summary: 'Create Feedback',
  description:
    'Says whether a page of the developer portal helped. Needs no signature. Kept are these fields and the instant, and ' +
    'nothing of who sent them.',
  access: 'public',
  limit: { requests: 30, seconds: 60 },
  body: createFeedbackBody,
  status: 201,
  message: 'Feedback created successfully.',
  data: feedbackSchema,
  errors: [],
  examples: { body: CREATE_FEEDBACK_EXAMPLE, data: FEEDBACK_EXAMPLE },
  async handle({ body, database }) {
    const { page, section, helpful } = body;
    const feedback = { id: uuidv7(), page, section, helpful, reason: body.reason?.trim() || null };
    const kept = await database.unfenced((transaction) => insertFeedback(transaction, feedback));
    return { data: toFeedbackRecord(kept) };
  },
});
