import { join } from 'node:path';
import { readGuides } from '../../web/portal/model/guides.ts';
import { ROOT } from './run-server.ts';

/** The guides of the portal, in their order. */
export const GUIDES = readGuides(join(ROOT, 'web', 'portal', 'guides'));

/** The guide of a name, such as `quick-start`. */
export function findGuide(slug: string) {
  const guide = GUIDES.find(({ path }) => path.endsWith(`/${slug}`));
  if (!guide) throw new Error(`There is no guide ${slug}`);
  return guide;
}

/** A fenced block of a guide. */
export interface Block {
  readonly language: string;
  readonly text: string;
}

/** The fenced blocks of a Markdown text, in their order. */
export function readBlocks(markdown: string): Block[] {
  return [...markdown.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language = '', text = '']) => ({
    language,
    text,
  }));
}

/** Something that a reader does: saves a program, or gives a command and looks at what it answers. */
export type Step =
  | { readonly kind: 'program'; readonly name: string; readonly text: string }
  | { readonly kind: 'command'; readonly text: string; readonly answer: Block | undefined };

const PROGRAM_LANGUAGES = ['ts', 'py'];
const ANSWER_LANGUAGES = ['json', 'text'];

/**
 * What a guide has its reader do. A program names its file in a comment on its first line; a block of JSON or text is
 * the answer of the command before it. Throws Error for a block that is none of these, so that none goes untested.
 */
export function readSteps(markdown: string): Step[] {
  const steps: Step[] = [];
  for (const block of readBlocks(markdown)) {
    const last = steps.at(-1);
    const isAnswer = ANSWER_LANGUAGES.includes(block.language);
    const name = /^(?:\/\/|#) (\S+)\n/.exec(block.text)?.[1];
    // The head of an answer, which no command prints: whoever shows one tests it.
    if (block.language === 'http') continue;
    if (block.language === 'sh') steps.push({ kind: 'command', text: block.text.trim(), answer: undefined });
    else if (PROGRAM_LANGUAGES.includes(block.language) && name)
      steps.push({ kind: 'program', name, text: block.text });
    else if (isAnswer && last?.kind === 'command' && !last.answer)
      steps.splice(-1, 1, { ...last, answer: block });
    else throw new Error(`A block of a guide cannot be tested:\n${block.text}`);
  }
  return steps;
}

/** The rows of the table that begins with the given cells, without its head; code marks and emphasis taken off. */
export function readTable(markdown: string, ...head: readonly string[]): string[][] {
  const lines = markdown.split('\n');
  const start = lines.findIndex((line) => {
    const cells = readRow(line);
    return line.startsWith('|') && head.every((cell, index) => cells[index] === cell);
  });
  if (start < 0) throw new Error(`There is no table of ${head.join(', ')}`);
  const end = lines.findIndex((line, index) => index > start && !line.startsWith('|'));
  return lines.slice(start + 2, end < 0 ? undefined : end).map(readRow);
}

function readRow(line: string): string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim().replaceAll('**', '').replaceAll(/^`|`$/g, ''));
}
