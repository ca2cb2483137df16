import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { cloneTestDatabase } from '../../../test/support/test-database.ts';
import { openDatabase } from './database.ts';
import { openPool } from './pool.ts';
import { createReadinessCheck } from './readiness.ts';

it('a database is ready while a connection is to be had, and many looks ask it once', async () => {
  const { connection, close } = await cloneTestDatabase();
  const pool = openPool({ connection, size: 1 });
  const isReady = createReadinessCheck(openDatabase(pool));
  await isReady();
  const taken = await pool.connect();
  const looks = Array.from({ length: 20 }, () => isReady());
  expect(pool.waitingCount).toBe(1);
  for (const look of await Promise.allSettled(looks)) {
    expect(look).toMatchObject({
      status: 'rejected',
      reason: { message: expect.stringContaining('1500 ms') },
    });
  }
  taken.release();
  await sleep(0);
  await isReady();
  await pool.end();
  await close();
});

it('a database that is not there is not ready, and nothing is left behind', async () => {
  const connection = { host: '127.0.0.1', port: 1, user: 'nobody', password: 'none' };
  const pool = openPool({ connection, size: 1 });
  await expect(createReadinessCheck(openDatabase(pool))()).rejects.toThrow('ECONNREFUSED');
  expect(pool.totalCount).toBe(0);
  await pool.end();
});
