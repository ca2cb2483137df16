import { type Html, html } from '../../platform/http/html.ts';
import { BUILT_IN_LANGUAGE, directionOf, type Language } from '../documents/words/words.ts';

/** What a page shows within the frame that all have. */
export interface Page {
  readonly title: string;
  readonly content: Html;
  /** That of its document; where there is none, English. */
  readonly language?: Language;
}

/** The headers of a page: no script, no style but its own, found by no search engine, kept by nobody, told to nobody. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'none'",
    "style-src 'self'",
    'img-src data:',
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; '),
  'x-frame-options': 'DENY',
  'x-robots-tag': 'noindex, nofollow, noarchive',
  // Who has the address sees the document: no other site may learn it.
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** The whole HTML of a page. */
export function renderPage(
  { title, content, language = BUILT_IN_LANGUAGE }: Page,
  stylesheet: string,
): string {
  return html`<!doctype html>
<html lang="${language}" dir="${directionOf(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex, nofollow">
<meta name="format-detection" content="telephone=no">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${stylesheet}">
</head>
<body>
${content}
</body>
</html>
`.text;
}
