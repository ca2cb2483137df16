import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { BUILT, PROJECT, pagesAreStale } from '../../web/portal/build/source-hash.ts';

const BUILD = join(PROJECT, 'web', 'portal', 'build', 'build-portal.ts');
const run = promisify(execFile);
/** A hundred times what it takes. */
const BUILD_LIMIT = 120_000;

/**
 * Builds the web pages where they are missing or older than their sources, in a process of its own: the tools take more
 * memory than the server. A server without pages still serves the API, so a build that fails is told and no more.
 *
 * @returns the folder of the pages
 */
export async function prepareWebPages(signal: AbortSignal, say: (message: string) => void): Promise<string> {
  if (!pagesAreStale()) return BUILT;
  try {
    await run(process.execPath, [BUILD], { signal, timeout: BUILD_LIMIT });
  } catch (error) {
    if (!signal.aborted) say(`The pages of /docs could not be built. ${explain(error as Error)}`);
  }
  return BUILT;
}

function explain(error: Error & { stderr?: string }): string {
  if (error.stderr?.includes('ERR_MODULE_NOT_FOUND'))
    return 'The tools for it are missing: run `npm ci` with the development dependencies, then `npm run build`.';
  const [firstLine] = (error.stderr || error.message).split('\n').filter((line) => /Error|error/.test(line));
  return firstLine ?? error.message;
}
