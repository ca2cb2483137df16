import { PassThrough } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { ENDPOINTS } from '../../endpoints.ts';
import type { Database } from '../database/database.ts';
import { defineEndpoint } from './endpoint.ts';
import { buildServer } from './server.ts';

const SECONDS = 60;

const declare = (path: `/${string}`, limit?: { requests: number; seconds: number }) =>
  defineEndpoint({
    method: 'POST',
    path,
    operationId: path,
    tag: 'Tests',
    summary: path,
    description: path,
    access: 'public',
    ...(limit ? { limit } : {}),
    body: z.object({}),
    status: 200,
    message: 'Done.',
    data: z.object({}),
    errors: [],
    examples: {},
    handle: async () => ({ data: {} }),
  });

let server: FastifyInstance;
let lines: string[];

beforeEach(() => {
  lines = [];
  const logDestination = new PassThrough();
  logDestination.on('data', (chunk) => lines.push(...String(chunk).split('\n').filter(Boolean)));
  server = buildServer({
    endpoints: [
      declare('/limited', { requests: 2, seconds: SECONDS }),
      declare('/other', { requests: 2, seconds: SECONDS }),
      declare('/unlimited'),
    ],
    services: {
      database: {} as Database,
      secretKey: Buffer.alloc(32),
      publicUrl: () => 'http://localhost',
      authenticate: async () => undefined,
    },
    health: { checkReady: async () => {} },
    openApi: {},
    trustedProxies: ['198.51.100.1', '10.0.0.0/8'],
    logLevel: 'info',
    logDestination,
    version: '0',
  });
  onTestFinished(() => server.close());
});

const post = (remoteAddress: string, url = '/limited', payload?: string) =>
  server.inject({ method: 'POST', url, remoteAddress, ...(payload === undefined ? {} : { payload }) });

async function statusesOf(addresses: readonly string[]): Promise<number[]> {
  const statuses: number[] = [];
  for (const address of addresses) statuses.push((await post(address)).statusCode);
  return statuses;
}

it('an address that asks more often than the limit is refused, and told when to come back', async () => {
  const allowed = await post('192.0.2.1');
  expect(allowed.headers).toMatchObject({
    'ratelimit-limit': '2',
    'ratelimit-remaining': '1',
    'ratelimit-reset': String(SECONDS),
  });
  expect((await post('192.0.2.1')).statusCode).toBe(200);
  const refused = await post('192.0.2.1');
  expect(refused.statusCode).toBe(429);
  expect(refused.headers).toMatchObject({
    'ratelimit-limit': '2',
    'ratelimit-remaining': '0',
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
  });
  const wait = Number(refused.headers['retry-after']);
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThanOrEqual(SECONDS);
  expect(refused.json()).toMatchObject({
    status: 'error',
    type: 'RATE_LIMITED',
    code: 'RATE_LIMITED',
    statusCode: 429,
    requestId: refused.headers['x-request-id'],
  });
});

it('a refused request has an id and its line in the log, as any other has', async () => {
  await statusesOf(['192.0.2.1', '192.0.2.1']);
  const refused = await post('192.0.2.1');
  const requestId = refused.headers['x-request-id'];
  const own = lines.map((line) => JSON.parse(line)).filter((line) => line.requestId === requestId);
  expect(own).toMatchObject([
    { code: 'RATE_LIMITED' },
    { method: 'POST', path: '/limited', status: 429, ms: expect.any(Number) },
  ]);
});

it('what is refused is refused before its body is looked at', async () => {
  expect((await post('192.0.2.1', '/limited', 'x')).statusCode).toBe(415);
  expect((await post('192.0.2.1', '/limited', 'x')).statusCode).toBe(415);
  expect((await post('192.0.2.1', '/limited', 'x')).statusCode).toBe(429);
});

it('each address and each endpoint has a budget of its own', async () => {
  expect(await statusesOf(['192.0.2.1', '192.0.2.1', '192.0.2.1', '192.0.2.2'])).toEqual([
    200, 200, 429, 200,
  ]);
  expect((await post('192.0.2.1', '/other')).statusCode).toBe(200);
});

it('the addresses of one IPv6 network of 64 bits have one budget, however they are written', async () => {
  expect(await statusesOf(['2001:db8::1', '2001:db8:0:0:ffff::2', '2001:DB8::3', '2001:db8:0:1::1'])).toEqual(
    [200, 200, 429, 200],
  );
  expect(await statusesOf(['192.0.2.9', '::ffff:192.0.2.9', '::ffff:c000:209'])).toEqual([200, 200, 429]);
});

it('an endpoint without a limit, and what operators ask, are not counted', async () => {
  for (let count = 0; count < 20; count += 1) {
    expect((await post('192.0.2.1', '/unlimited')).statusCode).toBe(200);
    const health = await server.inject({ url: '/healthz', remoteAddress: '192.0.2.1' });
    expect(health.statusCode).toBe(200);
    expect(health.headers['ratelimit-limit']).toBeUndefined();
  }
});

it('every endpoint that asks for no signature has a limit', () => {
  const unlimited = ENDPOINTS.filter(({ access, limit }) => access === 'public' && !limit);
  expect(unlimited.map(({ path }) => path)).toEqual([]);
});

it('counts the client that a trusted proxy names, and believes nobody else', async () => {
  const through = async (remoteAddress: string, client: string) => {
    const headers = { 'x-forwarded-for': client };
    return (await server.inject({ method: 'POST', url: '/limited', remoteAddress, headers })).statusCode;
  };
  const clients = ['203.0.113.1', '203.0.113.2', '203.0.113.3'];
  for (const client of clients) expect(await through('198.51.100.1', client)).toBe(200);
  // What a client says itself stands before what the proxies add.
  const chain = '192.0.2.9, 203.0.113.1, 10.1.2.3';
  expect(await through('198.51.100.1', chain)).toBe(200);
  expect(await through('10.9.9.9', '203.0.113.1')).toBe(429);
  const untrusted: number[] = [];
  for (const client of clients) untrusted.push(await through('192.0.2.77', client));
  expect(untrusted).toEqual([200, 200, 429]);
});
