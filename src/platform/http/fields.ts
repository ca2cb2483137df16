import { z } from 'zod';
import type { FieldCode } from '../../errors.ts';
import { isSingleLine, isUuid } from '../text.ts';

/**
 * The building blocks of every schema. What they refuse is said as a predicate ("must be a UUID"): field-errors.ts
 * puts the field's name in front. What is read may be transformed; what is answered (the `answered` ones) may not.
 */

/** Reports a broken rule of one field with its own code. */
export function report(
  context: z.RefinementCtx,
  code: FieldCode,
  predicate: string,
  path?: PropertyKey[],
): void {
  context.addIssue({ code: 'custom', params: { code }, message: predicate, ...(path ? { path } : {}) });
}

/** Marks on the pages what goes beyond the reference that the API follows: a field, or some values of an enum. */
export const addition = (values?: readonly string[]) => ({
  'x-addition': values === undefined ? true : [...values],
});

function countCharacters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

const UNSTORABLE = /\p{Cs}|\0/u;

/** Text that PostgreSQL and JSON can both hold: no NUL, no lone surrogate; kept exactly as it came. */
export function text(longest: number, { blank = true }: { blank?: boolean } = {}) {
  return z
    .string()
    .superRefine((value, context) => {
      if (UNSTORABLE.test(value)) report(context, 'INVALID_TEXT', 'must be free of NUL and lone surrogates');
      else if (value.length > longest && countCharacters(value) > longest)
        report(context, 'TOO_LONG', `must be at most ${longest} characters long`);
      else if (!blank && value.trim() === '')
        report(context, 'REQUIRED', 'is required and must not be blank');
    })
    .meta({ maxLength: longest, ...(blank ? {} : { minLength: 1 }) });
}

/** Reports text that does not stand on one line: a line break in it could begin another line of whatever tells it. */
export function refuseSeveralLines(value: string, context: z.RefinementCtx): void {
  if (!isSingleLine(value)) report(context, 'INVALID_TEXT', 'must be one line, free of control characters');
}

/** May be left out, or null; with its description kept. */
export function mayBeMissing<Schema extends z.ZodType>(schema: Schema) {
  return schema.nullish().describe(schema.description!);
}

/** A UUID in any case, as lower case. */
export function uuid() {
  return z
    .string()
    .transform((value, context) => {
      if (!isUuid(value)) {
        report(context, 'INVALID_UUID', 'must be a UUID');
        return z.NEVER;
      }
      return value.toLowerCase();
    })
    .meta({ format: 'uuid' });
}

const FIRST_DATE = '1900-01-01';
/** The last date that the API takes. */
export const LAST_DATE = '2999-12-31';

/** Whether a text is a date of the calendar, written YYYY-MM-DD, from 1900 to 2999. */
export function isCalendarDate(value: unknown): value is string {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  if (value < FIRST_DATE || value > LAST_DATE) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

/** An accounting date, YYYY-MM-DD. */
export function date() {
  return z
    .string()
    .superRefine((value, context) => {
      if (!isCalendarDate(value))
        report(context, 'INVALID_DATE', `must be a date YYYY-MM-DD from ${FIRST_DATE} to ${LAST_DATE}`);
    })
    .meta({ format: 'date' });
}

const EMAIL = /^[^\s@<>(),;:"[\]\\]+@[^\s@<>(),;:"[\]\\]+\.[^\s@<>(),;:"[\]\\.]+$/u;

const EMAIL_META = { format: 'email', maxLength: 255 } as const;

const address = () =>
  text(255).superRefine((value, context) => {
    if (!EMAIL.test(value)) report(context, 'INVALID_EMAIL', 'must be a valid email address');
  });

/** An email address of at most 255 characters, kept as it came but for blanks around it: none is part of an address. */
export function email() {
  return trimmed().pipe(address()).meta(EMAIL_META);
}

/** An email address that may be missing, or null; what is blank is none. */
export function emailOrNone() {
  return trimmed()
    .transform((value) => value || null)
    .pipe(address().nullable())
    .meta(EMAIL_META)
    .nullish();
}

/** Text without the blanks around it. */
export function trimmed() {
  return z.string().transform((value) => value.trim());
}

const COLOR = /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i;

/** A colour, `#rgb` or `#rrggbb`, in either case; kept as it came. */
export function color() {
  return z
    .string()
    .superRefine((value, context) => {
      if (!COLOR.test(value)) report(context, 'INVALID_VALUE', 'must be a colour written #rgb or #rrggbb');
    })
    .meta({ pattern: '^#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})$' });
}

/**
 * One of several words, in exactly this case.
 *
 * @param predicate what to say of any other, where the words themselves must not stand in an error (reference 3)
 */
export function oneOf<const Values extends readonly [string, ...string[]]>(
  values: Values,
  predicate = `must be one of ${values.join(', ')}`,
) {
  return z.enum(values, {
    error: (issue) => (issue.input == null ? undefined : predicate),
  });
}

/** The id in a path. */
export function idParams<const Name extends string>(name: Name, description = 'The UUID of the record.') {
  return z.object({ [name]: uuid().describe(description) } as Record<Name, ReturnType<typeof uuid>>);
}

/** A whole number in a body: a JSON number, or a text of digits. */
export function integer(smallest: number, largest: number) {
  return z
    .union([z.number(), z.string()], { error: 'must be a whole number' })
    .transform((value, context) => {
      const number = typeof value === 'string' && !/^[+-]?\d{1,15}$/.test(value) ? Number.NaN : Number(value);
      if (!Number.isInteger(number)) report(context, 'INVALID_NUMBER', 'must be a whole number');
      else if (number < smallest) report(context, 'TOO_SMALL', `must be at least ${smallest}`);
      else if (number > largest) report(context, 'TOO_LARGE', `must be at most ${largest}`);
      else return number;
      return z.NEVER;
    })
    .meta({ type: 'integer', minimum: smallest, maximum: largest });
}

/** A whole number in a query. */
export function queryInteger(smallest: number, largest: number) {
  return z
    .string()
    .transform((value, context) => {
      const number = /^[+-]?\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
      if (Number.isNaN(number)) report(context, 'INVALID_NUMBER', 'must be a whole number');
      else if (number < smallest) report(context, 'TOO_SMALL', `must be at least ${smallest}`);
      else if (number > largest) report(context, 'TOO_LARGE', `must be at most ${largest}`);
      else return number;
      return z.NEVER;
    })
    .meta({ type: 'integer', minimum: smallest, maximum: largest });
}

/** `true` or `false` in a query. */
export function queryBoolean() {
  return z
    .string()
    .transform((value, context) => {
      if (value === 'true' || value === 'false') return value === 'true';
      report(context, 'INVALID_ENUM', 'must be true or false');
      return z.NEVER;
    })
    .meta({ type: 'boolean' });
}

/** The direction of a sorted list, in any case. */
export function queryDirection() {
  return z
    .string()
    .transform((value, context): 'ASC' | 'DESC' => {
      const direction = value.toUpperCase();
      if (direction === 'ASC' || direction === 'DESC') return direction;
      report(context, 'INVALID_ENUM', 'must be ASC or DESC');
      return z.NEVER;
    })
    .meta({ enum: ['ASC', 'DESC'] });
}

function reportItem(context: z.RefinementCtx, issue: z.core.$ZodIssue): void {
  const code = issue.code === 'custom' ? (issue.params?.code as FieldCode) : 'INVALID_ENUM';
  report(context, code, issue.message.replace(/^must be/, 'must be a list in which each item is'));
}

/** A list in a query: separated by commas, or the parameter repeated; each item goes through `item`. */
export function queryList<Item extends z.ZodType<string, string>>(item: Item) {
  return z
    .union([z.string(), z.array(z.string())])
    .transform((value, context) => {
      const items = [value].flat().flatMap((part) => part.split(','));
      const read: string[] = [];
      for (const one of items.map((part) => part.trim()).filter((part) => part !== '')) {
        const result = item.safeParse(one);
        if (!result.success) {
          // The first is enough: each further one would say the same of the same field, thousands of times.
          reportItem(context, result.error.issues[0]!);
          break;
        }
        read.push(result.data);
      }
      return read;
    })
    .meta({ type: 'array', items: describeItem(item) });
}

function describeItem(item: z.ZodType): Record<string, unknown> {
  const { $schema: _, ...schema } = z.toJSONSchema(item, { io: 'input' });
  return schema;
}

/** A list of UUIDs in a query: separated by commas, or the parameter repeated. */
export function queryUuids() {
  return queryList(uuid());
}

/**
 * The paging of a list's query; `readPage` reads it. A limit above the largest is refused, never clamped.
 *
 * @param standard the limit where the query names none
 */
export function paging(standard: number, largest = 100) {
  return {
    page: queryInteger(1, 2_147_483_647).optional().describe('The page to answer, from 1.'),
    limit: queryInteger(1, largest)
      .optional()
      .describe(`Rows a page, 1 to ${largest}; ${standard} when left out.`),
  };
}

/** How ids, instants, dates and computed money stand in answers. */
export const answered = {
  uuid: () => z.string().meta({ format: 'uuid' }),
  date: () => z.string().meta({ format: 'date' }),
  instant: () => z.string().meta({ format: 'date-time' }),
  money: () => z.string().meta({ pattern: '^-?\\d+(\\.\\d+)?$' }),
};
