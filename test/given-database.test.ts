import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { keepsPreparedStatements } from '../src/platform/database/pooler.ts';
import { ROOT, readJson, runCommand, runServer, type ServerRun } from './support/run-server.ts';
import { createSignedClient } from './support/signed-client.ts';
import {
  PGBOUNCER,
  POSTGRESQL_15,
  pgbouncerPrepares,
  type RunningProgram,
  startPgbouncer,
  startPostgres15,
} from './support/system-programs.ts';

const CLI = join(ROOT, 'cli', 'main.ts');
const INVOICES = 60;

/** A server on a database that is not its own, in a folder of the test's. */
interface GivenServer {
  readonly variables: Record<string, string>;
  readonly server: ServerRun;
}

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'recount-given-'));
  await chmod(folder, 0o755);
  return folder;
}

async function startGiven(folder: string, urls: Record<string, string>): Promise<GivenServer> {
  const variables = {
    ...urls,
    RECOUNT_DATA_DIR: folder,
    PORT: '0',
    LOG_LEVEL: 'warn',
    RECOUNT_RATE_LIMIT: '0',
  };
  return { variables, server: await runServer(variables) };
}

async function stop({ server }: GivenServer): Promise<void> {
  server.child.kill('SIGTERM');
  expect(await server.ended).toBe(0);
}

/** Makes many invoices at once and proves the books. */
async function postAndProve({ variables, server }: GivenServer): Promise<void> {
  expect(server.said()).toContain('is running');
  const client = createSignedClient(await readJson(join(variables.RECOUNT_DATA_DIR!, 'demo.json')));
  const { body: customers } = await client.get('/customers', { search: 'aimee' });
  const { body: products } = await client.get('/products', { search: 'JUNK-001' });
  const [customer, product] = [customers.data.customers[0], products.data.products[0]];
  const batch = randomBytes(3).toString('hex');
  const today = new Date().toISOString().slice(0, 10);
  const answers = await Promise.all(
    Array.from({ length: INVOICES }, (_, index) =>
      client.post('/invoices', {
        customerUuid: customer.uuid,
        invoiceNumber: `${batch}-${index}`,
        date: today,
        dueDate: today,
        isDraft: false,
        invoiceType: 'invoice',
        products: [{ productUuid: product.uuid, quantity: 1, price: 250, taxes: [] }],
      }),
    ),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  const verified = await runCommand(process.execPath, [CLI, 'verify'], variables);
  expect(verified.err).toBe('');
  expect(verified.out).toContain('Every proof holds');
}

describe.skipIf(!POSTGRESQL_15)('a server on PostgreSQL 15', () => {
  let folder: string;
  let postgres: RunningProgram;
  let given: GivenServer;

  beforeAll(async () => {
    folder = await makeFolder();
    postgres = await startPostgres15(folder);
    given = await startGiven(folder, {
      DATABASE_URL: `postgres://postgres@127.0.0.1:${postgres.port}/postgres`,
    });
  });
  afterAll(async () => {
    await stop(given);
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('makes its demo and invoices, and its books are proved', () => postAndProve(given));
});

describe.skipIf(!PGBOUNCER)('a server behind PgBouncer in transaction mode', () => {
  const name = `pooled_${randomBytes(4).toString('hex')}`;
  const place = { ...inject('cluster').owner, database: name };
  const query = new URLSearchParams({ host: place.host, port: String(place.port) });
  const direct = `postgres://${place.user}:${encodeURIComponent(place.password)}@/${name}?${query}`;
  let folder: string;
  let bouncer: RunningProgram;
  let url: string;

  beforeAll(async () => {
    const admin = new pg.Client(inject('cluster').owner);
    await admin.connect();
    await admin.query(`CREATE DATABASE ${name}`);
    await admin.end();
    folder = await makeFolder();
    bouncer = await startPgbouncer(folder, place);
    url = `postgres://postgres@127.0.0.1:${bouncer.port}/${name}`;
  });
  afterAll(async () => {
    await bouncer.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('finds out whether the pooler keeps prepared statements', async () => {
    expect(await keepsPreparedStatements({ connectionString: direct })).toBe(true);
    expect(await keepsPreparedStatements({ connectionString: url })).toBe(pgbouncerPrepares());
  });

  it.each(['with DATABASE_DIRECT_URL beside it', 'alone'])('makes invoices, %s', async (kind) => {
    const urls =
      kind === 'alone' ? { DATABASE_URL: url } : { DATABASE_URL: url, DATABASE_DIRECT_URL: direct };
    const given = await startGiven(folder, urls);
    await postAndProve(given).finally(() => stop(given));
  });
});
