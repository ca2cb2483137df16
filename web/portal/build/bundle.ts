import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type InlineConfig, type Manifest } from 'vite';
import type { Portal } from '../model/pages.ts';
import type { BuiltFile } from './build-portal.ts';

const PORTAL = join(import.meta.dirname, '..');

/** What a page links to, as paths on the server. */
export interface Assets {
  /** Runs before the first paint, so that the theme does not flash. */
  readonly themeScript: string;
  /** The module of every page. */
  readonly script: string;
  readonly stylesheets: readonly string[];
}

interface Renderer {
  renderPortal(portal: Portal, assets: Assets): BuiltFile[];
}

const shared: InlineConfig = {
  root: PORTAL,
  base: '/docs/',
  configFile: false,
  logLevel: 'warn',
  publicDir: false,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
};

/** Bundles what the browser runs. */
export async function buildClient(scratch: string): Promise<{ assets: Assets; files: BuiltFile[] }> {
  const outDir = join(scratch, 'client');
  await build({
    ...shared,
    build: {
      outDir,
      emptyOutDir: true,
      manifest: true,
      modulePreload: { polyfill: false },
      target: 'es2022',
      rolldownOptions: {
        input: { theme: join(PORTAL, 'client/theme.ts'), portal: join(PORTAL, 'client/portal.ts') },
      },
    },
  });
  const manifest: Manifest = JSON.parse(readFileSync(join(outDir, '.vite/manifest.json'), 'utf8'));
  const entry = manifest['client/portal.ts']!;
  const names = new Set(
    Object.values(manifest).flatMap(({ file, css = [], assets = [] }) => [file, ...css, ...assets]),
  );
  return {
    assets: {
      themeScript: `/docs/${manifest['client/theme.ts']!.file}`,
      script: `/docs/${entry.file}`,
      stylesheets: (entry.css ?? []).map((file) => `/docs/${file}`),
    },
    files: [...names].map((name) => ({ name: `docs/${name}`, content: readFileSync(join(outDir, name)) })),
  };
}

/** Bundles what makes the HTML, since Node does not read TSX, and loads it. */
export async function buildRenderer(scratch: string): Promise<Renderer> {
  const outDir = join(scratch, 'renderer');
  await build({
    ...shared,
    // It does not split what Node loads, and says so.
    logLevel: 'error',
    // Whole, since the folder may be anywhere: no node_modules need be above it.
    ssr: { noExternal: true },
    build: {
      outDir,
      emptyOutDir: true,
      ssr: join(PORTAL, 'render.tsx'),
      rolldownOptions: { output: { entryFileNames: 'render.js' } },
    },
  });
  return import(pathToFileURL(join(outDir, 'render.js')).href);
}
