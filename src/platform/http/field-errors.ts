import type { z } from 'zod';
import type { FieldCode, FieldError } from '../../errors.ts';

/** `products[1].quantity`, as a client writes it. */
export function formatPath(path: readonly PropertyKey[]): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else text += text === '' ? String(step) : `.${String(step)}`;
  }
  return text;
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const step of path) {
    if (value === null || typeof value !== 'object') return undefined;
    value = (value as Record<PropertyKey, unknown>)[step];
  }
  return value;
}

const ARTICLES: Record<string, string> = {
  object: 'a JSON object',
  array: 'an array',
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
};

interface Refusal {
  readonly code: FieldCode;
  readonly predicate: string;
}

function describeIssue(issue: z.core.$ZodIssue, value: unknown, whole: string): Refusal {
  if (issue.code === 'custom') {
    return {
      code: (issue.params?.code as FieldCode | undefined) ?? 'INVALID_VALUE',
      predicate: issue.message,
    };
  }
  if (value === undefined || value === null) return { code: 'REQUIRED', predicate: 'is required' };
  switch (issue.code) {
    case 'invalid_type': {
      if (whole === 'query' && Array.isArray(value))
        return { code: 'INVALID_TYPE', predicate: 'must be given once' };
      const code =
        issue.expected === 'number' && typeof value === 'number' ? 'INVALID_NUMBER' : 'INVALID_TYPE';
      return { code, predicate: `must be ${ARTICLES[issue.expected] ?? issue.expected}` };
    }
    case 'invalid_union':
      return {
        code: typeof value === 'number' ? 'INVALID_NUMBER' : 'INVALID_TYPE',
        predicate: issue.message.startsWith('must')
          ? issue.message
          : 'is invalid: it must be of another type',
      };
    case 'invalid_value':
      return typeof value === 'string'
        ? { code: 'INVALID_ENUM', predicate: issue.message }
        : { code: 'INVALID_TYPE', predicate: issue.message };
    case 'too_small':
      return issue.origin === 'array'
        ? {
            code: 'TOO_SHORT',
            predicate: `must be a list of at least ${issue.minimum} item${issue.minimum === 1 ? '' : 's'}`,
          }
        : { code: 'TOO_SMALL', predicate: `must be at least ${issue.minimum}` };
    case 'too_big':
      return issue.origin === 'array'
        ? { code: 'TOO_LARGE', predicate: `must be a list of at most ${issue.maximum} items` }
        : { code: 'TOO_LARGE', predicate: `must be at most ${issue.maximum}` };
    default:
      return { code: 'INVALID_VALUE', predicate: 'is invalid' };
  }
}

/**
 * Every failing field of a value, in the words of the API.
 *
 * @param root what was parsed, to tell a missing field from a wrong one
 * @param whole the name of the value itself, used where it is not even an object
 */
export function toFieldErrors(error: z.ZodError, root: unknown, whole: string): FieldError[] {
  return error.issues.map((issue) => {
    const field = formatPath(issue.path) || whole;
    const { code, predicate } = describeIssue(issue, valueAt(root, issue.path), whole);
    // What clients match word for word (reference 3) is a whole sentence already, not a predicate of the field.
    return { field, code, message: predicate.endsWith('.') ? predicate : `${field} ${predicate}.` };
  });
}
