import type pg from 'pg';
import type { ApiDocument } from './api-document.ts';

/**
 * The names of the database that nobody outside may read: of tables, columns, functions and constraints. A name of one word is no
 * secret, since it is a word of the language; nor is one that the document tells.
 */
export async function findSecretNames(owner: pg.Pool, { words }: ApiDocument): Promise<Set<string>> {
  const { rows } = await owner.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace
     UNION SELECT attname FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
            WHERE relnamespace = 'public'::regnamespace AND attnum > 0
     UNION SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
     UNION SELECT conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace`,
  );
  return new Set(rows.map(({ name }) => name).filter((name) => name.includes('_') && !words.has(name)));
}
