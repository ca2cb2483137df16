import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** A page of a browser, with everything that went wrong on it. */
export interface WatchedPage {
  readonly page: Page;
  /** Errors of scripts, messages of the console, violations of the Content-Security-Policy, requests to other hosts. */
  readonly faults: string[];
}

/**
 * Opens a page in a context of its own, whose storage is empty.
 *
 * @param expected a message that is no fault, such as that of a request which is to be refused
 */
export async function openWatchedPage(
  browser: Browser,
  baseUrl: string,
  options: BrowserContextOptions = {},
  expected: RegExp = /^$/,
): Promise<WatchedPage> {
  const context = await browser.newContext({ baseURL: baseUrl, ...options });
  const faults: string[] = [];
  const note = (fault: string) => {
    if (!expected.test(fault)) faults.push(fault);
  };
  await context.exposeFunction('noteViolation', note);
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      const { noteViolation } = globalThis as unknown as { noteViolation(text: string): void };
      noteViolation(`${violatedDirective} refused ${blockedURI}`);
    });
  });
  const page = await context.newPage();
  page.on('pageerror', (error) => note(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') note(message.text());
  });
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol.startsWith('http') && origin !== baseUrl) note(`asked ${request.url()}`);
  });
  page.setDefaultTimeout(30_000);
  return { page, faults };
}
