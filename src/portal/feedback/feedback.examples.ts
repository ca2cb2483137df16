import type { FeedbackRecord } from './feedback.schema.ts';

const FEEDBACK = '0197e1c2-a130-7e66-9c2b-3d4e5f607182';

export const CREATE_FEEDBACK_EXAMPLE = {
  page: '/docs/invoices/create-invoice',
  section: 'response',
  helpful: false,
  reason: 'Which of the totals is the one that the customer pays?',
} as const;

export const FEEDBACK_EXAMPLE: FeedbackRecord = {
  id: FEEDBACK,
  uuid: FEEDBACK,
  ...CREATE_FEEDBACK_EXAMPLE,
  createdAt: '2026-07-01T14:05:09.120Z',
};
