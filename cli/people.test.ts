import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyPassword } from '../src/partners/people/password.ts';
import { createRecountRunner, type RecountRunner } from '../test/support/run-recount.ts';
import { cloneTestDatabase, type TestDatabase } from '../test/support/test-database.ts';
import type { RunCommand } from './command.ts';
import { run as people } from './people.ts';
import { run as workspaces } from './workspaces.ts';

let clone: TestDatabase;
let runner: RecountRunner;

beforeAll(async () => {
  clone = await cloneTestDatabase();
  runner = createRecountRunner(clone);
});
afterAll(() => clone.close());

const COMMANDS: Readonly<Record<string, RunCommand>> = { people, workspaces };
/** In this process, unless something is to be read from stdin. */
const run = ([command, ...args]: string[], stdin?: string) =>
  stdin === undefined ? runner.run(COMMANDS[command!]!, args) : runner.spawn([command!, ...args], stdin);

async function answer(args: string[], stdin?: string) {
  const { code, out, err } = await run([...args, '--json'], stdin);
  expect(code, err).toBe(0);
  return JSON.parse(out);
}
async function opens(email: string, password: string): Promise<boolean> {
  const { rows } = await clone.owner.query('SELECT password_hash FROM person WHERE email = $1', [email]);
  return verifyPassword(rows[0].password_hash, password);
}

describe('an operator without the demo', () => {
  it('makes a workspace and its owner, lets another in, and out again', async () => {
    expect((await run(['workspaces', 'list'])).out).toContain('There is no workspace yet');
    const books = await answer([
      ...['workspaces', 'create', '--name', 'Sunset Bakery', '--currency', 'eur', '--country', 'de'],
      ...['--time-zone', 'Europe/Berlin', '--fiscal-year-start-month', '4'],
    ]);
    expect(books).toMatchObject({ name: 'Sunset Bakery', currency: 'EUR', timeZone: 'Europe/Berlin' });
    expect(await answer(['workspaces', 'list'])).toEqual([books]);
    const { rows } = await clone.owner.query('SELECT country, fiscal_year_start_month AS month FROM books');
    expect(rows).toEqual([{ country: 'DE', month: 4 }]);

    const person = ['people', 'create', '--email', 'Ada@Example.com', '--name', 'Ada Okafor'];
    const ada = await answer([...person, '--workspace', books.id]);
    expect(ada.workspaces).toEqual([{ id: books.id, name: 'Sunset Bakery', role: 'owner' }]);
    expect(await opens('Ada@Example.com', ada.password)).toBe(true);
    expect(await run(person)).toMatchObject({ code: 1, err: expect.stringContaining('already a person') });

    const ben = ['people', 'create', '--email', 'ben@example.com', '--name', 'Ben'];
    expect(await answer([...ben, '--password-stdin'], 'a long enough one\n')).not.toHaveProperty('password');
    expect(await opens('ben@example.com', 'a long enough one')).toBe(true);
    const inside = await answer([
      'people',
      'add',
      'BEN@example.com',
      '--workspace',
      books.id,
      '--role',
      'auditor',
    ]);
    expect(inside.workspaces).toMatchObject([{ role: 'auditor' }]);
    const emails = async (...args: string[]) =>
      (await answer(['people', 'list', ...args])).map(({ email }: { email: string }) => email);
    expect(await emails('--workspace', books.id)).toEqual(['Ada@Example.com', 'ben@example.com']);
    const outside = await answer(['people', 'remove', 'ben@example.com', '--workspace', books.id]);
    expect(outside.workspaces).toEqual([]);
    expect(await emails('--workspace', books.id)).toEqual(['Ada@Example.com']);
    expect(await emails()).toEqual(['Ada@Example.com', 'ben@example.com']);
    expect(await run(['people', 'remove', 'ben@example.com', '--workspace', books.id])).toMatchObject({
      code: 1,
      err: expect.stringContaining('is not in the workspace'),
    });
    expect((await run(['people', 'list'])).out).toMatch(/Ada Okafor +Sunset Bakery \(owner\)/);
  });

  it('gives a person a new password', async () => {
    await answer(['people', 'create', '--email', 'cy@example.com', '--name', 'Cy']);
    await answer(['people', 'set-password', 'cy@example.com', '--password-stdin'], 'twelve letters');
    expect(await opens('cy@example.com', 'twelve letters')).toBe(true);
    const { out } = await run(['people', 'set-password', 'CY@example.com']);
    expect(out).toContain('The password is shown this once.');
    expect(await opens('cy@example.com', /Password +(\S+)/.exec(out)![1]!)).toBe(true);
    expect(await opens('cy@example.com', 'twelve letters')).toBe(false);
  });

  const NOBODY = '0197e1c2-3c10-7a05-9b1d-4e6f8a0c2d3b';
  it.each([
    [['workspaces', 'create', '--name', 'x'], 2, '--currency is required'],
    [['workspaces', 'create', '--name', 'x', '--currency', 'XYZ'], 2, 'is not a currency'],
    [['workspaces', 'create', '--name', 'x', '--currency', 'USD', '--time-zone', 'Mars'], 2, '--time-zone'],
    [['people', 'create', '--name', 'x', '--email', 'x'], 2, '--email must be'],
    [['people', 'create', '--email', 'x@example.com'], 2, '--name is required'],
    [
      ['people', 'create', '--email', 'x@example.com', '--name', 'x', '--workspace', NOBODY],
      1,
      'no workspace',
    ],
    [
      ['people', 'create', '--email', 'x@example.com', '--name', 'x', '--role', 'owner'],
      2,
      '--workspace too',
    ],
    [['people', 'add', 'x@example.com'], 2, '--workspace must be'],
    [['people', 'add', 'x@example.com', '--workspace', NOBODY, '--role', 'king'], 2, '--role must be one of'],
    [['people', 'set-password', 'x@example.com'], 1, 'no person'],
  ])('is refused %j', async (args, exitCode, sentence) => {
    const { code, err } = await run(args);
    expect(err).toContain(sentence);
    expect(code).toBe(exitCode);
  });

  it('is refused a short password, and nobody is made', async () => {
    const { code, err } = await run(
      ['people', 'create', '--email', 'short@example.com', '--name', 'x', '--password-stdin'],
      'short',
    );
    expect([code, err]).toEqual([2, expect.stringContaining('must be at least 12 characters long')]);
    expect((await clone.owner.query(`SELECT 1 FROM person WHERE email LIKE 'short%'`)).rows).toEqual([]);
  });
});
