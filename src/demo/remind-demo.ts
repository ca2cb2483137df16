import type { Database } from '../platform/database/database.ts';
import { addDays } from '../platform/dates.ts';
import { remindWorkspace } from '../sales/reminders/index.ts';
import type { DemoClient } from './demo-client.ts';
import { JUNK_REMOVAL } from './masters.ts';

const RULES = [
  { daysFromDueDate: -3, attachPdf: false },
  {
    daysFromDueDate: 7,
    subject: 'Invoice {{invoiceNumber}} is overdue',
    message:
      'Hello {{customer}},\n\n{{amountDue}} for invoice {{invoiceNumber}} was due on {{dueDate}}. Has it slipped through?',
  },
];
/** For how many days back the rules are taken to have been there. */
const DAYS = 7;
/** Whose invoices are reminded of, one by each rule, and in how many days they are due. */
const INVOICES = [
  { customer: 'Capitol Builders, Inc.', dueIn: 2 },
  { customer: 'Prairie Property Management', dueIn: -9 },
];

interface Reminding {
  readonly database: Database;
  readonly secretKey: Buffer;
  readonly publicUrl: string;
  readonly signal: AbortSignal;
}

/**
 * Sends two invoices, makes two reminder rules, and has them send what they would have sent lately; those mails are
 * kept, as all mail is while the workspace is filled. Then the rules rest: what nobody has asked for goes to nobody.
 *
 * @param today YYYY-MM-DD
 */
export async function remindDemo(
  client: DemoClient,
  workspaceId: string,
  today: string,
  { database, secretKey, publicUrl, signal }: Reminding,
): Promise<void> {
  await sendInvoices(client, today);
  for (const rule of RULES) await client.data('POST', '/reminder-rules', { ...rule, active: false });
  // Straight to the rows: the API makes no rule that was there last week. Nothing but this looks at the workspace.
  await database.transaction({ workspaceId }, async (transaction) => {
    const values = [workspaceId, addDays(today, -DAYS)];
    await transaction.query(
      'UPDATE reminder_rule SET active = true, counts_from = $2 WHERE workspace_id = $1',
      values,
    );
    await transaction.query(
      'UPDATE invoice SET reminders_from = $2 WHERE workspace_id = $1 AND sent_at IS NOT NULL',
      values,
    );
  });
  const fail = (error: Error) => {
    throw error;
  };
  await remindWorkspace({ database, place: { secretKey, publicUrl }, signal, onError: fail }, workspaceId);
  await database.transaction({ workspaceId }, (transaction) =>
    transaction.query('UPDATE reminder_rule SET active = false WHERE workspace_id = $1', [workspaceId]),
  );
}

async function sendInvoices(client: DemoClient, today: string): Promise<void> {
  const { products } = await client.data('GET', `/products?search=${JUNK_REMOVAL}&status=active`);
  for (const { customer, dueIn } of INVOICES) {
    const { customers } = await client.data('GET', `/customers?search=${encodeURIComponent(customer)}`);
    const { uuid } = await client.data('POST', '/invoices', {
      customerUuid: customers[0].uuid,
      date: addDays(today, dueIn - 14),
      dueDate: addDays(today, dueIn),
      isDraft: false,
      invoiceType: 'invoice',
      products: [{ productUuid: products[0].uuid, quantity: 1, price: 185 }],
    });
    await client.data('POST', `/invoices/${uuid}/send`);
  }
}
