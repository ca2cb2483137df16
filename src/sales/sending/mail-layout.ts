import { type Html, html } from '../../platform/http/html.ts';
import type { Voice } from '../documents/words/voice.ts';

/** What a mail to a customer is made of. */
export interface MailParts {
  readonly subject: string;
  readonly heading: string;
  readonly message: string;
  readonly figures: readonly [label: string, value: string][];
  /** What there is to do, and where; nothing where left out. */
  readonly action?: { readonly label: string; readonly url: string };
  readonly closing: string;
  /** The name first. */
  readonly seller: readonly string[];
}

/** What a mail says, in three forms. */
export interface WrittenMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

type Tongue = Pick<Voice, 'language' | 'direction' | 'letters'>;

/** Writes a mail to a customer, as plain text and as HTML. */
export function layOutMail(parts: MailParts, tongue: Tongue): WrittenMail {
  const { subject, message, figures, action, closing, seller } = parts;
  const paragraphs = message.trim().split(/\n\s*\n/);
  const width = Math.max(...figures.map(([label]) => label.length));
  const text = [
    ...paragraphs,
    figures.map(([label, value]) => `${label.padEnd(width)}  ${value}`).join('\n'),
    ...(action ? [`${action.label}:\n${action.url}`] : []),
    closing,
    seller.join('\n'),
  ].join('\n\n');
  return { subject, text: `${text}\n`, html: toHtml(parts, paragraphs, tongue) };
}

const FONT = "font-family:-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif";

/** As mail programmes show it: tables, and each style at its element. */
function toHtml(
  { subject, heading, figures, action, closing, seller }: MailParts,
  paragraphs: readonly string[],
  { language, direction, letters }: Tongue,
) {
  const end = direction === 'rtl' ? 'left' : 'right';
  return html`<!doctype html>
<html lang="${language}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>${subject}</title>
</head>
<body style="margin:0;padding:0;background:#f5f8f6">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:#f5f8f6">
<tr><td align="center" style="padding:24px 12px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px;background:#ffffff;border:1px solid #dce4df;border-radius:12px">
<tr><td style="padding:32px;${FONT};font-size:16px;line-height:1.6;color:#14201b">
<p style="margin:0 0 4px;font-size:14px;color:#52615a">${seller[0]!}</p>
<h1 style="margin:0 0 20px;font-size:22px;line-height:1.3;font-weight:700">${heading}</h1>
${paragraphs.map((paragraph) => html`<p style="margin:0 0 16px">${withBreaks(paragraph)}</p>\n`)}<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="margin:8px 0 24px;border-top:1px solid #dce4df;${FONT};font-size:15px;color:#14201b">
${figures.map(([label, value], index) => figureRow(label, value, end, index === figures.length - 1))}</table>
${action ? button(action) : ''}<p style="margin:24px 0 0;font-size:14px;color:#52615a">${closing}</p>
${action ? fallback(action, letters.mail.button) : ''}</td></tr>
</table>
<p style="margin:16px 0 0;${FONT};font-size:13px;line-height:1.5;color:#52615a">${joinLines(seller)}</p>
</td></tr>
</table>
</body>
</html>
`.text;
}

function figureRow(label: string, value: string, end: 'left' | 'right', isLast: boolean): Html {
  const line = isLast ? '' : 'border-bottom:1px solid #dce4df;';
  return html`<tr><td style="padding:10px 0;${line}color:#52615a">${label}</td><td align="${end}" style="padding:10px 0;${line}font-weight:700">${value}</td></tr>\n`;
}

const withBreaks = (paragraph: string): Html => joinLines(paragraph.split('\n'));

function joinLines(lines: readonly string[]): Html {
  return html`${lines.map((line, index) => (index === 0 ? html`${line}` : html`<br>${line}`))}`;
}

type Action = NonNullable<MailParts['action']>;

function button({ label, url }: Action): Html {
  return html`<table role="presentation" cellpadding="0" cellspacing="0"><tr><td style="border-radius:8px;background:#0b6b4f">
<a href="${url}" style="display:inline-block;padding:12px 24px;${FONT};font-size:16px;font-weight:700;color:#ffffff;text-decoration:none">${label}</a>
</td></tr></table>
`;
}

function fallback({ url }: Action, label: string): Html {
  return html`<p style="margin:8px 0 0;font-size:13px;color:#52615a;word-break:break-all">${label} <a dir="ltr" href="${url}" style="color:#0b6b4f">${url}</a></p>
`;
}
