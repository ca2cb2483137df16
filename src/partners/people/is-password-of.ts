import type { Database } from '../../platform/database/database.ts';
import { verifyPassword } from './password.ts';

/** Whether a person signs in with this password now. Counts no guess: it is for what the server itself remembers. */
export async function isPasswordOf(database: Database, personId: string, password: string): Promise<boolean> {
  const [person] = await database.unfenced((transaction) =>
    transaction.query<{ password_hash: string | null }>('SELECT password_hash FROM person WHERE id = $1', [
      personId,
    ]),
  );
  return verifyPassword(person?.password_hash, password);
}
