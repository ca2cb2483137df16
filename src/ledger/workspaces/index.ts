import type { Endpoint } from '../../platform/http/endpoint.ts';
import { advanceTestClock } from './test-clock/advance-test-clock.ts';
import { getTestClock } from './test-clock/get-test-clock.ts';

/** The endpoints of the workspace itself. */
export const WORKSPACE_ENDPOINTS: readonly Endpoint[] = [getTestClock, advanceTestClock];
