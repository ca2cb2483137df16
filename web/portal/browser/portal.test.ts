import type { Browser, BrowserContextOptions, Page, Route } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startBrowser } from '../../../test/support/browser.ts';
import { type DemoServer, startDemoServer } from '../../../test/support/demo-server.ts';
import { findBarriers } from '../../../test/support/find-barriers.ts';
import { createSignedClient } from '../../../test/support/signed-client.ts';
import { SCRIPT_LIMIT } from '../build/page-weight.ts';
import { openWatchedPage, type WatchedPage } from './watched-page.ts';

const CREATE_INVOICE = '/docs/invoices/create-invoice';
const PHONE: BrowserContextOptions = { viewport: { width: 360, height: 740 }, hasTouch: true };
/** One of each kind, and those with the widest content. */
const PAGES = [
  '/docs',
  CREATE_INVOICE,
  '/docs/chart-of-accounts/list-accounts',
  '/docs/authentication/verify-signature',
  '/docs/guides/authentication',
  '/docs/guides/errors',
  '/docs/errors/validation-error',
];
/** A browser tells of every status from 400 on, also where that is what was asked for. */
const REFUSED = /the server responded with a status of 4\d\d/;

describe('the portal in a browser', { timeout: 180_000 }, () => {
  let server: DemoServer;
  let browser: Browser;
  let opened: WatchedPage[] = [];

  beforeAll(async () => {
    [server, browser] = await Promise.all([startDemoServer(), startBrowser()]);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  afterEach(async () => {
    const faults = opened.flatMap((each) => each.faults);
    await Promise.all(opened.map(({ page }) => page.context().close()));
    opened = [];
    expect(faults, 'scripts, styles and requests are all the server’s own').toEqual([]);
  });

  async function open(path: string, options: BrowserContextOptions = {}, expected?: RegExp): Promise<Page> {
    const watched = await openWatchedPage(browser, server.baseUrl, options, expected);
    opened.push(watched);
    await watched.page.goto(path);
    return watched.page;
  }

  const consoleOf = (page: Page) => page.locator('[data-island="console"]');
  const statusOf = (page: Page) => consoleOf(page).locator('.answer-status');
  const bodyOf = async (page: Page) => JSON.parse((await page.getByLabel('Response body').textContent())!);

  /** A page whose console has taken over the demo’s own ids. */
  async function openConsole(path = CREATE_INVOICE): Promise<Page> {
    const page = await open(path, {}, REFUSED);
    await waitForDemo(page);
    return page;
  }

  /** The console comes alive when it is seen. */
  async function waitForDemo(page: Page): Promise<void> {
    await consoleOf(page).scrollIntoViewIfNeeded();
    await consoleOf(page)
      .getByText(/^To .*, the demo workspace/)
      .waitFor();
  }

  async function send(page: Page): Promise<void> {
    await consoleOf(page).getByRole('button', { name: 'Send', exact: true }).click();
    await statusOf(page)
      .getByText(/ in \d+ ms$/)
      .waitFor();
  }

  describe('signing in from the console', () => {
    async function beginSignIn(): Promise<Page> {
      const page = await openConsole('/docs/tags/list-tags');
      await page.getByLabel('Target').selectOption({ label: 'A workspace that I sign in to' });
      await consoleOf(page).getByText('To the workspace that you sign in to.').waitFor();
      await consoleOf(page).getByRole('button', { name: 'Sign in' }).click();
      await page.getByLabel('Password').fill(server.demo.password);
      return page;
    }

    async function signIn(page: Page): Promise<void> {
      await page.getByLabel('Email address').fill(server.demo.email);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('button', { name: 'Allow' }).waitFor();
    }

    it('comes back to the page with tokens of the workspace, which work and stay in the tab', async () => {
      const page = await beginSignIn();
      await signIn(page);
      await page.getByRole('button', { name: 'Allow' }).click();
      await page.waitForURL('**/docs/tags/list-tags#request-console');
      await consoleOf(page).getByText('To Junk Removal Pros, which you signed in to.').waitFor();
      await send(page);
      expect(await statusOf(page).innerText()).toContain('200');
      const kept = await page.evaluate(() => [JSON.stringify(sessionStorage), JSON.stringify(localStorage)]);
      expect(kept[0]).not.toContain('"recount-console-sign-in"');
      expect(kept[1]).not.toContain(server.demo.clientSecret);
      await page.goto('/docs/taxes/list-taxes');
      await consoleOf(page).scrollIntoViewIfNeeded();
      await consoleOf(page).getByText('To Junk Removal Pros, which you signed in to.').waitFor();
      await consoleOf(page).getByRole('button', { name: 'Sign out' }).click();
      expect(await page.evaluate(() => sessionStorage.getItem('recount-console-session'))).toBeNull();
    });

    it('comes back with the refusal, and sends nothing', async () => {
      const page = await beginSignIn();
      await signIn(page);
      await page.getByRole('button', { name: 'Refuse' }).click();
      await page.waitForURL('**/docs/tags/list-tags#request-console');
      await consoleOf(page).getByRole('alert').getByText('The person refused access.').waitFor();
      await consoleOf(page).getByRole('button', { name: 'Send', exact: true }).click();
      await consoleOf(page).getByText('You are not signed in yet.').waitFor();
    });

    it('exchanges no code that comes with another state, and none that it did not ask for', async () => {
      const page = await beginSignIn();
      const asked: string[] = [];
      page.on('request', (request) => asked.push(new URL(request.url()).pathname));
      await page.goto('/docs/?code=rc_ac_stolen&state=another');
      await page.waitForURL('**/docs/tags/list-tags#request-console');
      await consoleOf(page).getByRole('alert').getByText('The state that came back').waitFor();
      await page.goto('/docs/?code=rc_ac_stolen&state=another');
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect(asked).not.toContain('/partners/grant-access-token');
    });

    it('says which redirect URI an app lacks', async () => {
      const page = await openConsole('/docs/tags/list-tags');
      await page.route('**/auth2/authorize-initiate?*', (route) => {
        const url = new URL(route.request().url());
        url.searchParams.set('redirectUri', 'https://elsewhere.example/');
        return route.continue({ url: url.href });
      });
      await page.getByLabel('Target').selectOption('signed-in');
      await consoleOf(page).getByRole('button', { name: 'Sign in' }).click();
      await consoleOf(page).getByText(`Register ${server.baseUrl}/docs/ as a redirect URI`).waitFor();
    });
  });

  it('shows on Create Invoice everything of the user’s page', async () => {
    const page = await open(CREATE_INVOICE);
    const main = page.getByRole('main');
    await main.getByRole('heading', { level: 1, name: 'Create Invoice' }).waitFor();
    const text = (await main.innerText()).replaceAll(/\s+/g, ' ');
    for (const words of [
      'Create a new invoice in COUNT with full product, customer, and tag details.',
      'UUIDs Only: All identification uses UUIDs.',
      'Always use the Find by Email endpoint before attempting a POST.',
      'Header Parameters',
      'Body Parameters',
      'Enum values:',
      'Show child attributes',
      'Response Attributes',
      'Was this section helpful?',
    ]) {
      expect(text).toContain(words);
    }
    expect(await main.getByText('Was this section helpful?').count()).toBe(2);
    for (const status of ['200', '400', '401']) await main.getByRole('tab', { name: status }).waitFor();
  });

  it('switches the theme, remembers it, and has it before the page is painted', async () => {
    const page = await open(CREATE_INVOICE, { colorScheme: 'light' });
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await background();
    await page.getByRole('radio', { name: 'Dark' }).check({ force: true });
    const dark = await background();
    expect(dark).not.toBe(light);
    // Nothing but the blocking script may be needed for it.
    await page.route(/\/assets\/portal-.*\.js$/, (route: Route) => route.abort());
    const reloaded = page.waitForEvent('console');
    await page.reload();
    await reloaded;
    opened[0]!.faults.length = 0;
    expect(await background()).toBe(dark);
    await page.unroute(/\/assets\/portal-.*\.js$/);
    await page.goto('/docs');
    expect(await background()).toBe(dark);
    expect(await page.getByRole('radio', { name: 'Dark' }).isChecked()).toBe(true);
    await page.getByRole('radio', { name: 'System' }).check({ force: true });
    expect(await background()).toBe(light);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await background()).toBe(dark);
  });

  it('unfolds `products`', async () => {
    const page = await open(CREATE_INVOICE);
    const field = page.locator('#body-products-productUuid');
    expect(await field.isVisible()).toBe(false);
    await page.locator('#body-products > details > summary').click();
    await field.waitFor({ state: 'visible' });
  });

  it('sends the printed example to the demo workspace, and the invoice is there', async () => {
    const page = await openConsole();
    await send(page);
    expect(await statusOf(page).textContent()).toMatch(/^200 /);
    // The form is longer than the screen: what came of it must be seen all the same.
    const { y, height } = (await statusOf(page).boundingBox())!;
    expect(y).toBeGreaterThan(0);
    expect(y + height).toBeLessThan(page.viewportSize()!.height);
    expect(await page.evaluate(() => scrollY), 'the page beside it stays').toBe(0);
    const { data } = await bodyOf(page);
    expect(data).toMatchObject({ status: 'approved', total: '250.00' });
    expect(data.customer.customer).toBe('Aimee');
    const client = createSignedClient({ baseUrl: server.baseUrl, ...server.demo });
    const { body } = await client.get(`/invoices/${data.uuid}`);
    expect(body.data.invoiceNumber).toBe(data.invoiceNumber);
  });

  it('says of a broken signature what differs', async () => {
    const page = await openConsole();
    await consoleOf(page).getByText('Signing', { exact: true }).click();
    const canonical = page.getByLabel('Canonical string');
    await canonical.fill(
      (await canonical.inputValue()).replace(':/invoices:', ':/partners/invoices?dryRun=true:'),
    );
    await send(page);
    expect(await statusOf(page).textContent()).toMatch(/^401 /);
    const path = consoleOf(page).getByRole('row', { name: /path/ });
    await path.getByText('differs').waitFor();
    expect(await path.textContent()).toContain('query');
    expect(
      await consoleOf(page)
        .getByRole('row', { name: /bodyHash/ })
        .textContent(),
    ).toContain('✓');
  });

  it('marks the field that a 400 names', async () => {
    const page = await openConsole();
    await page.getByRole('button', { name: 'Leave out invoiceNumber' }).click();
    await send(page);
    expect(await statusOf(page).textContent()).toMatch(/^400 /);
    expect((await bodyOf(page)).errors).toMatchObject([{ field: 'invoiceNumber', code: 'REQUIRED' }]);
    const input = consoleOf(page).locator('[id="field-invoiceNumber"]');
    expect(await input.getAttribute('aria-invalid')).toBe('true');
    await consoleOf(page)
      .getByRole('link', { name: 'REQUIRED' })
      .or(consoleOf(page).getByRole('link', { name: 'VALIDATION_ERROR' }))
      .first()
      .waitFor();
  });

  it('stores what was unhelpful, in both places', async () => {
    const page = await open(CREATE_INVOICE);
    const sections = { endpoint: 'Where do I find the customer?', response: 'What is `documentDiscount`?' };
    for (const [section, reason] of Object.entries(sections)) {
      const form = page.locator(`form[data-feedback="${section}"]`);
      await form.getByRole('button', { name: 'No' }).click();
      await form.getByLabel('What made this section unhelpful for you?').fill(reason);
      await form.getByRole('button', { name: 'Send' }).click();
      await form.getByText('Thank you').waitFor();
    }
    const client = createSignedClient({ baseUrl: server.baseUrl, ...server.demo });
    const { body } = await client.get('/feedback', { helpful: 'false' });
    expect(
      body.data.feedback.map(({ page, section, helpful, reason }: Record<string, unknown>) => ({
        page,
        section,
        helpful,
        reason,
      })),
    ).toEqual([
      { page: CREATE_INVOICE, section: 'response', helpful: false, reason: sections.response },
      { page: CREATE_INVOICE, section: 'endpoint', helpful: false, reason: sections.endpoint },
    ]);
  });

  it('copies the page as Markdown', async () => {
    const page = await open(CREATE_INVOICE, { permissions: ['clipboard-read', 'clipboard-write'] });
    await page.getByRole('button', { name: 'Copy page' }).click();
    const copied = () => page.evaluate(() => navigator.clipboard.readText());
    await expect.poll(copied).toContain('# Create Invoice');
    expect(await copied()).toContain('tagUuids');
  });

  it('finds a field by its name, with the keyboard alone', async () => {
    const page = await open('/docs');
    await page.keyboard.press('/');
    const dialog = page.getByRole('dialog', { name: 'Search' });
    await dialog.waitFor();
    await page.keyboard.type('tagUuids');
    const first = dialog.getByRole('option').first();
    await first.getByText('tagUuids').first().waitFor();
    await page.keyboard.press('ArrowDown');
    expect(await dialog.getByRole('option').nth(1).getAttribute('aria-selected')).toBe('true');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.waitForURL(/#.*tagUuids/);
    await page
      .locator(`[id="${decodeURIComponent(new URL(page.url()).hash.slice(1))}"]`)
      .waitFor({ state: 'visible' });
  });

  it('closes the search by Escape and gives the focus back', async () => {
    const page = await open('/docs');
    const button = page.locator('[data-open-search]').filter({ visible: true }).first();
    await button.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Search' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'Search' }).waitFor({ state: 'hidden' });
    expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  it('loads at first no more script than it may', async () => {
    const page = await open('/docs');
    const session = await page.context().newCDPSession(page);
    await session.send('Network.enable');
    const kinds = new Map<string, string>();
    let bytes = 0;
    session.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type));
    session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      if (kinds.get(requestId) === 'Script') bytes += encodedDataLength;
    });
    await session.send('Network.setCacheDisabled', { cacheDisabled: true });
    await page.goto(CREATE_INVOICE, { waitUntil: 'networkidle' });
    expect(bytes).toBeGreaterThan(1000);
    expect(bytes).toBeLessThanOrEqual(SCRIPT_LIMIT);
  });

  it('is nowhere wider than a phone', async () => {
    const page = await open('/docs', PHONE);
    for (const path of PAGES) {
      await page.goto(path);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflow, path).toBeLessThanOrEqual(0);
    }
  });

  it.each([
    ['a wide screen, light', { colorScheme: 'light' } as const],
    ['a phone, dark', { colorScheme: 'dark', ...PHONE } as const],
  ])('has no fault that axe finds: %s', async (_, options) => {
    const page = await open('/docs', options, REFUSED);
    for (const path of [...PAGES, '/docs/nothing']) {
      await page.goto(path);
      expect(await findBarriers(page), path).toEqual([]);
    }
    await page.goto(CREATE_INVOICE);
    await waitForDemo(page);
    await consoleOf(page).getByText('Signing', { exact: true }).click();
    await send(page);
    const barriersOf = (within: string) => findBarriers(page, 'everything', within);
    expect(await barriersOf('[data-island="console"]'), 'an answer in the console').toEqual([]);
    await page.keyboard.press('Control+k');
    await page.keyboard.type('tagUuids');
    await page.getByRole('dialog').getByRole('option').first().waitFor();
    expect(await barriersOf('dialog[open]'), 'search').toEqual([]);
  });

  it('shows the same document in Swagger UI', async () => {
    const page = await open('/docs/openapi');
    // It draws every operation before it shows one.
    await page.locator('#operations-Invoices-createInvoice').waitFor({ timeout: 120_000 });
  });
});
