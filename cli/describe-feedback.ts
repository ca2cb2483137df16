import type { Feedback, PageTotals } from '../src/portal/feedback/index.ts';

/** What readers said, and how much more of it there is. */
interface ListedFeedback {
  /** Of every page. */
  readonly totals: readonly PageTotals[];
  /** What is listed one by one, the newest first. */
  readonly rows: readonly Feedback[];
  /** How much there is of what is listed. */
  readonly totalRecords: number;
}

/** Totals by page, then each answer with its reason below it. */
export function describeFeedback({ totals, rows, totalRecords }: ListedFeedback): string {
  if (totals.length === 0) return 'Nobody has said anything of the pages yet.';
  const sum = (answer: 'yes' | 'no') => totals.reduce((count, page) => count + page[answer], 0);
  const table = alignColumns([
    ['Page', 'Yes', 'No'],
    ...totals.map(({ page, yes, no }) => [makeVisible(page), count(yes), count(no)]),
    ['Total', count(sum('yes')), count(sum('no'))],
  ]);
  const listed = rows.map(describeAnswer);
  const more = totalRecords - rows.length;
  const rest = more > 0 ? [`and ${count(more)} more: ask for them with --limit.`] : [];
  return [table, ...listed, ...rest].join('\n\n');
}

function describeAnswer({ page, section, helpful, reason, createdAt }: Feedback): string {
  const instant = `${createdAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const head = [instant, helpful ? 'yes' : 'no ', makeVisible(page), `(${section})`].join('  ');
  return reason === null ? head : `${head}\n${indent(makeVisible(reason))}`;
}

/** The first column to the left, the numbers to the right. */
function alignColumns(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))),
    )
    .map((cells) => cells.join('  '))
    .join('\n');
}

/**
 * The words of strangers are printed on an operator's terminal: what could move its cursor, colour or reorder its text
 * is taken out of them.
 */
function makeVisible(text: string): string {
  return text
    .replaceAll(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/gu, (character) => (character === '\n' ? '\n' : '\ufffd'));
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '    ');
}

const count = (number: number): string => number.toLocaleString('en-US');
