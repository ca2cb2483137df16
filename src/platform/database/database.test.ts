import { afterAll, beforeAll, expect, it } from 'vitest';
import { cloneTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts';
import { UNKNOWN_UUID } from '../../../test/support/unknown-uuid.ts';
import { type Database, openDatabase } from './database.ts';
import { openPool } from './pool.ts';

let clone: TestDatabase;
let database: Database;

beforeAll(async () => {
  clone = await cloneTestDatabase();
  const { connection } = clone;
  const longReads = openPool({ connection, size: 1, patience: 200 });
  database = openDatabase(openPool({ connection, size: 1 }), {}, longReads);
});
afterAll(async () => {
  await database.close();
  await clone.close();
});

it('nothing but another one waits for what reads at length, and that one not for ever', async () => {
  let end = () => {};
  let begin = () => {};
  const begun = new Promise<void>((done) => {
    begin = done;
  });
  const reading = database.readAtLength(UNKNOWN_UUID, async (transaction) => {
    begin();
    await new Promise<void>((done) => {
      end = done;
    });
    return transaction.query<{ day: number }>('SELECT 1 AS day');
  });
  await begun;
  const look = () => database.read(UNKNOWN_UUID, (transaction) => transaction.query('SELECT 1 AS one'));
  const write = () =>
    database.transaction({ workspaceId: UNKNOWN_UUID }, (transaction) =>
      transaction.query('SELECT 2 AS two'),
    );
  expect([await look(), await write()]).toEqual([[{ one: 1 }], [{ two: 2 }]]);
  await expect(database.readAtLength(UNKNOWN_UUID, async () => {})).rejects.toThrow('timeout');
  end();
  expect(await reading).toEqual([{ day: 1 }]);
});
