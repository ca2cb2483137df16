import { type CsvError, parse } from 'csv-parse/sync';
import { ImportError } from './import-error.ts';

const LARGEST_FILE = 64 * 1024 * 1024;
const LONGEST_RECORD = 1024 * 1024;
const SEPARATORS = [',', ';', '\t'] as const;
export type Separator = (typeof SEPARATORS)[number];

/** The apostrophe that exports put before what a spreadsheet would run (csv.ts). */
const GUARDED = /^'(?=[=+\-@])/;

/** One row below the first. */
export interface CsvRow {
  /** Where it begins in the file, from 1. */
  readonly line: number;
  /** In the order of the columns; blanks around a cell are left out. */
  readonly cells: readonly string[];
}

export interface CsvFile {
  readonly columns: readonly string[];
  readonly rows: readonly CsvRow[];
}

export interface CsvOptions {
  /** The one that the first row has most of, where it is left out. */
  readonly separator?: Separator | undefined;
  /** A name of the Encoding Standard, such as `windows-1252`. UTF-8, or UTF-16 with its mark, where it is left out. */
  readonly encoding?: string | undefined;
}

/**
 * Reads a table with the names of its columns in the first row (RFC 4180).
 *
 * @throws ImportError where it is no such table, or not in that encoding
 */
export function readCsv(bytes: Buffer, options: CsvOptions = {}): CsvFile {
  if (bytes.length > LARGEST_FILE)
    throw new ImportError(`The file is larger than ${LARGEST_FILE / 1024 / 1024} MB: split it.`);
  // With one kind of line break, lines are counted alike within quotes and without.
  const text = decode(bytes, options.encoding).replaceAll(/\r\n?/g, '\n');
  const [first, ...rest] = parseRecords(text, options.separator ?? guessSeparator(text));
  if (first === undefined) throw new ImportError('The file is empty.');
  const rows = rest.filter(({ cells }) => cells.some((cell) => cell !== ''));
  return { columns: first.cells, rows };
}

function decode(bytes: Buffer, encoding: string | undefined): string {
  const mark = bytes.subarray(0, 2).toString('hex');
  const found = encoding ?? (mark === 'fffe' ? 'utf-16le' : mark === 'feff' ? 'utf-16be' : 'utf-8');
  const decoder = openDecoder(found);
  try {
    const text = decoder.decode(bytes);
    if (!text.includes('\0')) return text;
  } catch {
    // Said below.
  }
  throw new ImportError(`The file is not in ${found}: save it as UTF-8, or name its encoding.`);
}

function openDecoder(encoding: string) {
  try {
    return new TextDecoder(encoding, { fatal: true });
  } catch {
    throw new ImportError(`${encoding} is no encoding that is known.`);
  }
}

/** The separator that stands most often in the first row, outside of quotes. */
function guessSeparator(text: string): Separator {
  const head = text.replaceAll(/"[^"]*"/g, '').split('\n', 1)[0]!;
  const counts = SEPARATORS.map((separator) => head.split(separator).length);
  return SEPARATORS[counts.indexOf(Math.max(...counts))]!;
}

function parseRecords(text: string, separator: Separator): CsvRow[] {
  try {
    const records = parse(text, {
      delimiter: separator,
      info: true,
      max_record_size: LONGEST_RECORD,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return records.map(({ record, info }) => ({
      line: info.lines - countLineBreaks(record),
      cells: record.map((cell) => cell.trim().replace(GUARDED, '')),
    }));
  } catch (error) {
    const { code, lines } = error as CsvError & { lines?: number };
    if (code === undefined) throw error;
    throw new ImportError(`Line ${lines ?? 1} of the file cannot be read: ${(error as Error).message}`);
  }
}

/** `info.lines` is where a record ends. */
function countLineBreaks(record: readonly string[]): number {
  return record.reduce((sum, cell) => sum + (cell.match(/\n/g)?.length ?? 0), 0);
}
