import { spreadOf } from '../../../bench/harness/statistics.ts';
import type { Outcome } from './fault.ts';

/** How a fault went. */
export type FaultReport = { readonly name: string; readonly seconds: number } & (
  | { readonly verdict: 'passed'; readonly outcome: Outcome }
  | { readonly verdict: 'failed' | 'skipped'; readonly reason: string }
);

const HEADS = [
  'fault',
  'verdict',
  'rounds',
  'answered',
  'unanswered',
  'of it kept',
  'recovery min',
  'median',
  'max (s)',
];

function rowOf(report: FaultReport): string[] {
  const { name, verdict } = report;
  if (report.verdict !== 'passed') return [name, verdict];
  const { rounds, answered, unanswered, unansweredKept, recoveries } = report.outcome;
  const { min, median, max } = spreadOf(recoveries);
  const times = recoveries.length === 0 ? [] : [min, median, max].map((seconds) => seconds.toFixed(2));
  return [name, verdict, ...[rounds, answered, unanswered, unansweredKept].map(String), ...times];
}

/** The reports for reading: a table, and under it what a reader must know. */
export function describeReport(reports: readonly FaultReport[]): string {
  const rows = [HEADS, ...reports.map(rowOf)];
  const widths = HEADS.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const table = rows.map((row) =>
    row
      .map((cell, column) => (column < 2 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join('  ')
      .trimEnd(),
  );
  const notes = reports.flatMap((report) =>
    report.verdict === 'passed'
      ? report.outcome.notes.map((note) => `${report.name}: ${note}`)
      : [`${report.name} ${report.verdict}: ${report.reason}`],
  );
  const count = (verdict: FaultReport['verdict']) =>
    reports.filter((report) => report.verdict === verdict).length;
  const sum = `${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`;
  return [...table, '', ...notes, ...(notes.length > 0 ? [''] : []), sum].join('\n');
}
