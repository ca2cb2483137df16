import type { Endpoint } from '../../platform/http/endpoint.ts';
import { createFeedback } from './create-feedback.ts';
import { listFeedback } from './list-feedback.ts';

export { type Feedback, type PageTotals, selectFeedback, selectPageTotals } from './feedback.store.ts';
export { KEPT_FEEDBACK, sweepFeedback } from './sweep-feedback.ts';

/** The endpoints of what readers say of the portal's pages. */
export const FEEDBACK_ENDPOINTS: readonly Endpoint[] = [createFeedback, listFeedback];
