import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { render } from 'preact-render-to-string';
import { describe, expect, it } from 'vitest';
import { choosePages, kindsOf } from '../../../test/support/console-kinds.ts';
import { PROJECT } from '../build/source-hash.ts';
import type { EndpointPage } from '../model/pages.ts';
import { readPortal } from '../model/portal.ts';
import { SAMPLE_LANGUAGES } from '../samples/samples.ts';
import { Console } from './console.tsx';
import { toConsoleProps } from './console-props.ts';
import { toRequest } from './request-values.ts';

const pages = readPortal(JSON.parse(readFileSync(join(PROJECT, 'openapi.json'), 'utf8')), []).pages.filter(
  (page): page is EndpointPage => page.kind === 'endpoint',
);

describe('the console of every page', () => {
  it('has no kind of input, request or answer that the pages opened in a browser do not have', () => {
    const opened = choosePages(pages);
    const kinds = new Set(opened.flatMap(kindsOf));
    for (const page of pages)
      expect(
        kindsOf(page).filter((kind) => !kinds.has(kind)),
        page.path,
      ).toEqual([]);
    expect(new Set(opened.map(({ method }) => method))).toEqual(new Set(pages.map(({ method }) => method)));
    expect(opened.length).toBeLessThan(pages.length / 3);
  });

  it('is drawn from what the browser is given as it stands in the page', () => {
    for (const page of pages) {
      const props = toConsoleProps(page);
      const given = JSON.parse(JSON.stringify(props));
      expect(render(<Console {...given} />), page.path).toBe(render(<Console {...props} />));
    }
  });

  it('shows samples that call the server whose address the browser knows', () => {
    for (const page of pages) {
      const props = toConsoleProps(page);
      for (const { id, write } of SAMPLE_LANGUAGES)
        expect(write(toRequest(props, props.example), 'http://127.0.0.1:7'), `${page.path} ${id}`).toContain(
          'http://127.0.0.1:7',
        );
    }
  });
});
