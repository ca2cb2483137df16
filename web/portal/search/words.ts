/** A word within a text, in lower case, and where it stands. */
export interface FoundWord {
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

/** What belongs together: `tagUuids`, `DUPLICATE_EMAIL`, `find-by-email`. */
const NAME = /[\p{L}\p{N}]+(?:[-_][\p{L}\p{N}]+)*/gu;
const WORD = /\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{N}+|\p{L}+/gu;

/** The words of a text; `tagUuids` and `DUPLICATE_EMAIL` are two each. */
export function findWords(text: string): FoundWord[] {
  return find(WORD, text);
}

/** The names of several words in a text, without what divides them: `tagUuids` is `taguuids`. */
export function findNames(text: string): FoundWord[] {
  return find(NAME, text)
    .filter(({ start, end }) => findWords(text.slice(start, end)).length > 1)
    .map((name) => ({ ...name, word: name.word.replaceAll(/[-_]/g, '') }));
}

/** The words of a query. */
export function splitWords(text: string): string[] {
  return findWords(text).map(({ word }) => word);
}

/** The words of a text that is searched: each by itself, and names also as one, since some write `taguuids`. */
export function indexWords(text: string): string[] {
  return [...findWords(text), ...findNames(text)].map(({ word }) => word);
}

/** A name without what people write in different ways: `tag uuids`, `tagUuids` and `TAG_UUIDS` are the same. */
export function joinWords(text: string): string {
  return splitWords(text).join('');
}

function find(pattern: RegExp, text: string): FoundWord[] {
  return [...text.matchAll(pattern)].map(({ 0: word, index }) => ({
    word: word.toLowerCase(),
    start: index,
    end: index + word.length,
  }));
}
