import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { S3_CREDENTIALS, startTestS3, type TestS3 } from '../../../test/support/s3-server.ts';
import { createSalesFixtures, invoiceBody } from '../../../test/support/sales-fixtures.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';
import { multipart } from '../../../test/support/upload.ts';
import { createS3Store, type S3Store } from '../../platform/files/s3-store.ts';
import { sweepAttachmentFiles } from './index.ts';

let s3: TestS3;
let files: S3Store;
let server: TestServer;
let invoice: string;

beforeAll(async () => {
  for (const [name, value] of Object.entries(S3_CREDENTIALS)) vi.stubEnv(name, value);
  s3 = await startTestS3();
  const { bucket, endpoint } = s3;
  const address = { bucket, prefix: '', endpoint, region: undefined, pathStyle: true };
  files = createS3Store(address, { connect: 500, idle: 500, whole: 1_500, tries: 2, page: 1_000 });
  server = await startTestServer({}, undefined, undefined, undefined, files);
  const fixtures = await createSalesFixtures(server.strict);
  invoice = (await server.strict.post('/invoices', invoiceBody(fixtures, { isDraft: true }))).body.data.uuid;
});
afterEach(() => {
  s3.trouble = () => false;
});
afterAll(async () => {
  await server.close();
  files.close();
  await s3.close();
  vi.unstubAllEnvs();
});

const upload = async (text: string) =>
  server.strict.post(`/invoices/${invoice}/attachments/upload`, undefined, {
    ...(await multipart([{ name: 'a.txt', bytes: text }])),
    mayFail: true,
  });

describe('attachments in a bucket', () => {
  it('are kept, downloaded, proved and swept as on a disk', async () => {
    const { status, body } = await upload('hours: 8');
    expect(status).toBe(201);
    const [{ uuid, sha256 }] = body.data.attachments;
    const key = `${server.workspaceId}/${sha256.slice(0, 2)}/${sha256}`;
    expect(s3.objects.get(key)?.bytes.toString()).toBe('hours: 8');
    const path = `/invoices/${invoice}/attachments/${uuid}`;
    expect((await server.strict.get(path)).body.toString()).toBe('hours: 8');
    expect((await server.strict.get('/ledger/proof')).body.data.holds).toBe(true);
    s3.objects.set(key, { bytes: Buffer.from('hours: 8'), storedAt: new Date(0) });
    await sweepAttachmentFiles({ database: server.database, files });
    expect(s3.objects.has(key)).toBe(true);
    await server.strict.delete(path);
    await sweepAttachmentFiles({ database: server.database, files });
    expect(s3.objects.has(key)).toBe(false);
  });

  it('are refused for now while the store is away, and nothing of them is recorded', async () => {
    const kept = (await upload('kept')).body.data.attachments[0];
    const before = (await server.strict.get(`/invoices/${invoice}/attachments`)).body.data.totalRecords;
    s3.trouble = (_incoming, response) => !!response.writeHead(503).end();
    const refused = await upload('not kept');
    expect([refused.status, refused.body.code]).toEqual([503, 'SERVICE_UNAVAILABLE']);
    expect(refused.headers.get('retry-after')).toBe('5');
    const download = await server.strict.get(
      `/invoices/${invoice}/attachments/${kept.uuid}`,
      {},
      { mayFail: true },
    );
    expect(download.status).toBe(503);
    s3.trouble = () => false;
    expect((await server.strict.get(`/invoices/${invoice}/attachments`)).body.data.totalRecords).toBe(before);
    expect((await upload('not kept')).status).toBe(201);
  });
});
