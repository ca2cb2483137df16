import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openScriptlessBrowser } from '../../../test/support/sign-in-browser.ts';
import {
  createSignInFixtures,
  PASSWORD,
  type SignInFixtures,
} from '../../../test/support/sign-in-fixtures.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';
import { createApp } from '../../app.ts';
import { countGuess, forgiveGuess, type Guesser } from './password-guesses.ts';

let server: TestServer;
let dana: SignInFixtures;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  await server.owner.query('DELETE FROM password_guess');
  dana = await createSignInFixtures(server);
});

const stranger = (address: string, emailKey = 'dana@example.com'): Guesser => ({
  emailKey,
  address,
  knownDevice: undefined,
});
const guess = (guesser: Guesser) => countGuess(server.database, guesser);
async function guessTimes(times: number, guesser: Guesser): Promise<void> {
  for (let time = 0; time < times; time += 1) expect(await guess(guesser), `guess ${time + 1}`).toBe(0);
}

describe('on the page', () => {
  const openBrowser = () => openScriptlessBrowser({ origin: server.baseUrl });

  async function tryTimes(times: number, email: string, browser = openBrowser()) {
    await browser.open(await dana.initiate());
    for (let time = 0; time < times; time += 1) {
      await browser.press('sign-in', { email, password: `wrong ${time}` });
      expect(browser.status).toBe(422);
    }
    return browser;
  }

  test('the eleventh wrong password is refused for a quarter of an hour, and so is then the right one', async () => {
    const browser = await tryTimes(10, dana.email);
    for (const password of ['wrong', PASSWORD]) {
      await browser.press('sign-in', { email: dana.email, password });
      expect(browser.status).toBe(429);
      expect(browser.html).toContain('Too many wrong passwords. Wait 15 minutes, then try again.');
      expect(Number(browser.headers.get('retry-after'))).toBeGreaterThan(850);
    }
    await server.owner.query(`UPDATE password_guess SET window_ends_at = now() + interval '40 seconds'`);
    await browser.press('sign-in', { email: dana.email, password: PASSWORD });
    expect(browser.html).toMatch(/Wait (39|40) seconds, then/);
    await server.owner.query(`UPDATE password_guess SET window_ends_at = now()`);
    await browser.press('sign-in', { email: dana.email, password: PASSWORD });
    expect(browser.html).toContain('Choose a workspace');
  });

  test('an unknown e-mail is answered word for word as a wrong password is, also when it is too many', async () => {
    const strip = (html: string) =>
      html.replaceAll(/(dana|nobody)[\w.]*@example.com|csrf" value="[^"]*"/g, '');
    const [known, unknown] = [await tryTimes(10, dana.email), await tryTimes(10, 'nobody@example.com')];
    expect(strip(unknown.html)).toBe(strip(known.html));
    expect(known.html).toContain('The email address or the password is wrong.');
    await known.press('sign-in', { email: dana.email, password: 'wrong' });
    await unknown.press('sign-in', { email: 'nobody@example.com', password: 'wrong' });
    expect([known.status, unknown.status]).toEqual([429, 429]);
    expect(strip(unknown.html)).toBe(strip(known.html));
  });

  test('the right password after nine wrong ones begins anew', async () => {
    const browser = await tryTimes(9, dana.email);
    await browser.press('sign-in', { email: dana.email, password: PASSWORD });
    expect(browser.html).toContain('Choose a workspace');
    await tryTimes(10, dana.email);
  });

  test('a device that the person has signed in on is not locked by strangers, but by its own wrong guesses', async () => {
    const browser = openBrowser();
    await browser.open(await dana.initiate());
    await browser.press('sign-in', { email: dana.email, password: PASSWORD });
    await browser.press('sign-out');
    const attacker = await tryTimes(10, dana.email);
    await attacker.press('sign-in', { email: dana.email, password: PASSWORD });
    expect(attacker.status).toBe(429);
    await browser.press('sign-in', { email: dana.email, password: PASSWORD });
    expect(browser.html).toContain('Choose a workspace');
    await browser.press('sign-out');
    await tryTimes(10, dana.email, browser);
    await browser.press('sign-in', { email: dana.email, password: PASSWORD });
    expect(browser.status).toBe(429);
  });

  test('a mark of another person, or one that was made up, is no known device', async () => {
    const other = await createSignInFixtures(server);
    const browser = openBrowser();
    await browser.open(await other.initiate());
    await browser.press('sign-in', { email: other.email, password: PASSWORD });
    const mark = browser.cookies.get('recount_device')!;
    for (const device of [mark, `${'a'.repeat(22)}.${'b'.repeat(43)}`, 'x']) {
      await server.owner.query('DELETE FROM password_guess');
      const headers = { cookie: `recount_device=${device}` };
      const attacker = openScriptlessBrowser({ origin: server.baseUrl, headers });
      await attacker.open(await dana.initiate());
      await attacker.press('sign-in', { email: dana.email, password: 'wrong' });
      // As a stranger's: by address, by account and by both.
      const { rows } = await server.owner.query('SELECT count(*)::int AS count FROM password_guess');
      expect(rows[0].count).toBe(3);
    }
  });

  test('counts are shared by all servers of the database', async () => {
    await tryTimes(10, dana.email);
    const { database, secretKey } = server;
    const second = createApp({ database, secretKey, logLevel: 'silent' });
    await second.server.listen({ host: '127.0.0.1', port: 0 });
    const { port } = second.server.server.address() as { port: number };
    const browser = openScriptlessBrowser({ origin: `http://127.0.0.1:${port}` });
    await browser.open((await dana.initiate()).replace(server.baseUrl, `http://127.0.0.1:${port}`));
    await browser.press('sign-in', { email: dana.email, password: PASSWORD });
    await second.close();
    expect(browser.status).toBe(429);
  });

  test('neither a blank nor an endless password is looked at', async () => {
    const browser = openBrowser();
    await browser.open(await dana.initiate());
    for (const password of ['', 'x'.repeat(1025)]) {
      await browser.press('sign-in', { email: dana.email, password });
      expect(browser.status).toBe(422);
    }
    const { rows } = await server.owner.query('SELECT 1 FROM password_guess');
    expect(rows).toEqual([]);
  });
});

describe('guesses', () => {
  test('of many at once, no more are let through than one after the other', async () => {
    const waits = await Promise.all(Array.from({ length: 30 }, () => guess(stranger('192.0.2.1'))));
    expect(waits.filter((wait) => wait === 0)).toHaveLength(10);
  });

  test('from one address do not keep the person out elsewhere', async () => {
    await guessTimes(10, stranger('192.0.2.1'));
    for (let time = 0; time < 100; time += 1) expect(await guess(stranger('192.0.2.1'))).toBeGreaterThan(0);
    await guessTimes(10, stranger('192.0.2.2'));
  });

  test('from many addresses for one account are limited together', async () => {
    for (let host = 1; host <= 5; host += 1) await guessTimes(10, stranger(`192.0.2.${host}`));
    expect(await guess(stranger('192.0.2.6'))).toBeGreaterThan(0);
    expect(await guess({ ...stranger('192.0.2.6'), knownDevice: 'hers' })).toBe(0);
    expect(await guess(stranger('192.0.2.6', 'other@example.com'))).toBe(0);
  });

  test('from one address for many accounts are limited together', async () => {
    for (let account = 0; account < 10; account += 1)
      await guessTimes(10, stranger('192.0.2.1', `person${account}@example.com`));
    expect(await guess(stranger('192.0.2.1', 'last@example.com'))).toBeGreaterThan(0);
    expect(await guess(stranger('192.0.2.2', 'last@example.com'))).toBe(0);
  });

  test('from addresses of one IPv6 network count as from one', async () => {
    const network = [
      '2001:db8:1:2::1',
      '2001:DB8:1:2:ffff::',
      '2001:0db8:0001:0002:0:0:0:9',
      '2001:db8:1:2:a:b:c:d',
      '2001:db8:1:2::5%eth0',
    ];
    for (const address of network) await guessTimes(2, stranger(address));
    expect(await guess(stranger('2001:db8:1:2::7'))).toBeGreaterThan(0);
    expect(await guess(stranger('2001:db8:1:3::7'))).toBe(0);
    await guessTimes(10, stranger('::ffff:192.0.2.9'));
    expect(await guess(stranger('192.0.2.9'))).toBeGreaterThan(0);
    await guessTimes(10, stranger('::1', 'local@example.com'));
  });

  test('that are refused do not lengthen the wait, and the next window begins empty', async () => {
    await guessTimes(10, stranger('192.0.2.1'));
    const first = await guess(stranger('192.0.2.1'));
    await server.owner.query(
      `UPDATE password_guess SET window_ends_at = window_ends_at - interval '5 minutes'`,
    );
    const later = await guess(stranger('192.0.2.1'));
    expect(first - later).toBeGreaterThanOrEqual(299);
    await server.owner.query(`UPDATE password_guess SET window_ends_at = now() - interval '1 second'`);
    await guessTimes(10, stranger('192.0.2.1'));
  });

  test('that were right are taken back', async () => {
    for (let time = 0; time < 60; time += 1) {
      await guessTimes(1, stranger('192.0.2.1'));
      await forgiveGuess(server.database, stranger('192.0.2.1'));
    }
    const { rows } = await server.owner.query('SELECT sum(guesses)::int AS sum FROM password_guess');
    expect(rows).toEqual([{ sum: 0 }]);
  });

  test('are kept without the e-mail that was typed', async () => {
    await guess(stranger('192.0.2.1', 'my-password'));
    const { rows } = await server.owner.query(
      `SELECT 1 FROM password_guess WHERE convert_from(bucket, 'LATIN1') LIKE '%my-password%'`,
    );
    expect(rows).toEqual([]);
  });
});
