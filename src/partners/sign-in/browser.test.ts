import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startBrowser } from '../../../test/support/browser.ts';
import { findBarriers } from '../../../test/support/find-barriers.ts';
import {
  createSignInFixtures,
  PASSWORD,
  type SignInFixtures,
} from '../../../test/support/sign-in-fixtures.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';
import { registerRedirectUris } from '../apps/register-redirect-uris.ts';

/** An app beside the server, whose callback leads on to another of its hosts; and a site that means ill. */
interface Others {
  readonly appUrl: string;
  readonly evilUrl: string;
  /** What the evil site shows. */
  evilPage: string;
  close(): void;
}

async function startOthers(): Promise<Others> {
  const listen = async (server: Server) => {
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return (server.address() as AddressInfo).port;
  };
  const html = { 'content-type': 'text/html' };
  const app = createServer((request, response) => {
    if (request.url!.startsWith('/callback')) {
      const { search } = new URL(request.url!, 'http://x');
      const { port } = landing.address() as AddressInfo;
      response.writeHead(302, { location: `http://localhost:${port}/landed${search}` }).end();
    } else response.writeHead(200, html).end('app');
  });
  const landing = createServer((_request, response) => response.writeHead(200, html).end('<h1>Landed</h1>'));
  const evil = createServer((_request, response) => response.writeHead(200, html).end(others.evilPage));
  await listen(landing);
  const others: Others = {
    appUrl: `http://127.0.0.1:${await listen(app)}`,
    evilUrl: `http://localhost:${await listen(evil)}`,
    evilPage: '',
    close() {
      for (const server of [app, landing, evil]) server.close().closeAllConnections();
    },
  };
  return others;
}

describe('sign-in in a browser', { timeout: 60_000 }, () => {
  let server: TestServer;
  let browser: Browser;
  let others: Others;
  let dana: SignInFixtures;
  let pages: Page[] = [];

  beforeAll(async () => {
    [server, browser, others] = await Promise.all([startTestServer(), startBrowser(), startOthers()]);
    dana = await createSignInFixtures(server);
    await registerRedirectUris(server.database, server.strictAppId, [`${others.appUrl}/callback`]);
  });
  afterAll(async () => {
    await browser?.close();
    others?.close();
    await server?.close();
  });
  afterEach(async () => {
    await Promise.all(pages.map((page) => page.context().close()));
    pages = [];
    await server.owner.query('DELETE FROM password_guess');
  });

  const initiate = () => dana.initiate({ redirectUri: `${others.appUrl}/callback`, state: 'a b+c&d' });
  const countCodes = async () =>
    Number((await server.owner.query('SELECT count(*) FROM authorization_code')).rows[0].count);

  async function open(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({ javaScriptEnabled: true, ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    pages.push(page);
    return page;
  }

  async function signIn(page: Page): Promise<void> {
    await page.goto(await initiate());
    await page.getByLabel('Email address').fill(dana.email);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Choose a workspace' }).waitFor();
  }

  async function openConsent(page: Page): Promise<void> {
    await signIn(page);
    await page.getByRole('link', { name: /Sunset Bakery/ }).click();
    await page.getByRole('heading', { name: 'Let Strict app into Sunset Bakery?' }).waitFor();
  }

  const landed = async (page: Page) => {
    await page.getByRole('heading', { name: 'Landed' }).waitFor();
    return Object.fromEntries(new URL(page.url()).searchParams);
  };

  it.each([true, false])(
    'leads to the app with a code and its state; scripts: %s',
    async (javaScriptEnabled) => {
      const page = await open({ javaScriptEnabled });
      await openConsent(page);
      await page.getByRole('button', { name: 'Allow' }).click();
      const { code, ...rest } = await landed(page);
      expect(rest).toEqual({ state: 'a b+c&d' });
      expect((await dana.grant(code!)).body.data.result.workspaceName).toBe('Sunset Bakery');
    },
  );

  it('leads to the app with a refusal', async () => {
    const page = await open();
    await openConsent(page);
    await page.getByRole('button', { name: 'Refuse' }).click();
    expect(await landed(page)).toEqual({
      error: 'access_denied',
      error_description: 'The person refused access.',
      state: 'a b+c&d',
    });
  });

  it('works with the keyboard alone', async () => {
    const page = await open({ javaScriptEnabled: false });
    await page.goto(await initiate());
    await page.locator('input[type=email]:focus').waitFor();
    await page.keyboard.type(dana.email);
    await page.keyboard.press('Tab');
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Choose a workspace' }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Let Strict app into Sunrise Junk Removal?' }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await landed(page)).toHaveProperty('code');
  });

  it('gives one code at least to who presses twice', async () => {
    const page = await open();
    await openConsent(page);
    await page.getByRole('button', { name: 'Allow' }).dblclick({ noWaitAfter: true });
    const { code } = await landed(page);
    expect((await dana.grant(code!)).status).toBe(200);
  });

  it('tells after the eleventh wrong password how long to wait', async () => {
    const page = await open();
    await page.goto(await initiate());
    for (let time = 1; time <= 11; time += 1) {
      await page.getByLabel('Email address').fill(dana.email);
      await page.getByLabel('Password').fill(`wrong ${time}`);
      await page.getByRole('button', { name: 'Sign in' }).click();
      const words = time <= 10 ? 'is wrong' : 'Wait 15 minutes';
      await page.getByRole('alert').getByText(words).waitFor();
      expect(await page.getByLabel('Password').inputValue()).toBe('');
    }
  });

  it('is not moved by the form of another origin', async () => {
    const page = await open();
    await openConsent(page);
    const before = await countCodes();
    const fields = `<input name="step" value="allow"><input name="workspace" value="${dana.workspaces.Sunset}">`;
    others.evilPage = `<form method="post" action="${page.url().replaceAll('&', '&amp;')}">${fields}<button>Go</button></form>`;
    await page.goto(others.evilUrl);
    await page.getByRole('button', { name: 'Go' }).click();
    await page.getByRole('heading', { name: 'This form is out of date' }).waitFor();
    expect(await countCodes()).toBe(before);
  });

  it('is not shown in a frame', async () => {
    const page = await open();
    await openConsent(page);
    others.evilPage = `<iframe src="${page.url().replaceAll('&', '&amp;')}"></iframe>`;
    const refused = page.waitForEvent('console', (message) => /frame/i.test(message.text()));
    await page.goto(others.evilUrl);
    expect((await refused).text()).toMatch(/frame-ancestors|X-Frame-Options/i);
    expect(await page.frames()[1]?.getByRole('button', { name: 'Allow' }).count()).toBe(0);
  });

  it('sends nobody to an address that was changed', async () => {
    const page = await open();
    await openConsent(page);
    const changed = new URL(page.url());
    changed.searchParams.set('redirectUri', others.evilUrl);
    await page.goto(changed.href);
    await page.getByRole('heading', { name: 'This sign-in cannot go on' }).waitFor();
    expect(new URL(page.url()).origin).toBe(server.baseUrl);
  });

  it.each([
    ['light', 'everything', { colorScheme: 'light' }],
    ['dark', 'colours', { colorScheme: 'dark' }],
    ['on a phone', 'everything', { viewport: { width: 320, height: 640 }, colorScheme: 'dark' }],
  ] as const)('has no barrier and no sideways scrolling, %s', async (name, scope, options) => {
    const page = await open({ ...options, bypassCSP: true });
    const look = async (what: string) => {
      const shots = process.env.RECOUNT_SCREENSHOTS;
      if (shots) await page.screenshot({ path: `${shots}/${name} ${what}.png`, fullPage: true });
      expect(await findBarriers(page, scope), what).toEqual([]);
      const root = 'document.documentElement';
      const wider = await page.evaluate(`${root}.scrollWidth - ${root}.clientWidth`);
      expect(wider, what).toBe(0);
    };
    await page.goto(await initiate());
    await look('sign-in');
    await page.getByLabel('Email address').fill(dana.email);
    await page.getByLabel('Password').fill('wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').waitFor();
    await look('wrong password');
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Choose a workspace' }).waitFor();
    await look('workspaces');
    await page.getByRole('link', { name: /Sunset Bakery/ }).click();
    await page.getByRole('button', { name: 'Allow' }).waitFor();
    await look('consent');
    await page.goto(`${server.baseUrl}/partner-signin?clientId=x&redirectUri=y`);
    await look('problem');
  });
});
