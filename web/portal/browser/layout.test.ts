import { readdirSync } from 'node:fs';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startBrowser } from '../../../test/support/browser.ts';
import { type PortalServer, startPortalServer } from '../../../test/support/portal-server.ts';
import { BUILT } from '../build/source-hash.ts';

const CREATE_INVOICE = '/docs/invoices/create-invoice';
const WIDE: BrowserContextOptions = { viewport: { width: 1400, height: 900 } };
/** The narrowest that WCAG 1.4.10 knows. */
const NARROW: BrowserContextOptions = { viewport: { width: 320, height: 640 }, hasTouch: true };

describe('the layout of the portal', { timeout: 180_000 }, () => {
  let portal: PortalServer;
  let browser: Browser;

  beforeAll(async () => {
    [portal, browser] = await Promise.all([
      startPortalServer(async () => ({ substitutions: {}, operationSubstitutions: {} })),
      startBrowser(),
    ]);
  });
  afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
  afterAll(async () => {
    await browser?.close();
    await portal?.close();
  });

  async function open(path: string, options: BrowserContextOptions): Promise<Page> {
    const page = await (await browser.newContext(options)).newPage();
    page.setDefaultTimeout(30_000);
    await page.goto(portal.portalUrl + path);
    return page;
  }

  describe.each([
    ['a wide screen', WIDE],
    ['a phone', NARROW],
  ])('on %s', (_, options) => {
    it.each(['Tab', 'Shift+Tab'])(
      'keeps what has the focus clear of what is stuck to the screen: %s',
      async (key) => {
        const page = await open(CREATE_INVOICE, options);
        const island = page.locator('[data-island="console"][data-ready]');
        await page.locator('[data-island="console"]').scrollIntoViewIfNeeded();
        await island.getByText('the demo workspace.').waitFor();
        const controls = island
          .locator('.console form')
          .locator('button, select, input, textarea')
          .filter({ visible: true });
        await (key === 'Tab' ? controls.first() : controls.last()).focus();
        const covered: string[] = [];
        let passed = 0;
        for (let place = await placeOfFocus(page); place; place = await placeOfFocus(page)) {
          if (place.covered) covered.push(place.name);
          passed += 1;
          await page.keyboard.press(key);
        }
        expect(covered).toEqual([]);
        expect(passed).toBeGreaterThan(40);
      },
    );
  });

  it('is nowhere wider than the narrowest phone, also unfolded', async () => {
    const page = await open('/docs', NARROW);
    const paths = readdirSync(BUILT, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.html'),
    );
    expect(paths.length).toBeGreaterThan(100);
    expect(await page.evaluate(listWidePages, paths)).toEqual([]);
  });

  it('prints what tabs, choices and folds keep back, and the sample', async () => {
    const page = await open(CREATE_INVOICE, { ...WIDE, colorScheme: 'dark' });
    await page.getByRole('tab', { name: '401' }).waitFor();
    await page.emulateMedia({ media: 'print' });
    const hidden = await page.evaluate(() =>
      [
        ...document.querySelectorAll(
          '.attribute, .tab-panel, .tab-heading, .choice, .sample[data-language="curl"] .code',
        ),
      ]
        .filter((element) => !element.checkVisibility({ contentVisibilityAuto: true }))
        .map((element) => element.id || element.textContent?.slice(0, 40)),
    );
    expect(hidden).toEqual([]);
    for (const words of ['Show child attributes', 'Request console'])
      expect(await page.getByText(words).filter({ visible: true }).count(), words).toBe(0);
    expect(await page.evaluate(() => getComputedStyle(document.body).color)).toBe('rgb(20, 32, 27)');
  });
});

/** Where the focus is, and whether the bar or the header lies over it; nothing once it has left the form. */
async function placeOfFocus(page: Page): Promise<{ name: string; covered: boolean } | undefined> {
  return page.evaluate(() => {
    const focused = document.activeElement!;
    const bar = focused.closest('.console form')?.querySelector('.send-bar');
    if (!bar) return undefined;
    const { top, bottom } = focused.getBoundingClientRect();
    const header = document.querySelector('.site-header')!.getBoundingClientRect();
    const isUnderBar = !bar.contains(focused) && bottom > bar.getBoundingClientRect().top;
    const name = focused.getAttribute('aria-label') || focused.id || focused.textContent || focused.tagName;
    return { name, covered: isUnderBar || top < header.bottom };
  });
}

/**
 * Runs in the browser. Puts each page's content in the place of the one that is open: loading them all takes minutes. Of the fields,
 * nearly all of which many pages show, it lays out each once for every place that it is in.
 */
async function listWidePages(names: string[]): Promise<string[]> {
  const wide: string[] = [];
  const seen = new Set<string>();
  for (const name of names) {
    const html = await (await fetch(`/${name.replace(/(\/index)?\.html$/, '')}`)).text();
    const content = new DOMParser().parseFromString(html, 'text/html').querySelector('main')!;
    for (const details of content.querySelectorAll('details')) details.open = true;
    // Those within a field come after it.
    for (const field of [...content.querySelectorAll('.attribute')].reverse()) {
      let known = field.innerHTML.replace(/ (id|href)="[^"]*"/g, '');
      for (let place = field.parentElement; place; place = place.parentElement)
        known += ` ${place.className}`;
      if (seen.has(known)) field.remove();
      seen.add(known);
    }
    document.querySelector('main')!.replaceWith(content);
    if (document.documentElement.scrollWidth > innerWidth) wide.push(name);
  }
  return wide;
}
