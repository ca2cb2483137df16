import { fieldError, invalidFields } from '../../errors.ts';

/** As many as anybody reminds: each open invoice is looked at once a rule. */
export const MOST_RULES = 10;

/**
 * Refuses one rule more than a workspace may have.
 *
 * @throws ApiError TOO_MANY_REMINDER_RULES
 */
export function refuseOneMore(rules: readonly unknown[]): void {
  if (rules.length < MOST_RULES) return;
  const predicate = `is invalid here: a workspace has at most ${MOST_RULES} reminder rules`;
  throw invalidFields([fieldError('daysFromDueDate', 'TOO_MANY_REMINDER_RULES', predicate)]);
}

/** Blank words are as good as none. */
export const wordsOrNone = (words: string | null | undefined): string | null =>
  words?.trim() ? words : null;
