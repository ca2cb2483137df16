import Fastify from 'fastify';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type DemoConsole, type DemoTarget, serveDemoTarget } from './demo-target.ts';

const TARGET: DemoTarget = {
  clientId: 'rc_id_1',
  clientSecret: 'rc_secret_1',
  accessToken: 'rc_at_1',
  workspaceName: 'Junk Removal Pros',
  substitutions: { 'A-1001': 'A-1002' },
  operationSubstitutions: {},
};
const HOME: DemoConsole = {
  host: '127.0.0.1',
  publicUrl: undefined,
  leave: undefined,
  findTarget: async () => TARGET,
};
/** What a browser sends for a page at an address. */
const from = (origin: string, more: Record<string, string> = {}) => ({
  host: origin.replace(/^https?:\/\//, ''),
  origin,
  'sec-fetch-site': 'same-origin',
  'content-type': 'application/json',
  ...more,
});
const LOCAL = from('http://localhost:4010');

async function ask(demo: Partial<DemoConsole>, headers: Record<string, string>) {
  const server = Fastify();
  onTestFinished(() => server.close());
  serveDemoTarget(server, { ...HOME, ...demo });
  return server.inject({ method: 'POST', url: '/docs/demo-target', headers, payload: '{}' });
}

async function isTold(demo: Partial<DemoConsole>, headers: Record<string, string>): Promise<boolean> {
  const answer = await ask(demo, headers);
  expect(answer.headers).toMatchObject({
    'cache-control': 'no-store',
    'cross-origin-resource-policy': 'same-origin',
  });
  expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  if (answer.statusCode === 200) {
    expect(answer.json()).toEqual(TARGET);
    return true;
  }
  expect(answer.statusCode).toBe(404);
  expect(answer.json()).toEqual({ available: false, reason: expect.stringMatching(/^[A-Z].*\.$/) });
  expect(answer.body).not.toMatch(/rc_/);
  return false;
}

describe('the demo’s credentials are told', () => {
  it.each([
    'http://localhost:4010',
    'http://127.0.0.1:4010',
    'http://127.1.2.3',
    'http://[::1]:4010',
    'http://localhost',
    'https://localhost:4010',
  ])('to a page at %s, on a server that listens there alone', async (origin) => {
    expect(await isTold({}, from(origin))).toBe(true);
  });

  it('to a page in a browser that does not say from which site it asks', async () => {
    const { 'sec-fetch-site': _, ...older } = LOCAL;
    expect(await isTold({}, older)).toBe(true);
  });

  it.each(['127.0.0.1', 'localhost', '::1'])(
    'where HOST is %s and the public address is one of this machine',
    async (host) => {
      expect(await isTold({ host, publicUrl: 'http://localhost:4010' }, LOCAL)).toBe(true);
    },
  );

  it('by leave of the operator, wherever the server listens, at its public address and on its own machine', async () => {
    const open = { host: '0.0.0.0', publicUrl: 'https://books.example', leave: true };
    expect(await isTold(open, from('https://books.example'))).toBe(true);
    expect(await isTold(open, from('https://books.example', { 'x-forwarded-for': '203.0.113.7' }))).toBe(
      true,
    );
    expect(await isTold(open, LOCAL)).toBe(true);
  });
});

describe('the demo’s credentials are told to nobody', () => {
  it('where there is no demo workspace', async () => {
    const answer = await ask({ findTarget: async () => undefined }, LOCAL);
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toEqual({ available: false, reason: 'This server has no demo workspace.' });
  });

  it.each([
    { host: '0.0.0.0' },
    { host: '::' },
    { host: '192.168.1.20' },
    { publicUrl: 'https://books.example' },
    { host: '0.0.0.0', publicUrl: 'http://localhost:4010' },
  ])('where others can reach the server and its operator has not allowed it: %j', async (demo) => {
    expect(await isTold(demo, LOCAL)).toBe(false);
    expect((await ask(demo, LOCAL)).json().reason).toContain('RECOUNT_DEMO_CONSOLE=1');
  });

  it('where the operator forbids it', async () => {
    expect(await isTold({ leave: false }, LOCAL)).toBe(false);
  });

  it.each(['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'])(
    'through a proxy on the same machine that says so by %s, without the operator’s leave',
    async (name) => {
      expect(await isTold({}, { ...LOCAL, [name]: '203.0.113.7' })).toBe(false);
    },
  );
});

describe('another site', () => {
  const open = { host: '0.0.0.0', publicUrl: 'https://books.example', leave: true };

  it.each([
    ['of another origin', { ...LOCAL, origin: 'https://elsewhere.example' }],
    ['of another port of this machine', { ...LOCAL, origin: 'http://localhost:3000' }],
    ['of another name of this machine', { ...LOCAL, origin: 'http://127.0.0.1:4010' }],
    ['without an origin', { host: 'localhost:4010', 'content-type': 'application/json' }],
    ['in a frame without an origin', { ...LOCAL, origin: 'null' }],
    ['that the browser calls cross-site', { ...LOCAL, 'sec-fetch-site': 'cross-site' }],
    ['that the browser calls same-site', { ...LOCAL, 'sec-fetch-site': 'same-site' }],
    ['that no page asked for', { ...LOCAL, 'sec-fetch-site': 'none' }],
    ['whose name leads here (DNS rebinding)', from('http://elsewhere.example:4010')],
    ['whose name begins like this machine’s', from('http://localhost.elsewhere.example')],
    ['whose name ends like this machine’s', from('http://127.0.0.1.elsewhere.example')],
    ['with a host that a URL reads otherwise', { ...LOCAL, host: 'elsewhere.example@localhost:4010' }],
    ['with a host that goes on', { ...LOCAL, host: 'localhost:4010/x', origin: 'http://localhost:4010' }],
    ['with an origin that goes on', { ...LOCAL, origin: 'http://localhost:4010/' }],
    ['of another scheme', from('http://localhost:4010', { origin: 'ftp://localhost:4010' })],
  ])('%s is told nothing, with the operator’s leave or without', async (_name, headers) => {
    expect(await isTold({}, headers)).toBe(false);
    expect(await isTold(open, headers)).toBe(false);
  });

  it('at the public address is told nothing without the leave, nor under another scheme or port', async () => {
    expect(await isTold({ publicUrl: 'https://books.example' }, from('https://books.example'))).toBe(false);
    for (const origin of ['http://books.example', 'https://books.example:8443', 'https://books.example.org'])
      expect(await isTold(open, from(origin)), origin).toBe(false);
  });
});

it('who reads the address, as a link would, gets nothing', async () => {
  const server = Fastify();
  onTestFinished(() => server.close());
  serveDemoTarget(server, HOME);
  const answer = await server.inject({ method: 'GET', url: '/docs/demo-target', headers: LOCAL });
  expect(answer.statusCode).toBe(404);
  expect(answer.body).not.toContain('rc_');
});
