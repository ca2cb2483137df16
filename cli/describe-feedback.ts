import type { Feedback, PageTotals } from '../src/portal/feedback/index.ts';
import { alignColumns, makeVisible } from './terminal-text.ts';

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
  const table = alignColumns(
    [
      ['Page', 'Yes', 'No'],
      ...totals.map(({ page, yes, no }) => [makeVisible(page), count(yes), count(no)]),
      ['Total', count(sum('yes')), count(sum('no'))],
    ],
    [1, 2],
  );
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

function indent(text: string): string {
  return text.replaceAll(/^/gm, '    ');
}

const count = (number: number): string => number.toLocaleString('en-US');
