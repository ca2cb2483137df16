import { z } from 'zod';
import { ApiError, type ErrorCode, invalidFields } from '../../errors.ts';
import { type RowOutcome, type RowWriter, untrailedRecords, writeRows } from '../change/write-rows.ts';
import { type Caller, defineEndpoint, type Endpoint, type EndpointDeclaration } from './endpoint.ts';
import { toFieldErrors } from './field-errors.ts';
import { report } from './fields.ts';
import { findUnknownFields, type PartnerWarning, partnerWarningsSchema } from './unknown-fields.ts';

/** Rows a bulk call: more are refused, never cut off. */
const MOST_ROWS = 100;

/** What the rows of a resource's bulk calls are called, and what each answers. */
export interface BulkRows<RowRecord extends z.ZodType> {
  /** The body's field, such as `customers`. */
  readonly field: string;
  /** One and several of them in sentences, such as `journal entry` and `journal entries`. */
  readonly label: string;
  readonly plural: string;
  /** The field of a result that holds the record, such as `customer`. */
  readonly key: string;
  readonly record: RowRecord;
}

/** Whose rows they are. */
export interface BulkContext {
  readonly workspaceId: string;
  readonly caller: Caller;
  readonly requestId: string;
}

type Taken = 'method' | 'path' | 'operationId' | 'tag' | 'summary' | 'description' | 'message';

/** A bulk call: what a declaration of `defineEndpoint` says, and its rows. */
export interface BulkDeclaration<Row extends z.ZodType, RowRecord extends z.ZodType>
  extends Pick<EndpointDeclaration, Taken> {
  readonly rows: BulkRows<RowRecord>;
  /** The schema of one row: that of the single call, so that both take the same. */
  readonly row: Row;
  /** Fields of a row that the server manages though no record has them: ignored with a warning. */
  readonly internalOnly?: readonly string[];
  /** The codes that a row may fail with, beside VALIDATION_ERROR. */
  readonly rowErrors: readonly ErrorCode[];
  readonly examples: {
    readonly rows: readonly z.input<Row>[];
    /** What becomes of each row of the example: its record, or the error. */
    readonly results: readonly (z.output<RowRecord> | { readonly error: string; readonly code: ErrorCode })[];
  };
  /** Checks and writes the rows that are sound by themselves; see `RowWriter` for what is asked of it. */
  writer(context: BulkContext): RowWriter<z.output<Row>, z.output<RowRecord> & object>;
}

interface RowResult {
  readonly index: number;
  readonly success: boolean;
  readonly [key: string]: unknown;
}

/**
 * Declares a bulk call (reference 1.6), on top of `defineEndpoint`: 1 to 100 rows, each of which succeeds or fails alone, as if in
 * a transaction of its own. It answers 201 and a result a row wherever the envelope is sound, even if every row failed.
 *
 * A resource gives the schema of its single call and a `RowWriter` that does many rows at once; the single call is that
 * writer with one row (`writeRow`), so that both keep the same rules. A row that posts gives its `posting`, as a single call does. Audit rows and events are left a row, the answer is stored
 * under the call's Idempotency-Key as a whole, and what a row has too many is told in its result's `_partnerWarnings`.
 */
export function defineBulkEndpoint<Row extends z.ZodType, RowRecord extends z.ZodType>(
  declaration: BulkDeclaration<Row, RowRecord>,
): Endpoint {
  const { method, path, operationId, tag, summary, message, rows, row, examples } = declaration;
  const data = bulkSchema(rows);
  const answer = tally(examples.results.map((result, index) => toExample(result, index, rows)));
  return defineEndpoint({
    method,
    path,
    operationId,
    tag,
    summary,
    description: `${declaration.description}\n\n${describeRows(declaration)}`,
    access: 'partner',
    body: z.object({
      [rows.field]: z
        .array(row)
        .min(1)
        .max(MOST_ROWS)
        .describe(`The ${rows.plural}, 1 to ${MOST_ROWS}; each succeeds or fails alone.`),
    }),
    envelope: envelopeSchema(rows),
    status: 201,
    message,
    data,
    response: z.object({
      status: z.literal('success').describe('Always "success": the envelope was accepted.'),
      message: z.string().describe('What was done, for people.'),
      data: z.object({ ...data.shape, ...partnerWarningsSchema.shape }),
      ...data.shape,
    }),
    errors: [],
    examples: {
      body: { [rows.field]: examples.rows },
      response: { status: 'success', message, data: answer, ...answer },
    },
    async handle({ body, caller, raw, change, reportFault }) {
      const read = (body as Record<string, readonly unknown[]>)[rows.field]!.map((value, index) =>
        readRow(declaration, value, index),
      );
      const writer = declaration.writer({ workspaceId: caller.workspaceId, caller, requestId: raw.id });
      const committed = await change(async (transaction, trailOf) => {
        const sound = read.filter((one) => 'row' in one);
        const soundRows = sound.map((one) => one.row);
        const outcomes = await writeRows(transaction, soundRows, writer, { trailOf, reportFault });
        const written = new Map(sound.map((one, place) => [one.index, outcomes[place]!]));
        const results = read.map((one) =>
          toResult(one, 'row' in one ? written.get(one.index)! : one.refusal, rows),
        );
        return { data: tally(results), records: untrailedRecords(outcomes) };
      });
      const { successCount, errorCount, results } = committed.data;
      const replayed = committed.replayed ? { replayed: true } : {};
      return {
        body: {
          status: 'success',
          message: committed.message ?? message,
          data: committed.data,
          successCount,
          errorCount,
          results,
        },
        ...replayed,
      };
    },
  });
}

/** What refuses a call as a whole, in the words that clients match (reference 1.6). */
function envelopeSchema({ field, plural, label }: BulkRows<z.ZodType>): z.ZodObject {
  return z.object({
    [field]: z.unknown().superRefine((value, context) => {
      if (!Array.isArray(value))
        report(context, 'INVALID_TYPE', `\`${field}\` must be a non-empty array of ${plural}.`);
      else if (value.length === 0)
        report(context, 'TOO_SHORT', `\`${field}\` must contain at least one ${label}.`);
      else if (value.length > MOST_ROWS) {
        const capped = `Bulk requests are capped at ${MOST_ROWS} ${plural} per call (received ${value.length}).`;
        report(context, 'TOO_LARGE', `${capped} Split the import into multiple calls.`);
      }
    }),
  });
}

function bulkSchema<RowRecord extends z.ZodType>({ key, label, record }: BulkRows<RowRecord>) {
  const result = z.object({
    index: z.int().describe('The place of the row in the request, from 0.'),
    success: z.boolean().describe('Whether the row was carried out.'),
    [key]: record.optional().describe(`The ${label}, where it was.`),
    error: z.string().optional().describe('Why it was not, as the single call says it.'),
    code: z.string().optional().describe('The code with which the single call would have been refused.'),
    ...partnerWarningsSchema.shape,
  });
  return z.object({
    successCount: z.int().describe('How many rows were carried out.'),
    errorCount: z.int().describe('How many were not.'),
    results: z.array(result).describe('What became of each row, in their order.'),
  });
}

function describeRows({ rows, rowErrors }: BulkDeclaration<z.ZodType, z.ZodType>): string {
  const codes: readonly ErrorCode[] = ['VALIDATION_ERROR', ...rowErrors];
  const links = codes.map((code) => `[${code}](/docs/errors/${code.toLowerCase().replaceAll('_', '-')})`);
  return (
    `1 to ${MOST_ROWS} ${rows.plural} a call. Each row succeeds or fails alone, and the answer is 201 even if every row ` +
    'failed: read `errorCount`, and in `results` the `code` of each row that failed. A row may fail with ' +
    `${links.slice(0, -1).join(', ')}${links.length > 1 ? ' or ' : ''}${links.at(-1)}. ` +
    'See [Bulk calls](/docs/guides/bulk).'
  );
}

/** A row that is sound by itself, with the fields of it that nobody knows, or why it is not. */
type ReadRow<Row> = { readonly index: number } & (
  | { readonly row: Row; readonly warnings: readonly PartnerWarning[] }
  | { readonly refusal: ApiError }
);

function readRow<Row extends z.ZodType, RowRecord extends z.ZodType>(
  { row, rows, internalOnly }: BulkDeclaration<Row, RowRecord>,
  value: unknown,
  index: number,
): ReadRow<z.output<Row>> {
  const result = row.safeParse(value);
  if (!result.success) {
    return { index, refusal: invalidFields(toFieldErrors(result.error, value, `${rows.field}[${index}]`)) };
  }
  const compared = { answered: rows.record, internalOnly: new Set(internalOnly) };
  return { index, row: result.data, warnings: findUnknownFields(row, value, compared) };
}

function toResult<T extends object>(
  read: ReadRow<unknown>,
  outcome: RowOutcome<T>,
  { key }: BulkRows<z.ZodType>,
): RowResult {
  const { index } = read;
  if (outcome instanceof ApiError) {
    return { index, success: false, error: outcome.message, code: outcome.code };
  }
  const warnings = 'warnings' in read && read.warnings.length > 0 ? { _partnerWarnings: read.warnings } : {};
  return { index, success: true, [key]: outcome.data, ...warnings };
}

function toExample(result: unknown, index: number, { key }: BulkRows<z.ZodType>): RowResult {
  const refused = result as { error?: string; code?: ErrorCode };
  if (refused.error === undefined) return { index, success: true, [key]: result };
  return { index, success: false, error: refused.error, code: refused.code };
}

function tally(results: readonly RowResult[]) {
  const successCount = results.filter(({ success }) => success).length;
  return { successCount, errorCount: results.length - successCount, results };
}
