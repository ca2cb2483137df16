import { useEffect, useState } from 'preact/hooks';

type Highlighter = (code: string, language: string) => string;

let highlighter: Highlighter | undefined;

/** Highlights at once from now on: for the server, which does not wait. */
export function setHighlighter(highlight: Highlighter): void {
  highlighter = highlight;
}

interface CodeProps {
  readonly text: string;
  readonly language: string;
  readonly label: string;
  /** Whether the server has rendered it: then its colors are loaded when it changes. */
  readonly fromServer?: boolean;
}

/** Code in its colors, which are loaded when they are first needed. */
export function Code({ text, language, label, fromServer = false }: CodeProps) {
  const [, setLoaded] = useState(highlighter !== undefined);
  const [first] = useState(text);
  const wanted = !fromServer || text !== first;
  useEffect(() => {
    if (!wanted || highlighter) return;
    import('../highlight/highlight.ts').then(
      ({ highlight }) => {
        setHighlighter(highlight);
        setLoaded(true);
      },
      () => {},
    );
  }, [wanted]);
  const html = highlighter ? highlighter(text, language) : escapeHtml(text);
  return (
    <section class="code" aria-label={label}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre tabIndex={0}>
        <code dangerouslySetInnerHTML={{ __html: html }} />
      </pre>
    </section>
  );
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
