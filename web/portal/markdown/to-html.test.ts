import { describe, expect, it } from 'vitest';
import { readSections } from './headings.ts';
import { toHtml } from './to-html.ts';

const TEXT = [
  'Intro.',
  '## The `status`, and more',
  '## Twice',
  '### Twice',
  '## With a [link](/docs)',
  '## Größe & “Maß”',
].join('\n\n');

describe('Markdown as HTML', () => {
  it('gives every heading an id of its own, as on GitHub, and a link to itself', () => {
    const html = toHtml(TEXT);
    const ids = [...html.matchAll(/<h\d id="([^"]*)"/g)].map(([, id]) => id);
    expect(ids).toEqual(['the-status-and-more', 'twice', 'twice-1', 'with-a-link', 'größe--maß']);
    expect(html).toContain('<h3 id="twice-1"><a class="heading-link" href="#twice-1">Twice</a></h3>');
    expect(html).toContain('<h2 id="with-a-link">With a <a href="/docs">link</a></h2>');
  });

  it('has the ids that its sections are known by elsewhere', () => {
    const ids = [...toHtml(TEXT).matchAll(/<h\d id="([^"]*)"/g)].map(([, id]) => id);
    expect(readSections(TEXT).flatMap(({ heading }) => heading?.id ?? [])).toEqual(ids);
  });

  it('puts a table into a box that scrolls and that the keyboard reaches', () => {
    const html = toHtml('| code | <b> |\n|---|--:|\n| a | `1` |');
    expect(html).toContain('<div class="table-scroll" role="group" aria-label="Table: code, ');
    expect(html).toContain('tabindex="0"><table>');
    expect(html).toContain('<code>1</code>');
  });

  it('makes no header of an empty cell', () => {
    expect(toHtml('| | b |\n|---|---|\n| a | 1 |')).toMatch(/<thead><tr>\s*<td><\/td>\s*<th>b<\/th>/);
  });

  it('shows code under its language, with a button that copies it', () => {
    const html = toHtml('```json\n{"a": "<b>"}\n```');
    expect(html).toContain('<figcaption>JSON</figcaption>');
    expect(html).toContain('data-copy-code hidden');
    expect(html).not.toContain('<b>');
    expect(toHtml('```\nplain <i>\n```')).toContain('<figcaption>Text</figcaption>');
  });

  it('tells no other site where a link was followed, and needs no inline style', () => {
    const html = toHtml('[out](https://example.com/?a=1&b=2) [in](/docs)\n\n| a |\n|:-:|\n| 1 |');
    expect(html).toContain('<a href="https://example.com/?a=1&amp;b=2" rel="noreferrer">out</a>');
    expect(html).toContain('<a href="/docs">in</a>');
    expect(html).not.toContain('style=');
  });
});
