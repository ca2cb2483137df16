import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cloneTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts';

const FOLDER = join(import.meta.dirname, 'migrations');
const files = readdirSync(FOLDER).map((name) => readFileSync(join(FOLDER, name), 'utf8'));

let clone: TestDatabase;

beforeAll(async () => {
  clone = await cloneTestDatabase();
});
afterAll(() => clone.close());

describe('every function of the schema', () => {
  it('stands whole in a migration, as it is now', async () => {
    const { rows } = await clone.owner.query<{ name: string; body: string }>(
      `SELECT oid::regprocedure::text AS name, prosrc AS body FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace ORDER BY 1`,
    );
    expect(rows.length).toBeGreaterThan(20);
    const patched = rows.filter(({ body }) => !files.some((file) => file.includes(body)));
    expect(patched.map(({ name }) => name)).toEqual([]);
  });
});
