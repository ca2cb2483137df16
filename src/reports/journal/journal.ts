import { formatMinorUnits } from '../../ledger/money/index.ts';
import { sumSides } from '../../ledger/posting/find-unbalanced.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { type CsvRow, defineReport } from '../define-report.ts';
import { readCursor, writeCursor } from '../filters/cursor.ts';
import { FILTER_ERRORS, loadReportBooks } from '../filters/line-filter.ts';
import { moneyIn, readReportSeal } from '../filters/report-figures.ts';
import { JOURNAL_EXAMPLE } from './journal.examples.ts';
import {
  type JournalQuery,
  type JournalReport,
  journalQuery,
  journalSchema,
  MOST_ENTRIES,
  STANDARD_ENTRIES,
} from './journal.schema.ts';
import {
  type EntryRow,
  type LineRow,
  selectEntries,
  selectJournalTotals,
  selectLinesOfEntries,
} from './journal.store.ts';
import { toEntryKey } from './journal-cursor.ts';

const SIGNS = 'Debit and credit are never negative; each entry has as much of both.';

type Money = (amount: bigint) => string;

const debitOf = (amount: bigint) => (amount > 0n ? amount : 0n);
const creditOf = (amount: bigint) => (amount < 0n ? -amount : 0n);

/** What lines come to on both sides. */
const addUp = (lines: readonly LineRow[]) => sumSides(lines.map(({ baseAmount }) => BigInt(baseAmount)));

function tellLine(line: LineRow, money: Money) {
  const amount = BigInt(line.baseAmount);
  return {
    lineNumber: line.lineNumber,
    accountUuid: line.accountId,
    accountNumber: line.accountNumber,
    accountName: line.accountName,
    type: line.type,
    party: line.party,
    tags: [...line.tags],
    debit: money(debitOf(amount)),
    credit: money(creditOf(amount)),
    documentAmount: formatMinorUnits(BigInt(line.amount), line.currency),
    documentCurrency: line.currency,
  };
}

function tellEntry(
  entry: EntryRow,
  lines: readonly LineRow[],
  money: Money,
): JournalReport['entries'][number] {
  const { debit, credit } = addUp(lines);
  return {
    entryUuid: entry.entryId,
    date: entry.effective,
    kind: entry.kind,
    source: entry.source,
    sourceUuid: entry.sourceId,
    number: entry.number,
    description: entry.description,
    recordedAt: new Date(entry.recordedAt).toISOString(),
    reversesEntryUuid: entry.reversesEntryId,
    reversedByEntryUuid: entry.reversedByEntryId,
    sealNumber: entry.sealNumber === null ? null : Number(entry.sealNumber),
    lines: lines.map((line) => tellLine(line, money)),
    debit: money(debit),
    credit: money(credit),
  };
}

async function generateJournal(
  transaction: Transaction,
  workspaceId: string,
  query: JournalQuery,
): Promise<JournalReport> {
  const after = readCursor(query.cursor, toEntryKey);
  const { filter, currency, basis } = await loadReportBooks(transaction, workspaceId, query);
  const { startDate, endDate, source = null, kind = null, limit = STANDARD_ENTRIES } = query;
  const scope = { startDate, endDate, basis, source, kind, filter };
  // One more than fits: it tells whether there are more.
  const found = await selectEntries(transaction, workspaceId, scope, { after, limit: limit + 1 });
  const entries = found.slice(0, limit);
  const lines = await selectLinesOfEntries(transaction, workspaceId, scope, entries);
  const byEntry = Map.groupBy(lines, ({ entryId }) => entryId);
  const money = moneyIn(currency);
  const page = addUp(lines);
  const whole = after ? null : await selectJournalTotals(transaction, workspaceId, scope);
  const tellTotals = (count: number, debit: bigint, credit: bigint) => ({
    ...{ entries: count, debit: money(debit), credit: money(credit) },
  });
  return {
    startDate,
    endDate,
    currency,
    basis,
    seal: await readReportSeal(transaction, workspaceId, filter.throughSeal),
    signs: SIGNS,
    entries: entries.map((entry) => tellEntry(entry, byEntry.get(entry.entryId)!, money)),
    pageTotals: tellTotals(entries.length, page.debit, page.credit),
    totals: whole && tellTotals(whole.entries, BigInt(whole.debit), BigInt(whole.credit)),
    nextCursor:
      found.length > limit ? writeCursor([entries.at(-1)!.effective, entries.at(-1)!.entryId]) : null,
  };
}

function toCsv({ entries, pageTotals }: JournalReport): CsvRow[] {
  const head = ['date', 'entry', 'source', 'number', 'description', 'accountNumber', 'account', 'party'];
  return [
    [...head, 'debit', 'credit'],
    ...entries.flatMap((entry) =>
      entry.lines.map((line) => [
        ...[entry.date, entry.entryUuid, entry.source, entry.number, entry.description],
        ...[line.accountNumber, line.accountName, line.party, line.debit, line.credit],
      ]),
    ),
    ['Total', null, null, null, null, null, null, null, pageTotals.debit, pageTotals.credit],
  ];
}

/** Of all pages together the first one told the totals. */
function joinPages(journal: JournalReport, next: JournalReport): JournalReport {
  const { totals, pageTotals } = journal;
  return { ...journal, entries: [...journal.entries, ...next.entries], pageTotals: totals ?? pageTotals };
}

/** The journal, by GET and by POST. */
export const JOURNAL_ENDPOINTS = defineReport({
  path: 'journal',
  operation: 'JournalReport',
  title: 'Journal Report',
  description:
    'Every entry between two days with all its lines, in the order of the days: also what was taken back, and what took it ' +
    'back. Filters choose entries by one of their lines; each is then told whole. Pages follow one another by `nextCursor`, ' +
    'and the last costs what the first does.',
  query: journalQuery,
  data: journalSchema,
  example: JOURNAL_EXAMPLE,
  errors: FILTER_ERRORS,
  generate: generateJournal,
  toCsv,
  pages: { largest: MOST_ENTRIES, cursorOf: ({ nextCursor }) => nextCursor, join: joinPages },
});
