import type { Transaction } from '../../platform/database/transaction.ts';

/** A tax that a record names, with what decides whether it may. */
export interface NamedTax {
  readonly status: 'active' | 'inactive';
}

/** Those of the named taxes that the workspace has, by id. Deleted ones are unknown; the others are kept from it meanwhile. */
export async function loadNamedTaxes(
  transaction: Transaction,
  workspaceId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, NamedTax>> {
  if (ids.length === 0) return new Map();
  const rows = await transaction.query<{ id: string; status: NamedTax['status'] }>(
    `SELECT id, status FROM tax WHERE workspace_id = $1 AND deleted_at IS NULL AND id = ANY ($2::uuid[])
      ORDER BY id FOR KEY SHARE`,
    [workspaceId, ids],
    'load-named-taxes',
  );
  return new Map(rows.map((row) => [row.id, row]));
}
