import { z } from 'zod';
import { answered, oneOf, report, text } from '../../platform/http/fields.ts';
import { identityOf, identitySchema } from '../../platform/http/record.ts';
import type { Feedback } from './feedback.store.ts';

const SECTIONS = ['endpoint', 'response', 'page'] as const;
const LONGEST_PATH = 200;
/** What a path may hold unencoded (RFC 3986), and nothing that a terminal would take for a command. */
const PAGE = /^\/docs(\/[\w.~%!$&'()*+,;=:@-]+)*\/?$/;

function portalPage() {
  return text(LONGEST_PATH)
    .superRefine((value, context) => {
      if (!PAGE.test(value)) report(context, 'INVALID_VALUE', 'must be the path of a page under /docs');
    })
    .meta({ maxLength: LONGEST_PATH, pattern: '^/docs(/|$)' });
}

export const createFeedbackBody = z
  .object({
    page: portalPage().describe('The path of the page, from `/docs` on and without a query.'),
    section: oneOf(SECTIONS).describe(
      'What of the page is meant: what it says of the endpoint, of the response, or all of it.',
    ),
    helpful: z.boolean().describe('Whether it helped.'),
    reason: text(1000).nullish().describe('Why, in the reader’s own words. Leave out what is personal.'),
  })
  .meta({ id: 'CreateFeedback', description: 'What a reader says of a page.' });

export const feedbackSchema = z
  .object({
    ...identitySchema('feedback'),
    page: z.string().describe('The path of the page.'),
    section: z.enum(SECTIONS).describe('What of the page is meant.'),
    helpful: z.boolean().describe('Whether it helped.'),
    reason: z.string().nullable().describe('Why; `null` where nothing was said.'),
    createdAt: answered.instant().describe('When it was said.'),
  })
  .meta({ id: 'Feedback', description: 'What a reader said of a page of the portal.' });

export type FeedbackRecord = z.output<typeof feedbackSchema>;

/** What a reader said, in the API's words. */
export function toFeedbackRecord({ id, createdAt, ...said }: Feedback): FeedbackRecord {
  return { ...identityOf(id), ...said, createdAt: createdAt.toISOString() };
}
