import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/setup/longest-first.ts';

// Servers and commands that are started need half as long to read their modules, as with npm start.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(
  new URL('node_modules/.cache/node-compile', import.meta.url),
);

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    environment: 'node',
    include: ['{src,cli,test,bench}/**/*.test.ts', 'web/**/*.test.{ts,tsx}'],
    globalSetup: ['./test/setup/database.ts', './test/setup/web-pages.ts', './test/setup/browser.ts'],
    setupFiles: ['./test/setup/properties.ts'],
    pool: 'forks',
    // Every file has a database and a server of its own; reading the whole server anew for each takes a fifth of the time.
    isolate: false,
    // Every worker works a database of its own on one PostgreSQL: more of them only wait for each other.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    testTimeout: 60_000,
    hookTimeout: 180_000,
  },
});
