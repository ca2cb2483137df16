import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cloneTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts';
import { UNFENCED_TABLES } from './unfenced-tables.ts';

let clone: TestDatabase;

beforeAll(async () => {
  clone = await cloneTestDatabase();
});
afterAll(() => clone.close());

const FENCE = `(workspace_id = (NULLIF(current_setting('app.workspace_id'::text, true), ''::text))::uuid)`;
const FENCED = `
  SELECT c.oid FROM pg_class c
   WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace AND c.relrowsecurity`;

describe('every table', () => {
  it('is fenced by its workspace, by force, or listed with the reason why not', async () => {
    const { rows } = await clone.owner.query(
      `SELECT c.relname AS name, c.relrowsecurity AND c.relforcerowsecurity AS fenced,
              ARRAY(SELECT row(p.polcmd, pg_get_expr(p.polqual, c.oid), pg_get_expr(p.polwithcheck, c.oid))::text
                      FROM pg_policy p WHERE p.polrelid = c.oid) AS policies
         FROM pg_class c
        WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace ORDER BY c.relname`,
    );
    expect(rows.filter((row) => !row.fenced).map((row) => row.name)).toEqual(
      Object.keys(UNFENCED_TABLES).sort(),
    );
    for (const { name, policies } of rows.filter((row) => row.fenced)) {
      expect(policies, name).toEqual([`(*,"${FENCE}","${FENCE}")`]);
    }
  });

  it('has no view that could look past the fence', async () => {
    const { rows } = await clone.owner.query(
      `SELECT relname FROM pg_class WHERE relkind IN ('v', 'm', 'f') AND relnamespace = 'public'::regnamespace`,
    );
    expect(rows).toEqual([]);
  });
});

describe('every fenced table', () => {
  it('begins its primary key, its unique keys and its indexes with the workspace', async () => {
    const { rows } = await clone.owner.query(
      `SELECT c.relname AS table, i.indexrelid::regclass::text AS index
         FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
        WHERE i.indrelid IN (${FENCED})
          AND i.indkey[0] <> (SELECT a.attnum FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'workspace_id')`,
    );
    expect(rows).toEqual([]);
    const keyless = await clone.owner.query(
      `SELECT oid::regclass FROM (${FENCED}) AS fenced
        WHERE NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = fenced.oid AND k.contype = 'p')`,
    );
    expect(keyless.rows).toEqual([]);
  });

  it('points with every foreign key into its own workspace', async () => {
    const { rows } = await clone.owner.query(
      `SELECT k.conname, f.relname AS to
         FROM pg_constraint k
         JOIN pg_class f ON f.oid = k.confrelid
         JOIN pg_attribute own ON own.attrelid = k.conrelid AND own.attnum = k.conkey[1]
         JOIN pg_attribute far ON far.attrelid = k.confrelid AND far.attnum = k.confkey[1]
        WHERE k.contype = 'f' AND k.conrelid IN (${FENCED}) AND f.relname <> 'workspace'
          AND (own.attname <> 'workspace_id' OR far.attname <> 'workspace_id')`,
    );
    expect(rows).toEqual([{ conname: 'account_sub_type_id_fkey', to: 'account_sub_type' }]);
  });

  it('is found by its key where a foreign key looks for it, even before anything is analysed', async () => {
    const { rows } = await clone.owner.query(
      `SELECT k.conrelid::regclass::text AS table, i.relname AS key,
              array_agg(a.attname::text ORDER BY a.attnum) AS columns, array_agg(format_type(a.atttypid, NULL) ORDER BY a.attnum) AS types
         FROM pg_constraint k
         JOIN pg_class i ON i.oid = k.conindid
         JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)
        WHERE k.contype = 'p' AND k.conrelid IN (SELECT confrelid FROM pg_constraint WHERE contype = 'f')
        GROUP BY 1, 2`,
    );
    expect(rows.length).toBeGreaterThan(5);
    const client = await clone.owner.connect();
    await client.query('SET plan_cache_mode = force_generic_plan');
    for (const { table, key, columns, types } of rows) {
      const where = columns.map((column: string, index: number) => `${column} = $${index + 1}`).join(' AND ');
      await client.query(`PREPARE by_key(${types.join(', ')}) AS SELECT 1 FROM ${table} WHERE ${where}`);
      const plan = await client.query(`EXPLAIN EXECUTE by_key(${columns.map(() => 'NULL').join(', ')})`);
      await client.query('DEALLOCATE by_key');
      const text = plan.rows.map((row) => row['QUERY PLAN']).join('\n');
      if (!text.includes('Seq Scan')) expect(text).toContain(key);
    }
    client.release(true);
  });
});
