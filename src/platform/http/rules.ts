import type { z } from 'zod';
import type { FieldCode } from '../../errors.ts';

/** A rule across the fields of an object. */
export interface Rule {
  /** The field that is told to be wrong. */
  readonly path: string;
  readonly code: FieldCode;
  /** A predicate, as in fields.ts: "must be on or after `date`". */
  readonly message: string;
  /** Fields that are unsound by themselves may be missing here, or hold anything. */
  readonly holds: (value: Readonly<Record<string, unknown>>) => boolean;
}

/** Adds rules across fields, reported together with all others, also where some field is unsound by itself. */
export function withRules<Schema extends z.ZodType>(schema: Schema, rules: readonly Rule[]): Schema {
  return rules.reduce<Schema>((checked, { path, code, message, holds }) => {
    const test = (value: unknown) =>
      value === null ||
      typeof value !== 'object' ||
      Array.isArray(value) ||
      holds(value as Record<string, unknown>);
    return checked.refine(test, { path: [path], params: { code }, error: message, when: () => true });
  }, schema);
}

/** Whether a field was given and sound: an unsound one has an error of its own. */
const isRead = (value: unknown) =>
  typeof value === 'string' || typeof value === 'bigint' || Array.isArray(value);

/**
 * Of two names of one field either may be given, or both alike.
 *
 * @param nullClears whether null is a value like others; else it is as good as not given
 */
export function bothAlike(first: string, second: string, { nullClears = false } = {}): Rule {
  const isSaid = (value: unknown) => isRead(value) || (nullClears && value === null);
  return {
    path: second,
    code: 'INVALID_VALUE',
    message: `must be left out, or equal to \`${first}\``,
    holds: (value) =>
      !isSaid(value[first]) || !isSaid(value[second]) || String(value[first]) === String(value[second]),
  };
}

/** A field that was given but is unsound reads as undefined; null and blank are as good as not given. */
const isGiven = (value: Readonly<Record<string, unknown>>, name: string) =>
  name in value && value[name] !== null && value[name] !== '';

/** At least one of several names of a required field must be given. */
export function oneRequired(first: string, ...others: readonly string[]): Rule {
  return {
    path: first,
    code: 'REQUIRED',
    message: 'is required',
    holds: (value) => [first, ...others].some((name) => isGiven(value, name)),
  };
}

/** `oneRequired` of two names, said in JSON Schema. */
export function requiredByEither(first: string, second: string) {
  return { anyOf: [{ required: [first] }, { required: [second] }] };
}
