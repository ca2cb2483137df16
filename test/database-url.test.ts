import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { SERVER_ROLE } from '../src/platform/database/server-role.ts';
import { ROOT, readJson, runCommand, runServer, type ServerRun } from './support/run-server.ts';

const CLI = join(ROOT, 'cli', 'main.ts');
const cluster = inject('cluster');

/** Whose URL it is decides how the server is fenced: a superuser steps into the server's role, a plain owner stays. */
describe.each(['superuser', 'plain owner'])('a server on the DATABASE_URL of a %s', (kind) => {
  const name = `given_${randomBytes(4).toString('hex')}`;
  const plain = kind === 'plain owner';
  let admin: pg.Client;
  let folder: string;
  let variables: Record<string, string>;
  let server: ServerRun;

  beforeAll(async () => {
    admin = new pg.Client(cluster.owner);
    await admin.connect();
    if (plain) await admin.query(`CREATE ROLE ${name} LOGIN PASSWORD 'given'`);
    await admin.query(`CREATE DATABASE ${name} ${plain ? `OWNER ${name}` : ''}`);
    const { user, password } = plain ? { user: name, password: 'given' } : cluster.owner;
    const place = `host=${encodeURIComponent(cluster.owner.host)}&port=${cluster.owner.port}`;
    folder = await mkdtemp(join(tmpdir(), 'recount-given-'));
    variables = {
      DATABASE_URL: `postgres://${user}:${encodeURIComponent(password)}@/${name}?${place}`,
      RECOUNT_DATA_DIR: folder,
      PORT: '0',
      LOG_LEVEL: 'warn',
    };
    server = await runServer(variables);
  });

  afterAll(async () => {
    server.child.kill('SIGTERM');
    await server.ended;
    await admin.end();
    await rm(folder, { recursive: true, force: true });
  });

  it('makes the demo, answers signed calls, and its books are proved', async () => {
    expect(server.said()).toContain('is running');
    const call = await runCommand(
      process.execPath,
      [CLI, 'call', 'GET', '/customers?search=aimee'],
      variables,
    );
    expect(JSON.parse(call.out).data.customers).toMatchObject([{ customer: 'Aimee' }]);
    const verified = await runCommand(process.execPath, [CLI, 'verify'], variables);
    expect(verified.out).toContain('Every proof holds');
    expect(verified.code).toBe(0);
  });

  it('limits its statements in time and has none compiled, whatever the database says', async () => {
    const client = new pg.Client({ connectionString: variables.DATABASE_URL });
    await client.connect();
    const { rows } = await client.query(
      `SELECT name, setting FROM pg_settings WHERE source = 'database user'
          AND name IN ('jit', 'statement_timeout', 'lock_timeout') ORDER BY name`,
    );
    await client.end();
    expect(rows.map(({ name, setting }) => `${name} ${setting}`)).toEqual([
      'jit off',
      'lock_timeout 10000',
      'statement_timeout 30000',
    ]);
  });

  it('is fenced: its role sees no row of a workspace that it does not name, and changes no journal', async () => {
    const { workspaceId } = await readJson(join(folder, 'demo.json'));
    const client = new pg.Client({ connectionString: variables.DATABASE_URL });
    await client.connect();
    try {
      await client.query('BEGIN');
      if (!plain) await client.query(`SET LOCAL ROLE ${SERVER_ROLE}`);
      expect((await client.query('SELECT 1 FROM journal_entry')).rows).toEqual([]);
      await client.query(`SET LOCAL app.workspace_id = '${workspaceId}'`);
      expect((await client.query('SELECT 1 FROM journal_entry')).rows.length).toBeGreaterThan(50);
      await expect(client.query('DELETE FROM journal_line')).rejects.toMatchObject({
        code: plain ? 'RC002' : '42501',
      });
    } finally {
      await client.end();
    }
  });
});
