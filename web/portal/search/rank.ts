import MiniSearch, { type SearchResult as Match, type SearchOptions } from 'minisearch';
import type { Matched } from './mark-words.ts';
import type { RecordKind, SearchRecord } from './search-record.ts';
import { indexWords, joinWords, splitWords } from './words.ts';

/** A record that a query finds. */
export interface Result {
  readonly record: SearchRecord;
  readonly score: number;
  readonly matched: Matched;
}

/** The results of one kind, best first. */
export interface ResultGroup {
  readonly kind: RecordKind;
  readonly results: readonly Result[];
}

/** Finds records: groups in the order of their best result. */
export type Search = (query: string) => ResultGroup[];

/** The most results of a kind that are shown. */
const GROUP_LIMIT = 6;

/** The name begins with the query; added in full where it is nearly the name, and in part where more follows. */
const BEGINNING_OF_NAME = 2;
/** Every word of the query stands in the name. */
const WHOLE_QUERY_IN_NAME = 3;
/** Every word of the query is a word of the name or of the line below it: `POST invoices`. */
const WHOLE_QUERY_IN_LABEL = 2;

const KIND_WEIGHTS: Readonly<Record<RecordKind, number>> = {
  guide: 1.2,
  endpoint: 1.4,
  error: 1.1,
  field: 1,
};

/** A third of a word may be wrong; of a short one nothing, since it would be another word. */
const forgiving = (word: string) => (word.length > 3 ? 0.3 : false);

/** From strict to lenient; the first that finds anything is taken, so that likeness does not crowd out what was meant. */
const ATTEMPTS: readonly SearchOptions[] = [
  { combineWith: 'AND' },
  { combineWith: 'AND', fuzzy: forgiving },
  { combineWith: 'OR', fuzzy: forgiving },
];

/** Prepares search over records; takes some milliseconds. */
export function createSearch(records: readonly SearchRecord[]): Search {
  const index = new MiniSearch<SearchRecord & { id: number }>({
    fields: ['title', 'name', 'detail', 'trail', 'words', 'text'],
    // The name as one word has a field of its own: within the title it would count twice for whoever types its beginning.
    extractField: (record, field) => (field === 'name' ? joinWords(record.title) : record[field as 'title']),
    tokenize: (text, field) => (field === 'title' ? splitWords(text) : indexWords(text)),
    searchOptions: {
      tokenize: splitWords,
      boost: { title: 5, name: 1, detail: 2, trail: 0.5, words: 2 },
      prefix: (word) => word.length > 1,
      weights: { fuzzy: 0.3, prefix: 0.6 },
    },
  });
  index.addAll(records.map((record, id) => ({ ...record, id })));
  return (query) => {
    const matches = findMatches(index, query);
    const results = matches.map((match) => toResult(match, records[match.id]!, query));
    return groupResults(results.sort(nearestFirst(joinWords(query))));
  };
}

/** Whoever types the exact name wants that thing, whatever else says the word more often. */
function nearestFirst(asked: string): (a: Result, b: Result) => number {
  const isExact = ({ record }: Result) => Number(joinWords(record.title) === asked);
  return (a, b) => isExact(b) - isExact(a) || b.score - a.score;
}

function findMatches(index: MiniSearch, query: string): Match[] {
  for (const options of ATTEMPTS) {
    const matches = index.search(query, options);
    if (matches.length > 0) return matches;
  }
  return [];
}

function toResult({ score, queryTerms, terms }: Match, record: SearchRecord, query: string): Result {
  const factor = nearnessOf(record, query) * KIND_WEIGHTS[record.kind] * (record.weight ?? 1);
  return { record, score: score * factor, matched: { asked: queryTerms, found: terms } };
}

function nearnessOf(record: SearchRecord, query: string): number {
  const name = joinWords(record.title);
  const asked = joinWords(query);
  const begins = name.startsWith(asked) ? 1 + (BEGINNING_OF_NAME * asked.length) / name.length : 1;
  return begins * shareOf(record, splitWords(query));
}

function shareOf({ title, detail }: SearchRecord, asked: readonly string[]): number {
  const name = new Set(splitWords(title));
  if (asked.every((word) => name.has(word))) return WHOLE_QUERY_IN_NAME;
  const label = new Set([...name, ...splitWords(detail)]);
  return asked.every((word) => label.has(word)) ? WHOLE_QUERY_IN_LABEL : 1;
}

function groupResults(results: readonly Result[]): ResultGroup[] {
  const groups = Map.groupBy(results, ({ record }) => record.kind);
  return [...groups].map(([kind, all]) => ({ kind, results: all.slice(0, GROUP_LIMIT) }));
}
