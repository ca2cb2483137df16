import { toHtml } from '../markdown/to-html.ts';

/** Markdown of our own (the OpenAPI document, a guide) as HTML. */
export function MarkdownText({ text }: { readonly text: string }) {
  return <div class="text" dangerouslySetInnerHTML={{ __html: toHtml(text) }} />;
}
