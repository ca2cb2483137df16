import { describe, expect, it } from 'vitest';
import { linkToTwins } from './twin-path.ts';

const pages = new Set(['/docs', '/docs/guides/signing', '/docs/errors/not-found']);

describe('a link in a twin', () => {
  it('leads to the twin of a page, with its anchor', () => {
    expect(linkToTwins('[a](/docs/guides/signing#steps) [b](/docs)', pages)).toBe(
      '[a](/docs/guides/signing.md#steps) [b](/docs.md)',
    );
    expect(linkToTwins('[x]: /docs/errors/not-found', pages)).toBe('[x]: /docs/errors/not-found.md');
  });

  it('stays as it is where it leads elsewhere', () => {
    const text = '[a](/docs/openapi) [b](https://example.com/docs/guides/signing) /docs/guides/signing';
    expect(linkToTwins(text, pages)).toBe(text);
  });

  it('stays as it is in code', () => {
    const text = '```sh\n[a](/docs)\n```\n`[b](/docs)` and ``[`c`](/docs)``';
    expect(linkToTwins(text, pages)).toBe(text);
    expect(linkToTwins(`${text} [d](/docs)`, pages)).toBe(`${text} [d](/docs.md)`);
  });
});
