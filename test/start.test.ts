import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findClusterHome } from '../src/platform/database/embedded/cluster-home.ts';
import { attachEmbeddedDatabase } from '../src/platform/database/embedded/start-embedded-database.ts';
import { removeEmbeddedDatabase } from './support/remove-embedded-database.ts';
import { ROOT, readJson, runCommand, runServer, type ServerRun } from './support/run-server.ts';
import { createSignedClient } from './support/signed-client.ts';

const CLI = join(ROOT, 'cli', 'main.ts');

/** One story: the tests build on each other, as the days of a data directory do. */
describe('a server on a data directory of its own', () => {
  let folder: string;
  let dataDirectory: string;
  let variables: Record<string, string>;
  let server: ServerRun;

  const recount = (...args: string[]) => runCommand(process.execPath, [CLI, ...args], variables);
  const inShell = (line: string) => {
    const script = `recount() { "$NODE" "$CLI" "$@"; }; ${line}`;
    return runCommand('bash', ['-c', script], { ...variables, NODE: process.execPath, CLI });
  };
  const demo = () => readJson(join(dataDirectory, 'demo.json'));
  const printedCommand = () =>
    server
      .said()
      .split('\n')
      .find((line) => line.includes('npx recount call'))!;

  async function findDatabaseProcess(): Promise<number> {
    const { cluster } = (await attachEmbeddedDatabase({ dataDirectory }))!;
    return Number((await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n')[0]);
  }

  async function stop(...signals: NodeJS.Signals[]): Promise<void> {
    for (const signal of signals) server.child.kill(signal);
    expect(await server.ended).toBe(0);
    expect(
      await attachEmbeddedDatabase({ dataDirectory }),
      'the embedded database is stopped too',
    ).toBeNull();
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'recount-start-'));
    await chmod(folder, 0o755);
    dataDirectory = join(folder, "a clerk's data");
    variables = { RECOUNT_DATA_DIR: dataDirectory, PORT: '0', LOG_LEVEL: 'warn' };
    server = await runServer(variables);
  });

  afterAll(async () => {
    server.child.kill('SIGTERM');
    await server.ended;
    await removeEmbeddedDatabase(dataDirectory);
    await rm(folder, { recursive: true, force: true });
  });

  it('prints what a newcomer needs, and writes demo.json for its owner alone', async () => {
    const { baseUrl, email, password, lenient, ...content } = await demo();
    const addresses = [baseUrl, `${baseUrl}/docs`, `${baseUrl}/openapi.json`];
    for (const needed of [...addresses, dataDirectory, email, password]) {
      expect(server.said()).toContain(needed);
    }
    expect(baseUrl).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d+$/);
    expect(content).toMatchObject({ validation: 'strict', workspaceName: 'Junk Removal Pros' });
    expect(lenient).toMatchObject({
      baseUrl,
      email,
      password,
      validation: 'lenient',
      workspaceId: content.workspaceId,
    });
    expect((await stat(join(dataDirectory, 'demo.json'))).mode & 0o777).toBe(0o600);
    expect((await fetch(`${baseUrl}/readyz`)).status).toBe(200);
  });

  it('serves the API pages, and leads a browser that opens its address to them', async () => {
    const { baseUrl } = await demo();
    const opened = await fetch(baseUrl, { headers: { accept: 'text/html,*/*' } });
    expect(opened.url).toBe(`${baseUrl}/docs`);
    expect(await opened.text()).toContain('Create Invoice');
    expect(await (await fetch(baseUrl)).json()).toMatchObject({ name: 'Recount', docs: '/docs' });
  });

  it('prints a command that, pasted into a shell, creates an invoice once', async () => {
    const first = await runCommand('bash', ['-c', printedCommand()]);
    expect(first.err).toContain('200 OK');
    expect(first.code).toBe(0);
    expect(JSON.parse(first.out).data).toMatchObject({
      total: '250.00',
      status: 'approved',
      customer: { customer: 'Aimee' },
    });
    const again = await runCommand('bash', ['-c', printedCommand()]);
    expect(again.code).toBe(1);
    expect(again.err).toContain('400 Bad Request');
    expect(JSON.parse(again.out).code).toBe('DUPLICATE_INVOICE_NUMBER');
  });

  it('is proved by recount verify while it runs', async () => {
    const { code, out } = await recount('verify');
    expect(out).toMatch(/Every proof holds/);
    expect(code).toBe(0);
    const one = await recount('verify', '--json', '--workspace', (await demo()).workspaceId);
    expect(JSON.parse(one.out)).toMatchObject([{ workspaceName: 'Junk Removal Pros' }]);
    expect((await recount('verify', '--workspace', '0197e1c2-7f60-7c1e-b0a4-5d0f1c9a2b3c')).code).toBe(2);
    expect((await recount('verify', '--workspace', 'x')).code).toBe(2);
  });

  it('answers signed calls of both demo apps', async () => {
    const listed = await recount('call', 'GET', '/partners/invoices?status=overdue', '--query', 'limit=2');
    expect(JSON.parse(listed.out).data.invoices).toHaveLength(2);
    expect(
      (await recount('call', 'POST', 'tags', '--data', '{"name":"By hand"}', '--profile', 'lenient')).code,
    ).toBe(0);
    expect((await recount('call', 'GET', '/nowhere')).code).toBe(1);
    expect((await recount('call', 'GET')).code).toBe(2);
    expect(await recount('call', 'POST', '/tags', '--data', '@nowhere.json')).toEqual({
      code: 2,
      out: '',
      err: 'The file nowhere.json of --data is not there.\n',
    });
  });

  it('tells the demo’s credentials to its own pages, which can use them, and to no other', async () => {
    const { baseUrl, clientId, clientSecret } = await demo();
    const ask = (origin: string) =>
      fetch(`${baseUrl}/docs/demo-target`, { method: 'POST', headers: { origin } });
    const told = await ask(baseUrl);
    expect(told.status).toBe(200);
    expect(told.headers.get('x-request-id')).toBeTruthy();
    expect(await told.json()).toMatchObject({ clientId, clientSecret, workspaceName: 'Junk Removal Pros' });
    const other = await ask('http://localhost:3000');
    expect(other.status).toBe(404);
    expect(await other.json()).toEqual({ available: false, reason: expect.any(String) });
  });

  it('keeps what readers say of its pages, and prints it', async () => {
    const { baseUrl } = await demo();
    const body = JSON.stringify({
      page: '/docs/errors',
      section: 'page',
      helpful: false,
      reason: 'Too short.',
    });
    const headers = { 'content-type': 'application/json' };
    const kept = await fetch(`${baseUrl}/partners/feedback`, { method: 'POST', headers, body });
    expect(kept.status).toBe(201);
    const { code, out } = await recount('feedback', '--unhelpful');
    expect(out).toContain('Too short.');
    expect(code).toBe(0);
  });

  it('lets no second server onto its data directory, nor onto its port', async () => {
    const second = await runServer(variables);
    expect(await second.ended).toBe(1);
    expect(second.said()).toMatch(/^Another Recount \(process \d+\) runs on .*\n$/);
    const { port } = new URL((await demo()).baseUrl);
    const elsewhere = await runServer({ ...variables, PORT: port, RECOUNT_DATA_DIR: join(folder, 'other') });
    expect(await elsewhere.ended).toBe(1);
    expect(elsewhere.said()).toMatch(/^Port \d+ of 127\.0\.0\.1 is in use: .*\n$/);
    await expect(stat(join(folder, 'other'))).rejects.toThrow('ENOENT');
  });

  it('stops on a Ctrl-C that arrives twice, its database too', async () => {
    await stop('SIGINT', 'SIGINT');
    const call = await recount('call', 'GET', '/invoices');
    expect(call.err).toMatch(/Is the server running\? Start it with npm start/);
    expect(call.code).toBe(1);
  });

  it('is proved while it does not run, and its database is stopped again', async () => {
    expect((await recount('verify')).code).toBe(0);
    expect((await recount('feedback')).out).toContain('Too short.');
    expect(await attachEmbeddedDatabase({ dataDirectory })).toBeNull();
  });

  it.runIf(existsSync('/dev/full'))('tells of an output that a full disk cut short', async () => {
    for (const command of ['export --format json', 'export --format csv', 'verify']) {
      expect(await inShell(`recount ${command} > /dev/full`)).toEqual({
        code: 1,
        out: '',
        err: expect.stringMatching(/^The output could not be written: ENOSPC.*\n$/),
      });
      expect(await attachEmbeddedDatabase({ dataDirectory })).toBeNull();
    }
  });

  it('stops its database where the reader of an export has seen enough', async () => {
    const { code, out, err } = await inShell('set -o pipefail; recount export --format json | head -c 100');
    expect({ code, length: out.length, err }).toEqual({ code: 0, length: 100, err: '' });
    expect(await attachEmbeddedDatabase({ dataDirectory })).toBeNull();
  });

  it('does not start with another server key than that of its secrets', async () => {
    const other = await runServer({ ...variables, RECOUNT_SECRET_KEY: 'ab'.repeat(32) });
    expect(await other.ended).toBe(1);
    expect(other.said()).toMatch(/This is not the server key .* put secret\.key back/);
    expect(await attachEmbeddedDatabase({ dataDirectory })).toBeNull();
  });

  it('does not start without its server key, and makes no other', async () => {
    const keyFile = join(dataDirectory, 'secret.key');
    await rename(keyFile, `${keyFile}.away`);
    const keyless = await runServer(variables);
    expect(await keyless.ended).toBe(1);
    expect(keyless.said()).toMatch(/The server key .* is missing: .* put secret\.key back/);
    expect(existsSync(keyFile)).toBe(false);
    await rename(`${keyFile}.away`, keyFile);
  });

  it('starts again with the same apps, the same data and the next free number', async () => {
    const before = await demo();
    server = await runServer(variables);
    const after = await demo();
    expect({ ...after, lenient: null }).toMatchObject({
      clientId: before.clientId,
      clientSecret: before.clientSecret,
      workspaceId: before.workspaceId,
      password: before.password,
    });
    expect(after.accessToken).not.toBe(before.accessToken);
    expect(server.said()).not.toContain('making');
    expect(printedCommand()).toContain('"invoiceNumber":"A-1002"');
    const listed = await recount('call', 'GET', '/invoices?search=A-1001');
    expect(JSON.parse(listed.out).data.totalRecords).toBe(1);
  });

  it('finishes a request under way before it stops', async () => {
    const { baseUrl } = await demo();
    const headers = { 'content-type': 'application/json', 'content-length': '2' };
    const sent = request(`${baseUrl}/partners/tags`, { method: 'POST', headers });
    const answered = once(sent, 'response');
    await new Promise((done) => sent.write('{', done));
    await fetch(`${baseUrl}/healthz`);
    server.child.kill('SIGTERM');
    await sleep(200);
    sent.end('}');
    const [response] = await answered;
    expect(response.statusCode).toBe(401);
    response.resume();
    await stop('SIGTERM');
  });

  it('attaches to the database that a killed server left running', async () => {
    server = await runServer(variables);
    server.child.kill('SIGKILL');
    await server.ended;
    server = await runServer(variables);
    expect(server.said()).toContain('attached to the PostgreSQL');
  });

  it('brings its database back when that is killed', async () => {
    const pid = server.child.pid;
    const { baseUrl } = await demo();
    const postmaster = await findDatabaseProcess();
    process.kill(postmaster, 'SIGKILL');
    while (!server.said().includes('starting it again')) await sleep(20);
    while ((await fetch(`${baseUrl}/readyz`)).status !== 200) await sleep(50);
    expect(await findDatabaseProcess()).not.toBe(postmaster);
    const line = server
      .said()
      .split('\n')
      .find((said) => said.includes('starting it again'))!;
    expect(JSON.parse(line)).toMatchObject({ level: 40, msg: expect.any(String) });
    expect((await recount('verify')).code).toBe(0);
    expect(server.child.pid).toBe(pid);
    expect(server.child.exitCode).toBeNull();
  });

  it('starts with a new key once the lost one is reset, and its apps go on with the secrets that it prints', async () => {
    const { clientId, accessToken } = await demo();
    await stop('SIGTERM');
    await rm(join(dataDirectory, 'secret.key'));
    const { code, out } = await recount('reset-key', '--confirm', '--json');
    expect(code).toBe(0);
    const { clientSecret } = JSON.parse(out).apps.find(
      (app: { clientId: string }) => app.clientId === clientId,
    );
    server = await runServer(variables);
    const { baseUrl } = await demo();
    const client = createSignedClient({ baseUrl, clientId, clientSecret, accessToken });
    expect((await client.get('/invoices')).status).toBe(200);
    expect((await recount('call', 'GET', '/invoices')).code).toBe(0);
    expect((await recount('verify')).code).toBe(0);
  });

  it('refuses the database of a newer version, and stops what it started for it', async () => {
    const { owner } = (await attachEmbeddedDatabase({ dataDirectory }))!;
    const client = new pg.Client(owner);
    await client.connect();
    await client.query(`INSERT INTO schema_migration (name, checksum) VALUES ('9999_tomorrow.sql', '')`);
    await client.end();
    await stop('SIGTERM');
    server = await runServer(variables);
    expect(await server.ended).toBe(1);
    expect(server.said()).toMatch(/^This database was written by a newer Recount .*\n$/);
    expect(await attachEmbeddedDatabase({ dataDirectory })).toBeNull();
  });

  it('refuses the cluster of a newer PostgreSQL, and leaves it as it was', async () => {
    const path = join((await findClusterHome(dataDirectory))!.cluster, 'PG_VERSION');
    const version = await readFile(path, 'utf8');
    await writeFile(path, '19\n');
    server = await runServer(variables);
    expect(await server.ended).toBe(1);
    expect(server.said()).toMatch(
      /^The database in .* is of PostgreSQL 19, and this Recount brings 18\. .*\n$/,
    );
    expect(await readFile(path, 'utf8')).toBe('19\n');
    await writeFile(path, version);
  });
});

describe('a start that cannot be', () => {
  it.each([
    [
      { PORT: 'http', LOG_LEVEL: 'loud' },
      /^The configuration is not usable:\n {2}PORT .*\n {2}LOG_LEVEL .*\n$/,
    ],
    [{ HOST: '192.0.2.1' }, /^HOST 192\.0\.2\.1 is no address of this machine\.\n$/],
    [
      { PORT: '0', DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' },
      /^The database of DATABASE_URL cannot be opened: .*ECONNREFUSED.*\n$/,
    ],
    [
      {
        PORT: '0',
        RECOUNT_FILES_URL: 's3://files?endpoint=http://127.0.0.1:1',
        AWS_ACCESS_KEY_ID: 'key',
        AWS_SECRET_ACCESS_KEY: 'hush',
      },
      /^The files cannot be kept in s3:\/\/files: http:\/\/127\.0\.0\.1:1 cannot be reached \(ECONNREFUSED\)(?!.*hush).*\n$/,
    ],
    [
      { PORT: '0', RECOUNT_FILES_URL: 's3://key:hush@files' },
      /^The configuration is not usable:\n {2}RECOUNT_FILES_URL must hold no credentials(?!.*hush).*\n$/,
    ],
  ])('with %j says why in a sentence', async (variables, sentence) => {
    const server = await runServer(variables);
    expect(await server.ended).toBe(1);
    expect(server.said()).toMatch(sentence);
  });

  it('on a port that another program has says so', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const server = await runServer({ PORT: String((other.address() as AddressInfo).port) });
    expect(await server.ended).toBe(1);
    expect(server.said()).toMatch(/is in use/);
    other.close();
  });
});

describe('the recount command', () => {
  it('tells its version and its commands, and refuses what it does not know', async () => {
    const recount = (...args: string[]) => runCommand(process.execPath, [CLI, ...args]);
    expect((await recount('--version')).out).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect((await recount('help')).out).toContain('npx recount verify');
    expect(await recount('frobnicate')).toMatchObject({
      code: 2,
      err: expect.stringContaining('no command frobnicate'),
    });
    expect((await recount('call', 'GET', '/tags', '--all')).err).toMatch(/^Unknown option '--all'\.\n/);
    expect(await runCommand(process.execPath, [CLI, 'verify'], { PORT: 'http' })).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^The configuration is not usable:\n {2}PORT .*\n$/),
    });
  });

  it('finds nothing to prove where there is no database, and makes none', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'recount-none-'));
    const none = join(folder, 'none');
    const { code, err } = await runCommand(process.execPath, [CLI, 'verify'], { RECOUNT_DATA_DIR: none });
    expect(code).toBe(2);
    expect(err).toContain('There is no database');
    await expect(stat(none)).rejects.toThrow('ENOENT');
    await rm(folder, { recursive: true });
  });
});
