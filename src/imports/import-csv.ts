import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { ApiError } from '../errors.ts';
import type { JournalAuthor } from '../ledger/journal-entries/post-journal-entry.ts';
import type { ChangeOptions, CommittedChange, TrailOf, Work } from '../platform/change/change.ts';
import { untrailedRecords, writeRows } from '../platform/change/write-rows.ts';
import { createReplanner } from '../platform/database/replan.ts';
import type { Transaction } from '../platform/database/transaction.ts';
import { toFieldErrors } from '../platform/http/field-errors.ts';
import { nameKey } from '../platform/text.ts';
import { createDraft, type Draft, type MappedRow } from './draft.ts';
import { ACCOUNTS_KIND } from './import-accounts.ts';
import { CUSTOMERS_KIND } from './import-customers.ts';
import { ImportError, type RowProblem } from './import-error.ts';
import { JOURNAL_ENTRIES_KIND } from './import-journal-entries.ts';
import type { CellOptions, ImportKind } from './import-kind.ts';
import { PRODUCTS_KIND } from './import-products.ts';
import { lockImports, recordImport, selectImported } from './imported-rows.store.ts';
import { type Fields, mapColumns, type ReferenceKind } from './map-columns.ts';
import { namesIn } from './put-cells.ts';
import { type CsvOptions, readCsv } from './read-csv.ts';
import { loadReferences } from './references.store.ts';

/** What can be imported. */
export const IMPORT_KINDS = ['accounts', 'customers', 'products', 'journal-entries'] as const;
export type ImportKindName = (typeof IMPORT_KINDS)[number];

const KINDS: Readonly<Record<ImportKindName, ImportKind>> = {
  accounts: ACCOUNTS_KIND,
  customers: CUSTOMERS_KIND,
  products: PRODUCTS_KIND,
  'journal-entries': JOURNAL_ENTRIES_KIND,
};

export interface CsvImport extends CellOptions, CsvOptions {
  readonly kind: ImportKindName;
  readonly bytes: Buffer;
  /** Field names by column, where the names of the columns do not say it. */
  readonly columns: ReadonlyMap<string, string>;
  /** Does everything and keeps nothing. */
  readonly dryRun: boolean;
  /** Keeps the good rows where others are bad; else nothing is kept. */
  readonly skipBad: boolean;
  /** Also imports rows that were imported before. */
  readonly again: boolean;
  /** Records that are imported at once; any number where it is left out. */
  readonly most?: number;
}

export interface CsvImportResult {
  /** Records in the file: a row each, or of journal entries several. */
  readonly records: number;
  readonly imported: number;
  /** Records that an earlier import made. */
  readonly known: number;
  /** Records with a problem. */
  readonly bad: number;
  /** Whether what was imported is kept. */
  readonly kept: boolean;
  readonly problems: readonly RowProblem[];
  /** Which column holds which field; null where nothing reads it. */
  readonly columns: readonly { readonly column: string; readonly field: string | null }[];
}

/** Rows that are written by one statement and trail. */
const CHUNK = 100;

/** Who imports, and how what is done is committed: `request.change`, or commitChange for an operator. */
export interface Importer {
  readonly author: JournalAuthor;
  change<T extends object>(work: Work<T>, options: ChangeOptions): Promise<CommittedChange<T>>;
}

/**
 * Imports a table, in one transaction, by the same checks and writes as the API's own calls. A record that was imported before
 * is not imported again, whatever file it comes in.
 *
 * @returns what became of it, with every problem of every row
 * @throws ImportError where the table cannot be read, or its columns do not say what they hold
 */
export async function importCsv(
  importer: Importer,
  wanted: CsvImport,
): Promise<CommittedChange<CsvImportResult>> {
  const kind = KINDS[wanted.kind];
  const { columns: names, rows } = readCsv(wanted.bytes, wanted);
  const map = mapColumns(names, kind.fields, wanted.columns);
  const columns = names.map((column, index) => ({ column, field: map.fields[index]! }));
  const mapped = rows.map(({ line, cells }) => toMappedRow(line, cells, columns));
  const groups = kind.group ? kind.group(mapped, wanted) : mapped.map((row) => [row]);
  const records = markRecords(wanted.kind, kind.fields, groups);
  if (wanted.most !== undefined && records.length > wanted.most)
    throw new ImportError(
      `It has ${records.length} records, and at most ${wanted.most} are imported at once.`,
    );
  try {
    const options = { dryRun: wanted.dryRun };
    return await importer.change<CsvImportResult>(async (transaction, trailOf) => {
      const { author } = importer;
      const outcome = await createRun(transaction, { kind, wanted, author, trailOf })(records);
      const kept = !wanted.dryRun && (outcome.bad === 0 || wanted.skipBad);
      const data = { records: records.length, ...outcome, kept, columns };
      if (!kept && !wanted.dryRun) throw new BadRows(data);
      return { data, records: [] };
    }, options);
  } catch (error) {
    if (!(error instanceof BadRows)) throw error;
    return { data: error.result };
  }
}

type Outcome = Pick<CsvImportResult, 'imported' | 'known' | 'bad' | 'problems'>;

/** Ends the transaction, so that nothing is kept. */
class BadRows extends Error {
  readonly result: CsvImportResult;

  constructor(result: CsvImportResult) {
    super('the table has bad rows');
    this.result = result;
  }
}

function toMappedRow(line: number, cells: readonly string[], columns: CsvImportResult['columns']): MappedRow {
  const read = columns.flatMap(({ column, field }, index) => {
    const value = cells[index] ?? '';
    return field === null || value === '' ? [] : [[field, { value, line, column }] as const];
  });
  const surplus = cells.slice(columns.length).some((cell) => cell !== '');
  return { line, cells: Object.fromEntries(read), surplus };
}

/** A record of the file, and what it is known by when it comes again. */
interface SourceRecord {
  readonly rows: readonly MappedRow[];
  readonly mark: string;
  /** What it was known by to versions that read fewer of its columns. */
  readonly formerMark: string;
}

function markRecords(kind: string, fields: Fields, groups: readonly MappedRow[][]): SourceRecord[] {
  const mark = createMarker(kind, () => true);
  const markFormerly = createMarker(kind, (field) => !fields[field]!.later);
  return groups.map((rows) => ({ rows, mark: mark(rows), formerMark: markFormerly(rows) }));
}

/** By what the record says in some fields; of equal ones the first, the second, ... are told apart. */
function createMarker(kind: string, counts: (field: string) => boolean) {
  const seen = new Map<string, number>();
  return (rows: readonly MappedRow[]): string => {
    const said = rows.map(({ cells }) =>
      Object.entries(cells)
        .filter(([field]) => counts(field))
        .map(([field, { value }]) => [field, value])
        .sort(),
    );
    const text = JSON.stringify([kind, said]);
    const count = (seen.get(text) ?? 0) + 1;
    seen.set(text, count);
    return createHash('sha256').update(`${text}${count}`).digest('hex').slice(0, 32);
  };
}

interface RunOptions {
  readonly kind: ImportKind;
  readonly wanted: CsvImport;
  readonly author: JournalAuthor;
  readonly trailOf: TrailOf;
}

/** A record that is sound by itself. */
interface SoundRecord {
  readonly mark: string;
  readonly draft: Draft;
  readonly body: unknown;
}

function createRun(transaction: Transaction, { kind, wanted, author, trailOf }: RunOptions) {
  const { workspaceId } = author.caller;
  const problems: RowProblem[] = [];
  const marks: string[] = [];
  let bad = 0;
  const replan = createReplanner(transaction);
  const writer = kind.writer(author);
  const refuse = (draft: Draft) => {
    bad += 1;
    problems.push(...draft.problems);
  };

  async function write(sound: readonly SoundRecord[]): Promise<void> {
    for (let start = 0; start < sound.length; start += CHUNK) {
      await replan();
      const chunk = sound.slice(start, start + CHUNK);
      const faults: unknown[] = [];
      const reportFault = (error: unknown) => void faults.push(error);
      const bodies = chunk.map(({ body }) => body);
      const outcomes = await writeRows(transaction, bodies, writer, { trailOf, reportFault });
      if (faults.length > 0) throw faults[0];
      for (const [index, { mark, draft }] of chunk.entries()) {
        const outcome = outcomes[index]!;
        if (outcome instanceof ApiError) {
          draft.refuse(outcome.errors ?? [{ field: '', code: 'INVALID_VALUE', message: outcome.message }]);
          refuse(draft);
        } else marks.push(mark);
      }
      const trail = JSON.stringify(trailOf(untrailedRecords(outcomes)));
      await transaction.query('SELECT record_change($1, $2)', [workspaceId, trail]);
    }
  }

  async function compose(records: readonly SourceRecord[]): Promise<SoundRecord[]> {
    const references = await loadReferences(transaction, namesOf(kind, records));
    return records.flatMap(({ rows, mark }) => {
      const draft = createDraft(rows[0]!.line);
      kind.compose(draft, rows, references, wanted);
      const body = checkBody(kind.schema, draft, rows);
      if (draft.problems.length === 0) return [{ mark, draft, body }];
      refuse(draft);
      return [];
    });
  }

  return async (records: readonly SourceRecord[]): Promise<Outcome> => {
    await lockImports(transaction, wanted.kind);
    const known = wanted.again ? new Set<string>() : await selectImported(transaction, wanted.kind);
    const fresh = records.filter(({ mark, formerMark }) => !known.has(mark) && !known.has(formerMark));
    for (const wave of orderInWaves(kind, fresh)) await write(await compose(wave));
    if (marks.length > 0) await recordImport(transaction, { kind: wanted.kind, marks, author });
    problems.sort((a, b) => a.line - b.line);
    return { imported: marks.length, known: records.length - fresh.length, bad, problems };
  };
}

function checkBody(schema: z.ZodType, draft: Draft, rows: readonly MappedRow[]): unknown {
  for (const { line, surplus } of rows) {
    if (surplus) draft.refuseRow(line, 'the row has more cells than there are columns.');
  }
  const result = schema.safeParse(draft.body);
  if (result.success) return result.data;
  draft.refuse(toFieldErrors(result.error, draft.body, 'row'));
  return undefined;
}

/** What the cells of the records name, by what it is. */
function namesOf(kind: ImportKind, records: readonly SourceRecord[]) {
  const named: Partial<Record<ReferenceKind, Set<string>>> = {};
  for (const { rows } of records) {
    for (const { cells } of rows) {
      for (const [field, { value }] of Object.entries(cells)) {
        const reference = kind.fields[field]!.names;
        if (reference === undefined) continue;
        named[reference] ??= new Set();
        for (const name of [value, ...namesIn(value)]) named[reference].add(name);
      }
      const after = kind.order?.(rows[0]!).after;
      if (after !== undefined) {
        named.account ??= new Set();
        named.account.add(after);
      }
    }
  }
  return named;
}

/** Those that wait for no other of the file first, then those that wait for them, and so on. */
function orderInWaves(kind: ImportKind, records: readonly SourceRecord[]): SourceRecord[][] {
  const { order } = kind;
  if (!order) return [[...records]];
  const waves: SourceRecord[][] = [];
  let waiting = records.map((record) => ({ record, ...order(record.rows[0]!) }));
  while (waiting.length > 0) {
    const names = new Set(waiting.flatMap((one) => one.names.map(nameKey)));
    const free = waiting.filter(({ after, names: own }) => {
      const key = after === undefined ? undefined : nameKey(after);
      return key === undefined || !names.has(key) || own.map(nameKey).includes(key);
    });
    // Those that wait for each other in a circle are refused for the parents that are not there.
    const next = free.length > 0 ? free : waiting;
    waves.push(next.map(({ record }) => record));
    waiting = waiting.filter((one) => !next.includes(one));
  }
  return waves;
}
