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
  STANDARD_ENTRIES,
} from './journal.schema.ts';
import {
  type EntryRow,
  type JournalScope,
  type LineRow,
  openEntries,
  selectEntries,
  selectJournalTotals,
  selectLinesOfEntries,
} from './journal.store.ts';
import { toEntryKey } from './journal-cursor.ts';

const SIGNS = 'Debit and credit are never negative; each entry has as much of both.';

/** Entries of a table that are in memory at once. */
const ENTRIES_AT_ONCE = 500;

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

interface ReadEntries {
  readonly entries: JournalReport['entries'];
  /** What their lines come to. */
  readonly debit: bigint;
  readonly credit: bigint;
}

interface Reading {
  readonly transaction: Transaction;
  readonly workspaceId: string;
  readonly scope: JournalScope;
  readonly money: Money;
}

async function startReading(
  transaction: Transaction,
  workspaceId: string,
  query: JournalQuery,
): Promise<{ reading: Reading; currency: string }> {
  const { filter, currency, basis } = await loadReportBooks(transaction, workspaceId, query);
  const { startDate, endDate, source = null, kind = null } = query;
  const scope = { startDate, endDate, basis, source, kind, filter };
  return { reading: { transaction, workspaceId, scope, money: moneyIn(currency) }, currency };
}

/** Some entries, each with all its lines. */
async function readEntries(
  { transaction, workspaceId, scope, money }: Reading,
  entries: readonly EntryRow[],
): Promise<ReadEntries> {
  const lines = await selectLinesOfEntries(transaction, workspaceId, scope, entries);
  const byEntry = Map.groupBy(lines, ({ entryId }) => entryId);
  return {
    ...addUp(lines),
    entries: entries.map((entry) => tellEntry(entry, byEntry.get(entry.entryId)!, money)),
  };
}

async function generateJournal(
  transaction: Transaction,
  workspaceId: string,
  query: JournalQuery,
): Promise<JournalReport> {
  const after = readCursor(query.cursor, toEntryKey);
  const { reading, currency } = await startReading(transaction, workspaceId, query);
  const { scope, money } = reading;
  const { limit = STANDARD_ENTRIES } = query;
  // One more than fits: it tells whether there are more.
  const found = await selectEntries(transaction, workspaceId, scope, { after, limit: limit + 1 });
  const { entries, debit, credit } = await readEntries(reading, found.slice(0, limit));
  const end = found.length > limit ? found[limit - 1] : undefined;
  const whole = after ? null : await selectJournalTotals(transaction, workspaceId, scope);
  const tellTotals = (count: number, debits: bigint, credits: bigint) => ({
    ...{ entries: count, debit: money(debits), credit: money(credits) },
  });
  return {
    startDate: scope.startDate,
    endDate: scope.endDate,
    currency,
    basis: scope.basis,
    seal: await readReportSeal(transaction, workspaceId, scope.filter.throughSeal),
    signs: SIGNS,
    entries,
    pageTotals: tellTotals(entries.length, debit, credit),
    totals: whole && tellTotals(whole.entries, BigInt(whole.debit), BigInt(whole.credit)),
    nextCursor: end ? writeCursor([end.effective, end.entryId]) : null,
  };
}

const HEAD = [
  ...['date', 'entry', 'source', 'number', 'description', 'accountNumber', 'account', 'party'],
  ...['debit', 'credit'],
];

const toRows = (entries: JournalReport['entries']): CsvRow[] =>
  entries.flatMap((entry) =>
    entry.lines.map((line) => [
      ...[entry.date, entry.entryUuid, entry.source, entry.number, entry.description],
      ...[line.accountNumber, line.accountName, line.party, line.debit, line.credit],
    ]),
  );

const toTotalRow = (debit: string, credit: string): CsvRow => [
  ...['Total', null, null, null, null, null, null, null, debit, credit],
];

function toCsv({ entries, pageTotals }: JournalReport): CsvRow[] {
  return [HEAD, ...toRows(entries), toTotalRow(pageTotals.debit, pageTotals.credit)];
}

/** All pages as one table, with what all of them come to. */
async function* readTable(
  transaction: Transaction,
  workspaceId: string,
  query: JournalQuery,
): AsyncGenerator<readonly CsvRow[]> {
  const { reading } = await startReading(transaction, workspaceId, query);
  // Refuses a seal that is still to come.
  await readReportSeal(transaction, workspaceId, reading.scope.filter.throughSeal);
  yield [HEAD];
  let [debit, credit] = [0n, 0n];
  const fetch = await openEntries(transaction, workspaceId, reading.scope);
  for (let found = await fetch(ENTRIES_AT_ONCE); found.length > 0; found = await fetch(ENTRIES_AT_ONCE)) {
    const read = await readEntries(reading, found);
    debit += read.debit;
    credit += read.credit;
    yield toRows(read.entries);
  }
  yield [toTotalRow(reading.money(debit), reading.money(credit))];
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
  readTable,
});
