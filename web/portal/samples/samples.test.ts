import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROJECT } from '../build/source-hash.ts';
import { toConsoleProps } from '../console/console-props.ts';
import { toRequest } from '../console/request-values.ts';
import type { EndpointPage } from '../model/pages.ts';
import { readPortal } from '../model/portal.ts';
import { writeOneShotCurl } from './one-shot-curl.ts';
import { SAMPLE_LANGUAGES } from './samples.ts';

const portal = readPortal(JSON.parse(readFileSync(join(PROJECT, 'openapi.json'), 'utf8')), []);
const requests = portal.pages
  .filter((page): page is EndpointPage => page.kind === 'endpoint')
  .map((page) => toRequest(toConsoleProps(page), toConsoleProps(page).example));

describe.each(SAMPLE_LANGUAGES)('a sample in $label', ({ id, write }) => {
  it('takes its credentials from the environment, and asks for no more than it needs', () => {
    for (const request of requests) {
      const sample = write(request, 'http://127.0.0.1:4010');
      expect(sample).toContain('RECOUNT_URL');
      expect(sample.includes('RECOUNT_ACCESS_TOKEN')).toBe(request.access === 'partner');
      expect(write({ ...request, access: 'public' }, 'http://x')).not.toMatch(
        /RECOUNT_CLIENT|x-signature|x-timestamp|hmac/i,
      );
    }
  });

  it('imports exactly what it uses', () => {
    for (const request of requests) {
      for (const access of ['partner', 'public'] as const) {
        const sample = write({ ...request, access }, 'http://127.0.0.1:4010');
        const imported =
          id === 'go'
            ? [...sample.matchAll(/^\t"([\w/]+)"$/gm)].map(([, name]) => name!.split('/').at(-1)!)
            : id === 'python'
              ? [...sample.matchAll(/^import (\S+)$/gm)].map(([, name]) => name!)
              : [];
        for (const name of imported) expect(sample, name).toMatch(new RegExp(`(?<!["/.])\\b${name}\\.\\w`));
        const used =
          id === 'go' ? [...sample.matchAll(/(?<![\w."/])(\w+)\.[A-Z]\w+\(/g)].map(([, name]) => name!) : [];
        const locals = [
          ...['mac', 'request', 'response', 'pretty', 'Body', 'Header'],
          ...['encoded', 'form', 'header', 'part'],
        ];
        expect(used.filter((name) => !imported.includes(name) && !locals.includes(name))).toEqual([]);
      }
    }
  });

  it('has balanced brackets', () => {
    for (const request of requests) {
      const code = write({ ...request, body: undefined }, 'http://x').replaceAll(
        /'[^'\n]*'|"[^"\n]*"|`[^`]*`/g,
        '',
      );
      for (const [open, close] of ['()', '[]', '{}']) {
        expect(code.split(open!).length, `${open}${close} of\n${code}`).toBe(code.split(close!).length);
      }
    }
  });
});

it('the command of a signed call sends its headers and its body as they are', () => {
  const call = {
    method: 'POST',
    url: "http://x/a?b='c'",
    headers: { 'x-signature': 'ab' },
    body: `{"a":"it's"}`,
  };
  expect(writeOneShotCurl(call)).toBe(
    [
      `curl --include --request POST 'http://x/a?b='\\''c'\\'''`,
      `  --header 'x-signature: ab'`,
      `  --data-raw '{"a":"it'\\''s"}'`,
    ].join(' \\\n'),
  );
});
