import { html } from '../../../platform/http/html.ts';
import type { Page } from './page.ts';

interface ProblemPage {
  readonly title: string;
  readonly sentence: string;
  /** Where it may go on. */
  readonly link?: { readonly href: string; readonly label: string } | undefined;
}

/** A page that says why it does not go on. */
export function problemPage({ title, sentence, link }: ProblemPage): Page {
  return {
    title,
    content: html`<h1>${title}</h1>
<p class="lead">${sentence}</p>
${link && html`<p class="buttons"><a class="button-primary" href="${link.href}">${link.label}</a></p>`}`,
  };
}
