import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startBrowser } from '../../../test/support/browser.ts';
import { BUILT } from '../build/source-hash.ts';

const ORIGIN = 'http://portal.test';
const CREATE_INVOICE = '/docs/invoices/create-invoice';
const TYPES = { html: 'text/html', js: 'text/javascript', css: 'text/css', json: 'application/json' };

describe('a page in the browser', { timeout: 60_000 }, () => {
  let browser: Browser;
  let answerStatus = 201;
  const sent: unknown[] = [];

  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());
  afterEach(async () => {
    answerStatus = 201;
    sent.length = 0;
    await Promise.all(browser.contexts().map((context) => context.close()));
  });

  /** The built files, and a server that takes feedback. */
  async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
    await context.route('**/*', (route) => {
      const { pathname } = new URL(route.request().url());
      if (pathname === '/partners/feedback') {
        sent.push(route.request().postDataJSON());
        return route.fulfill({ status: answerStatus, json: {} });
      }
      const name = [pathname, `${pathname}.html`, `${pathname}/index.html`].find(
        (each) => /\.\w+$/.test(each) && existsSync(join(BUILT, each)),
      );
      if (!name) return route.fulfill({ status: 404, body: '' });
      const contentType = TYPES[name.split('.').at(-1) as keyof typeof TYPES];
      return route.fulfill({ body: readFileSync(join(BUILT, name)), contentType });
    });
    context.setDefaultTimeout(10_000);
    const page = await context.newPage();
    await page.goto(`${ORIGIN}${path}`);
    return page;
  }

  it('shows one status at a time, chosen with the arrow keys', async () => {
    const page = await open(CREATE_INVOICE);
    await page.getByRole('tab', { name: '200' }).focus();
    await page.keyboard.press('ArrowRight');
    expect(await page.getByRole('tab', { selected: true, name: '400' }).isVisible()).toBe(true);
    expect(await page.locator('#status-400').isVisible()).toBe(true);
    expect(await page.locator('#status-200').isVisible()).toBe(false);
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowLeft');
    expect(await page.locator('#status-503').isVisible()).toBe(true);
  });

  it('unfolds what an address leads to: its tab, its parents, its example', async () => {
    const page = await open(CREATE_INVOICE);
    // Chromium reveals by itself what a link leads to; other browsers do not tell that they have to.
    await page.addInitScript(() =>
      addEventListener('beforematch', (event) => event.stopImmediatePropagation(), true),
    );
    await page.goto(`${ORIGIN}/docs`);
    await page.goto(`${ORIGIN}${CREATE_INVOICE}#response-400-errors-field`);
    await page.getByRole('tab', { selected: true, name: '400' }).waitFor();
    expect(await page.locator('#response-400-errors-field').isVisible()).toBe(true);
    await page.evaluate(() => {
      location.hash = 'status-401-token-expired';
    });
    await page.getByRole('tab', { selected: true, name: '401' }).waitFor();
    expect(await page.locator('#status-401 select').inputValue()).toBe('token_expired');
    await page.evaluate(() => {
      location.hash = 'body-products-taxes-uuid';
    });
    await page.locator('#body-products-taxes-uuid').waitFor({ state: 'visible' });
  });

  it('sends Yes at once, and No with its reason', async () => {
    const page = await open(CREATE_INVOICE);
    const endpoint = page.locator('[data-feedback="endpoint"]');
    await endpoint.getByRole('button', { name: 'Yes' }).click();
    await endpoint.getByText('Thank you.').waitFor();
    const response = page.locator('[data-feedback="response"]');
    await response.getByRole('button', { name: 'No' }).press('Enter');
    await page.keyboard.type('No example of a memo.');
    await response.getByRole('button', { name: 'Send' }).click();
    await response.getByText('Thank you.').waitFor();
    expect(sent).toEqual([
      { page: CREATE_INVOICE, section: 'endpoint', helpful: true },
      { page: CREATE_INVOICE, section: 'response', helpful: false, reason: 'No example of a memo.' },
    ]);
  });

  it('says in words why feedback was not taken, and lets it be sent again', async () => {
    const page = await open(CREATE_INVOICE);
    const endpoint = page.locator('[data-feedback="endpoint"]');
    answerStatus = 429;
    await endpoint.getByRole('button', { name: 'Yes' }).click();
    await endpoint.getByText('Too many answers').waitFor();
    answerStatus = 201;
    await endpoint.getByRole('button', { name: 'Yes' }).click();
    await endpoint.getByText('Thank you.').waitFor();
  });

  it('opens the menu of a narrow screen with the keyboard, and closes it with Escape', async () => {
    const page = await open(CREATE_INVOICE, { viewport: { width: 360, height: 740 } });
    const menu = page.getByRole('navigation', { name: 'Pages' });
    expect(await menu.isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Menu' }).press('Enter');
    await menu.getByRole('link', { name: 'Create Invoice' }).waitFor();
    await page.keyboard.press('Escape');
    await menu.waitFor({ state: 'hidden' });
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('menu-button');
  });

  it('hides nothing where scripts do not run', async () => {
    const page = await open(CREATE_INVOICE, { javaScriptEnabled: false });
    for (const id of ['status-200', 'status-401', 'status-400-period-closed'])
      expect(await page.locator(`#${id}`).isVisible(), id).toBe(true);
    await page.locator('#body-products summary').first().click();
    expect(await page.locator('#body-products-productUuid').isVisible()).toBe(true);
    expect(await page.getByText('Was this section helpful?').first().isVisible()).toBe(false);
  });
});
