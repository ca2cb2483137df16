import { z } from 'zod';
import { formatPath } from './field-errors.ts';

/** What stands beside a record's own fields where some of the body were ignored. */
export const partnerWarningsSchema = z
  .object({
    _partnerWarnings: z
      .array(
        z.object({
          field: z.string().describe('The path of the field, as `products[1].rate`.'),
          reason: z
            .enum(['internal_only', 'unknown_field'])
            .describe('Whether the server manages the field itself, or does not know it.'),
          message: z.string().describe('The same as a sentence.'),
        }),
      )
      .optional()
      .describe('Fields of the body that were ignored, and why.'),
  })
  .meta({ id: 'PartnerWarnings', description: 'What of the body was ignored.' });

export type PartnerWarning = NonNullable<z.output<typeof partnerWarningsSchema>['_partnerWarnings']>[number];

/** The schema without its optional, nullable, default, transform and refine wrappings. */
function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  let inner = schema;
  for (;;) {
    if (inner instanceof z.ZodOptional || inner instanceof z.ZodNullable || inner instanceof z.ZodDefault)
      inner = inner.unwrap();
    else if (inner instanceof z.ZodPipe) inner = inner.in;
    else return inner;
  }
}

/** More are only counted: a body of nothing but unknown fields must not cost more than it says. */
const MOST_WARNINGS = 100;
const LONGEST_NAME = 200;

interface Comparison {
  /** What the endpoint answers: a field that it answers but does not take is managed by the server. */
  readonly answered: z.core.$ZodType | undefined;
  /** Names of further fields that exist but are managed by the server. */
  readonly internalOnly: ReadonlySet<string>;
}

/** The fields of a body that its schema does not know, which are ignored and said so (reference 1.3). */
export function findUnknownFields(
  schema: z.core.$ZodType,
  value: unknown,
  comparison: Comparison,
): PartnerWarning[] {
  const found: PartnerWarning[] = [];
  let unlisted = 0;
  for (const field of walk(schema, value, comparison, [])) {
    if (found.length < MOST_WARNINGS) found.push(toWarning(field));
    else unlisted += 1;
  }
  if (unlisted > 0) {
    found.push({
      field: 'body',
      reason: 'unknown_field',
      message: `and ${unlisted} more fields were ignored.`,
    });
  }
  return found;
}

interface UnknownField {
  readonly path: readonly PropertyKey[];
  readonly key: string;
  readonly isInternal: boolean;
}

function* walk(
  schema: z.core.$ZodType,
  value: unknown,
  { answered, internalOnly }: Comparison,
  path: readonly PropertyKey[],
): Generator<UnknownField> {
  const taken = unwrap(schema);
  const told = answered && unwrap(answered);
  if (taken instanceof z.ZodArray && Array.isArray(value)) {
    const element = told instanceof z.ZodArray ? told.element : undefined;
    for (const [index, item] of value.entries()) {
      yield* walk(taken.element, item, { answered: element, internalOnly }, [...path, index]);
    }
  }
  if (!(taken instanceof z.ZodObject) || value === null || typeof value !== 'object') return;
  // Read once: a body may have a hundred thousand keys.
  const takes = taken.shape;
  const answers = told instanceof z.ZodObject ? told.shape : {};
  for (const key of Object.keys(value)) {
    const known = fieldOf(takes, key);
    const answer = fieldOf(answers, key);
    if (known) {
      const child = (value as Record<string, unknown>)[key];
      yield* walk(known, child, { answered: answer, internalOnly }, [...path, key]);
    } else yield { path, key, isInternal: answer !== undefined || internalOnly.has(key) };
  }
}

function fieldOf(shape: z.core.$ZodShape, key: string): z.core.$ZodType | undefined {
  return Object.hasOwn(shape, key) ? shape[key] : undefined;
}

function toWarning({ path, key, isInternal }: UnknownField): PartnerWarning {
  const whole = formatPath([...path, key]);
  const field = whole.length > LONGEST_NAME ? `${whole.slice(0, LONGEST_NAME)}…` : whole;
  const [reason, why] = isInternal
    ? (['internal_only', 'is managed by the server'] as const)
    : (['unknown_field', 'is not a field of this endpoint'] as const);
  return { field, reason, message: `${field} ${why} and was ignored.` };
}
