import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hurryBackgroundWork } from '../../../test/support/hurry-background-work.ts';
import { type MailSink, startMailSink } from '../../../test/support/mail-sink.ts';
import { readPdf } from '../../../test/support/read-pdf.ts';
import { createSalesFixtures, invoiceBody } from '../../../test/support/sales-fixtures.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';
import { UNKNOWN_UUID } from '../../../test/support/unknown-uuid.ts';

let sink: MailSink;
let server: TestServer;
let customer: string;
let email: string;

hurryBackgroundWork();
beforeAll(async () => {
  sink = await startMailSink();
  const mail = { smtpUrl: sink.url, from: 'invoices@recount.example' };
  server = await startTestServer({ name: 'Junk Removal Pros' }, undefined, mail);
  const fixtures = await createSalesFixtures(server.strict);
  customer = fixtures.customerUuid;
  email = (await server.strict.get(`/customers/${customer}`)).body.data.email;
  expect((await server.strict.post('/invoices', invoiceBody(fixtures))).status).toBe(200);
});
afterAll(async () => {
  await server.close();
  await sink.close();
});

const PERIOD = { startDate: '2026-07-01', endDate: '2026-08-31' };
const send = (body: unknown, id = customer, headers: Record<string, string> = {}) =>
  server.strict.post(`/customers/${id}/statement/send`, body, { headers });
const countMails = async () => (await server.strict.get('/mail')).body.data.totalRecords;

async function delivered(uuid: string) {
  for (let time = 0; time < 400; time += 1) {
    const got = sink.mails.find((mail) => mail.header('message-id')?.includes(uuid));
    if (got) return got;
    await sleep(50);
  }
  throw new Error('the mail was not delivered');
}

describe('sending a statement', () => {
  it('mails the customer what is owed and overdue, with the PDF, and tells the audit log', async () => {
    const { status, body } = await send(PERIOD);
    expect(status).toBe(200);
    expect(body.data).toMatchObject({ customerUuid: customer, ...PERIOD });
    const { mail } = body.data;
    expect(mail).toMatchObject({
      status: 'pending',
      entityType: 'customer',
      entityUuid: customer,
      subject: 'Statement from Junk Removal Pros as of August 31, 2026',
      to: [{ address: email }],
      attachments: ['Statement Aimee 2026-08-31.pdf'],
    });
    const got = await delivered(mail.uuid);
    const text = got.part('text/plain');
    expect(text).toContain('Here is your statement from July 1, 2026 to August 31, 2026.');
    expect(text).toMatch(/Balance +\$250\.00\nOverdue +\$250\.00/);
    expect(text).not.toContain('http');
    expect(got.part('text/html')).not.toContain('href');
    const pdf = await readPdf(got.attachment('Statement Aimee 2026-08-31.pdf'));
    expect(pdf.text).toContain('$250.00');
    expect(pdf.text).toContain('August 31, 2026');
    const { rows } = await server.owner.query(
      `SELECT changes, person_id FROM audit_log WHERE entity_id = $1 AND action = 'statement_sent'`,
      [customer],
    );
    expect(rows).toMatchObject([
      { changes: { statementSentTo: { from: null, to: [email] } }, person_id: server.personId },
    ]);
  });

  it('goes to whom the body names, with its words', async () => {
    const { body } = await send({
      ...PERIOD,
      recipients: ['books@example.com'],
      cc: ['BOOKS@example.com', 'boss@example.com'],
      subject: 'Account <2026>',
      message: 'Please have a look.',
    });
    expect(body.data.mail).toMatchObject({
      subject: 'Account <2026>',
      to: [{ address: 'books@example.com' }],
      cc: [{ address: 'boss@example.com' }],
    });
    expect((await delivered(body.data.mail.uuid)).part('text/plain')).toMatch(
      /^Please have a look\.\n\nBalance/,
    );
  });

  it('is done once under one Idempotency-Key', async () => {
    const before = await countMails();
    const key = { 'idempotency-key': 'statement' };
    const first = await send(PERIOD, customer, key);
    const again = await send(PERIOD, customer, key);
    expect(again.body.data).toEqual(first.body.data);
    expect(await countMails()).toBe(before + 1);
  });

  it('is answered as before under its key once the customer is deleted', async () => {
    const made = await server.strict.post('/customers', { customer: 'Gone', email: 'gone@example.com' });
    const gone = made.body.data;
    const key = { 'idempotency-key': 'statement-of-gone' };
    const first = await send(PERIOD, gone.uuid, key);
    expect(first.status).toBe(200);
    expect((await server.strict.delete(`/customers/${gone.uuid}`)).status).toBe(200);
    const again = await send(PERIOD, gone.uuid, key);
    expect([again.status, again.body.data]).toEqual([200, first.body.data]);
    expect((await send(PERIOD, gone.uuid)).status).toBe(404);
  });

  it('is refused without anybody to send it to, for no period, and for too many', async () => {
    const before = await countMails();
    const nobody = (await server.strict.post('/customers', { customer: 'Nobody' })).body.data.uuid;
    const refused = await send(PERIOD, nobody);
    expect([refused.status, refused.body.code]).toEqual([400, 'NO_RECIPIENT']);
    const backwards = await send({ startDate: '2026-08-01', endDate: '2026-07-01' });
    expect(backwards.body.errors).toMatchObject([{ field: 'startDate', code: 'INVALID_DATE' }]);
    const many = Array.from({ length: 26 }, (_, index) => `a${index}@example.com`);
    const crowd = await send({ recipients: many, cc: many.map((one) => `c${one}`) });
    expect(crowd.body.errors).toMatchObject([{ field: 'recipients', code: 'TOO_LARGE' }]);
    const bad = await send({ recipients: ['nobody'], subject: 'a\nb' });
    expect(bad.body.errors.map(({ code }: { code: string }) => code)).toEqual([
      'INVALID_EMAIL',
      'INVALID_TEXT',
    ]);
    const { status, body } = await send(PERIOD, UNKNOWN_UUID);
    expect([status, body.code]).toEqual([404, 'CUSTOMER_NOT_FOUND']);
    expect(await countMails()).toBe(before);
  });
});
