import type { Endpoint } from '../platform/http/endpoint.ts';
import { generateTrialBalance, getTrialBalance } from './trial-balance/trial-balance.ts';
import { getLedgerProof } from './verify/get-ledger-proof.ts';

/** The endpoints of the reports. */
export const REPORT_ENDPOINTS: readonly Endpoint[] = [getTrialBalance, generateTrialBalance, getLedgerProof];
