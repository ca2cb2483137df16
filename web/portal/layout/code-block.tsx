import { highlight } from '../highlight/highlight.ts';

interface CodeBlockProps {
  readonly code: string;
  readonly language: string;
  /** What it is, shown above it. */
  readonly label: string;
}

/** Code under its label; wide code scrolls within its box, which the keyboard reaches. */
export function CodeBlock({ code, language, label }: CodeBlockProps) {
  return (
    <figure class="code">
      <figcaption>{label}</figcaption>
      <button type="button" class="button-quiet" data-copy-code hidden>
        Copy
      </button>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <pre tabIndex={0}>
        <code dangerouslySetInnerHTML={{ __html: highlight(code, language) }} />
      </pre>
    </figure>
  );
}
