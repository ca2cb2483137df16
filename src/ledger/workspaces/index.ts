import type { Endpoint } from '../../platform/http/endpoint.ts';
import { listClosings } from './closing/list-closings.ts';
import { getWorkspace } from './settings/get-workspace.ts';
import { updateWorkspace } from './settings/update-workspace.ts';
import { advanceTestClock } from './test-clock/advance-test-clock.ts';
import { getTestClock } from './test-clock/get-test-clock.ts';

/** The endpoints of the workspace itself. */
export const WORKSPACE_ENDPOINTS: readonly Endpoint[] = [
  getWorkspace,
  updateWorkspace,
  listClosings,
  getTestClock,
  advanceTestClock,
];
