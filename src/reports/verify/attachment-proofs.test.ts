import { createHash } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run as verifyCommand } from '../../../cli/verify.ts';
import { createRecountRunner } from '../../../test/support/run-recount.ts';
import { createSalesFixtures, invoiceBody } from '../../../test/support/sales-fixtures.ts';
import { startTestServer, type TestServer, type TestWorkspace } from '../../../test/support/test-server.ts';
import { multipart } from '../../../test/support/upload.ts';
import type { ProofResult } from '../../ledger/proofs/index.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

interface Kept {
  readonly uuid: string;
  readonly sha256: string;
}

async function attach({ strict }: TestWorkspace, texts: readonly string[]): Promise<Kept[]> {
  const { body: invoice } = await strict.post('/invoices', invoiceBody(await createSalesFixtures(strict)));
  const files = texts.map((bytes, index) => ({ name: `${index}.txt`, bytes }));
  const path = `/invoices/${invoice.data.uuid}/attachments/upload`;
  const { status, body } = await strict.post(path, undefined, await multipart(files));
  expect(status).toBe(201);
  return body.data.attachments;
}

const pathOf = ({ workspaceId }: TestWorkspace, { sha256 }: Kept) =>
  join(server.filesDirectory, workspaceId, sha256.slice(0, 2), sha256);

async function verify(workspace: TestWorkspace, ...options: string[]) {
  const runner = createRecountRunner(server, server.secretKey, server.dataDirectory);
  const args = ['--workspace', workspace.workspaceId, '--json', ...options];
  const { code, out } = await runner.run(verifyCommand, args);
  const results: ProofResult[] = JSON.parse(out)[0].results;
  return { code, proofs: results.filter(({ name }) => name.startsWith('attachments-')) };
}

async function prove({ strict }: TestWorkspace) {
  const { data } = (await strict.get('/ledger/proof')).body;
  const proofs: ProofResult[] = data.proofs;
  return { holds: data.holds, proofs: proofs.filter(({ name }) => name.startsWith('attachments-')) };
}

it('every attachment is found with its file, and read with --files alone', async () => {
  const workspace = await server.addWorkspace();
  await attach(workspace, ['one', 'two', 'two']);
  const kept = { name: 'attachments-kept', checked: 3, failureCount: 0, failures: [] };
  expect(await verify(workspace)).toMatchObject({ code: 0, proofs: [kept] });
  expect(await prove(workspace)).toMatchObject({ holds: true, proofs: [kept] });
  const unchanged = { name: 'attachments-unchanged', checked: 3, failureCount: 0 };
  expect(await verify(workspace, '--files')).toMatchObject({ code: 0, proofs: [kept, unchanged] });
});

it('a file that is gone, or of another size, is named by everybody who looks', async () => {
  const workspace = await server.addWorkspace();
  const [gone, cut, whole, deleted] = await attach(workspace, ['gone', 'cut short', 'whole', 'deleted']);
  await rm(pathOf(workspace, gone!));
  await writeFile(pathOf(workspace, cut!), 'cut');
  const [invoice] = (await workspace.strict.get('/invoices')).body.data.invoices;
  await workspace.strict.delete(`/invoices/${invoice.uuid}/attachments/${deleted!.uuid}`);
  // Its document is approved, so that it is kept until the retention ends.
  await rm(pathOf(workspace, deleted!));
  const failures = [
    `attachment ${gone!.uuid} (0.txt) of document ${invoice.uuid}: its file ${gone!.sha256} is missing`,
    `attachment ${cut!.uuid} (1.txt) of document ${invoice.uuid}: its file ${cut!.sha256} has 3 bytes, not 9`,
    `attachment ${deleted!.uuid} (3.txt) of document ${invoice.uuid}: its file ${deleted!.sha256} is missing`,
  ];
  const kept = { name: 'attachments-kept', checked: 4, failureCount: 3, failures };
  expect(await verify(workspace)).toMatchObject({ code: 1, proofs: [kept] });
  expect(await prove(workspace)).toMatchObject({ holds: false, proofs: [kept] });
  expect(JSON.stringify(await prove(workspace))).not.toContain(whole!.uuid);
  // Another workspace has its own files, also of the same bytes.
  const other = await server.addWorkspace();
  await attach(other, ['gone']);
  expect(await prove(other)).toMatchObject({ holds: true, proofs: [{ checked: 1 }] });
});

it('a file that was changed and kept its size is found by reading it', async () => {
  const workspace = await server.addWorkspace();
  const [changed] = await attach(workspace, ['10 hours', 'as it was']);
  await writeFile(pathOf(workspace, changed!), '99 hours');
  expect(await verify(workspace)).toMatchObject({ code: 0 });
  const { code, proofs } = await verify(workspace, '--files');
  expect(code).toBe(1);
  const hash = createHash('sha256').update('99 hours').digest('hex');
  expect(proofs[1]).toMatchObject({ checked: 2, failureCount: 1 });
  expect(proofs[1]!.failures).toEqual([
    expect.stringMatching(
      new RegExp(`^attachment ${changed!.uuid} .* is not what it was: its SHA-256 is ${hash}$`),
    ),
  ]);
});
