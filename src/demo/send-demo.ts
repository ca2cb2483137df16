import { addDays } from '../platform/dates.ts';
import type { DemoClient } from './demo-client.ts';
import { drawPlan } from './draw-picture.ts';

/** For how long what is still owed counts as lately sent. */
const DAYS = 45;

interface Listed {
  readonly uuid: string;
  readonly invoiceType: string;
  readonly customer: { readonly email: string | null };
}

/**
 * Sends what is approved and lately written: invoices that are still owed, one of them with a picture, quotes and estimates that
 * are still open. Their mails are kept, since the workspace keeps its mail while it is filled.
 *
 * @param today YYYY-MM-DD
 */
export async function sendDemo(client: DemoClient, today: string, signal: AbortSignal): Promise<void> {
  const query = `status=approved,partial,overdue&startDate=${addDays(today, -DAYS)}&limit=100`;
  const { invoices } = await client.data('GET', `/invoices?${query}`);
  const sendable = (invoices as readonly Listed[]).filter(
    ({ invoiceType, customer }) => invoiceType !== 'memo' && customer.email !== null,
  );
  const withPlan = sendable.find(({ invoiceType }) => invoiceType === 'invoice');
  for (const { uuid } of sendable) {
    signal.throwIfAborted();
    const attachmentUuids = uuid === withPlan?.uuid ? await attachPlan(client, uuid) : [];
    await client.data('POST', `/invoices/${uuid}/send`, { attachmentUuids });
  }
}

/** Attaches a picture, where the server has a place for files. */
async function attachPlan(client: DemoClient, uuid: string): Promise<string[]> {
  const form = new FormData();
  const plan = new Blob([Uint8Array.from(drawPlan())], { type: 'image/png' });
  form.append('file', plan, 'garage-plan.png');
  form.append('title', 'Plan of the garage');
  const { status, body } = await client.upload(`/invoices/${uuid}/attachments/upload`, form);
  if (body.code === 'NOT_AVAILABLE') return [];
  if (status !== 201) throw new Error(`The plan could not be attached: ${body.message}`);
  return [body.data.attachments[0].uuid];
}
