import type { Endpoint } from '../../platform/http/endpoint.ts';
import { listClosings } from './closing/list-closings.ts';
import type { HashReports } from './closing/report-hash.ts';
import { getWorkspace } from './settings/get-workspace.ts';
import type { RepostDocuments } from './settings/repost-documents.ts';
import { defineUpdateWorkspace } from './settings/update-workspace.ts';
import { advanceTestClock } from './test-clock/advance-test-clock.ts';
import { getTestClock } from './test-clock/get-test-clock.ts';

export { type StandingClose, selectStandingCloses } from './closing/closings.store.ts';
export type { HashReports, ReportHash } from './closing/report-hash.ts';

/** The endpoints of the workspace itself. */
export const workspaceEndpoints = (
  hashReports: HashReports,
  documents: RepostDocuments,
): readonly Endpoint[] => [
  getWorkspace,
  defineUpdateWorkspace(hashReports, documents),
  listClosings,
  getTestClock,
  advanceTestClock,
];
