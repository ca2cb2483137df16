import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../src/app.ts';
import { createRecountRunner, type RecountRunner } from '../test/support/run-recount.ts';
import { createSalesFixtures, invoiceBody } from '../test/support/sales-fixtures.ts';
import { sealAll } from '../test/support/seal-all.ts';
import { createSignedClient } from '../test/support/signed-client.ts';
import { startTestServer, type TestServer } from '../test/support/test-server.ts';
import { run as runApps } from './apps.ts';
import { run as runExport } from './export.ts';
import { run } from './reset-key.ts';
import { run as runVerify } from './verify.ts';

let server: TestServer;
let dataDirectory: string;
let keyFile: string;
/** Of an operator who has the database, and no key. */
let keyless: RecountRunner;

beforeAll(async () => {
  server = await startTestServer();
  dataDirectory = await mkdtemp(join(tmpdir(), 'recount-reset-key-'));
  keyFile = join(dataDirectory, 'secret.key');
  keyless = createRecountRunner(server, undefined, dataDirectory);
  const { strict, database, workspaceId } = server;
  const sent = await strict.post('/invoices', invoiceBody(await createSalesFixtures(strict)));
  expect(sent.status, JSON.stringify(sent.body)).toBe(200);
  await sealAll(database, workspaceId);
});
afterAll(async () => {
  await server.close();
  await rm(dataDirectory, { recursive: true });
});

/** A digest of every row of each table. */
async function readTables(): Promise<Record<string, string>> {
  const { rows } = await server.owner.query(
    `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname`,
  );
  const digests: Record<string, string> = {};
  for (const { relname } of rows) {
    const { rows: found } = await server.owner.query(
      `SELECT md5(string_agg(t::text, chr(10) ORDER BY t::text)) AS digest FROM ${relname} t`,
    );
    digests[relname] = found[0].digest;
  }
  return digests;
}

describe('where the server key is lost', () => {
  it('no command makes another in its place', async () => {
    const { signedHead } = (await server.strict.get('/ledger/proof')).body.data;
    for (const refused of [
      await keyless.run(runApps, ['create', '--name', 'Lost']),
      await keyless.run(runExport, ['--format', 'csv']),
      await keyless.run(runVerify, ['--head', signedHead]),
    ]) {
      expect(refused).toMatchObject({ code: 1, out: '' });
      expect(refused.err).toMatch(/The server key .* is missing: .*recount reset-key/);
    }
    expect(existsSync(keyFile)).toBe(false);
    expect((await keyless.run(runVerify, [])).code).toBe(0);
  });

  it('reset-key tells what the loss ends, and without --confirm changes nothing', async () => {
    const before = await readTables();
    const { code, out, err } = await keyless.run(run, []);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('The secrets of 2 partner apps do not open');
    expect(err).toContain('Signed heads of chains');
    expect(err).toContain('Nothing was changed.');
    expect(existsSync(keyFile)).toBe(false);
    expect(await readTables()).toEqual(before);
  });

  it('reset-key changes nothing where the key is there', async () => {
    const { code, err } = await createRecountRunner(server, server.secretKey).run(run, ['--confirm']);
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('No key is lost') });
  });

  it('reset-key leaves a key file that is damaged to the operator', async () => {
    await writeFile(keyFile, 'damaged');
    const { code, err } = await keyless.run(run, ['--confirm']);
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('secret.key must hold 32 bytes') });
    await rm(keyFile);
  });

  it('reset-key --confirm makes a key, new secrets for every app, and touches nothing else', async () => {
    const { signedHead } = (await server.strict.get('/ledger/proof')).body.data;
    const { partner_app: before, ...others } = await readTables();
    const { code, out } = await keyless.run(run, ['--confirm']);
    expect(code).toBe(0);
    expect(out).toContain('Signed heads of chains');
    expect(out).toContain(`secret.key in ${dataDirectory}`);
    const { partner_app: after, ...left } = await readTables();
    expect(left).toEqual(others);
    expect(after).not.toBe(before);

    const secretKey = Buffer.from(await readFile(keyFile, 'utf8'), 'base64');
    const again = createApp({ database: server.database, secretKey, logLevel: 'silent' });
    await again.server.listen({ host: '127.0.0.1', port: 0 });
    const baseUrl = `http://127.0.0.1:${(again.server.server.address() as AddressInfo).port}`;
    for (const { credentials } of [server.strict, server.lenient]) {
      const clientSecret = new RegExp(`${credentials.clientId} +(rc_secret_[\\w-]+)`).exec(out)![1]!;
      const old = createSignedClient({ ...credentials, baseUrl });
      expect((await old.get('/tags')).status).toBe(401);
      const client = createSignedClient({ ...credentials, baseUrl, clientSecret });
      expect((await client.get('/invoices')).body.data.totalRecords).toBe(1);
    }
    await again.close();

    expect((await keyless.run(runVerify, [])).code).toBe(0);
    const { err } = await keyless.run(runVerify, ['--head', signedHead]);
    expect(err).toContain('--head was not signed with the key of this server');
    expect((await keyless.run(run, ['--confirm'])).err).toContain('No key is lost');
  });

  it('reset-key takes the key that is set in place of the lost one', async () => {
    const secretKey = Buffer.alloc(32, 7);
    const other = createRecountRunner(server, secretKey, dataDirectory);
    const { code, out } = await other.run(run, ['--confirm', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      apps: ['Strict app', 'Lenient app'].map((name) => ({
        clientId: expect.stringMatching(/^rc_id_/),
        name,
        demo: false,
        clientSecret: expect.stringMatching(/^rc_secret_/),
      })),
      publicKey: expect.any(String),
    });
    expect((await other.run(runApps, ['create', '--name', 'Found'])).code).toBe(0);
  });
});
