import type { ErrorPage, GuidePage } from './pages.ts';

const PLACEHOLDER = '<!-- error-codes -->';

/** Puts the table of every error code where a guide asks for it, so that no guide holds one written by hand. */
export function insertErrorCodes(guide: GuidePage, errors: readonly ErrorPage[]): GuidePage {
  if (!guide.markdown.includes(PLACEHOLDER)) return guide;
  return { ...guide, markdown: guide.markdown.replace(PLACEHOLDER, () => describeCodes(errors)) };
}

/** By status; within one in the order of the registry. */
function describeCodes(errors: readonly ErrorPage[]): string {
  const rows = errors
    .toSorted((a, b) => a.status - b.status)
    .map(({ code, path, status, message }) => `| [${code}](${path}) | ${status} | ${toCell(message)} |`);
  return ['| code | status | message |', '|---|---|---|', ...rows].join('\n');
}

function toCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
