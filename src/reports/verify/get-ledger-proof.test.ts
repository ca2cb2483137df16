import { createPublicKey, verify } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run as verifyCommand } from '../../../cli/verify.ts';
import { createRecountRunner } from '../../../test/support/run-recount.ts';
import {
  createSalesFixtures,
  invoiceBody,
  type SalesFixtures,
} from '../../../test/support/sales-fixtures.ts';
import { sealAll } from '../../../test/support/seal-all.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';
import { createHeadLog } from '../../ledger/seals/log-heads.ts';
import { createHeadSigner } from '../../ledger/seals/signed-head.ts';

let server: TestServer;
let fixtures: SalesFixtures;

beforeAll(async () => {
  server = await startTestServer();
  fixtures = await createSalesFixtures(server.strict);
  await postInvoice();
});
afterAll(() => server.close());

async function postInvoice(): Promise<void> {
  expect((await server.strict.post('/invoices', invoiceBody(fixtures))).status).toBe(200);
  await sealAll(server.database, server.workspaceId);
}

async function prove(head?: string) {
  const { status, body } = await server.strict.get('/ledger/proof', head === undefined ? {} : { head });
  expect(status, JSON.stringify(body)).toBe(200);
  return body.data;
}

const failedProofs = (data: { proofs: { name: string; failureCount: number }[] }) =>
  data.proofs.filter(({ failureCount }) => failureCount > 0).map(({ name }) => name);

/** What an owner of the database could do: change an entry, and number, chain and total everything anew. */
async function forgeBooks(): Promise<void> {
  const client = await server.owner.connect();
  try {
    await client.query('BEGIN');
    await client.query('SET LOCAL session_replication_role = replica');
    for (const statement of [
      'UPDATE journal_line SET amount = amount * 2, base_amount = base_amount * 2, tax_base = tax_base * 2',
      'DELETE FROM entry_seal',
      'DELETE FROM account_total',
      'DELETE FROM account_month_total',
      `UPDATE chain_head SET number = 0, hash = decode(repeat('00', 32), 'hex')`,
      'INSERT INTO unsealed_entry SELECT workspace_id, effective, entry_id, recorded_at FROM journal_entry',
    ]) {
      await client.query(statement);
    }
    await client.query('COMMIT');
  } finally {
    client.release();
  }
  await sealAll(server.database, server.workspaceId);
}

it('proves sound books, and signs where the chain stands so that anybody can check it', async () => {
  const data = await prove();
  expect(data).toMatchObject({ holds: true, head: { unsealedEntries: 0 } });
  expect(failedProofs(data)).toEqual([]);
  expect(data.proofs.length).toBeGreaterThan(20);
  const [, text, number, hash, signature] = /^(recount-head:1:[^:]+:(\d+):([0-9a-f]+)):(\S+)$/.exec(
    data.signedHead,
  )!;
  expect({ number: Number(number), hash }).toEqual({ number: data.head.number, hash: data.head.hash });
  const key = createPublicKey({ key: Buffer.from(data.publicKey, 'base64'), format: 'der', type: 'spki' });
  expect(verify(null, Buffer.from(text!), key, Buffer.from(signature!, 'base64url'))).toBe(true);
});

it('refuses a head that is not of this workspace or was changed', async () => {
  const { signedHead } = await prove();
  const other = await server.addWorkspace();
  const foreign = (await other.strict.get('/ledger/proof')).body.data.signedHead;
  for (const head of [foreign, `${signedHead}x`, 'head', signedHead.replace(/:1:/, ':2:')]) {
    const { status, body } = await server.strict.get('/ledger/proof', { head });
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ field: 'head', code: 'INVALID_VALUE' }]);
  }
});

it('the log tells a head once for as long as the chain does not grow', async () => {
  const told: string[] = [];
  const log = createHeadLog(server.database, createHeadSigner(server.secretKey), (head) => told.push(head));
  await log(new AbortController().signal);
  await log(new AbortController().signal);
  expect(told).toEqual([(await prove()).signedHead]);
});

it('an earlier head still holds after more was posted, but not in books that were forged and sealed anew', async () => {
  const earlier = (await prove()).signedHead;
  await postInvoice();
  const later = await prove(earlier);
  expect(later.holds).toBe(true);
  expect(later.proofs).toContainEqual(expect.objectContaining({ name: 'head-contained', checked: 1 }));
  const runner = createRecountRunner(server, server.secretKey);
  expect((await runner.run(verifyCommand, ['--head', earlier])).code).toBe(0);

  await forgeBooks();
  const forged = await prove(earlier);
  expect(failedProofs(forged)).toContain('head-contained');
  expect(failedProofs(forged)).not.toContain('chain-holds');
  const { code, out } = await runner.run(verifyCommand, ['--head', earlier]);
  expect({ code, out }).toMatchObject({ code: 1, out: expect.stringContaining('FAIL  head-contained') });
  expect(await runner.run(verifyCommand, ['--head', `${earlier}x`])).toMatchObject({
    code: 1,
    err: expect.stringContaining('was not signed with the key of this server'),
  });
});
