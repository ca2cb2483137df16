import { expect } from 'vitest';

interface ErrorBody {
  readonly errors: readonly { readonly field: string; readonly code: string }[];
}

/** The codes of an error answer by field, of which each is named once. */
export function errorCodes(body: ErrorBody): Record<string, string> {
  const codes = Object.fromEntries(body.errors.map(({ field, code }) => [field, code]));
  expect(Object.keys(codes), JSON.stringify(body.errors)).toHaveLength(body.errors.length);
  return codes;
}
