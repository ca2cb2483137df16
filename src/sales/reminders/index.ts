import type { Endpoint } from '../../platform/http/endpoint.ts';
import { createReminderRule } from './create-reminder-rule.ts';
import { deleteReminderRule } from './delete-reminder-rule.ts';
import { listInvoiceReminders } from './list-invoice-reminders.ts';
import { listReminderRules } from './list-reminder-rules.ts';
import { pauseReminders } from './pause-reminders.ts';
import { updateReminderRule } from './update-reminder-rule.ts';

export { remindWorkspace, sendDueReminders } from './send-due-reminders.ts';

/** The endpoints of what reminds customers of open invoices. */
export const REMINDER_ENDPOINTS: readonly Endpoint[] = [
  createReminderRule,
  listReminderRules,
  updateReminderRule,
  deleteReminderRule,
  listInvoiceReminders,
  pauseReminders,
];
