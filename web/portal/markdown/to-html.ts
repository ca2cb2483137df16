import { Marked, type RendererObject } from 'marked';
import { highlight } from '../highlight/highlight.ts';
import { createHeadingIds } from './heading-ids.ts';
import { titleOf } from './headings.ts';
import { languageLabel } from './language-label.ts';
import { textOf } from './plain-text.ts';

/** Markdown of our own as HTML: headings are links to themselves, code is highlighted and can be copied, tables scroll. */
export function toHtml(markdown: string): string {
  const marked = new Marked({ renderer: { ...RENDERER, heading: headingRenderer() } });
  return marked.parse(markdown, { async: false });
}

const RENDERER: RendererObject = {
  code({ text, lang = '' }) {
    // The button is of no use without script, which shows it.
    return `<figure class="code"><figcaption>${escapeHtml(languageLabel(lang))}</figcaption><button type="button" class="button-quiet" data-copy-code hidden>Copy</button><pre tabindex="0"><code>${highlight(text, lang)}</code></pre></figure>\n`;
  },
  table(token) {
    // A header without words heads nothing, and is announced as if it did.
    const cells = (row: typeof token.header) =>
      row.map((cell) => this.tablecell({ ...cell, header: cell.header && cell.text !== '' })).join('');
    const rows = token.rows.map((row) => this.tablerow({ text: cells(row) })).join('');
    const name = token.header
      .map(({ tokens }) => textOf(tokens))
      .filter(Boolean)
      .join(', ');
    return `<div class="table-scroll" role="group" aria-label="${escapeHtml(`Table: ${name}`)}" tabindex="0"><table><thead>${this.tablerow({ text: cells(token.header) })}</thead><tbody>${rows}</tbody></table></div>\n`;
  },
  link({ href, title, tokens }) {
    const attributes = [
      `href="${escapeHtml(href)}"`,
      ...(title ? [`title="${escapeHtml(title)}"`] : []),
      ...(/^[a-z]+:\/\//i.test(href) ? ['rel="noreferrer"'] : []),
    ];
    return `<a ${attributes.join(' ')}>${this.parser.parseInline(tokens)}</a>`;
  },
};

/** One for each text, since ids must be unique within it. */
function headingRenderer(): NonNullable<RendererObject['heading']> {
  const ids = createHeadingIds();
  return function (token) {
    const { depth, tokens } = token;
    const id = ids(titleOf(token));
    const content = this.parser.parseInline(tokens);
    const hasLink = tokens.some(({ type }) => type === 'link');
    const linked = hasLink ? content : `<a class="heading-link" href="#${id}">${content}</a>`;
    return `<h${depth} id="${id}">${linked}</h${depth}>\n`;
  };
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
