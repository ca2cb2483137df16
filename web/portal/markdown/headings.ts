import { marked, type Token, type Tokens } from 'marked';
import { createHeadingIds } from './heading-ids.ts';
import { textOf } from './plain-text.ts';

/** A heading of a text, with the id that `toHtml` gives it. */
export interface Heading {
  readonly id: string;
  readonly title: string;
  readonly depth: number;
}

/** A part of a text: what stands under a heading, up to the next one. */
export interface Section {
  /** Undefined for what stands before the first heading. */
  readonly heading: Heading | undefined;
  readonly markdown: string;
}

/** The parts of a text in their order; the first one has no heading. */
export function readSections(markdown: string): Section[] {
  const ids = createHeadingIds();
  const sections: { heading: Heading | undefined; markdown: string }[] = [
    { heading: undefined, markdown: '' },
  ];
  for (const token of marked.lexer(markdown)) {
    if (isHeading(token)) {
      const title = titleOf(token);
      sections.push({ heading: { id: ids(title), title, depth: token.depth }, markdown: '' });
    } else sections.at(-1)!.markdown += token.raw;
  }
  return sections;
}

/** The words of a heading. */
export function titleOf(heading: Pick<Tokens.Heading, 'tokens'>): string {
  return textOf(heading.tokens).trim();
}

function isHeading(token: Token): token is Tokens.Heading {
  return token.type === 'heading';
}
