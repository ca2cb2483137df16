import type { Database } from '../../platform/database/database.ts';
import { caseKey } from '../../platform/text.ts';
import { verifyPassword } from '../people/password.ts';
import type { DeviceMarks } from './device-mark.ts';
import { countGuess, forgiveGuess } from './password-guesses.ts';

/** An e-mail and a password, from where they were typed. */
export interface PasswordGuess {
  readonly email: string;
  readonly password: string;
  readonly address: string;
  /** The mark of the browser, whoever it is of. */
  readonly deviceMark: string | undefined;
}

/** What came of a guess: who it is, or nobody; or how many seconds to wait. */
export type GuessOutcome =
  | { readonly personId: string }
  | { readonly personId: undefined; readonly wait: number };

/**
 * Tells who signs in. An unknown e-mail and a wrong password are answered alike and as late, and counted alike; beyond
 * the limits of password-guesses.ts not even the right password is looked at.
 */
export async function checkPassword(
  database: Database,
  marks: DeviceMarks,
  { email, password, address, deviceMark }: PasswordGuess,
): Promise<GuessOutcome> {
  const emailKey = caseKey(email.trim());
  const [person] = await database.unfenced((transaction) =>
    transaction.query<{ id: string; password_hash: string | null }>(
      'SELECT id, password_hash FROM person WHERE email_key = $1',
      [emailKey],
    ),
  );
  const isKnown = person !== undefined && marks.belongsTo(deviceMark, person.id);
  const guesser = { emailKey, address, knownDevice: isKnown ? deviceMark : undefined };
  const wait = await countGuess(database, guesser);
  if (wait > 0) return { personId: undefined, wait };
  const isRight = await verifyPassword(person?.password_hash, password);
  if (!isRight || !person) return { personId: undefined, wait: 0 };
  await forgiveGuess(database, guesser);
  return { personId: person.id };
}
