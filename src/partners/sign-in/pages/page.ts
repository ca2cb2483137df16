import { type Html, html } from '../../../platform/http/html.ts';

/** What a page shows within the frame that all have. */
export interface Page {
  readonly title: string;
  readonly content: Html;
}

const MARK = html`<svg class="mark" viewBox="0 0 32 32" width="26" height="26" fill="none" stroke-width="2.5" aria-hidden="true"><rect class="mark-paper" width="32" height="32" rx="7"/><path class="mark-line" stroke-linecap="round" d="M7 10h18M16 10v14M10 15h2.5M19.5 15H22M19.5 19.5H22"/></svg>`;

const FAVICON = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0b6b4f"/>' +
    '<path d="M7 10h18M16 10v14M10 15h2.5M19.5 15H22M19.5 19.5H22" stroke="#fff" stroke-width="2.5" stroke-linecap="round"/></svg>',
)}`;

/** The whole HTML of a page. */
export function renderPage({ title, content }: Page, stylesheet: string): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Recount</title>
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<link rel="icon" type="image/svg+xml" href="${FAVICON}">
<link rel="stylesheet" href="${stylesheet}">
</head>
<body>
<main>
<p class="site-name">${MARK} Recount</p>
<div class="card">
${content}
</div>
</main>
</body>
</html>
`.text;
}

/** What went wrong, read out at once by a screen reader. */
export function alert(sentence: string): Html {
  return html`<p class="alert" role="alert">${sentence}</p>`;
}
