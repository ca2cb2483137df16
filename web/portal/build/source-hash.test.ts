import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { hashSources, pagesAreStale } from './source-hash.ts';

it('the pages are fresh after they were built, as the set-up of the tests did', () => {
  expect(pagesAreStale()).toBe(false);
});

it('what was changed is told by content, not by time; tests and built pages are no sources', () => {
  const project = mkdtempSync(join(tmpdir(), 'recount-sources-'));
  onTestFinished(() => rmSync(project, { recursive: true }));
  const write = (name: string, content: string) => {
    mkdirSync(join(project, name, '..'), { recursive: true });
    writeFileSync(join(project, name), content);
  };
  write('openapi.json', '{}');
  write('web/portal/pages/home.tsx', 'Home');
  const hash = hashSources(project);
  utimesSync(join(project, 'openapi.json'), 0, 0);
  write('web/portal/dist/docs/index.html', 'built');
  write('web/portal/pages/home.test.tsx', 'a test');
  expect(hashSources(project)).toBe(hash);
  for (const name of ['openapi.json', 'web/portal/pages/home.tsx', 'web/ui/tokens.css']) {
    const before = hashSources(project);
    write(name, 'changed');
    expect(hashSources(project), name).not.toBe(before);
  }
});
