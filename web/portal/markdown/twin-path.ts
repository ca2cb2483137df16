import { ROOT } from '../model/portal.ts';

/** The address of a page's Markdown twin: `/docs/invoices/create-invoice.md`, and `/docs.md` for the first page. */
export function twinPath(path: string): string {
  return `${path}.md`;
}

const LINK = new RegExp(String.raw`(\]\(|^\[[^\]]+\]:\s*)(${ROOT}(?:/[\w/-]*)?)(?=[#)\s]|$)`, 'gm');
const CODE = /(^(`{3,}|~{3,})[\s\S]*?^\2|`+[^`]*`+)/m;

/**
 * Markdown in which links to pages lead to their twins, so that a reader of one twin stays among them. Code stays as it is,
 * and so do links to what is no page of the portal.
 */
export function linkToTwins(markdown: string, pages: ReadonlySet<string>): string {
  return splitAtCode(markdown)
    .map((part, index) =>
      index % 2 === 1
        ? part
        : part.replaceAll(LINK, (link, before: string, path: string) =>
            pages.has(path) ? `${before}${twinPath(path)}` : link,
          ),
    )
    .join('');
}

/** Text and code by turns, text first. */
function splitAtCode(markdown: string): string[] {
  const parts: string[] = [];
  let rest = markdown;
  for (let code = CODE.exec(rest); code; code = CODE.exec(rest)) {
    parts.push(rest.slice(0, code.index), code[0]);
    rest = rest.slice(code.index + code[0].length);
  }
  return [...parts, rest];
}
