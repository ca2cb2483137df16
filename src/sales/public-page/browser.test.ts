import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startBrowser } from '../../../test/support/browser.ts';
import { findBarriers } from '../../../test/support/find-barriers.ts';
import { makePublicDocuments, type PublicDocuments } from '../../../test/support/public-page-books.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';

let server: TestServer;
let browser: Browser;
let documents: PublicDocuments;
let pages: Page[] = [];

beforeAll(async () => {
  const address = {
    street: '418 Foundry Road',
    city: 'Springfield',
    state: 'IL',
    zipCode: '62703',
    country: 'US',
  };
  const firm = { name: 'Junk Removal Pros', address, taxNumber: '36-5550142' };
  [server, browser] = await Promise.all([startTestServer(firm), startBrowser()]);
  documents = await makePublicDocuments(server);
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});
afterEach(async () => {
  await Promise.all(pages.map((page) => page.context().close()));
  pages = [];
});

async function open(url: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled: false, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  pages.push(page);
  await page.goto(url);
  return page;
}

const shots = process.env.RECOUNT_SCREENSHOTS;
const shoot = async (page: Page, name: string) =>
  void (shots && (await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true })));

describe('the public page, in a browser', () => {
  it.each([
    ['light', 'everything', { colorScheme: 'light' }],
    ['dark', 'colours', { colorScheme: 'dark' }],
    ['on a phone', 'everything', { viewport: { width: 320, height: 640 }, colorScheme: 'light' }],
    ['on a phone in the dark', 'colours', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' }],
  ] as const)(
    'has no barrier and no sideways scrolling, %s',
    async (name, scope, options) => {
      const { taxed, partly, overdue, quote, draft, attached, voided } = documents;
      const shown = { taxed, partly, overdue, quote, draft, attached, voided };
      const urls = Object.entries(shown).map(([what, { url }]) => [what, url] as const);
      const acts = [
        ['accept', `${quote.url}/accept`],
        ['decline', `${quote.url}/decline`],
        ['nowhere', `${server.baseUrl}/i/nowhere`],
      ] as const;
      const page = await open('about:blank', { ...options, javaScriptEnabled: true, bypassCSP: true });
      for (const [what, url] of [...urls, ...acts]) {
        await page.goto(url);
        await shoot(page, `${name} ${what}`);
        expect(await findBarriers(page, scope), what).toEqual([]);
        const root = 'document.documentElement';
        expect(await page.evaluate(`${root}.scrollWidth - ${root}.clientWidth`), what).toBe(0);
      }
    },
    120_000,
  );

  it('tells first what is to be paid, and until when', async () => {
    const page = await open(documents.partly.url);
    await page.getByRole('heading', { level: 1, name: `Invoice ${documents.partly.number}` }).waitFor();
    const summary = page.getByRole('region', { name: 'Summary' });
    expect(await summary.innerText()).toBe('$150.00\n\nto pay by December 31, 2999');
    expect(await page.locator('.totals').innerText()).toContain('Paid by card on July 5, 2026\n−$100.00');
  });

  it('loads nothing but itself and its style, and no script', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    pages.push(page);
    const requested: string[] = [];
    const complaints: string[] = [];
    page.on('request', (request) =>
      requested.push(new URL(request.url()).pathname.replace(/^\/i\/.{44}$/, '/i/…')),
    );
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(documents.taxed.url);
    expect(requested).toEqual(['/i/…', expect.stringMatching(/^\/i\/style\/[0-9a-f]{12}\.css$/)]);
    expect(complaints).toEqual([]);
    expect(await page.evaluate('getComputedStyle(document.body).fontSize')).toBe('16px');
    expect(await page.evaluate("getComputedStyle(document.querySelector('.sheet')).display")).toBe('grid');
  });

  it('a quote is accepted with the keyboard alone, after a second question', async () => {
    const { url, uuid, number } = await documents.make({ invoiceType: 'quote', dueDate: '2999-12-31' });
    const page = await open(url);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: `Accept quote ${number}?` }).waitFor();
    expect((await server.strict.get(`/invoices/${uuid}`)).body.data.status).toBe('approved');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('You have accepted it.').waitFor();
    expect(page.url()).toBe(url);
    expect((await server.strict.get(`/invoices/${uuid}`)).body.data.status).toBe('accepted');
    await page.getByRole('link', { name: 'Decline after all' }).click();
    await page.getByRole('link', { name: 'Back' }).click();
    expect(page.url()).toBe(url);
    expect((await server.strict.get(`/invoices/${uuid}`)).body.data.status).toBe('accepted');
  });

  it('is printed on white, without what only a screen can do', async () => {
    const page = await open(documents.quote.url, {
      colorScheme: 'dark',
      javaScriptEnabled: true,
      bypassCSP: true,
    });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await page.getByRole('link', { name: 'Accept' }).count()).toBe(0);
    const ink = await page.evaluate("getComputedStyle(document.querySelector('h1')).color");
    expect(ink).toBe('rgb(20, 32, 27)');
    if (shots) {
      const paper = await open(documents.taxed.url, { javaScriptEnabled: true, bypassCSP: true });
      await paper.emulateMedia({ media: 'print' });
      await paper.setViewportSize({ width: 700, height: 990 });
      await shoot(paper, 'print taxed');
    }
  });

  it('cannot be shown in a frame of another page', async () => {
    const outer = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html');
      response.end(`<iframe src="${documents.quote.url}"></iframe>`);
    }).listen(0, '127.0.0.1');
    await once(outer, 'listening');
    const page = await open('about:blank', { javaScriptEnabled: true });
    const refused = page.waitForEvent('console', (message) => /frame/i.test(message.text()));
    await page.goto(`http://localhost:${(outer.address() as AddressInfo).port}`);
    expect((await refused).text()).toMatch(/frame-ancestors|X-Frame-Options/i);
    await new Promise((closed) => outer.close(closed));
  });
});
