import { z } from 'zod';
import { type FieldError, fieldError } from '../errors.ts';
import { oneOf, text } from '../platform/http/fields.ts';
import { IMPORT_KINDS } from './import-csv.ts';
import type { RowProblem } from './import-error.ts';
import { DATE_FORMATS } from './read-cells.ts';

const LONGEST_TABLE = 1_000_000;
/** What one call imports: more is for `recount import-csv`. */
export const MOST_RECORDS = 1000;

export const importBody = z.object({
  kind: oneOf(IMPORT_KINDS).describe('What the rows of the table are.'),
  csv: text(LONGEST_TABLE, { blank: false }).describe(
    `The table, with the names of its columns in the first row; at most ${MOST_RECORDS} records.`,
  ),
  columns: z
    .record(z.string(), z.string())
    .nullish()
    .describe(
      'The fields of columns whose names do not say it: `{"Kunde": "customer"}`. An empty text leaves the column out.',
    ),
  dateFormat: oneOf(DATE_FORMATS)
    .nullish()
    .describe('How dates are written; `YYYY-MM-DD` where it is left out.'),
  decimalComma: z
    .boolean()
    .nullish()
    .describe('Whether amounts are written `1.234,56`; `1,234.56` where it is left out.'),
  skipBad: z
    .boolean()
    .nullish()
    .describe('Whether the good rows are kept where others are bad; else nothing is kept.'),
  again: z.boolean().nullish().describe('Whether rows that were imported before are imported once more.'),
});

export const importSchema = z
  .object({
    records: z.int().describe('Records in the table: a row each, or of journal entries several rows.'),
    imported: z.int().describe('Those that are good and new.'),
    known: z.int().describe('Those that an earlier import made, which are not made again.'),
    bad: z.int().describe('Those with a problem.'),
    kept: z.boolean().describe('Whether what is imported is kept: not on a dry run.'),
    problems: z
      .array(
        z.object({
          line: z.int().describe('Where the row begins in the table, from 1.'),
          column: z.string().nullable().describe('The column; null where it is of the row as a whole.'),
          reason: z.string().describe('What is wrong, in the words of the single call.'),
        }),
      )
      .describe('Everything that is wrong, by line.'),
    columns: z
      .array(
        z.object({
          column: z.string().describe('The column, as the first row has it.'),
          field: z.string().nullable().describe('What it was read as; null where nobody reads it.'),
        }),
      )
      .describe('How the columns were read.'),
    dryRun: z.literal(true).optional().describe('Only on a dry run: nothing was kept.'),
  })
  .meta({ id: 'Import', description: 'What became of a table.' });

const MOST_ERRORS = 100;

/** The problems of rows as an error of the API tells them. */
export function toTableErrors(problems: readonly RowProblem[]): FieldError[] {
  return problems
    .slice(0, MOST_ERRORS)
    .map(({ line, column, reason }) =>
      fieldError(
        'csv',
        'INVALID_VALUE',
        `is invalid on line ${line}${column === null ? '' : `, ${column}`}: ${reason.replace(/\.$/, '')}`,
      ),
    );
}

export const IMPORT_EXAMPLE = {
  body: {
    kind: 'customers',
    csv: 'Name,Email,Terms\nHarbor Cafe,harbor@example.com,Net 30\nPine Street Dental,pine.example.com,Net 15\n',
    skipBad: true,
  },
  data: {
    records: 2,
    imported: 1,
    known: 0,
    bad: 1,
    kept: true,
    problems: [{ line: 3, column: 'Email', reason: 'must be a valid email address.' }],
    columns: [
      { column: 'Name', field: 'customer' },
      { column: 'Email', field: 'email' },
      { column: 'Terms', field: 'paymentTerm' },
    ],
  },
} as const;
