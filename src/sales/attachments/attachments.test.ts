import { createHash } from 'node:crypto';
import { readdir, stat, utimes } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createSalesFixtures,
  invoiceBody,
  type SalesFixtures,
} from '../../../test/support/sales-fixtures.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';
import { UNKNOWN_UUID } from '../../../test/support/unknown-uuid.ts';
import { multipart, type SentFile } from '../../../test/support/upload.ts';
import { isPublicAddress } from '../../platform/fetch-outside/address-rules.ts';
import { createDiskStore } from '../../platform/files/disk-store.ts';
import type { FileStore } from '../../platform/files/file-store.ts';
import { sweepAttachmentFiles } from './index.ts';

let server: TestServer;
let fixtures: SalesFixtures;
let source: Server;
let port: number;
let asked = 0;
const PDF = Buffer.from('%PDF-1.7\nA note of what was delivered.\n%%EOF\n');
const PNG = Buffer.from('\x89PNG\r\n\x1a\n and so on', 'latin1');
const answers: Record<string, (response: ServerResponse, request: IncomingMessage) => void> = {
  '/note.pdf': (response) => response.setHeader('content-type', 'application/pdf').end(PDF),
  '/plain': (response) => response.end(PNG),
  '/page.html': (response) => response.setHeader('content-type', 'text/html').end('<html></html>'),
  '/moved': (response) => response.writeHead(302, { location: 'http://169.254.169.254/' }).end(),
  '/gone': (response) => response.writeHead(404).end(),
  '/bomb.txt': (response) => response.setHeader('content-encoding', 'gzip').end('x'),
  '/huge.pdf': (response) => response.setHeader('content-length', '20000000').end(),
  '/short.pdf': (response) => {
    response.setHeader('content-length', '500');
    response.write(PDF);
    setTimeout(() => response.destroy(), 20);
  },
  '/endless.pdf': (response) => {
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(1_000_000)));
    };
    response.on('drain', more);
    more();
  },
  '/slow.pdf': (response) => {
    const timer = setInterval(() => response.write('%'), 200);
    response.on('close', () => clearInterval(timer));
  },
};

beforeAll(async () => {
  source = createServer((request, response) => {
    asked += 1;
    (answers[request.url!.split('?')[0]!] ?? answers['/gone']!)(response, request);
  });
  await new Promise<void>((done) => source.listen(0, '127.0.0.1', done));
  port = (source.address() as AddressInfo).port;
  const names: Record<string, string[]> = {
    'files.example': ['127.0.0.1'],
    'inside.example': ['127.0.0.2'],
    'mixed.example': ['127.0.0.1', '10.0.0.1'],
  };
  server = await startTestServer({}, undefined, undefined, {
    resolve: async (name) => names[name] ?? [],
    isAllowed: (address) => address === '127.0.0.1' || isPublicAddress(address),
  });
  fixtures = await createSalesFixtures(server.strict);
});
afterAll(async () => {
  source.closeAllConnections();
  source.close();
  await server.close();
});

async function make(changes: object = {}): Promise<string> {
  return (await server.strict.post('/invoices', invoiceBody(fixtures, { ...changes }))).body.data.uuid;
}
const at = (path: string) => `http://files.example:${port}${path}`;
const add = (id: string, urls: readonly string[], headers = {}) =>
  server.strict.post(
    `/invoices/${id}/attachments`,
    { attachments: urls.map((url) => ({ url, title: 'Note' })) },
    { headers },
  );
const upload = async (id: string, files: readonly SentFile[], titles: readonly string[] = []) =>
  server.strict.post(`/invoices/${id}/attachments/upload`, undefined, await multipart(files, titles));
const list = async (id: string) => (await server.strict.get(`/invoices/${id}/attachments`)).body.data;

describe('a file by URL', () => {
  it('is fetched once, kept, told with the invoice, and downloaded byte for byte', async () => {
    const id = await make();
    const before = asked;
    const { status, body } = await add(id, [`${at('/note.pdf')}?token=secret`, at('/plain')]);
    expect(status).toBe(201);
    const [note, plain] = body.data.attachments;
    expect(note).toMatchObject({
      title: 'Note',
      fileName: 'note.pdf',
      contentType: 'application/pdf',
      size: PDF.length,
      sha256: createHash('sha256').update(PDF).digest('hex'),
    });
    expect(plain).toMatchObject({ fileName: 'plain.png', contentType: 'image/png' });
    expect(await list(id)).toEqual({ attachments: [note, plain], totalRecords: 2 });
    const file = await server.strict.get(`/invoices/${id}/attachments/${note.uuid}`);
    expect(asked - before).toBe(2);
    expect(file.body).toEqual(PDF);
    expect(file.headers.get('content-type')).toBe('application/pdf');
    expect(file.headers.get('x-content-type-options')).toBe('nosniff');
    expect(file.headers.get('content-security-policy')).toContain('sandbox');
    const { rows } = await server.owner.query(
      `SELECT source_url FROM invoice_attachment WHERE source_url LIKE '%secret%'`,
    );
    expect(rows).toEqual([]);
  });

  it('is kept once under one idempotency key, also where it has gone since', async () => {
    const id = await make();
    const headers = { 'idempotency-key': `attach-${id}` };
    const first = await add(id, [at('/note.pdf')], headers);
    const before = asked;
    const again = await add(id, [at('/note.pdf')], headers);
    expect(again.body.data).toEqual(first.body.data);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(asked).toBe(before);
    expect((await list(id)).totalRecords).toBe(1);
  });

  it.each([
    ['/moved', 'ATTACHMENT_UNREACHABLE', 400],
    ['/gone', 'ATTACHMENT_UNREACHABLE', 400],
    ['/bomb.txt', 'ATTACHMENT_UNREACHABLE', 400],
    ['/short.pdf', 'ATTACHMENT_UNREACHABLE', 400],
    ['/slow.pdf', 'ATTACHMENT_UNREACHABLE', 400],
    ['/huge.pdf', 'PAYLOAD_TOO_LARGE', 413],
    ['/endless.pdf', 'PAYLOAD_TOO_LARGE', 413],
    ['/page.html', 'UNSUPPORTED_FILE_TYPE', 415],
  ])('is refused where %s is answered, and leaves nothing of the call', async (path, code, status) => {
    const id = await make();
    const { body } = await add(id, [at('/note.pdf'), at(path)]);
    expect([body.statusCode, body.code, body.errors?.[0].field]).toEqual([
      status,
      code,
      status === 415 ? 'attachments[1].url' : 'attachments[1].url',
    ]);
    expect((await list(id)).totalRecords).toBe(0);
  });

  it.each([
    'http://localhost:1/x.pdf',
    'http://inside.example/x.pdf',
    'http://mixed.example/x.pdf',
    'http://127.0.0.2/x.pdf',
    'http://2130706434/x.pdf',
    'http://0x7f000002/x.pdf',
    'http://169.254.169.254/latest/meta-data',
    'http://10.1.2.3/x.pdf',
    'http://[::1]/x.pdf',
    'http://[::ffff:10.0.0.1]/x.pdf',
    'http://[::ffff:7f00:2]/x.pdf',
    'http://[64:ff9b::a00:1]/x.pdf',
    'http://[fe80::1]/x.pdf',
    'http://0.0.0.0/x.pdf',
    'http://user:word@files.example/x.pdf',
    'http://files.example:25/x.pdf',
    'ftp://files.example/x.pdf',
    'file:///etc/passwd',
    'x.pdf',
  ])('is not fetched from %s', async (url) => {
    const id = await make();
    const before = asked;
    const { status, body } = await add(id, [url]);
    expect([status, body.code]).toEqual([400, 'ATTACHMENT_UNREACHABLE']);
    expect(asked).toBe(before);
  });

  it('is asked for at least once and at most ten times, and of a document that is there', async () => {
    const id = await make();
    expect((await add(id, [])).status).toBe(400);
    expect((await add(id, Array(11).fill(at('/note.pdf')))).status).toBe(400);
    expect((await add(UNKNOWN_UUID, [at('/note.pdf')])).body.code).toBe('INVOICE_NOT_FOUND');
  });
});

describe('an uploaded file', () => {
  it('is kept with its title, readable by the server alone, and is told in the audit log', async () => {
    const id = await make();
    const { status, body } = await upload(
      id,
      [
        { name: '../../Größe "1".pdf', type: 'application/pdf', bytes: PDF },
        { name: 'hours.csv', type: 'text/csv', bytes: 'day,hours\n1,8\n' },
      ],
      ['Drawing'],
    );
    expect(status).toBe(201);
    const [drawing, hours] = body.data.attachments;
    expect(drawing).toMatchObject({ title: 'Drawing', contentType: 'application/pdf' });
    expect(drawing.fileName).not.toContain('/');
    expect(hours).toMatchObject({ title: null, fileName: 'hours.csv', contentType: 'text/csv' });
    const path = join(server.filesDirectory, server.workspaceId, drawing.sha256.slice(0, 2), drawing.sha256);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const { auditLog } = (await server.strict.get(`/invoices/${id}/audit-log`)).body.data;
    expect(auditLog[0].action).toBe('attachments_added');
    expect(JSON.stringify(auditLog[0])).toContain(drawing.sha256);
  });

  it.each([
    ['a script', { name: 'a.js', type: 'text/javascript', bytes: 'alert(1)' }],
    ['HTML', { name: 'a.html', type: 'text/html', bytes: '<html></html>' }],
    ['HTML that says it is text', { name: 'a.txt', type: 'text/plain', bytes: '<!doctype html><p>' }],
    ['an SVG that says it is XML', { name: 'a.xml', bytes: '<svg xmlns="http://www.w3.org/2000/svg"/>' }],
    ['a PNG that says it is a PDF', { name: 'a.pdf', type: 'application/pdf', bytes: PNG }],
    ['a PDF whose sender says PNG', { name: 'a', type: 'image/png', bytes: PDF }],
    ['a program', { name: 'a.exe', bytes: 'MZ\0\0' }],
    ['a text with NUL', { name: 'a.txt', bytes: 'a\0b' }],
  ])('is refused where it is %s', async (_what, file) => {
    const id = await make();
    const { status, body } = await upload(id, [{ name: 'b.pdf', bytes: PDF }, file]);
    expect([status, body.code, body.errors[0].field]).toEqual([415, 'UNSUPPORTED_FILE_TYPE', 'file[1]']);
    expect((await list(id)).totalRecords).toBe(0);
  });

  it('is refused where it is too large, alone or with others, and the limit is told', async () => {
    const id = await make();
    const one = await upload(id, [{ name: 'a.pdf', bytes: Buffer.concat([PDF, Buffer.alloc(10_000_000)]) }]);
    expect([one.status, one.body.code]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    expect(one.body.message).toContain('10 MB');
    const all = await upload(id, [{ name: 'a.pdf', bytes: Buffer.alloc(20_000_000) }]);
    expect([all.status, all.body.code]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    expect(all.body.message).toContain('20 MB');
    expect((await list(id)).totalRecords).toBe(0);
  });

  it('is asked for as multipart, and not empty', async () => {
    const id = await make();
    expect((await server.strict.post(`/invoices/${id}/attachments/upload`, {})).status).toBe(415);
    expect((await upload(id, [])).status).toBe(400);
    expect((await upload(id, [{ name: 'a.pdf', bytes: '' }])).status).toBe(400);
    const broken = await server.strict.post(`/invoices/${id}/attachments/upload`, undefined, {
      rawBody: 'no parts',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
    });
    expect([broken.status, broken.body.errors[0].field]).toEqual([400, 'body']);
  });

  it('is the 25th of its document at most', async () => {
    const id = await make();
    const ten = Array(10).fill({ name: 'a.pdf', bytes: PDF });
    await upload(id, ten);
    await upload(id, ten);
    const { status, body } = await upload(id, ten);
    expect([status, body.code]).toEqual([400, 'TOO_MANY_ATTACHMENTS']);
    expect((await list(id)).totalRecords).toBe(20);
  });
});

describe('a deleted attachment', () => {
  it('is gone for every reader, and is found once', async () => {
    const id = await make();
    const { uuid } = (await upload(id, [{ name: 'a.pdf', bytes: PDF }])).body.data.attachments[0];
    const path = `/invoices/${id}/attachments/${uuid}`;
    expect((await server.strict.get(`/invoices/${await make()}/attachments/${uuid}`)).status).toBe(404);
    expect((await server.strict.delete(path)).body.data).toEqual({ id: uuid, uuid, deleted: true });
    expect((await server.strict.delete(path)).body.code).toBe('ATTACHMENT_NOT_FOUND');
    expect((await server.strict.get(path)).body.code).toBe('ATTACHMENT_NOT_FOUND');
    expect((await list(id)).totalRecords).toBe(0);
  });

  it('leaves no file behind once it is swept, while what others name stays', async () => {
    const id = await make({ isDraft: true });
    const bytes = Buffer.concat([PDF, Buffer.from(id)]);
    const [gone, kept] = (
      await upload(id, [
        { name: 'a.pdf', bytes },
        { name: 'b.png', bytes: PNG },
      ])
    ).body.data.attachments;
    await server.strict.delete(`/invoices/${id}/attachments/${gone.uuid}`);
    const files = createDiskStore(server.filesDirectory);
    const hashes = async () => {
      const found: string[] = [];
      for await (const page of files.list(server.workspaceId))
        found.push(...page.map(({ sha256 }) => sha256));
      return found;
    };
    await sweepAttachmentFiles({ database: server.database, files });
    // Too young: it might be about to be recorded.
    expect(await hashes()).toContain(gone.sha256);
    for (const sha256 of await hashes()) {
      const path = join(server.filesDirectory, server.workspaceId, sha256.slice(0, 2), sha256);
      await utimes(path, new Date(0), new Date(0));
    }
    await sweepAttachmentFiles({ database: server.database, files });
    expect(await hashes()).not.toContain(gone.sha256);
    expect(await hashes()).toContain(kept.sha256);
    const names = await readdir(server.filesDirectory, { recursive: true });
    expect(names.filter((name) => /\/\.[0-9a-f]{16}$/.test(name))).toEqual([]);
  });

  it('does not take away what is being added again at the very moment in which it is swept', async () => {
    const id = await make({ isDraft: true });
    const file = { name: 'again.pdf', bytes: Buffer.concat([PDF, Buffer.from(`again ${id}`)]) };
    const [gone] = (await upload(id, [file])).body.data.attachments;
    await server.strict.delete(`/invoices/${id}/attachments/${gone.uuid}`);
    const path = join(server.filesDirectory, server.workspaceId, gone.sha256.slice(0, 2), gone.sha256);
    await utimes(path, new Date(0), new Date(0));
    const disk = createDiskStore(server.filesDirectory);
    let again: ReturnType<typeof upload> | undefined;
    const slow: FileStore = {
      ...disk,
      async remove(workspaceId, sha256) {
        again = upload(id, [file]);
        // Time enough to be stored and, were there no lock, to be recorded.
        await sleep(500);
        await disk.remove(workspaceId, sha256);
      },
    };
    await sweepAttachmentFiles({ database: server.database, files: slow });
    const { status, body } = (await again)!;
    expect(status).toBe(201);
    const found = await server.strict.get(`/invoices/${id}/attachments/${body.data.attachments[0].uuid}`);
    expect(found.body).toEqual(file.bytes);
  });
});
