import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const UNPACKED = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'chromium');
/** Where a browser may already be, on systems that the packaged one is not made for. */
const INSTALLED = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/usr/bin/google-chrome',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
];

/**
 * Starts a real Chromium: the one of the npm package @sparticuz/chromium on Linux, else one that is installed.
 *
 * @throws Error where there is none
 */
export async function startBrowser(): Promise<Browser> {
  const packaged = process.platform === 'linux' ? await unpackChromium() : undefined;
  const executablePath = packaged ?? INSTALLED.find((path) => existsSync(path));
  if (!executablePath) throw new Error('The browser tests need Chrome or Chromium to be installed.');
  // Not the arguments that the package suggests: they switch off what a browser protects its pages with.
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
    headless: true,
    ...(packaged ? { env: { ...process.env, FONTCONFIG_FILE: writeFontSettings() } } : {}),
  });
}

/** The fonts of the system and those of the package. Without any, no text is drawn, and some pages end the browser. */
function writeFontSettings(): string {
  const file = join(UNPACKED, 'fonts.conf');
  const fonts = `<dir>/usr/share/fonts</dir><dir>${join(UNPACKED, 'fonts')}</dir>`;
  const cache = `<cachedir>${join(UNPACKED, 'fonts-cache')}</cachedir>`;
  writeFileSync(file, `<?xml version="1.0"?>\n<fontconfig>${fonts}${cache}</fontconfig>\n`);
  return file;
}

/** Unpacks the packaged browser where that has not been done yet. @returns where it is; undefined where it cannot run */
export async function unpackChromium(): Promise<string | undefined> {
  mkdirSync(UNPACKED, { recursive: true });
  const before = { TMPDIR: process.env.TMPDIR, AWS_EXECUTION_ENV: process.env.AWS_EXECUTION_ENV };
  // It brings the libraries that it needs only where it believes to be in a bare container, and unpacks into TMPDIR.
  Object.assign(process.env, { TMPDIR: UNPACKED, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' });
  try {
    const { default: packaged } = await import('@sparticuz/chromium');
    return await packaged.executablePath();
  } catch {
    return undefined;
  } finally {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}
