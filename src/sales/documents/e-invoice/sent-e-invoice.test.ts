import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hurryBackgroundWork } from '../../../../test/support/hurry-background-work.ts';
import { type MailSink, startMailSink } from '../../../../test/support/mail-sink.ts';
import {
  createSalesFixtures,
  invoiceBody,
  type SalesFixtures,
} from '../../../../test/support/sales-fixtures.ts';
import { startTestServer, type TestServer } from '../../../../test/support/test-server.ts';

let sink: MailSink;
let server: TestServer;
let fixtures: SalesFixtures;

hurryBackgroundWork();
beforeAll(async () => {
  sink = await startMailSink();
  const mail = { smtpUrl: sink.url, from: 'invoices@recount.example' };
  server = await startTestServer({ country: 'US', taxNumber: '12-3456789' }, undefined, mail);
  fixtures = await createSalesFixtures(server.strict);
});
afterAll(async () => {
  await server.close();
  await sink.close();
});

async function make(changes: Record<string, unknown> = {}) {
  const { body } = await server.lenient.post('/invoices', invoiceBody(fixtures, changes));
  expect(body.status, JSON.stringify(body)).toBe('success');
  return body.data as { uuid: string; invoiceNumber: string };
}

const choose = (eInvoice: string) => server.strict.patch('/invoice-template', { eInvoice });
const isFacturX = (bytes: Buffer) => bytes.includes('factur-x.xml') && bytes.includes('/AFRelationship');

async function download(uuid: string): Promise<Buffer> {
  const { body } = await server.strict.get(`/invoices/${uuid}/public-link`);
  return Buffer.from(await (await fetch(`${body.data.url}/pdf`)).arrayBuffer());
}

async function mailed({ uuid, invoiceNumber }: { uuid: string; invoiceNumber: string }): Promise<Buffer> {
  const { body } = await server.strict.post(`/invoices/${uuid}/send`, {});
  const { uuid: id } = body.data.mail;
  for (let time = 0; time < 400; time += 1) {
    const { data } = (await server.strict.get(`/mail/${id}`)).body;
    if (data.status === 'sent') break;
    await sleep(50);
  }
  const mail = sink.mails.find((one) => one.header('message-id')?.includes(id))!;
  return mail.attachment(`Invoice ${invoiceNumber}.pdf`);
}

describe('the PDF that a customer gets', () => {
  it('is a Factur-X where the template asks for it, by mail and from the public page', async () => {
    const before = await make();
    const { status, body } = await choose('facturx');
    expect(status).toBe(200);
    expect(body.data).toMatchObject({ eInvoice: 'facturx' });
    expect((await server.strict.get('/invoice-template')).body.data.eInvoice).toBe('facturx');
    const after = await make();
    const sent = await mailed(after);
    expect(isFacturX(sent)).toBe(true);
    const asked = await server.strict.get(`/invoices/${after.uuid}/e-invoice`, { format: 'facturx' });
    expect(sent.equals(asked.body)).toBe(true);
    expect((await download(after.uuid)).equals(sent)).toBe(true);
    // What is approved keeps its template; who asks for the plain PDF gets it.
    expect(isFacturX(await download(before.uuid))).toBe(false);
    expect(isFacturX((await server.strict.get(`/invoices/${after.uuid}/pdf`)).body)).toBe(false);
    await choose('none');
    expect(isFacturX(await download(after.uuid))).toBe(true);
    expect(isFacturX(await download((await make()).uuid))).toBe(false);
  });

  it('is the plain one where the document lacks what an e-invoice needs, or is only offered', async () => {
    await choose('facturx');
    await server.strict.put(`/customers/${fixtures.customerUuid}`, {
      billingAddress: { country: 'Atlantis' },
    });
    for (const document of [await make(), await make({ invoiceType: 'quote' })]) {
      const bytes = await download(document.uuid);
      expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
      expect(isFacturX(bytes)).toBe(false);
    }
  });

  it('is chosen by one of the words that there are', async () => {
    const { body } = await choose('zugferd');
    expect(body).toMatchObject({ statusCode: 400, errors: [{ field: 'eInvoice', code: 'INVALID_ENUM' }] });
  });
});
