import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hurryBackgroundWork } from '../../../test/support/hurry-background-work.ts';
import { type MailSink, startMailSink } from '../../../test/support/mail-sink.ts';
import { readPdf } from '../../../test/support/read-pdf.ts';
import {
  createSalesFixtures,
  invoiceBody,
  type SalesFixtures,
} from '../../../test/support/sales-fixtures.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';

let sink: MailSink;
let server: TestServer;
let fixtures: SalesFixtures;
let customerEmail: string;

hurryBackgroundWork();
beforeAll(async () => {
  sink = await startMailSink();
  const mail = { smtpUrl: sink.url, from: 'invoices@recount.example' };
  server = await startTestServer({ name: 'Junk Removal Pros' }, undefined, mail);
  fixtures = await createSalesFixtures(server.strict);
  customerEmail = (await server.strict.get(`/customers/${fixtures.customerUuid}`)).body.data.email;
});
afterAll(async () => {
  await server.close();
  await sink.close();
});

async function makeInvoice(changes: Record<string, unknown> = {}) {
  const { status, body } = await server.lenient.post('/invoices', invoiceBody(fixtures, changes));
  expect(status, JSON.stringify(body)).toBe(200);
  return body.data;
}

const send = (id: string, body: unknown = {}, headers: Record<string, string> = {}) =>
  server.strict.post(`/invoices/${id}/send`, body, { headers });

async function delivered(uuid: string) {
  for (let time = 0; time < 400; time += 1) {
    const { data } = (await server.strict.get(`/mail/${uuid}`)).body;
    if (data.status !== 'pending') return data;
    await sleep(50);
  }
  throw new Error('the mail was not delivered');
}

const mailOf = (uuid: string) => sink.mails.find((mail) => mail.header('message-id')?.includes(uuid))!;
const auditOf = async (id: string) =>
  (await server.strict.get(`/invoices/${id}/audit-log`)).body.data.auditLog;
const countMails = async () => (await server.strict.get('/mail')).body.data.totalRecords;

describe('sending an invoice', () => {
  it('mails the customer a link to it, and marks it as sent', async () => {
    const invoice = await makeInvoice();
    const { status, body } = await send(invoice.uuid);
    expect(status).toBe(200);
    expect(body.data).toMatchObject({ uuid: invoice.uuid, isSent: true, status: 'overdue', viewedAt: null });
    expect(body.data.sentAt).toMatch(/Z$/);
    const { mail, publicLink } = body.data;
    expect(mail).toMatchObject({
      status: 'pending',
      entityUuid: invoice.uuid,
      from: { name: 'Junk Removal Pros' },
      subject: `Invoice ${invoice.invoiceNumber} from Junk Removal Pros`,
      to: [{ address: customerEmail, status: 'pending' }],
      attachments: [`Invoice ${invoice.invoiceNumber}.pdf`],
    });
    const link = await server.strict.get(`/invoices/${invoice.uuid}/public-link`);
    expect(link.body.data).toEqual({ publicLink, url: publicLink });
    const { text, status: end, attemptLog } = await delivered(mail.uuid);
    expect(end).toBe('sent');
    expect(attemptLog).toHaveLength(1);
    const got = mailOf(mail.uuid);
    expect(got.header('from')).toBe('Junk Removal Pros <invoices@recount.example>');
    expect(got.header('reply-to')).toMatch(/^Test person <.+@example\.com>$/);
    expect(got.recipients).toEqual([customerEmail]);
    expect(got.part('text/plain').trim()).toBe(text.trim());
    expect(text).toContain('Hello Aimee,');
    expect(text).toContain('$250.00 was due on July 31, 2026');
    expect(text).toContain(publicLink);
    expect(got.part('text/html')).toContain(`href="${publicLink}"`);
    const pdf = await readPdf(got.attachment(`Invoice ${invoice.invoiceNumber}.pdf`));
    expect(pdf.title).toBe(`Invoice ${invoice.invoiceNumber}`);
    expect(pdf.links).toEqual([publicLink]);
  });

  it('says in its header which language it is in, which is the document’s', async () => {
    const languageOf = async (language: string) => {
      await server.strict.patch('/invoice-template', { language });
      const { body } = await send((await makeInvoice()).uuid);
      await delivered(body.data.mail.uuid);
      const mail = mailOf(body.data.mail.uuid);
      expect(mail.part('text/html')).toContain(`<html lang="${language}"`);
      return mail.header('content-language');
    };
    for (const language of ['de', 'ar', 'en']) expect(await languageOf(language)).toBe(language);
  });

  it('stands as sent where nothing is due yet', async () => {
    const invoice = await makeInvoice({ dueDate: '2999-12-31' });
    expect((await send(invoice.uuid)).body.data.status).toBe('sent');
    const { body } = await server.strict.get('/invoices', { status: 'sent', search: invoice.invoiceNumber });
    expect(body.data.invoices).toMatchObject([{ uuid: invoice.uuid, isSent: true }]);
  });

  it('goes to whom the body names, with its words, each address once', async () => {
    const invoice = await makeInvoice();
    const { body } = await send(invoice.uuid, {
      recipients: ['One@example.com', 'two@example.com', 'one@example.com'],
      cc: ['three@example.com', 'TWO@example.com'],
      bcc: ['four@example.com', 'three@example.com'],
      subject: 'Grüße & <b>Dank</b>',
      message: 'First <i>line</i>\nsecond line\n\nNext paragraph',
      attachPdf: false,
    });
    const { mail } = body.data;
    expect(mail.attachments).toEqual([]);
    expect(mail.to.map(({ address }: { address: string }) => address)).toEqual([
      'One@example.com',
      'two@example.com',
    ]);
    expect(mail.cc).toMatchObject([{ address: 'three@example.com' }]);
    expect(mail.bcc).toMatchObject([{ address: 'four@example.com' }]);
    await delivered(mail.uuid);
    const got = mailOf(mail.uuid);
    expect(got.recipients.length).toBe(4);
    expect(got.raw).not.toContain('four@example.com');
    expect(got.part('text/plain')).toContain('First <i>line</i>\nsecond line\n\nNext paragraph');
    const page = got.part('text/html');
    expect(page).toContain('First &lt;i&gt;line&lt;/i&gt;<br>second line');
    expect(page).toContain('<title>Grüße &amp; &lt;b&gt;Dank&lt;/b&gt;</title>');
    expect(page).not.toContain('Hello Aimee');
  });

  it('takes blanks and empty lists as left out', async () => {
    const invoice = await makeInvoice();
    const { status, body } = await send(invoice.uuid, {
      recipients: [],
      subject: ' ',
      message: '',
      cc: null,
      attachPdf: null,
    });
    expect(status).toBe(200);
    expect(body.data.mail).toMatchObject({
      subject: `Invoice ${invoice.invoiceNumber} from Junk Removal Pros`,
      to: [{ address: customerEmail }],
    });
  });

  it('can be done again, and each time is told', async () => {
    const invoice = await makeInvoice();
    const first = await send(invoice.uuid);
    const second = await send(invoice.uuid, { recipients: ['again@example.com'] });
    expect(second.body.data.sentAt).toBe(first.body.data.sentAt);
    expect(second.body.data.publicLink).toBe(first.body.data.publicLink);
    expect(second.body.data.mail.uuid).not.toBe(first.body.data.mail.uuid);
    const rows = await auditOf(invoice.uuid);
    expect(rows.map(({ action }: { action: string }) => action)).toEqual(['sent', 'sent', 'created']);
    expect(rows[0].changes.sentTo).toEqual({ from: null, to: ['again@example.com'] });
    expect(rows[1].changes.isSent).toEqual({ from: false, to: true });
    const { body } = await server.strict.get('/mail', { entityUuid: invoice.uuid });
    expect(body.data.totalRecords).toBe(2);
  });

  it('happens once under one Idempotency-Key, also where an empty body is left out', async () => {
    const invoice = await makeInvoice();
    const key = { 'idempotency-key': `send-${invoice.uuid}` };
    const first = await send(invoice.uuid, {}, key);
    const second = await server.strict.post(`/invoices/${invoice.uuid}/send`, undefined, {
      rawBody: '',
      headers: key,
    });
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect((await server.strict.get('/mail', { entityUuid: invoice.uuid })).body.data.totalRecords).toBe(1);
  });

  it('is told to whoever listens, and posts nothing', async () => {
    const invoice = await makeInvoice();
    const count = async () => (await server.owner.query('SELECT count(*) FROM journal_entry')).rows[0].count;
    const before = await count();
    await send(invoice.uuid);
    expect(await count()).toBe(before);
    const { rows } = await server.owner.query(
      `SELECT type, document FROM outbox_event WHERE entity_id = $1 ORDER BY id DESC LIMIT 1`,
      [invoice.uuid],
    );
    expect(rows[0].type).toBe('invoice.updated');
    expect(JSON.parse(rows[0].document)).toMatchObject({ isSent: true });
    // The event goes to webhooks: who opens the link is none of their business.
    expect(rows[0].document).not.toContain('/i/');
  });

  it.each([
    ['quote', 'Quote', 'It is valid until'],
    ['estimate', 'Estimate', 'accept or decline'],
    ['memo', 'Credit memo', 'we credit you $250.00'],
  ])('works for a document of the type %s, in its words', async (invoiceType, name, words) => {
    const document = await makeInvoice({ invoiceType, dueDate: '2999-12-31' });
    const { status, body } = await send(document.uuid);
    expect(status).toBe(200);
    expect(body.data.isSent).toBe(true);
    expect(body.data.mail.subject).toBe(`${name} ${document.invoiceNumber} from Junk Removal Pros`);
    expect((await delivered(body.data.mail.uuid)).text).toContain(words);
  });

  it('tells what is paid and what is left of it', async () => {
    const invoice = await makeInvoice();
    await server.strict.post('/payments', {
      customerUuid: fixtures.customerUuid,
      date: '2026-07-05',
      amount: 100,
      invoices: [{ id: invoice.uuid, amount: 100 }],
    });
    const part = await delivered((await send(invoice.uuid)).body.data.mail.uuid);
    expect(part.text).toMatch(/Total +\$250\.00\nPaid +\$100\.00\nAmount due +\$150\.00/);
    await server.strict.post('/payments', {
      customerUuid: fixtures.customerUuid,
      date: '2026-07-06',
      amount: 150,
      invoices: [{ id: invoice.uuid, amount: 150 }],
    });
    const whole = await delivered((await send(invoice.uuid)).body.data.mail.uuid);
    expect(whole.text).toContain('paid in full');
  });
});

describe('to whom', () => {
  async function invoiceOf(customer: Record<string, unknown>) {
    const { body } = await server.strict.post('/customers', customer);
    return makeInvoice({ customerUuid: body.data.uuid });
  }

  it('is the address that the customer has now, not the one at the approval', async () => {
    const invoice = await invoiceOf({ customer: 'Moved', email: 'old@example.com' });
    await server.strict.put(`/customers/${invoice.customerUuid}`, { email: 'new@example.com' });
    expect((await send(invoice.uuid)).body.data.mail.to).toMatchObject([{ address: 'new@example.com' }]);
  });

  it('is the primary contact where the customer has none', async () => {
    const contacts = [
      { firstName: 'A', email: 'a@example.com' },
      { firstName: 'B', email: 'b@example.com', isPrimary: true },
    ];
    const invoice = await invoiceOf({ customer: 'By contacts', contacts });
    expect((await send(invoice.uuid)).body.data.mail.to).toMatchObject([{ address: 'b@example.com' }]);
  });

  it('must be known', async () => {
    const invoice = await invoiceOf({ customer: 'Without an address' });
    const { status, body } = await send(invoice.uuid);
    expect(status).toBe(400);
    expect(body).toMatchObject({
      code: 'NO_RECIPIENT',
      errors: [{ field: 'recipients', code: 'NO_RECIPIENT' }],
    });
    expect(body.message).toMatch(/required/);
    const after = await server.strict.get(`/invoices/${invoice.uuid}`);
    expect(after.body.data).toMatchObject({ isSent: false, sentAt: null });
    expect((await send(invoice.uuid, { recipients: ['there@example.com'] })).status).toBe(200);
  });
});

describe('what is not sent', () => {
  it.each(['invoice', 'quote', 'memo'])(
    'is a draft of the type %s: it must be approved',
    async (invoiceType) => {
      const draft = await makeInvoice({ invoiceType, isDraft: true });
      const { status, body } = await send(draft.uuid);
      expect(status).toBe(400);
      expect(body.code).toBe('INVALID_DOCUMENT_STATE');
      expect(body.message).toMatch(/invoice .*must be approved/);
      const after = await server.strict.get(`/invoices/${draft.uuid}`);
      expect(after.body.data).toMatchObject({ isDraft: true, isSent: false });
    },
  );

  it('is sent once a memo has left its draft by an update, and stays approved', async () => {
    const memo = await makeInvoice({ invoiceType: 'memo', isDraft: true });
    await server.strict.patch(`/invoices/${memo.uuid}`, { isDraft: false });
    expect((await send(memo.uuid)).body.data).toMatchObject({ isSent: true, status: 'approved' });
    for (const [status, found] of Object.entries({ approved: 1, sent: 0 })) {
      const query = { status, invoiceType: 'memo', search: memo.invoiceNumber };
      expect((await server.strict.get('/invoices', query)).body.data.totalRecords, status).toBe(found);
    }
  });

  it('is what is void', async () => {
    const invoice = await makeInvoice();
    await server.strict.patch(`/invoices/${invoice.uuid}/void`);
    const { status, body } = await send(invoice.uuid);
    expect(status).toBe(400);
    expect(body.message).toMatch(/void/);
  });

  it('is what nobody has', async () => {
    expect((await send('0197e1c2-7f60-7c1e-b0a4-5d0f1c9a2b00')).body.code).toBe('INVOICE_NOT_FOUND');
    expect((await send('17')).body.code).toBe('INVALID_UUID');
  });
});

describe('the head of a mail', () => {
  const attacks: [string, Record<string, unknown>, string, string][] = [
    ['a line break in the subject', { subject: 'Hi\r\nBcc: all@example.com' }, 'subject', 'INVALID_TEXT'],
    ['a bare line feed in the subject', { subject: 'Hi\nX: y' }, 'subject', 'INVALID_TEXT'],
    ['a separator of lines in the subject', { subject: 'Hi\u2028X: y' }, 'subject', 'INVALID_TEXT'],
    [
      'a line break in an address',
      { recipients: ['a@example.com\r\nBcc: b@example.com'] },
      'recipients[0]',
      'INVALID_EMAIL',
    ],
    [
      'a command in an address',
      { cc: ['a@example.com>\r\nRCPT TO:<b@example.com'] },
      'cc[0]',
      'INVALID_EMAIL',
    ],
    ['two addresses in one', { bcc: ['a@example.com,b@example.com'] }, 'bcc[0]', 'INVALID_EMAIL'],
    ['a name before an address', { recipients: ['Aimee <a@example.com>'] }, 'recipients[0]', 'INVALID_EMAIL'],
    [
      'a control character in an address',
      { recipients: ['a\u0001@example.com'] },
      'recipients[0]',
      'INVALID_EMAIL',
    ],
    ['an address that is none', { recipients: ['aimee'] }, 'recipients[0]', 'INVALID_EMAIL'],
  ];
  it.each(attacks)('is closed to %s', async (_name, body, field, code) => {
    const invoice = await makeInvoice();
    const before = await countMails();
    const answer = await send(invoice.uuid, body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toMatchObject([{ field, code }]);
    expect(await countMails()).toBe(before);
  });

  it('takes no address of a customer that could break it', async () => {
    const invoice = await makeInvoice();
    await server.owner.query(
      `UPDATE customer SET email = E'x@example.com\\r\\nBcc: y@example.com' WHERE id = $1`,
      [fixtures.customerUuid],
    );
    const answer = await send(invoice.uuid);
    await server.owner.query('UPDATE customer SET email = $1 WHERE id = $2', [
      customerEmail,
      fixtures.customerUuid,
    ]);
    expect(answer.body).toMatchObject({ statusCode: 400, code: 'NO_RECIPIENT' });
  });

  it('has a name of the sender that holds line breaks on one line', async () => {
    const rename = (name: string) => server.strict.patch('/workspace', { name });
    const invoice = await makeInvoice({ invoiceNumber: 'One line' });
    await rename('A\r\nBcc: all@example.com\r\n\r\nX');
    const { mail } = (await send(invoice.uuid)).body.data;
    await rename('Junk Removal Pros');
    expect(mail.subject).toBe('Invoice One line from A  Bcc: all@example.com    X');
    await delivered(mail.uuid);
    const got = mailOf(mail.uuid);
    expect(got.countOf('bcc')).toBe(0);
    expect(got.recipients).toEqual([customerEmail]);
  });

  it('names each of its fields once, also where the words are odd', async () => {
    const invoice = await makeInvoice();
    const subject = 'Subject: From: =?utf-8?q?x?= "quoted" <a@b.c>, ünï';
    const { mail } = (await send(invoice.uuid, { subject })).body.data;
    await delivered(mail.uuid);
    const got = mailOf(mail.uuid);
    for (const name of ['from', 'to', 'subject', 'message-id', 'date', 'reply-to'])
      expect(got.countOf(name), name).toBe(1);
    expect(got.countOf('bcc')).toBe(0);
    expect(mail.subject).toBe(subject);
  });
});

describe('a body', () => {
  it('names every field that is wrong at once', async () => {
    const invoice = await makeInvoice();
    const { body } = await send(invoice.uuid, {
      recipients: ['x', 'a@example.com'],
      cc: 'a@example.com',
      subject: 'x'.repeat(256),
      message: 'x'.repeat(10_001),
      attachPdf: 'yes',
    });
    expect(body.errors.map(({ field }: { field: string }) => field).sort()).toEqual([
      'attachPdf',
      'cc',
      'message',
      'recipients[0]',
      'subject',
    ]);
  });

  it('has at most 50 addresses', async () => {
    const invoice = await makeInvoice();
    const addresses = Array.from({ length: 40 }, (_, index) => `a${index}@example.com`);
    const { body } = await send(invoice.uuid, { recipients: addresses, bcc: addresses });
    expect(body.errors).toMatchObject([{ field: 'recipients', code: 'TOO_LARGE' }]);
  });

  it('is warned of fields that nobody knows', async () => {
    const invoice = await makeInvoice();
    const { body } = await send(invoice.uuid, { to: 'a@example.com' });
    expect(body.data._partnerWarnings).toMatchObject([{ field: 'to', reason: 'unknown_field' }]);
  });
});

describe('another workspace', () => {
  it('sees neither the mails nor what they say', async () => {
    const other = await server.addWorkspace();
    const { mail } = (await send((await makeInvoice()).uuid)).body.data;
    expect((await other.strict.get(`/mail/${mail.uuid}`)).body.code).toBe('MAIL_NOT_FOUND');
    expect((await other.strict.get('/mail')).body.data).toMatchObject({ mails: [], totalRecords: 0 });
  });
});

describe('the list of mails', () => {
  it('is filtered by where they stand, and paged', async () => {
    const { mail } = (await send((await makeInvoice()).uuid)).body.data;
    await delivered(mail.uuid);
    const sent = (await server.strict.get('/mail', { status: 'sent,failed', limit: '1' })).body.data;
    expect(sent.mails).toMatchObject([{ uuid: mail.uuid, status: 'sent' }]);
    expect(sent.totalPages).toBe(sent.totalRecords);
    expect((await server.strict.get('/mail', { status: 'kept' })).body.data.mails).toEqual([]);
    expect((await server.strict.get('/mail', { status: 'lost' })).body.errors).toMatchObject([
      { field: 'status' },
    ]);
  });
});
