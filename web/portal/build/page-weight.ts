import { gzipSync } from 'node:zlib';
import type { BuiltFile } from './build-portal.ts';

/** The most script that a page may load at first, gzip. */
export const SCRIPT_LIMIT = 60 * 1024;

export interface PageWeights {
  readonly summary: string;
  /** Bytes of script at first load, gzip, by page. */
  readonly scripts: ReadonlyMap<string, number>;
}

/** What each page weighs at first load: its HTML, and the scripts that it loads before anybody does anything. */
export function describeWeights(files: readonly BuiltFile[]): PageWeights {
  const content = new Map(files.map(({ name, content }) => [name, Buffer.from(content)]));
  const weigh = (names: Iterable<string>) =>
    [...names].reduce((sum, name) => sum + gzipSync(content.get(name)!, { level: 9 }).length, 0);
  const pages = files.filter(({ name }) => name.endsWith('.html'));
  const scripts = new Map(
    pages.map(({ name, content: html }) => [name, weigh(loadedAtFirst(html.toString(), content))]),
  );
  const html = Math.max(...pages.map(({ name }) => weigh([name])));
  const heaviest = Math.max(...scripts.values());
  const kilobytes = (bytes: number) => `${(bytes / 1024).toFixed(1)} KB`;
  return {
    scripts,
    summary: `At first load, gzip: at most ${kilobytes(heaviest)} of script and ${kilobytes(html)} of HTML a page.`,
  };
}

/** Throws Error where a page loads more script at first than it may. */
export function refuseHeavyPages({ scripts }: PageWeights): void {
  const heavy = [...scripts].filter(([, bytes]) => bytes > SCRIPT_LIMIT);
  if (heavy.length === 0) return;
  const list = heavy.map(([name, bytes]) => `${name}: ${bytes} bytes`).join(', ');
  throw new Error(`More than ${SCRIPT_LIMIT} bytes of script at first load: ${list}`);
}

/** The scripts of a page, what they import, and what each island of the page loads by itself. */
function loadedAtFirst(html: string, content: ReadonlyMap<string, Buffer>): Set<string> {
  const found = new Set<string>();
  const add = (name: string) => {
    if (found.has(name) || !content.has(name)) return;
    found.add(name);
    // Minified or not, what a module imports is a relative path in quotes; what it imports later is too, and is counted.
    for (const [, file] of content
      .get(name)!
      .toString()
      .matchAll(/["'`](?:\.\/|assets\/)([\w.-]+\.js)["'`]/g)) {
      add(`docs/assets/${file}`);
    }
  };
  for (const [, path] of html.matchAll(/<script[^>]+src="\/([^"]+)"/g)) add(path!);
  return found;
}
