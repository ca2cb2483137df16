import type { Endpoint } from '../../platform/http/endpoint.ts';
import { getStatement } from './get-statement.ts';
import { sendStatement } from './send-statement.ts';

export { makeAttachedStatement, STATEMENT_PDF } from './attached-statement.ts';

/** The endpoints of customers' statements. */
export const STATEMENT_ENDPOINTS: readonly Endpoint[] = [getStatement, sendStatement];
