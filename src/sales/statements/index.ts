import type { Endpoint } from '../../platform/http/endpoint.ts';
import { getStatement } from './get-statement.ts';

/** The endpoints of customers' statements. */
export const STATEMENT_ENDPOINTS: readonly Endpoint[] = [getStatement];
