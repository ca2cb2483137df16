import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type pg from 'pg';

const MIGRATIONS = new URL('./migrations/', import.meta.url);
/** Any constant will do, so long as every version of Recount uses the same: servers that start together wait in line. */
const MIGRATION_LOCK = 7_263_868;

/**
 * Applies the numbered SQL files that the database has not seen, each in its own transaction under an advisory lock,
 * forward only.
 *
 * @returns the names of the files applied now
 * @throws when a file that was applied has changed since, or the database is newer than this program
 */
export async function migrate(client: pg.ClientBase): Promise<string[]> {
  const files = (await readdir(MIGRATIONS)).filter((name) => name.endsWith('.sql')).sort();
  const applied: string[] = [];
  for (const name of files) {
    const text = await readFile(new URL(name, MIGRATIONS), 'utf8');
    const checksum = createHash('sha256').update(text).digest('hex');
    await client.query('BEGIN');
    try {
      // A migration, or the wait for another server's, may take longer than a request may.
      await client.query('SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0');
      await client.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
      await client.query(`CREATE TABLE IF NOT EXISTS schema_migration (
        name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT clock_timestamp())`);
      const { rows } = await client.query('SELECT checksum FROM schema_migration WHERE name = $1', [name]);
      if (rows.length === 0) {
        await client.query(text);
        await client.query('INSERT INTO schema_migration (name, checksum) VALUES ($1, $2)', [name, checksum]);
        applied.push(name);
      } else if (rows[0].checksum !== checksum) {
        throw new Error(`Migration ${name} was changed after it was applied to this database.`);
      }
      await client.query('COMMIT');
    } catch (error) {
      await client.query('ROLLBACK');
      throw error;
    }
  }
  await refuseNewerDatabase(client, files);
  return applied;
}

async function refuseNewerDatabase(client: pg.ClientBase, files: readonly string[]): Promise<void> {
  const { rows } = await client.query(
    'SELECT name FROM schema_migration WHERE name <> ALL ($1) ORDER BY name',
    [files],
  );
  if (rows.length > 0) {
    throw new Error(
      `This database was written by a newer Recount (migration ${rows[0].name}). Start that version, or a later one.`,
    );
  }
}
