import type { PartExplanation } from './part-explanation.ts';

/**
 * Compares the method that was signed with the one that is sent.
 *
 * @param accepted what the server takes, the usual one first
 */
export function explainMethod(
  given: string | null,
  accepted: readonly [string, ...string[]],
): PartExplanation {
  const matches = given !== null && accepted.includes(given);
  // Of several that hold, the one that the client has.
  const expected = matches ? given : accepted[0];
  return { part: 'method', given, expected, matches, hint: matches ? null : describe(given, expected) };
}

function describe(given: string | null, expected: string): string {
  if (given === null) return 'The method is missing: the string begins with it, in upper case.';
  if (given.trim().toUpperCase() === expected)
    return `Write the method in upper case and without blanks: ${expected}.`;
  return `The request is sent with ${expected}: sign the method that is sent.`;
}
