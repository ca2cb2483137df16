import { excerptOf, type Matched, markWords } from './mark-words.ts';
import type { Result, ResultGroup } from './rank.ts';
import type { RecordKind } from './search-record.ts';

const HEADINGS: Readonly<Record<RecordKind, string>> = {
  guide: 'Guides',
  endpoint: 'Endpoints',
  field: 'Fields',
  error: 'Error codes',
};

/** The id of the option at this place of the whole list. */
export function optionId(index: number): string {
  return `search-option-${index}`;
}

/** The options of the listbox, by group. */
export function SearchResults({ groups }: { readonly groups: readonly ResultGroup[] }) {
  const firstOf = (group: ResultGroup) =>
    groups.slice(0, groups.indexOf(group)).reduce((sum, { results }) => sum + results.length, 0);
  return groups.map((group) => (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is no part of a listbox
    <div key={group.kind} role="group" aria-labelledby={`search-${group.kind}`}>
      <div class="search-heading" id={`search-${group.kind}`} role="presentation">
        {HEADINGS[group.kind]}
      </div>
      {group.results.map((result, index) => (
        <Option key={result.record.path} result={result} index={firstOf(group) + index} />
      ))}
    </div>
  ));
}

function Option({ result, index }: { readonly result: Result; readonly index: number }) {
  const { record, matched } = result;
  return (
    <a
      class="search-option"
      role="option"
      id={optionId(index)}
      href={record.path}
      tabIndex={-1}
      aria-selected="false"
    >
      <span class="search-name" data-kind={record.kind}>
        <Marked text={record.title} matched={matched} />
      </span>{' '}
      <span class="search-detail">
        {record.trail && (
          <>
            <code>
              <Marked text={record.trail} matched={matched} />
            </code>
            {', '}
          </>
        )}
        <Marked text={record.detail} matched={matched} />
      </span>{' '}
      <span class="search-text">
        <Marked text={excerptOf(record.text, matched)} matched={matched} />
      </span>
    </a>
  );
}

/** A text in which what was asked for stands out. */
function Marked({ text, matched }: { readonly text: string; readonly matched: Matched }) {
  return markWords(text, matched).map((piece, index) =>
    piece.marked ? <mark key={index}>{piece.text}</mark> : piece.text,
  );
}
