/** Why a file cannot be read at all, in one sentence for people. */
export class ImportError extends Error {}

/** What is wrong with a row of a file. */
export interface RowProblem {
  /** Where the row begins in the file, from 1. */
  readonly line: number;
  /** As the file's first row has it; null where it is of the row as a whole. */
  readonly column: string | null;
  readonly reason: string;
}
