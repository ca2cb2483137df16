import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ROOT, runCommand } from '../test/support/run-server.ts';
import { cloneTestDatabase, type TestDatabase } from '../test/support/test-database.ts';

const CLI = join(ROOT, 'cli', 'main.ts');

let clone: TestDatabase;
let variables: Record<string, string>;

beforeAll(async () => {
  clone = await cloneTestDatabase();
  const { user, password, host, port, database } = clone.connection;
  const place = new URLSearchParams({ host: String(host), port: String(port) });
  const login = `${user}:${encodeURIComponent(String(password))}`;
  variables = { DATABASE_URL: `postgres://${login}@/${database}?${place}` };
});
afterAll(() => clone.close());
beforeEach(() => clone.owner.query('DELETE FROM portal_feedback'));

const recount = (...args: string[]) => runCommand(process.execPath, [CLI, 'feedback', ...args], variables);

async function say(page: string, helpful: boolean, reason: string | null = null): Promise<void> {
  await clone.owner.query(
    `INSERT INTO portal_feedback (id, page, section, helpful, reason) VALUES (gen_random_uuid(), $1, 'page', $2, $3)`,
    [page, helpful, reason],
  );
}

describe('recount feedback', () => {
  it('prints totals by page and the newest answers', async () => {
    await say('/docs', true, 'the oldest');
    await say('/docs/errors', false, 'the middle');
    await say('/docs', true, 'the newest');
    const { code, out } = await recount();
    expect(code).toBe(0);
    expect(out).toMatch(/^Page +Yes +No\n\/docs\/errors +0 +1\n\/docs +2 +0\nTotal +2 +1\n/);
    expect(out).toMatch(/the newest[\s\S]*the middle[\s\S]*the oldest/);
    const { out: one } = await recount('--limit', '1');
    expect(one).toContain('the newest');
    expect(one).not.toContain('the middle');
    expect(one).toContain('and 2 more');
  });

  it('lists what did not help alone, with the totals of all', async () => {
    await say('/docs', true, 'helped');
    await say('/docs', false, 'did not');
    const { out } = await recount('--unhelpful');
    expect(out).toMatch(/\/docs +1 +1\n/);
    expect(out).toContain('did not');
    expect(out).not.toContain('helped');
  });

  it('says so where nobody has said anything, and refuses a limit that is none', async () => {
    expect(await recount()).toMatchObject({ code: 0, out: 'Nobody has said anything of the pages yet.\n' });
    for (const limit of ['0', 'many', '10001', '1.5'])
      expect(await recount('--limit', limit)).toMatchObject({
        code: 2,
        err: expect.stringContaining('--limit must be a whole number from 1 to 10000.'),
      });
  });

  it('asks for a start of the server where the database is of an older version', async () => {
    await clone.owner.query('ALTER TABLE portal_feedback RENAME TO hidden_feedback');
    const { code, err } = await recount();
    await clone.owner.query('ALTER TABLE hidden_feedback RENAME TO portal_feedback');
    expect(code).toBe(2);
    expect(err).toContain('start the server once to migrate it');
  });
});
