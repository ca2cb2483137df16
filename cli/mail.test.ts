import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorkspace } from '../src/ledger/workspaces/create-workspace.ts';
import { insertMail } from '../src/platform/mail/mails.store.ts';
import { createRecountRunner, type RecountRunner } from '../test/support/run-recount.ts';
import { cloneTestDatabase, type TestDatabase } from '../test/support/test-database.ts';
import { run as mail } from './mail.ts';

let clone: TestDatabase;
let runner: RecountRunner;
const workspaces: string[] = [];
const ids: string[] = [];

beforeAll(async () => {
  clone = await cloneTestDatabase();
  runner = createRecountRunner(clone);
  for (const name of ['Bakery', 'Garage']) {
    const workspaceId = await createWorkspace(clone.database, { name, currency: 'USD' });
    workspaces.push(workspaceId);
    const written = await clone.database.transaction({ workspaceId }, (transaction) =>
      insertMail(transaction, {
        entityType: 'invoice',
        entityId: workspaceId,
        fromName: name,
        replyTo: { name: 'Ada', address: 'ada@example.com' },
        recipients: [
          { field: 'to', address: `${name.toLowerCase()}-customer@example.com` },
          { field: 'bcc', address: 'boss@example.com' },
        ],
        subject: `Invoice from ${name}`,
        text: 'Hello,\n\u001b[31mred\u001b[0m words\n',
        html: '<p>Hello</p>',
        attachments: [],
      }),
    );
    ids.push(written.id);
  }
  await clone.owner.query(`UPDATE mail SET status = 'kept', finished_at = clock_timestamp() WHERE id = $1`, [
    ids[0],
  ]);
  await clone.owner.query('DELETE FROM mail_due WHERE mail_id = $1', [ids[0]]);
});
afterAll(() => clone.close());

const run = (...args: string[]) => runner.run(mail, args);

describe('recount mail', () => {
  it('lists the mails of all workspaces, the newest first', async () => {
    const { code, out } = await run('list');
    expect(code).toBe(0);
    const [head, ...lines] = out.trim().split('\n');
    expect(head).toMatch(/^ID +Written +Status +To +Subject +Workspace$/);
    expect(lines[0]).toMatch(new RegExp(`^${ids[1]} .*pending +garage-customer@example.com and 1 more`));
    expect(lines[1]).toMatch(new RegExp(`^${ids[0]} .*kept .*Invoice from Bakery +Bakery$`));
  });

  it('lists those of one workspace, or of one state, or only so many', async () => {
    expect(JSON.parse((await run('list', '--workspace', workspaces[0]!, '--json')).out)).toMatchObject([
      { uuid: ids[0], status: 'kept', to: [{ address: 'bakery-customer@example.com' }] },
    ]);
    expect(JSON.parse((await run('list', '--status', 'pending', '--json')).out)).toMatchObject([
      { uuid: ids[1] },
    ]);
    expect(JSON.parse((await run('list', '--limit', '1', '--json')).out)).toMatchObject([{ uuid: ids[1] }]);
    expect((await run('list', '--status', 'failed')).out).toContain('There is no mail.');
  });

  it('shows what a mail says, without what would move the terminal', async () => {
    const { code, out } = await run('show', ids[0]!);
    expect(code).toBe(0);
    expect(out).toMatch(/Status +kept/);
    expect(out).toMatch(/To +bakery-customer@example.com\n/);
    expect(out).toMatch(/Bcc +boss@example.com\n/);
    expect(out).toContain('Hello,\n');
    expect(out).not.toContain('\u001b');
    expect(JSON.parse((await run('show', ids[0]!, '--json')).out)).toMatchObject({ html: '<p>Hello</p>' });
  });

  it('has a mail tried anew that was kept, and no other', async () => {
    expect(await run('retry', ids[0]!)).toMatchObject({
      code: 0,
      out: expect.stringContaining('tried anew'),
    });
    const { rows } = await clone.owner.query(
      'SELECT count(*)::int AS count FROM mail_due WHERE mail_id = $1',
      [ids[0]],
    );
    expect(rows).toEqual([{ count: 1 }]);
    expect(await run('retry', ids[0]!)).toMatchObject({ code: 1, err: expect.stringContaining('pending') });
  });

  it('says in one sentence what is wrong', async () => {
    for (const [args, code, sentence] of [
      [['show', '0197e1c2-7f60-7c1e-b0a4-5d0f1c9a2b3c'], 1, 'There is no such mail'],
      [['show', 'x'], 2, 'is no UUID'],
      [['show'], 2, 'Give one UUID of a mail'],
      [['list', '--status', 'lost'], 2, '--status must be one of'],
      [['list', '--limit', '0'], 2, '--limit must be'],
      [['list', '--workspace', 'x'], 2, '--workspace must be'],
      [['list', '--workspace', '0197e1c2-7f60-7c1e-b0a4-5d0f1c9a2b3c'], 1, 'There is no such workspace'],
      [['burn'], 2, 'mail must be followed by'],
    ] as const)
      expect(await run(...args), args.join(' ')).toMatchObject({
        code,
        err: expect.stringContaining(sentence),
      });
  });
});
