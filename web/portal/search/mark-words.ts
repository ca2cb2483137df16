import { type FoundWord, findNames, findWords } from './words.ts';

/** What a query matched in a record. */
export interface Matched {
  /** The words of the query. */
  readonly asked: readonly string[];
  /** The words of the record that they matched, as they are or by likeness. */
  readonly found: readonly string[];
}

/** A piece of a text, and whether it is what was asked for. */
export interface Piece {
  readonly text: string;
  readonly marked: boolean;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** The longest excerpt, in characters, and how much of it stands before the first match. */
const EXCERPT = 140;
const BEFORE = 40;

/** A text in pieces, so that what matched can be shown as such. */
export function markWords(text: string, matched: Matched): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { start, end } of findSpans(text, matched)) {
    if (start > at) pieces.push({ text: text.slice(at, start), marked: false });
    pieces.push({ text: text.slice(start, end), marked: true });
    at = end;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), marked: false });
  return pieces;
}

/** The part of a long text around its first match. */
export function excerptOf(text: string, matched: Matched): string {
  if (text.length <= EXCERPT) return text;
  const first = findSpans(text, matched)[0]?.start ?? 0;
  const start = first <= EXCERPT - BEFORE ? 0 : text.indexOf(' ', first - BEFORE) + 1;
  const whole = text.slice(start, start + EXCERPT);
  const isEnd = start + EXCERPT >= text.length;
  const ending = isEnd ? whole : `${whole.slice(0, whole.lastIndexOf(' '))} …`;
  return start === 0 ? ending : `… ${ending}`;
}

function findSpans(text: string, matched: Matched): Span[] {
  const words = findWords(text).flatMap((word) => spanOf(word, matched));
  // A name as a whole where the query writes it as one word: `taguuids`.
  const names = findNames(text)
    .flatMap((name) => spanOf(name, matched))
    .filter((name) => !words.some(({ start, end }) => start >= name.start && end <= name.end));
  return [...words, ...names].sort((a, b) => a.start - b.start);
}

function spanOf({ word, start, end }: FoundWord, { asked, found }: Matched): Span[] {
  const beginnings = asked.filter((each) => word.startsWith(each)).map(({ length }) => length);
  const isDivided = end - start > word.length;
  if (beginnings.length > 0 && !isDivided) return [{ start, end: start + Math.max(...beginnings) }];
  return beginnings.length > 0 || found.includes(word) ? [{ start, end }] : [];
}
