import type { Endpoint } from '../platform/http/endpoint.ts';
import { generateTrialBalance, getTrialBalance } from './trial-balance/trial-balance.ts';

/** The endpoints of the reports. */
export const REPORT_ENDPOINTS: readonly Endpoint[] = [getTrialBalance, generateTrialBalance];
