import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createSalesFixtures,
  invoiceBody,
  type SalesFixtures,
} from '../../../test/support/sales-fixtures.ts';
import { startTestServer, type TestServer, type TestWorkspace } from '../../../test/support/test-server.ts';
import type { Database } from '../../platform/database/database.ts';
import { addDays } from '../../platform/dates.ts';
import { sendDueReminders } from './send-due-reminders.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

interface Sandbox {
  readonly workspace: TestWorkspace;
  readonly fixtures: SalesFixtures;
  readonly today: string;
}

async function openSandbox(): Promise<Sandbox> {
  const workspace = await server.addWorkspace({ sandbox: true, name: 'Junk Removal Pros' });
  const fixtures = await createSalesFixtures(workspace.strict);
  const { body } = await workspace.strict.get('/test-clock');
  return { workspace, fixtures, today: body.data.today };
}

async function createRule({ workspace }: Sandbox, body: Record<string, unknown>): Promise<string> {
  const answer = await workspace.strict.post('/reminder-rules', body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body.data.uuid;
}

/** An invoice due so many days from today on, sent. */
async function sendInvoice(sandbox: Sandbox, dueIn: number, changes: Record<string, unknown> = {}) {
  const { workspace, fixtures, today } = sandbox;
  const dueDate = addDays(today, dueIn);
  const dated = { date: addDays(today, Math.min(dueIn, 0) - 60), dueDate };
  const { body } = await workspace.strict.post('/invoices', invoiceBody(fixtures, { ...dated, ...changes }));
  const sent = await workspace.strict.post(`/invoices/${body.data.uuid}/send`);
  expect(sent.status, JSON.stringify(sent.body)).toBe(200);
  return sent.body.data;
}

function runner(database: Database, errors: Error[] = []) {
  const place = { secretKey: server.secretKey, publicUrl: 'https://books.example.com' };
  const signal = new AbortController().signal;
  return sendDueReminders({ database, place, signal, onError: (error) => errors.push(error) });
}

/** Sends all that is due; what the server's own background work is at is waited for. */
async function remind(): Promise<void> {
  const errors: Error[] = [];
  for (;;) {
    await runner(server.database, errors);
    const { rows } = await server.owner.query(
      `SELECT FROM reminder_due WHERE due_at <= clock_timestamp() + interval '5 seconds'`,
    );
    if (rows.length === 0) break;
    await sleep(50);
  }
  expect(errors).toEqual([]);
}

async function advance({ workspace }: Sandbox, days: number): Promise<void> {
  expect((await workspace.strict.post('/test-clock', { advance: days })).status).toBe(200);
  await remind();
}

const remindersOf = async ({ workspace }: Sandbox, id: string) =>
  (await workspace.strict.get(`/invoices/${id}/reminders`)).body.data.reminders;
const outcomesOf = async (sandbox: Sandbox, id: string) =>
  (await remindersOf(sandbox, id)).map(
    ({ daysFromDueDate, reason }: { daysFromDueDate: number; reason: string | null }) => [
      daysFromDueDate,
      reason ?? 'sent',
    ],
  );
/** The mails about an invoice beside the one with which it was sent. */
const mailsOf = async ({ workspace }: Sandbox, id: string) =>
  (await workspace.strict.get('/mail', { entityUuid: id })).body.data.mails.slice(0, -1);

describe('a reminder rule', () => {
  it('sends one mail on its day, with what is due, the link and the PDF, and tells the audit log', async () => {
    const sandbox = await openSandbox();
    const rule = await createRule(sandbox, { daysFromDueDate: 7 });
    const invoice = await sendInvoice(sandbox, 2);
    await advance(sandbox, 8);
    expect(await remindersOf(sandbox, invoice.uuid)).toEqual([]);
    await advance(sandbox, 1);
    await advance(sandbox, 1);
    const [reminder, ...others] = await remindersOf(sandbox, invoice.uuid);
    expect(others).toEqual([]);
    expect(reminder).toMatchObject({
      reminderRuleUuid: rule,
      daysFromDueDate: 7,
      date: addDays(sandbox.today, 9),
      status: 'sent',
      reason: null,
      to: [invoice.customer.email],
    });
    const mail = (await sandbox.workspace.strict.get(`/mail/${reminder.mailUuid}`)).body.data;
    expect(mail).toMatchObject({
      entityUuid: invoice.uuid,
      subject: `Reminder: invoice ${invoice.invoiceNumber} from Junk Removal Pros is overdue`,
      replyTo: { name: 'Test person' },
      attachments: [`Invoice ${invoice.invoiceNumber}.pdf`],
    });
    expect(mail.text).toContain('Hello Aimee,');
    expect(mail.text).toContain(`$250.00 for invoice ${invoice.invoiceNumber} was due on`);
    expect(mail.text).toContain('7 days ago');
    expect(mail.text).toContain(new URL(invoice.publicLink).pathname);
    const log = (await sandbox.workspace.strict.get(`/invoices/${invoice.uuid}/audit-log`)).body.data;
    expect(log.auditLog[0]).toMatchObject({
      action: 'reminded',
      person: null,
      partnerApp: null,
      changes: { remindedTo: { to: [invoice.customer.email] }, reminderRuleUuid: { to: rule } },
    });
  });

  it('puts the invoice in the place of its placeholders, and nothing of it a second time', async () => {
    const sandbox = await openSandbox();
    await sandbox.workspace.strict.call('PUT', `/customers/${sandbox.fixtures.customerUuid}`, {
      customer: 'Aimee {{link}}',
    });
    await createRule(sandbox, {
      daysFromDueDate: -1,
      subject: '{{invoiceNumber}} for {{customer}}',
      message: '{{amountDue}} by {{ dueDate }} to {{businessName}}: {{link}} <b>',
      attachPdf: false,
    });
    const invoice = await sendInvoice(sandbox, 2);
    await advance(sandbox, 1);
    const [{ uuid }] = await mailsOf(sandbox, invoice.uuid);
    const mail = (await sandbox.workspace.strict.get(`/mail/${uuid}`)).body.data;
    expect(mail.subject).toBe(`${invoice.invoiceNumber} for Aimee {{link}}`);
    expect(mail.attachments).toEqual([]);
    expect(mail.text).toMatch(/^\$250\.00 by \w+ \d+, \d{4} to Junk Removal Pros: https?:\S+\/i\/\S+ <b>\n/);
    expect(mail.html).toContain('&lt;b&gt;');
  });

  it('asks for what is left, and for nothing once that is paid, written off or void', async () => {
    const sandbox = await openSandbox();
    const { strict } = sandbox.workspace;
    await createRule(sandbox, { daysFromDueDate: 1 });
    const part = await sendInvoice(sandbox, 1);
    const paid = await sendInvoice(sandbox, 1);
    const written = await sendInvoice(sandbox, 1);
    const gone = await sendInvoice(sandbox, 1);
    const pay = (id: string, amount: number) =>
      strict.post('/payments', {
        customerUuid: sandbox.fixtures.customerUuid,
        date: sandbox.today,
        amount,
        invoices: [{ id, amount }],
      });
    const partly = await pay(part.uuid, 100);
    expect(partly.status, JSON.stringify(partly.body)).toBe(201);
    await pay(paid.uuid, 250);
    expect((await strict.patch(`/invoices/${written.uuid}/write-off`, {})).status).toBe(200);
    expect((await strict.patch(`/invoices/${gone.uuid}/void`)).status).toBe(200);
    await advance(sandbox, 2);
    const [{ uuid }] = await mailsOf(sandbox, part.uuid);
    expect((await strict.get(`/mail/${uuid}`)).body.data.text).toContain('$150.00 for invoice');
    for (const { uuid: id } of [paid, written]) expect(await outcomesOf(sandbox, id)).toEqual([]);
    expect(await mailsOf(sandbox, gone.uuid)).toEqual([]);
  });

  it('leaves alone what was not sent, and what nobody owes', async () => {
    const sandbox = await openSandbox();
    const { workspace, fixtures, today } = sandbox;
    await createRule(sandbox, { daysFromDueDate: 0 });
    const dated = { date: today, dueDate: addDays(today, 1) };
    const unsent = await workspace.strict.post('/invoices', invoiceBody(fixtures, dated));
    const quote = await sendInvoice(sandbox, 1, { invoiceType: 'quote' });
    const memo = await sendInvoice(sandbox, 1, { invoiceType: 'memo' });
    await advance(sandbox, 1);
    for (const { uuid } of [unsent.body.data, quote, memo])
      expect(await outcomesOf(sandbox, uuid)).toEqual([]);
    const late = await workspace.strict.post(`/invoices/${unsent.body.data.uuid}/send`);
    expect(late.status).toBe(200);
    await advance(sandbox, 3);
    expect(await outcomesOf(sandbox, unsent.body.data.uuid)).toEqual([]);
  });

  it('counts from the day on which it was made or made active, and sends nothing while it is not', async () => {
    const sandbox = await openSandbox();
    const long = await sendInvoice(sandbox, -20);
    const invoice = await sendInvoice(sandbox, 2);
    const rule = await createRule(sandbox, { daysFromDueDate: 1, active: false });
    await advance(sandbox, 4);
    const activate = { active: true };
    await sandbox.workspace.strict.call('PATCH', `/reminder-rules/${rule}`, activate);
    const young = await sendInvoice(sandbox, 6);
    await advance(sandbox, 3);
    expect(await outcomesOf(sandbox, long.uuid)).toEqual([]);
    expect(await outcomesOf(sandbox, invoice.uuid)).toEqual([]);
    expect(await outcomesOf(sandbox, young.uuid)).toEqual([[1, 'sent']]);
  });

  it('sends nothing of an invoice that is paused, nor afterwards what passed meanwhile', async () => {
    const sandbox = await openSandbox();
    const { strict } = sandbox.workspace;
    await createRule(sandbox, { daysFromDueDate: 1 });
    await createRule(sandbox, { daysFromDueDate: 5 });
    const invoice = await sendInvoice(sandbox, 1);
    const path = `/invoices/${invoice.uuid}/reminders`;
    const paused = await strict.call('PATCH', path, { paused: true });
    expect(paused.body.data.remindersPaused).toBe(true);
    await advance(sandbox, 3);
    const resumed = await strict.call('PATCH', path, { paused: false });
    expect(resumed.body.data.remindersPaused).toBe(false);
    await remind();
    expect(await outcomesOf(sandbox, invoice.uuid)).toEqual([]);
    await advance(sandbox, 3);
    expect(await outcomesOf(sandbox, invoice.uuid)).toEqual([[5, 'sent']]);
    const log = (await strict.get(`/invoices/${invoice.uuid}/audit-log`)).body.data.auditLog;
    expect(log.map(({ action }: { action: string }) => action)).toEqual([
      'reminded',
      'reminders_resumed',
      'reminders_paused',
      'sent',
      'created',
    ]);
  });

  it('is superseded by a later one after days without a server, and too late after a week', async () => {
    const sandbox = await openSandbox();
    for (const daysFromDueDate of [-3, 1, 4, 20, 22, 22])
      await createRule(sandbox, { daysFromDueDate, attachPdf: false });
    const invoice = await sendInvoice(sandbox, 5);
    await advance(sandbox, 10);
    expect(await outcomesOf(sandbox, invoice.uuid)).toEqual([
      [4, 'sent'],
      [1, 'superseded'],
      [-3, 'too_late'],
    ]);
    await advance(sandbox, 24);
    expect((await outcomesOf(sandbox, invoice.uuid)).slice(0, 3)).toEqual([
      [22, 'sent'],
      [22, 'superseded'],
      [20, 'too_late'],
    ]);
    expect(await mailsOf(sandbox, invoice.uuid)).toHaveLength(2);
  });

  it('is skipped where the customer has no address, once', async () => {
    const sandbox = await openSandbox();
    const { strict } = sandbox.workspace;
    await createRule(sandbox, { daysFromDueDate: 0 });
    const invoice = await sendInvoice(sandbox, 1);
    await strict.call('PUT', `/customers/${sandbox.fixtures.customerUuid}`, { email: null });
    await advance(sandbox, 1);
    const [skipped] = await remindersOf(sandbox, invoice.uuid);
    expect(skipped).toMatchObject({ status: 'skipped', reason: 'no_recipient', mailUuid: null, to: [] });
    await strict.call('PUT', `/customers/${sandbox.fixtures.customerUuid}`, { email: 'late@example.com' });
    await advance(sandbox, 1);
    expect(await outcomesOf(sandbox, invoice.uuid)).toEqual([[0, 'no_recipient']]);
  });
});

describe('each reminder is sent once', () => {
  it('by however many servers look at once', async () => {
    const sandbox = await openSandbox();
    await createRule(sandbox, { daysFromDueDate: 1, attachPdf: false });
    const invoices = await Promise.all([1, 2, 3, 4, 5, 6].map(() => sendInvoice(sandbox, 1)));
    await sandbox.workspace.strict.post('/test-clock', { advance: 2 });
    await Promise.all([1, 2, 3].map(() => runner(server.database)));
    await remind();
    for (const { uuid } of invoices) {
      expect(await outcomesOf(sandbox, uuid)).toEqual([[1, 'sent']]);
      expect(await mailsOf(sandbox, uuid)).toHaveLength(1);
    }
  });

  it('by a server that died before, or in the middle of, its commit', async () => {
    const sandbox = await openSandbox();
    await createRule(sandbox, { daysFromDueDate: 1, attachPdf: false });
    const invoice = await sendInvoice(sandbox, 1);
    await sandbox.workspace.strict.post('/test-clock', { advance: 2 });
    for (const moment of ['before', 'after'] as const) {
      await runner(dying(server.database, moment));
      await server.owner.query('UPDATE reminder_due SET due_at = clock_timestamp()');
    }
    await remind();
    expect(await outcomesOf(sandbox, invoice.uuid)).toEqual([[1, 'sent']]);
    expect(await mailsOf(sandbox, invoice.uuid)).toHaveLength(1);
  });

  it('and waits for a payment that is under way', async () => {
    const sandbox = await openSandbox();
    const { workspaceId } = sandbox.workspace;
    await createRule(sandbox, { daysFromDueDate: 1 });
    const invoice = await sendInvoice(sandbox, 1);
    await server.owner.query('BEGIN');
    await server.owner.query('SELECT FROM invoice WHERE id = $1 FOR UPDATE', [invoice.uuid]);
    await sandbox.workspace.strict.post('/test-clock', { advance: 2 });
    for (let time = 0; time < 100; time += 1) {
      await runner(server.database);
      const { rows } = await server.owner.query(
        `SELECT FROM reminder_due WHERE workspace_id = $1 AND due_at BETWEEN clock_timestamp() AND clock_timestamp() + interval '5 seconds'`,
        [workspaceId],
      );
      if (rows.length === 1) break;
      await sleep(50);
    }
    await server.owner.query('UPDATE invoice SET paid_amount = total WHERE id = $1', [invoice.uuid]);
    await server.owner.query('COMMIT');
    await server.owner.query(`UPDATE reminder_due SET due_at = clock_timestamp() WHERE workspace_id = $1`, [
      workspaceId,
    ]);
    await remind();
    expect(await outcomesOf(sandbox, invoice.uuid)).toEqual([]);
  });
});

describe('pausing the reminders of an invoice', () => {
  it('is refused without saying so, and for what is never due', async () => {
    const sandbox = await openSandbox();
    const invoice = await sendInvoice(sandbox, 1);
    const path = `/invoices/${invoice.uuid}/reminders`;
    const { strict } = sandbox.workspace;
    const refused = await strict.call('PATCH', path, {});
    expect(refused.body.errors).toMatchObject([{ field: 'paused', code: 'REQUIRED' }]);
    const quote = await sendInvoice(sandbox, 1, { invoiceType: 'quote' });
    const { status, body } = await strict.call('PATCH', `/invoices/${quote.uuid}/reminders`, {
      paused: true,
    });
    expect([status, body.code]).toEqual([400, 'INVALID_DOCUMENT_STATE']);
    const same = await strict.call('PATCH', path, { paused: false });
    expect(same.body.data).toMatchObject({ remindersPaused: false, updatedAt: invoice.updatedAt });
  });
});

/** A database whose connection breaks at the first commit of a reminder: after it was sent, or before. */
function dying(database: Database, moment: 'before' | 'after'): Database {
  return {
    ...database,
    transaction: (options, work) =>
      database.transaction(options, (transaction) =>
        work({
          ...transaction,
          async finish(statement) {
            if (moment === 'after') await transaction.finish(statement);
            else await transaction.rollback();
            throw new Error('killed');
          },
        }),
      ),
  };
}
