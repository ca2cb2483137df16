import { afterAll, expect, test, vi } from 'vitest';
import {
  copyDataDirectory,
  makeTestFolder,
  query,
  removeTemplate,
  startForTest,
} from '../../../../test/support/embedded-database.ts';
import { attachEmbeddedDatabase } from './start-embedded-database.ts';

vi.mock('./socket-directory.ts', async (load) => ({
  ...(await load<typeof import('./socket-directory.ts')>()),
  makeSocketDirectory: async () => null,
}));

afterAll(removeTemplate);

test('where no socket can be made the database listens on the loopback interface only', async () => {
  const data = await copyDataDirectory(`${await makeTestFolder()}/data`);
  const database = await startForTest(data);
  expect(database.owner.host).toBe('127.0.0.1');
  expect(await query(database, `select current_setting('listen_addresses') as address`)).toEqual([
    { address: '127.0.0.1' },
  ]);
  expect((await attachEmbeddedDatabase({ dataDirectory: data }))?.owner).toEqual(database.owner);
});
