import type pg from 'pg';
import { ACCOUNT_SUB_TYPES } from './account-sub-types.ts';

/** Brings the catalogue in the database up to this version's; run by the owner at each start, after the migrations. */
export async function storeAccountSubTypes(client: pg.ClientBase): Promise<void> {
  const rows = ACCOUNT_SUB_TYPES.map((subType, position) => ({ ...subType, position }));
  await client.query(
    `INSERT INTO account_sub_type (id, type, name, description, anchor_tier, position)
     SELECT id, type, name, description, "anchorTier", position
       FROM json_to_recordset($1) AS s(id integer, type text, name text, description text, "anchorTier" text, position integer)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, description = excluded.description,
       anchor_tier = excluded.anchor_tier, position = excluded.position`,
    [JSON.stringify(rows)],
  );
}
