import { createHash } from 'node:crypto';
import { rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createSalesFixtures,
  invoiceBody,
  type SalesFixtures,
} from '../../../test/support/sales-fixtures.ts';
import type { TestClient } from '../../../test/support/signed-client.ts';
import { startTestServer, type TestServer, type TestWorkspace } from '../../../test/support/test-server.ts';
import { multipart } from '../../../test/support/upload.ts';
import { addMember } from '../../partners/index.ts';
import { createDiskStore } from '../../platform/files/disk-store.ts';
import { verifyDatabase } from '../../reports/verify/index.ts';
import { sweepAttachmentFiles } from './index.ts';

let server: TestServer;
let workspace: TestWorkspace;
let client: TestClient;
let fixtures: SalesFixtures;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

/** Books of their own, whose clock can be moved. */
async function open(): Promise<void> {
  workspace = await server.addWorkspace({ sandbox: true });
  client = workspace.strict;
  fixtures = await createSalesFixtures(client);
}
const make = async (changes: object = {}): Promise<string> =>
  (await client.post('/invoices', invoiceBody(fixtures, { date: '2026-02-10', ...changes }))).body.data.uuid;
async function attach(id: string, text: string) {
  const path = `/invoices/${id}/attachments/upload`;
  const { status, body } = await client.post(
    path,
    undefined,
    await multipart([{ name: 'note.txt', bytes: text }]),
  );
  expect(status, JSON.stringify(body)).toBe(201);
  return body.data.attachments[0] as { uuid: string; sha256: string };
}
const remove = (id: string, uuid: string) => client.delete(`/invoices/${id}/attachments/${uuid}`);
const download = (id: string, uuid: string, query: Record<string, string> = {}, by = client) =>
  by.get(`/invoices/${id}/attachments/${uuid}`, query);
const list = async (id: string, query: Record<string, string> = {}) =>
  (await client.get(`/invoices/${id}/attachments`, query)).body.data.attachments;
const DELETED = { deleted: 'true' };
const pathOf = (sha256: string) =>
  join(server.filesDirectory, workspace.workspaceId, sha256.slice(0, 2), sha256);
const advanceTo = (date: string) => client.post('/test-clock', { advance: date });
async function sweep(...hashes: readonly string[]): Promise<void> {
  for (const sha256 of hashes) await utimes(pathOf(sha256), new Date(0), new Date(0));
  await sweepAttachmentFiles({
    database: server.database,
    files: createDiskStore(server.filesDirectory),
  });
}
const faults = async () => {
  const files = createDiskStore(server.filesDirectory);
  const { workspaceId } = workspace;
  const check = { files, readEach: true };
  const [proved] = await verifyDatabase(server.database, workspaceId, undefined, check);
  return proved!.results.flatMap(({ failures }) => failures);
};

describe('an attachment that is deleted from an approved document', () => {
  it('is hidden and kept until the retention ends, for owners and auditors, and then let go of', async () => {
    await open();
    const id = await make();
    const { uuid, sha256 } = await attach(id, 'what was agreed');
    await remove(id, uuid);
    expect(await list(id)).toEqual([]);
    expect((await download(id, uuid)).status).toBe(404);
    const [told] = await list(id, DELETED);
    expect(told).toMatchObject({
      uuid,
      sha256: createHash('sha256').update('what was agreed').digest('hex'),
      size: 15,
      deletedAt: expect.stringMatching(/^\d{4}-/),
      deletedBy: { uuid: workspace.personId, name: 'Test person' },
      retainedUntil: '2036-12-31',
      url: expect.stringContaining(`/${uuid}?deleted=true`),
    });
    await sweep(sha256);
    expect((await download(id, uuid, DELETED)).body.toString()).toBe('what was agreed');
    expect(await faults()).toEqual([]);

    await advanceTo('2036-12-31');
    await sweep(sha256);
    expect((await download(id, uuid, DELETED)).status).toBe(200);
    await advanceTo('2037-01-01');
    await sweep(sha256);
    expect((await download(id, uuid, DELETED)).status).toBe(404);
    expect(await list(id, DELETED)).toMatchObject([{ uuid, sha256, retainedUntil: null }]);
    await expect(sweep(sha256)).rejects.toThrow('ENOENT');
    // What was let go of is not asked for again.
    await client.patch('/workspace', { retentionYears: 100 });
    expect(await faults()).toEqual([]);
  });

  it('is kept as long as the workspace says, from the end of its fiscal year', async () => {
    await open();
    await client.patch('/workspace', { fiscalYearStartMonth: 4, retentionYears: 1 });
    for (const [date, retainedUntil] of [
      ['2026-03-31', '2027-03-31'],
      ['2026-04-01', '2028-03-31'],
    ]) {
      const id = await make({ date, dueDate: '2026-12-31' });
      const { uuid } = await attach(id, `of ${date}`);
      await remove(id, uuid);
      expect(await list(id, DELETED)).toMatchObject([{ uuid, retainedUntil }]);
    }
  });

  it('whose file is missing is found by the proof', async () => {
    await open();
    const id = await make();
    const { uuid, sha256 } = await attach(id, 'to be lost');
    await remove(id, uuid);
    await rm(pathOf(sha256));
    expect(await faults()).toMatchObject([expect.stringContaining(`its file ${sha256} is missing`)]);
  });

  it('is shown to no bookkeeper, and to nobody of another workspace', async () => {
    await open();
    const id = await make();
    const { uuid } = await attach(id, 'not for all');
    await remove(id, uuid);
    const { workspaceId } = workspace;
    const someone = await server.enterWorkspace(workspaceId);
    const become = (role: 'bookkeeper' | 'auditor') =>
      addMember(server.database, { workspaceId, personId: someone.personId, role });
    await become('bookkeeper');
    const refused = { statusCode: 403, code: 'ROLE_REQUIRED' };
    expect((await someone.strict.get(`/invoices/${id}/attachments`, DELETED)).body).toMatchObject(refused);
    expect((await download(id, uuid, DELETED, someone.strict)).body).toMatchObject(refused);
    await become('auditor');
    const { strict: auditor } = await server.enterWorkspace(workspaceId);
    expect((await download(id, uuid, DELETED, auditor)).body.toString()).toBe('not for all');
    const { strict: stranger } = await server.addWorkspace();
    expect((await stranger.get(`/invoices/${id}/attachments`, DELETED)).status).toBe(404);
    expect((await download(id, uuid, DELETED, stranger)).status).toBe(404);
  });

  it('also of one that is void', async () => {
    await open();
    const id = await make();
    const { uuid, sha256 } = await attach(id, 'of a void one');
    await client.patch(`/invoices/${id}/void`, {});
    await remove(id, uuid);
    await sweep(sha256);
    expect((await download(id, uuid, DELETED)).status).toBe(200);
  });
});

describe('an attachment that is deleted from a draft', () => {
  it('is gone with the next sweep, and told of all the same', async () => {
    await open();
    const id = await make({ isDraft: true });
    const { uuid, sha256 } = await attach(id, 'a first thought');
    await remove(id, uuid);
    expect(await list(id, DELETED)).toMatchObject([{ uuid, sha256, retainedUntil: null }]);
    expect((await download(id, uuid, DELETED)).status).toBe(404);
    await sweep(sha256);
    await expect(sweep(sha256)).rejects.toThrow('ENOENT');
  });
});

describe('the years of retention', () => {
  it('are 10 at first, whole, from 1 to 100, and changed by owners alone', async () => {
    await open();
    expect((await client.get('/workspace')).body.data.retentionYears).toBe(10);
    for (const [retentionYears, code] of [
      [0, 'TOO_SMALL'],
      [101, 'TOO_LARGE'],
      [1.5, 'INVALID_NUMBER'],
    ]) {
      const { body } = await client.patch('/workspace', { retentionYears });
      expect(body).toMatchObject({ statusCode: 400, errors: [{ field: 'retentionYears', code }] });
    }
    const { workspaceId } = workspace;
    const { strict, personId } = await server.enterWorkspace(workspaceId);
    await addMember(server.database, { workspaceId, personId, role: 'bookkeeper' });
    expect((await strict.patch('/workspace', { retentionYears: 7 })).body).toMatchObject({
      statusCode: 403,
      code: 'ROLE_REQUIRED',
    });
    expect((await client.patch('/workspace', { retentionYears: 7 })).body.data.retentionYears).toBe(7);
  });
});
