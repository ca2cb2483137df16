import { v7 as uuidv7 } from 'uuid';
import { readToday } from '../../ledger/workspaces/today.ts';
import type { ChangeContext, ChangedRecord, DoneChange } from '../../platform/change/change.ts';
import { commitChange } from '../../platform/change/commit-change.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { isUnavailable } from '../../platform/database/unavailable.ts';
import { daysBetween } from '../../platform/dates.ts';
import { isMailAddress } from '../../platform/mail/mail-address.ts';
import { insertMail } from '../../platform/mail/mails.store.ts';
import { DOCUMENT_PDF, fileNameOf, loadInvoiceDocument } from '../documents/index.ts';
import { toChangedInvoice } from '../invoices/changed-invoice.ts';
import { loadInvoices } from '../invoices/index.ts';
import type { PublicPlace } from '../public-links/index.ts';
import { findOrMakeLink } from '../public-links/public-links.store.ts';
import { loadMailParties } from '../sending/mail-parties.ts';
import {
  type DueRule,
  type DueWorkspace,
  insertReminders,
  lockInvoiceToRemindOf,
  type NewReminder,
  type SkipReason,
  scheduleNextLook,
  selectDueRules,
  selectDueWorkspaces,
  selectInvoicesToRemindOf,
} from './due-reminders.store.ts';
import { writeReminder } from './reminder-mail.ts';

/** How many days after its day a reminder is still sent, where the server was down on it. */
const LATEST = 7;
const RETRY_AFTER_FAULT = 300;
/** For a moment somebody else, such as a payment, holds the invoice. */
const RETRY_AFTER_LOCK = 2;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

export interface ReminderOptions {
  readonly database: Database;
  readonly place: PublicPlace;
  readonly signal: AbortSignal;
  readonly onError: (error: Error) => void;
}

/** Thrown where there is nothing to send after all, so that nothing is kept. */
class NothingToSend extends Error {
  readonly isLocked: boolean;
  constructor({ isLocked }: { isLocked: boolean }) {
    super('There is no reminder to send.');
    this.isLocked = isLocked;
  }
}

/**
 * Sends all reminders that are due, in every workspace, each rule once for each invoice: its row and the mail are written in
 * one transaction, under the invoice's lock. Ends when no workspace is to be looked at, or the signal is aborted.
 */
export async function sendDueReminders(options: ReminderOptions): Promise<void> {
  const { database, signal, onError } = options;
  for (;;) {
    const workspaces = await selectDueWorkspaces(database);
    if (workspaces.length === 0) return;
    for (const workspace of workspaces) {
      if (signal.aborted) return;
      const retryIn = await remindWorkspace(options, workspace.workspaceId).catch((error: Error) => {
        if (isUnavailable(error)) throw error;
        onError(error);
        return RETRY_AFTER_FAULT;
      });
      if (signal.aborted) return;
      await postpone(database, workspace, retryIn);
    }
  }
}

function postpone(database: Database, { workspaceId, dueAt }: DueWorkspace, retryIn: number | undefined) {
  return database.transaction({ workspaceId }, (transaction) =>
    scheduleNextLook(transaction, dueAt, retryIn),
  );
}

/** Sends what is due in one workspace. @returns in how many seconds it must be looked at again; undefined: it is done */
export async function remindWorkspace(
  options: ReminderOptions,
  workspaceId: string,
): Promise<number | undefined> {
  const { database, signal } = options;
  let retryIn: number | undefined;
  for (let after = FIRST_ID; ; ) {
    const ids = await database.read(workspaceId, async (transaction) =>
      selectInvoicesToRemindOf(transaction, await readToday(transaction), after),
    );
    for (const id of ids) {
      if (signal.aborted) return undefined;
      retryIn = soonest(retryIn, await remindOf(options, workspaceId, id));
    }
    const last = ids.at(-1);
    if (last === undefined) return retryIn;
    after = last;
  }
}

const soonest = (one: number | undefined, other: number | undefined) =>
  one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);

/** @returns in how many seconds the invoice must be looked at again; undefined: it is done */
async function remindOf(
  { database, place, onError }: ReminderOptions,
  workspaceId: string,
  invoiceId: string,
): Promise<number | undefined> {
  const context: ChangeContext = {
    workspaceId,
    personId: null,
    partnerAppId: null,
    requestId: `reminder-${invoiceId}`,
    remoteAddress: null,
    statusCode: 200,
    message: '',
  };
  try {
    await commitChange(database, context, {}, (transaction) => remind(transaction, invoiceId, place));
    return undefined;
  } catch (error) {
    if (error instanceof NothingToSend) return error.isLocked ? RETRY_AFTER_LOCK : undefined;
    if (isUnavailable(error)) throw error;
    onError(error as Error);
    return RETRY_AFTER_FAULT;
  }
}

/** The newest rule that is due is sent, the others are noted: nobody gets two reminders of an invoice on one day. */
async function remind(
  transaction: Transaction,
  invoiceId: string,
  place: PublicPlace,
): Promise<DoneChange<object>> {
  if (!(await lockInvoiceToRemindOf(transaction, invoiceId))) throw new NothingToSend({ isLocked: true });
  const today = await readToday(transaction);
  const due = await selectDueRules(transaction, invoiceId, today);
  if (due.length === 0) throw new NothingToSend({ isLocked: false });
  const timely = due.filter((rule) => isTimely(rule, today));
  const sent = timely[0] && (await send(transaction, invoiceId, timely[0], place));
  const outcomes = due.map((rule): NewReminder => {
    if (rule === timely[0]) return { id: uuidv7(), rule, skipped: sent!.skipped, mailId: sent!.mailId };
    return { id: uuidv7(), rule, skipped: timely.includes(rule) ? 'superseded' : 'too_late', mailId: null };
  });
  await insertReminders(transaction, invoiceId, outcomes);
  return { data: {}, records: sent?.records ?? [] };
}

/** What was to be said before the due date is not said after it. */
function isTimely({ daysFromDueDate, dueOn }: DueRule, today: string): boolean {
  const late = daysBetween(dueOn, today);
  return late <= LATEST && (daysFromDueDate >= 0 || daysFromDueDate + late <= 0);
}

interface Sent {
  readonly skipped: SkipReason | null;
  readonly mailId: string | null;
  readonly records: readonly ChangedRecord[];
}

async function send(
  transaction: Transaction,
  invoiceId: string,
  rule: DueRule,
  place: PublicPlace,
): Promise<Sent> {
  const loaded = (await loadInvoices(transaction, [invoiceId]))[0]!;
  const parties = await loadMailParties(transaction, loaded.invoice.customer.id, rule.personId);
  const { customerEmail, fromName, replyTo } = parties;
  if (customerEmail === null || !isMailAddress(customerEmail))
    return { skipped: 'no_recipient', mailId: null, records: [] };
  await findOrMakeLink(transaction, invoiceId);
  const document = (await loadInvoiceDocument(transaction, invoiceId, place))!;
  const mail = await insertMail(transaction, {
    entityType: 'invoice',
    entityId: invoiceId,
    fromName,
    replyTo,
    recipients: [{ field: 'to', address: customerEmail }],
    ...writeReminder(document, rule, fromName),
    attachments: rule.attachPdf
      ? [{ kind: DOCUMENT_PDF, id: invoiceId, fileName: fileNameOf(document) }]
      : [],
  });
  const record = toChangedInvoice('reminded', loaded, loaded);
  const changes = {
    remindedTo: { from: null, to: [customerEmail] },
    reminderRuleUuid: { from: null, to: rule.id },
  };
  return { skipped: null, mailId: mail.id, records: [{ ...record, changes }] };
}
