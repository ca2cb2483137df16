import { afterAll, beforeAll, expect, test, vi } from 'vitest';

let support: typeof import('../../../../test/support/embedded-database.ts');
let attachEmbeddedDatabase: typeof import('./start-embedded-database.ts')['attachEmbeddedDatabase'];

// Other files of this process have loaded the modules as they are, and others will want them so again.
beforeAll(async () => {
  vi.resetModules();
  vi.doMock('./socket-directory.ts', async (load) => ({
    ...(await load<typeof import('./socket-directory.ts')>()),
    makeSocketDirectory: async () => null,
  }));
  support = await import('../../../../test/support/embedded-database.ts');
  ({ attachEmbeddedDatabase } = await import('./start-embedded-database.ts'));
});

afterAll(async () => {
  await support.removeTemplate();
  vi.doUnmock('./socket-directory.ts');
  vi.resetModules();
});

test('where no socket can be made the database listens on the loopback interface only', async () => {
  const data = await support.copyDataDirectory(`${await support.makeTestFolder()}/data`);
  const database = await support.startForTest(data);
  expect(database.owner.host).toBe('127.0.0.1');
  expect(await support.query(database, `select current_setting('listen_addresses') as address`)).toEqual([
    { address: '127.0.0.1' },
  ]);
  expect((await attachEmbeddedDatabase({ dataDirectory: data }))?.owner).toEqual(database.owner);
});
