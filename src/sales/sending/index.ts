import type { Endpoint } from '../../platform/http/endpoint.ts';
import { sendInvoice } from './send-invoice.ts';

/** The endpoints by which documents leave the house. */
export const SENDING_ENDPOINTS: readonly Endpoint[] = [sendInvoice];
