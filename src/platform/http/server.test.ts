import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import type { Database } from '../database/database.ts';
import { buildServer } from './server.ts';

it('lets nobody take longer than 30 seconds over a request, nor hold a connection without end', async () => {
  const server = buildServer({
    endpoints: [],
    services: {
      database: {} as Database,
      secretKey: Buffer.alloc(32),
      publicUrl: () => 'http://localhost',
      authenticate: async () => undefined,
    },
    health: { checkReady: async () => {} },
    openApi: {},
    logLevel: 'silent',
    logDestination: new PassThrough(),
    version: '0',
  });
  const { headersTimeout, requestTimeout, timeout } = server.server;
  // Were the first the longer one, node would exchange them, and a body could drip in for twice as long.
  expect(headersTimeout).toBeLessThan(requestTimeout);
  expect(requestTimeout).toBe(30_000);
  expect(timeout).toBe(120_000);
  await server.close();
});
