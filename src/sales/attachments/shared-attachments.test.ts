import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hurryBackgroundWork } from '../../../test/support/hurry-background-work.ts';
import { type MailSink, startMailSink } from '../../../test/support/mail-sink.ts';
import {
  createSalesFixtures,
  invoiceBody,
  type SalesFixtures,
} from '../../../test/support/sales-fixtures.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';
import { UNKNOWN_UUID } from '../../../test/support/unknown-uuid.ts';
import { multipart, type SentFile } from '../../../test/support/upload.ts';
import { createDiskStore } from '../../platform/files/disk-store.ts';
import { sweepAttachmentFiles } from './index.ts';

const CSV = 'day,hours\n2026-06-29,7.5\n';
let sink: MailSink;
let server: TestServer;
let fixtures: SalesFixtures;
let refusing = false;

hurryBackgroundWork();
beforeAll(async () => {
  const busy = { code: 451, message: 'try again later' };
  sink = await startMailSink({ refuseMessage: () => (refusing ? busy : undefined) });
  server = await startTestServer({}, undefined, { smtpUrl: sink.url, from: 'invoices@recount.example' });
  fixtures = await createSalesFixtures(server.strict);
});
afterAll(async () => {
  await server.close();
  await sink.close();
});

async function make(changes: object = {}): Promise<string> {
  return (await server.lenient.post('/invoices', invoiceBody(fixtures, { ...changes }))).body.data.uuid;
}
async function attach(id: string, files: readonly SentFile[], titles: readonly string[] = []) {
  const path = `/invoices/${id}/attachments/upload`;
  const { status, body } = await server.strict.post(path, undefined, await multipart(files, titles));
  expect(status, JSON.stringify(body)).toBe(201);
  return body.data.attachments as { uuid: string; sha256: string; sharedAt: string | null }[];
}
const hours = (text = CSV): SentFile => ({ name: 'hours.csv', type: 'text/csv', bytes: text });
const send = (id: string, attachmentUuids: readonly string[], more: object = {}) =>
  server.strict.post(`/invoices/${id}/send`, { attachmentUuids, ...more });
const list = async (id: string) =>
  (await server.strict.get(`/invoices/${id}/attachments`)).body.data.attachments;
const open = (url: string) => fetch(url, { redirect: 'manual' });

async function arrived(uuid: string) {
  for (let time = 0; time < 400; time += 1) {
    const found = sink.mails.find((mail) => mail.header('message-id')?.includes(uuid));
    if (found) return found;
    await sleep(50);
  }
  throw new Error('the mail did not arrive');
}

describe('attachments that are mailed along', () => {
  it('arrive byte for byte beside the PDF, are told in the answer and kept in the audit log', async () => {
    const id = await make();
    const [one, two] = await attach(id, [hours(), { name: 'note.txt', bytes: 'a note' }]);
    const { status, body } = await send(id, [one!.uuid, one!.uuid.toUpperCase(), two!.uuid]);
    expect(status).toBe(200);
    const { mail, invoiceNumber } = body.data;
    expect(mail.attachments).toEqual([`Invoice ${invoiceNumber}.pdf`, 'hours.csv', 'note.txt']);
    const got = await arrived(mail.uuid);
    expect(got.attachment('hours.csv').toString()).toBe(CSV);
    expect(got.attachment('note.txt').toString()).toBe('a note');
    expect(got.part('text/plain')).toContain('It is attached as a PDF too. 2 more files are attached.');
    for (const { sharedAt } of await list(id)) expect(sharedAt).toMatch(/Z$/);
    const { auditLog } = (await server.strict.get(`/invoices/${id}/audit-log`)).body.data;
    expect(auditLog[0]).toMatchObject({
      action: 'sent',
      changes: { sentAttachments: { to: [one!.uuid, two!.uuid] } },
    });
  });

  it('may go without the PDF, and again later, first shared when they first were', async () => {
    const id = await make();
    const [one] = await attach(id, [hours()]);
    const { body } = await send(id, [one!.uuid], { attachPdf: false });
    expect(body.data.mail.attachments).toEqual(['hours.csv']);
    const got = await arrived(body.data.mail.uuid);
    expect(got.part('text/plain')).toContain('Another file is attached. Questions?');
    const [{ sharedAt }] = await list(id);
    await send(id, [one!.uuid]);
    expect((await list(id))[0].sharedAt).toBe(sharedAt);
  });

  it('are refused where they are not of the document, each by its place, and nothing is sent', async () => {
    const id = await make();
    const [own, gone] = await attach(id, [hours(), hours('gone')]);
    await server.strict.delete(`/invoices/${id}/attachments/${gone!.uuid}`);
    const [others] = await attach(await make(), [hours()]);
    const { status, body } = await send(id, [own!.uuid, gone!.uuid, others!.uuid, UNKNOWN_UUID]);
    const code = 'ATTACHMENT_NOT_FOUND';
    expect([status, body.code]).toEqual([400, code]);
    expect(body.errors).toMatchObject([1, 2, 3].map((at) => ({ field: `attachmentUuids[${at}]`, code })));
    expect((await list(id))[0].sharedAt).toBeNull();
    expect((await server.strict.get(`/invoices/${id}`)).body.data.isSent).toBe(false);
    expect((await send(id, ['x'])).body.errors).toMatchObject([
      { field: 'attachmentUuids[0]', code: 'INVALID_UUID' },
    ]);
    expect((await send(id, Array(26).fill(own!.uuid))).status).toBe(400);
  });

  it('are refused where they are larger together than mail servers take', async () => {
    const id = await make();
    const large = (fill: string) => ({ name: `${fill}.txt`, bytes: fill.repeat(8_000_000) });
    const [one, two] = await attach(id, [large('a'), large('b')]);
    const { status, body } = await send(id, [one!.uuid, two!.uuid]);
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([
      {
        field: 'attachmentUuids',
        code: 'TOO_LARGE',
        message: 'attachmentUuids must be at most 15 MB together: these are 16 MB.',
      },
    ]);
    expect((await send(id, [one!.uuid])).status).toBe(200);
  });

  it('arrive also where they were deleted and swept for before the mail server took the mail', async () => {
    const id = await make();
    const [one] = await attach(id, [hours(`late ${id}`)]);
    refusing = true;
    const { mail } = (await send(id, [one!.uuid])).body.data;
    await server.strict.delete(`/invoices/${id}/attachments/${one!.uuid}`);
    // As if the retention had ended.
    await server.owner.query('UPDATE invoice_attachment SET retained = false WHERE id = $1', [one!.uuid]);
    const path = join(server.filesDirectory, server.workspaceId, one!.sha256.slice(0, 2), one!.sha256);
    const sweep = async () => {
      await utimes(path, new Date(0), new Date(0));
      await sweepAttachmentFiles({
        database: server.database,
        files: createDiskStore(server.filesDirectory),
      });
    };
    await sweep();
    refusing = false;
    await server.owner.query('UPDATE mail_due SET due_at = now()');
    const got = await arrived(mail.uuid);
    expect(got.attachment('hours.csv').toString()).toBe(`late ${id}`);
    while ((await server.strict.get(`/mail/${mail.uuid}`)).body.data.status !== 'sent') await sleep(20);
    await sweep();
    await expect(sweep()).rejects.toThrow('ENOENT');
  });
});

describe('the public page', () => {
  it('lists what was mailed and nothing else, to be saved and never shown', async () => {
    const id = await make();
    const [shared, kept] = await attach(
      id,
      [
        { ...hours(), name: 'hours "June".csv' },
        { name: 'internal.txt', bytes: 'our margin' },
      ],
      ['Hours <June>'],
    );
    const { publicLink } = (await send(id, [shared!.uuid])).body.data;
    const html = await (await open(publicLink)).text();
    expect(html).toContain('Hours &lt;June&gt;');
    expect(html).toContain('hours &quot;June&quot;.csv, 25 bytes');
    expect(html).not.toContain('internal.txt');
    const href = /href="([^"]+\/files\/[^"]+)"/.exec(html)![1]!;
    const file = await open(new URL(href, publicLink).href);
    expect(await file.text()).toBe(CSV);
    expect(Object.fromEntries(file.headers)).toMatchObject({
      'content-type': 'text/csv',
      'content-disposition': expect.stringMatching(/^attachment; filename="hours _June_\.csv"/),
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
    expect((await open(`${publicLink}/files/${kept!.uuid}`)).status).toBe(404);
    expect((await open(`${publicLink}/files/${UNKNOWN_UUID}`)).status).toBe(404);
    expect((await open(`${publicLink}/files/x`)).status).toBe(404);
  });

  it('gives a file to nobody without the link of its own document, nor once either is gone', async () => {
    const id = await make();
    const [one] = await attach(id, [hours()]);
    const { publicLink } = (await send(id, [one!.uuid])).body.data;
    const url = `${publicLink}/files/${one!.uuid}`;
    expect((await open(url)).status).toBe(200);
    const other = (await send(await make(), [])).body.data.publicLink;
    expect((await open(`${other}/files/${one!.uuid}`)).status).toBe(404);
    expect((await open(url.replace(/\/i\/./, '/i/_'))).status).toBe(404);
    expect(await (await open(other)).text()).not.toContain('Attachments');
    await server.strict.delete(`/invoices/${id}/public-link`);
    expect((await open(url)).status).toBe(404);
    const again = (await server.strict.get(`/invoices/${id}/public-link`)).body.data.url;
    expect((await open(`${again}/files/${one!.uuid}`)).status).toBe(200);
    await server.strict.delete(`/invoices/${id}/attachments/${one!.uuid}`);
    expect((await open(`${again}/files/${one!.uuid}`)).status).toBe(404);
    expect(await (await open(again)).text()).not.toContain('Attachments');
  });
});
