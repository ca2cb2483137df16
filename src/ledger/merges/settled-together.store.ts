import type { Transaction } from '../../platform/database/transaction.ts';

/** So many documents are told; more are only counted. */
const MOST_NUMBERS = 20;

export interface SettledTogether {
  readonly count: number;
  /** Of documents and payments, the oldest first; the id of what has none. */
  readonly numbers: readonly string[];
}

/**
 * What still joins customers, or vendors, with others: allocations in force from an item of the one to an item of another,
 * and memos that name an invoice of another.
 *
 * @param ids those that are to stand by themselves
 */
export async function findSettledTogether(
  transaction: Transaction,
  kind: 'customer' | 'vendor',
  ids: readonly string[],
): Promise<SettledTogether> {
  const rows = await transaction.query<{ number: string; count: bigint }>(
    `WITH joined AS (
       SELECT f.source_id AS one, t.source_id AS other
         FROM open_item own
         JOIN allocation a ON a.workspace_id = $1 AND own.id IN (a.from_open_item_id, a.to_open_item_id)
         JOIN open_item f ON f.workspace_id = $1 AND f.id = a.from_open_item_id
         JOIN open_item t ON t.workspace_id = $1 AND t.id = a.to_open_item_id
        WHERE own.workspace_id = $1 AND own.${kind}_id = ANY ($2::uuid[])
          AND (f.${kind}_id = ANY ($2::uuid[])) IS DISTINCT FROM (t.${kind}_id = ANY ($2::uuid[]))
          AND a.reverses IS NULL
          AND NOT EXISTS (SELECT FROM allocation r WHERE r.workspace_id = $1 AND r.reverses = a.id)
       UNION
       SELECT m.id, i.id
         FROM invoice m
         JOIN invoice i ON i.workspace_id = $1 AND i.id = m.applied_to_invoice_id
        WHERE '${kind}' = 'customer' AND m.workspace_id = $1 AND m.applied_to_invoice_id IS NOT NULL
          AND NOT m.is_draft AND m.voided_at IS NULL AND m.deleted_at IS NULL
          AND (m.customer_id = ANY ($2::uuid[])) <> (i.customer_id = ANY ($2::uuid[]))
     )
     SELECT coalesce(i.invoice_number, p.reference, named.id::text) AS number, count(*) OVER () AS count
       FROM (SELECT one AS id FROM joined UNION SELECT other FROM joined) AS named
       LEFT JOIN invoice i ON i.workspace_id = $1 AND i.id = named.id
       LEFT JOIN payment p ON p.workspace_id = $1 AND p.id = named.id
      ORDER BY coalesce(i.date, p.date), named.id LIMIT ${MOST_NUMBERS}`,
    [transaction.workspaceId, ids],
  );
  return { count: Number(rows[0]?.count ?? 0), numbers: rows.map(({ number }) => number) };
}
