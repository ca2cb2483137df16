import { type RawBuilder, sql } from 'kysely';
import { nameKey } from '../text.ts';

/**
 * The key of a name that is written over. A name that stays keeps the key it has: of names that differed only in blanks before
 * these made no difference, one has the key and the other its old one.
 */
export function keptNameKey(name: string): RawBuilder<string> {
  return sql<string>`CASE WHEN name = ${name} THEN name_key ELSE ${nameKey(name)} END`;
}
