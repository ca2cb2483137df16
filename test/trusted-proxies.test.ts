import type { AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createApp } from '../src/app.ts';
import { createSalesFixtures, invoiceBody, type SalesFixtures } from './support/sales-fixtures.ts';
import { openScriptlessBrowser } from './support/sign-in-browser.ts';
import { createSignInFixtures, PASSWORD, type SignInFixtures } from './support/sign-in-fixtures.ts';
import { createSignedClient } from './support/signed-client.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';

/** Servers of one database, called from this machine: to one it is a proxy of its own, to the other anybody. */
interface Door {
  readonly baseUrl: string;
  close(): Promise<void>;
}

const HERE = '127.0.0.1';
/** What a client forges stands before what the proxies add. */
const THROUGH_PROXIES = '192.0.2.66, 203.0.113.7, 10.1.2.3';
const CLIENT = '203.0.113.7';

let server: TestServer;
let fixtures: SalesFixtures;
let trusting: Door;
let doubting: Door;
let logged = '';

async function openDoor(trustedProxies: readonly string[]): Promise<Door> {
  const { database, secretKey } = server;
  const logDestination = new PassThrough();
  logDestination.on('data', (chunk) => {
    logged += chunk;
  });
  const app = createApp({
    database,
    secretKey,
    trustedProxies,
    logLevel: 'info',
    logDestination,
    rateLimit: 0,
  });
  await app.server.listen({ host: HERE, port: 0 });
  const { port } = app.server.server.address() as AddressInfo;
  return { baseUrl: `http://${HERE}:${port}`, close: () => app.close() };
}

beforeAll(async () => {
  server = await startTestServer();
  fixtures = await createSalesFixtures(server.strict);
  trusting = await openDoor([HERE, '10.0.0.0/8']);
  doubting = await openDoor(['198.51.100.1', '10.0.0.0/8']);
});
afterAll(async () => {
  await trusting.close();
  await doubting.close();
  await server.close();
});

describe('the audit log', () => {
  /** The address that is told of the newest act on an invoice. */
  async function auditedAddress(uuid: string): Promise<string | null> {
    const { auditLog } = (await server.strict.get(`/invoices/${uuid}/audit-log`)).body.data;
    return auditLog[0].remoteAddress;
  }
  async function makeThrough({ baseUrl }: Door): Promise<string> {
    const client = createSignedClient({ ...server.strict.credentials, baseUrl });
    const headers = { 'x-forwarded-for': THROUGH_PROXIES };
    const { status, body } = await client.post('/invoices', invoiceBody(fixtures), { headers });
    expect(status, JSON.stringify(body)).toBe(200);
    return body.data.uuid;
  }
  /** Has a customer open the document's page. */
  async function viewThrough({ baseUrl }: Door, uuid: string): Promise<void> {
    await server.strict.post(`/invoices/${uuid}/send`);
    const { url } = (await server.strict.get(`/invoices/${uuid}/public-link`)).body.data;
    const headers = { 'x-forwarded-for': THROUGH_PROXIES, 'user-agent': 'Mozilla/5.0 Firefox/140.0' };
    expect((await fetch(`${baseUrl}${new URL(url).pathname}`, { headers })).status).toBe(200);
  }

  it('tells the client that trusted proxies name, of calls and of visits by a link', async () => {
    const uuid = await makeThrough(trusting);
    expect(await auditedAddress(uuid)).toBe(CLIENT);
    await viewThrough(trusting, uuid);
    expect(await auditedAddress(uuid)).toBe(CLIENT);
  });

  it('tells the address itself of whoever is no trusted proxy, whatever it forges', async () => {
    const uuid = await makeThrough(doubting);
    expect(await auditedAddress(uuid)).toBe(HERE);
    await viewThrough(doubting, uuid);
    expect(await auditedAddress(uuid)).toBe(HERE);
  });
});

describe('the limit of wrong passwords', () => {
  let dana: SignInFixtures;

  beforeEach(async () => {
    await server.owner.query('DELETE FROM password_guess');
    dana = await createSignInFixtures(server);
  });

  /** What is answered to a try by whoever says that it comes from here. */
  async function tryThrough({ baseUrl }: Door, forwarded: string, password: string): Promise<number> {
    const browser = openScriptlessBrowser({ origin: baseUrl, headers: { 'x-forwarded-for': forwarded } });
    await browser.open((await dana.initiate()).replace(server.baseUrl, baseUrl));
    await browser.press('sign-in', { email: dana.email, password });
    return browser.status;
  }

  it('counts the client that trusted proxies name, whatever it forges, and no other client with it', async () => {
    for (let time = 0; time < 10; time += 1)
      expect(await tryThrough(trusting, `192.0.2.${time}, ${CLIENT}, 10.1.2.3`, `wrong ${time}`)).toBe(422);
    expect(await tryThrough(trusting, CLIENT, PASSWORD)).toBe(429);
    expect(await tryThrough(trusting, '203.0.113.8, 10.1.2.3', PASSWORD)).toBe(200);
  });

  it('counts the address itself of whoever is no trusted proxy, with a new forged one each time', async () => {
    for (let time = 0; time < 10; time += 1)
      expect(await tryThrough(doubting, `203.0.113.${time}`, `wrong ${time}`)).toBe(422);
    expect(await tryThrough(doubting, '203.0.113.10', PASSWORD)).toBe(429);
    // The same server's count, where the address is that of a client of its proxy.
    expect(await tryThrough(trusting, '203.0.113.10', PASSWORD)).toBe(200);
  });
});

it('the log of requests tells no address, neither real nor forged', () => {
  expect(logged).toContain('"path":"/partners/invoices"');
  expect(logged).not.toMatch(/203\.0\.113|192\.0\.2|10\.1\.2\.3|"(ip|remoteAddress)"/);
});
