import { addDays } from '../platform/dates.ts';
import type { DemoClient } from './demo-client.ts';

/** For how long what is still owed counts as lately sent. */
const DAYS = 45;

interface Listed {
  readonly uuid: string;
  readonly invoiceType: string;
  readonly customer: { readonly email: string | null };
}

/**
 * Sends what is approved and lately written: invoices that are still owed, quotes and estimates that are still open. Their
 * mails are kept, since the workspace keeps its mail while it is filled.
 *
 * @param today YYYY-MM-DD
 */
export async function sendDemo(client: DemoClient, today: string, signal: AbortSignal): Promise<void> {
  const query = `status=approved,partial,overdue&startDate=${addDays(today, -DAYS)}&limit=100`;
  const { invoices } = await client.data('GET', `/invoices?${query}`);
  for (const { uuid, invoiceType, customer } of invoices as readonly Listed[]) {
    signal.throwIfAborted();
    if (invoiceType !== 'memo' && customer.email !== null)
      await client.data('POST', `/invoices/${uuid}/send`);
  }
}
