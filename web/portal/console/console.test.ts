import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startBrowser } from '../../../test/support/browser.ts';
import { choosePages } from '../../../test/support/console-kinds.ts';
import { type PortalServer, startPortalServer } from '../../../test/support/portal-server.ts';
import {
  createSalesFixtures,
  invoiceBody,
  type SalesFixtures,
} from '../../../test/support/sales-fixtures.ts';
import { PROJECT } from '../build/source-hash.ts';
import type { EndpointPage } from '../model/pages.ts';
import { readPortal } from '../model/portal.ts';
import { SAMPLE_LANGUAGES } from '../samples/samples.ts';

const pages = readPortal(JSON.parse(readFileSync(join(PROJECT, 'openapi.json'), 'utf8')), []).pages.filter(
  (page): page is EndpointPage => page.kind === 'endpoint',
);
const createInvoice = pages.find(({ operationId }) => operationId === 'createInvoice')!;
const uploadAttachments = pages.find(({ operationId }) => operationId === 'uploadInvoiceAttachments')!;
const listInvoices = pages.find(({ operationId }) => operationId === 'listInvoices')!;

let portal: PortalServer;
let browser: Browser;
let fixtures: SalesFixtures;
let lastNumber = 5000;
const substitutions: Record<string, string> = {};

beforeAll(async () => {
  browser = await startBrowser();
  portal = await startPortalServer(async ({ strict }) => {
    fixtures = await createSalesFixtures(strict);
    const { customerUuid, productUuid } = fixtures;
    const body = createInvoice.bodyExample as { customerUuid: string; products: { productUuid: string }[] };
    substitutions[body.customerUuid] = customerUuid;
    substitutions[body.products[0]!.productUuid] = productUuid;
    return { substitutions, operationSubstitutions: {} };
  });
});
afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
afterAll(async () => {
  await browser?.close();
  await portal?.close();
});

/** Opens a page whose browser may not complain about anything, unless it is about an answer that was refused. */
async function open(
  path: string,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1400, height: 1000 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    const isAnswer = message
      .text()
      .startsWith('Failed to load resource: the server responded with a status of 4');
    if (message.type() === 'error' && !isAnswer) complaints.push(message.text());
  });
  await page.goto(portal.portalUrl + path);
  return { page, complaints };
}

async function openConsole(path: string): Promise<Page> {
  const { page } = await open(path);
  await page.getByText('the demo workspace.').waitFor();
  return page;
}

/** Opens Create Invoice with a number that is free. */
async function openCreateInvoice(): Promise<Page> {
  const page = await openConsole(createInvoice.path);
  lastNumber += 1;
  await field(page, 'invoiceNumber').fill(`B-${lastNumber}`);
  return page;
}

const field = (page: Page, path: string) => page.locator(`[id="field-${path}"]`);
const answerOf = async (page: Page) =>
  JSON.parse((await page.locator('.answer-body code').textContent()) ?? 'null');

async function send(page: Page, expected: number): Promise<void> {
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByText(new RegExp(`^${expected} .* in \\d+ ms$`)).waitFor();
}

describe('the request console', () => {
  it('creates the invoice of the page in the demo workspace, with no set-up', async () => {
    const page = await openCreateInvoice();
    expect(await page.getByLabel('Target').inputValue()).toBe('demo');
    await send(page, 200);
    expect(await answerOf(page)).toMatchObject({
      status: 'success',
      data: { invoiceNumber: `B-${lastNumber}`, total: '250.00' },
    });
    expect(await page.locator('.answer-headers dt', { hasText: 'x-request-id' }).count()).toBe(1);
  });

  it('opens a file that is answered in place of JSON', async () => {
    const creating = await openCreateInvoice();
    await send(creating, 200);
    const { data } = await answerOf(creating);
    const { path } = pages.find(({ operationId }) => operationId === 'getInvoicePdf')!;
    const page = await openConsole(path);
    await field(page, 'id').fill(data.uuid);
    await send(page, 200);
    expect(await page.locator('.answer-body code').textContent()).toMatch(/^application\/pdf, \d{4,} bytes$/);
    const opened = page.getByRole('link', { name: 'Open the file' });
    expect(await opened.getAttribute('href')).toMatch(/^blob:/);
  });

  it('sends with Ctrl and Enter, and with the same key the same answer comes again', async () => {
    const page = await openCreateInvoice();
    await page.getByRole('button', { name: 'New key' }).click();
    await field(page, 'products[0].quantity').press('Control+Enter');
    await page.getByText(/^200 /).waitFor();
    const first = await answerOf(page);
    await send(page, 200);
    expect(await answerOf(page)).toEqual(first);
  });

  it('marks the fields that the server refuses, and leads to the page of the code', async () => {
    const page = await openCreateInvoice();
    await page.getByRole('button', { name: 'Leave out invoiceNumber' }).click();
    await field(page, 'products[0].quantity').fill('many');
    await send(page, 400);
    for (const path of ['invoiceNumber', 'products[0].quantity']) {
      const described = await field(page, path).getAttribute('aria-describedby');
      expect(await page.locator(`[id="${described}"]`).textContent()).toContain(path);
    }
    await page.getByRole('link', { name: 'VALIDATION_ERROR' }).click();
    await page.waitForURL('**/docs/errors/validation-error');
  });

  it('edits one text, as fields and as JSON', async () => {
    const page = await openCreateInvoice();
    await page.getByRole('button', { name: 'Send null as notes' }).click();
    await page.getByRole('button', { name: 'Add item to products', exact: true }).click();
    await page.getByRole('button', { name: 'Leave out products[0]', exact: true }).click();
    await page.getByText('JSON', { exact: true }).last().click();
    const json = page.getByLabel('Body as JSON');
    const body = JSON.parse(await json.inputValue());
    expect(body).toMatchObject({ notes: null, isDraft: false, products: [{ quantity: 1, price: 250 }] });
    await json.fill(
      JSON.stringify({ ...body, currency: 'USD', products: [{ ...body.products[0], quantity: 3 }] }),
    );
    await page.getByText('Fields', { exact: true }).click();
    expect(await field(page, 'products[0].quantity').inputValue()).toBe('3');
    expect(await page.getByText(/^More fields \(\d+, 1 filled in\)$/).count()).toBe(1);
    await send(page, 200);
    expect((await answerOf(page)).data.total).toBe('750.00');
  });

  it('shows which part of a wrong canonical string differs', async () => {
    const page = await openCreateInvoice();
    await page.getByText('Signing', { exact: true }).click();
    const canonical = page.getByLabel('Canonical string');
    await canonical.fill((await canonical.inputValue()).replace('/invoices', '/partners/invoice'));
    await send(page, 401);
    await page.getByText('What was signed differs in: path.').waitFor();
    await page.getByRole('button', { name: 'Reset' }).click();
    await page.getByLabel('Signature', { exact: true }).fill('00'.repeat(32));
    await send(page, 401);
    await page.getByText('The canonical string is right').waitFor();
    await page.getByRole('button', { name: 'Reset' }).click();
    await send(page, 200);
  });

  it('keeps credentials of one’s own in memory, until one asks to keep them', async () => {
    const page = await openConsole(listInvoices.path);
    const kept = () => page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
    const { clientId, clientSecret, accessToken = '' } = portal.server.lenient.credentials;
    await page.getByLabel('Target').selectOption('own');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('own-client-id');
    await page.getByLabel('Client ID').fill(clientId);
    await page.getByLabel('Client secret', { exact: true }).fill(clientSecret);
    await page.getByLabel('Access token', { exact: true }).fill(accessToken);
    await send(page, 200);
    expect(await kept()).not.toContain(clientSecret);
    await page.getByLabel('Remember on this device').check();
    expect(await kept()).toContain(clientSecret);
    await page.reload();
    await page.getByText('the demo workspace.').waitFor();
    await page.getByLabel('Target').selectOption('own');
    expect(await page.getByLabel('Client secret', { exact: true }).inputValue()).toBe(clientSecret);
    await page.getByRole('button', { name: 'Forget' }).click();
    expect(await kept()).not.toContain(clientId);
  });

  it('says why there is no demo workspace, and offers one’s own app', async () => {
    const context = await browser.newContext({ viewport: { width: 1400, height: 1000 } });
    const page = await context.newPage();
    await page.route('**/docs/demo-target', (route) =>
      route.fulfill({ status: 404, json: { available: false, reason: 'Not on this server.' } }),
    );
    await page.goto(portal.portalUrl + createInvoice.path);
    await page.getByText('Not on this server. Use an app of your own.').waitFor();
    expect(await page.getByLabel('Target').inputValue()).toBe('own');
  });

  it('comes to life on a page of every kind without a complaint of the browser, and changes nothing of what is read', async () => {
    const { page, complaints } = await open(pages[0]!.path);
    for (const { path, access } of choosePages(pages)) {
      await page.goto(portal.portalUrl + path);
      const ready = access === 'public' ? 'Needs no credentials.' : 'the demo workspace.';
      await page.getByText(ready).waitFor();
      // With the address of this server, which only the browser knows.
      const samples = page.locator('.sample code', { hasText: portal.portalUrl });
      await expect.poll(() => samples.count(), { message: path }).toBe(SAMPLE_LANGUAGES.length);
      expect(complaints, path).toEqual([]);
    }
  }, 120_000);
});

describe('a page whose body is multipart', () => {
  async function openUpload(): Promise<Page> {
    const invoice = await portal.server.strict.post('/invoices', invoiceBody(fixtures));
    const page = await openConsole(uploadAttachments.path);
    await field(page, 'id').fill(invoice.body.data.uuid);
    return page;
  }

  it('sends the file of the example until another is chosen', async () => {
    const page = await openUpload();
    await page.getByText('Until you choose, the example’s own is sent: hours.csv').waitFor();
    await send(page, 201);
    expect((await answerOf(page)).data.attachments).toMatchObject([
      { title: 'Hours worked', fileName: 'hours.csv', size: 38 },
    ]);
  });

  it('sends the files that were chosen with their titles, shows them in its samples, and says what was refused', async () => {
    const page = await openUpload();
    const pdf = { name: 'it’s "signed".pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 …') };
    const png = { name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('\x89PNG\r\n\x1a\n', 'latin1') };
    await field(page, 'file').setInputFiles([pdf, png]);
    await field(page, 'title[0]').fill('Signed');
    await page.getByText('Sent: it’s "signed".pdf, a.png').waitFor();
    expect(await page.getByRole('tabpanel', { name: 'curl' }).textContent()).toContain(
      `--form 'file=@a.png;type=image/png'`,
    );
    await send(page, 201);
    expect((await answerOf(page)).data.attachments).toMatchObject([
      { title: 'Signed', fileName: 'it’s "signed".pdf', size: pdf.buffer.length },
      { title: null, fileName: 'a.png' },
    ]);
    await field(page, 'file').setInputFiles([{ ...png, name: 'a.pdf' }]);
    await send(page, 415);
    await page.locator('.field-failure', { hasText: 'file[0] must be a file of an accepted type' }).waitFor();
    await field(page, 'file').setInputFiles([]);
    await page.getByText('Until you choose').waitFor();
  });
});

describe('the code samples', () => {
  it('show what stands in the console', async () => {
    const page = await openCreateInvoice();
    await page.getByRole('tab', { name: 'Python' }).click();
    await field(page, 'notes').fill('It’s "done"');
    expect(await page.getByRole('tabpanel', { name: 'Python' }).textContent()).toContain(
      '"notes": "It’s \\"done\\""',
    );
  });

  it('stay in the language that was chosen, on every page, and change by the arrow keys', async () => {
    const page = await openCreateInvoice();
    await page.getByRole('tab', { name: 'curl' }).press('ArrowLeft');
    await page.getByRole('tab', { name: 'Go', selected: true }).waitFor();
    await page.goto(portal.portalUrl + listInvoices.path);
    await page.getByRole('tab', { name: 'Go', selected: true }).waitFor();
    expect(await page.getByRole('tabpanel', { name: 'Go' }).locator('code').textContent()).toContain(
      'package main',
    );
  });

  it('are all readable without scripts, and no input is shown that would do nothing', async () => {
    const { page } = await open(createInvoice.path, { javaScriptEnabled: false });
    const island = page.locator('.console-island');
    for (const { label } of SAMPLE_LANGUAGES) {
      expect(await island.getByRole('heading', { name: label, exact: true }).isVisible()).toBe(true);
    }
    expect(await island.getByText('needs JavaScript').isVisible()).toBe(true);
    for (const control of await island.locator('button, input, select, textarea').all()) {
      expect(await control.isVisible()).toBe(false);
    }
  });
});
