import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { readGuides, toGuide } from '../model/guides.ts';
import type { OpenApi } from '../model/open-api.ts';
import type { GuidePage, Portal } from '../model/pages.ts';
import { readPortal } from '../model/portal.ts';
import { buildClient, buildRenderer } from './bundle.ts';
import { describeWeights, refuseHeavyPages } from './page-weight.ts';
import { BUILT, hashSources, PROJECT } from './source-hash.ts';

/** A file of the portal, by its path on the server without the first slash. */
export interface BuiltFile {
  readonly name: string;
  readonly content: string | Buffer;
}

export interface BuildOptions {
  /** The OpenAPI document; that of the project when left out. */
  readonly openApi?: OpenApi;
  /** Where the pages go; replaced as a whole, so that a server never sees half of them. */
  readonly out?: string;
}

/** Smaller than gzip already, and ten times as fast as its best. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } };
const COMPRESSIBLE = /\.(html|md|txt|js|css|json|svg)$/;

/**
 * Builds every page of the portal as HTML and Markdown, the scripts, and the search index.
 *
 * @returns what was built, in lines
 * @throws Error where a page loads more script than it may
 */
export async function buildPortal({ openApi, out: folder = BUILT }: BuildOptions = {}): Promise<string> {
  const out = resolve(folder);
  const hash = hashSources();
  const portal = readSources(openApi ?? JSON.parse(readFileSync(join(PROJECT, 'openapi.json'), 'utf8')));
  const scratch = mkdtempSync(`${out}-`);
  try {
    const client = await buildClient(scratch);
    const { renderPortal } = await buildRenderer(scratch);
    const pages: BuiltFile[] = renderPortal(portal, client.assets);
    const weights = describeWeights([...client.files, ...pages]);
    refuseHeavyPages(weights);
    const built = join(scratch, 'built');
    for (const file of [...client.files, ...pages]) writeFile(built, file);
    writeFileSync(join(built, 'source-hash.txt'), hash);
    replace(built, out);
    return `${portal.pages.length} pages. ${weights.summary}`;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function readSources(openApi: OpenApi): Portal {
  const changelog = toGuide('changelog', readFileSync(join(PROJECT, 'CHANGELOG.md'), 'utf8'));
  const guides: GuidePage[] = [...readGuides(join(import.meta.dirname, '..', 'guides')), changelog];
  return readPortal(openApi, guides);
}

function writeFile(folder: string, { name, content }: BuiltFile): void {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  if (!COMPRESSIBLE.test(name)) return;
  writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
  writeFileSync(`${path}.br`, brotliCompressSync(content, BROTLI));
}

/** Another build may do the same at the same time: the last one stays. */
function replace(built: string, out: string): void {
  const old = `${built}-old`;
  try {
    renameSync(out, old);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  renameSync(built, out);
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { openapi: { type: 'string' }, out: { type: 'string' } } });
  const openApi = values.openapi ? JSON.parse(readFileSync(values.openapi, 'utf8')) : undefined;
  const started = performance.now();
  const built = await buildPortal({ openApi, ...(values.out ? { out: values.out } : {}) });
  console.log(
    `The pages of /docs are built, in ${((performance.now() - started) / 1000).toFixed(1)} s: ${built}`,
  );
}
