import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The root of the project. */
export const PROJECT = join(import.meta.dirname, '..', '..', '..');
/** Where the built pages are. */
export const BUILT = join(PROJECT, 'web', 'portal', 'dist');
const HASH_FILE = join(BUILT, 'source-hash.txt');

/** What the pages are made of. package.json stands for the versions of the tools. */
const SOURCES = ['web/portal', 'web/ui', 'openapi.json', 'CHANGELOG.md', 'package.json'];
const NOT_A_SOURCE = /(^|\/)(dist|dist-\w+|node_modules)(\/|$)|\.test\.tsx?$/;

/** Whether the built pages are missing, or were made from other sources: by content, since a clone has fresh file times. */
export function pagesAreStale(): boolean {
  return !existsSync(HASH_FILE) || readFileSync(HASH_FILE, 'utf8') !== hashSources();
}

/** A hash over names and contents of everything that the pages of a project are made of. */
export function hashSources(project = PROJECT): string {
  const hash = createHash('sha256');
  for (const name of SOURCES.flatMap((source) => listFiles(project, source)).sort()) {
    hash.update(`${name}\0`);
    hash.update(readFileSync(join(project, name))).update('\0');
  }
  return hash.digest('hex');
}

function listFiles(project: string, name: string): string[] {
  const path = join(project, name);
  if (NOT_A_SOURCE.test(name) || !existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [name];
  return readdirSync(path).flatMap((entry) => listFiles(project, `${name}/${entry}`));
}
