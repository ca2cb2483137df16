import type { z } from 'zod';
import type { JournalAuthor } from '../ledger/journal-entries/post-journal-entry.ts';
import type { RowWriter } from '../platform/change/write-rows.ts';
import type { Draft, MappedRow } from './draft.ts';
import type { Fields } from './map-columns.ts';
import type { DateFormat, DecimalSign } from './read-cells.ts';
import type { References } from './references.store.ts';

/** How cells are to be read. */
export interface CellOptions {
  readonly dates: DateFormat;
  readonly decimals: DecimalSign;
}

/** What can be imported: how its rows become bodies of the API, and what then checks and writes these. */
export interface ImportKind<Schema extends z.ZodType = z.ZodType, Written extends object = object> {
  readonly fields: Fields;
  /** Of the API's own call. */
  readonly schema: Schema;
  writer(author: JournalAuthor): RowWriter<z.output<Schema>, Written>;
  /** Rows that are one record; each is one where it is left out. */
  group?(rows: readonly MappedRow[], options: CellOptions): MappedRow[][];
  /** Makes the body out of the rows of a record, and says what cells are wrong. */
  compose(draft: Draft, rows: readonly MappedRow[], references: References, options: CellOptions): void;
  /** The names by which others of the file may name the record, and the one of another that it waits for. */
  order?(row: MappedRow): { readonly names: readonly string[]; readonly after: string | undefined };
}

/** So that kinds of different bodies stand in one list: what `schema` gives is what `writer` takes. */
export function defineKind<Schema extends z.ZodType, Written extends object>(
  kind: ImportKind<Schema, Written>,
): ImportKind {
  return kind as unknown as ImportKind;
}
