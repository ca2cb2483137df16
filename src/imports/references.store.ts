import type { Transaction } from '../platform/database/transaction.ts';
import { caseKey, isUuid, nameKey } from '../platform/text.ts';
import type { ReferenceKind } from './map-columns.ts';

/** What a name leads to: an id, or why there is none. */
export type Found = { readonly id: string } | { readonly problem: string };

/** Looks up what cells name. */
export interface References {
  find(kind: ReferenceKind, name: string): Found;
}

const LOOK_UPS: Readonly<Record<ReferenceKind, { readonly label: string; readonly sql: string }>> = {
  account: {
    label: 'an account',
    sql: `SELECT coalesce(a.merged_into, a.id) AS id, k.key, k.rank FROM account a
            CROSS JOIN LATERAL (VALUES (lower(a.account_number), 1), (a.name_key, 2)) AS k(key, rank)
           WHERE a.workspace_id = $1 AND k.key = ANY ($2)`,
  },
  tax: {
    label: 'a tax',
    sql: `SELECT id, name_key AS key, 1 AS rank FROM tax
           WHERE workspace_id = $1 AND deleted_at IS NULL AND name_key = ANY ($2)`,
  },
  customer: {
    label: 'a customer',
    sql: `SELECT coalesce(c.merged_into, c.id) AS id, k.key, k.rank FROM customer c
            CROSS JOIN LATERAL (VALUES (c.email_key, 1), (c.name_key, 2)) AS k(key, rank)
           WHERE c.workspace_id = $1 AND c.deleted_at IS NULL AND k.key = ANY ($2)`,
  },
  vendor: {
    label: 'a vendor',
    sql: `SELECT coalesce(v.merged_into, v.id) AS id, k.key, k.rank FROM vendor v
            CROSS JOIN LATERAL (VALUES (v.email_key, 1), (v.name_key, 2)) AS k(key, rank)
           WHERE v.workspace_id = $1 AND v.deleted_at IS NULL AND k.key = ANY ($2)`,
  },
  tag: {
    label: 'a tag',
    sql: `SELECT id, name_key AS key, 1 AS rank FROM tag
           WHERE workspace_id = $1 AND deleted_at IS NULL AND name_key = ANY ($2)`,
  },
};

const LONGEST_NAME = 600;

/**
 * The keys that a cell may be meant by, the likeliest first. Of accounts, other programs write `4000 - Sales` for number and
 * name, and `Income:Sales` for an account below another.
 */
function keysOf(kind: ReferenceKind, name: string): string[] {
  const keys = [name];
  // No name is longer, and what follows takes its time over one that is.
  if (kind === 'account' && name.length <= LONGEST_NAME) {
    const numbered = /^(\S*\d\S*)(?:\s+[-–·:]?\s*|\s*[-–·]\s*)(.+)$/.exec(name);
    if (numbered) keys.push(numbered[1]!, numbered[2]!);
    if (name.includes(':')) keys.push(name.slice(name.lastIndexOf(':') + 1).trim());
  }
  return [...new Set(keys.flatMap((key) => [caseKey(key), nameKey(key)]))];
}

/** Looks up all that is named at once. A UUID is taken as it is: who writes the row says whether it is one of those. */
export async function loadReferences(
  transaction: Transaction,
  named: Readonly<Partial<Record<ReferenceKind, Iterable<string>>>>,
): Promise<References> {
  const found = new Map<string, { readonly rank: number; readonly ids: Set<string> }>();
  for (const kind of Object.keys(LOOK_UPS) as ReferenceKind[]) {
    const keys = [...new Set([...(named[kind] ?? [])].flatMap((name) => keysOf(kind, name)))];
    if (keys.length === 0) continue;
    const rows = await transaction.query<{ id: string; key: string; rank: number }>(LOOK_UPS[kind].sql, [
      transaction.workspaceId,
      keys,
    ]);
    // What a key is first of all goes before what else it may be: a number before a name.
    for (const { id, key, rank } of rows.sort((a, b) => a.rank - b.rank)) {
      const place = `${kind} ${key}`;
      const known = found.get(place);
      if (known === undefined) found.set(place, { rank, ids: new Set([id]) });
      else if (known.rank === rank) known.ids.add(id);
    }
  }
  return {
    find(kind, name) {
      if (isUuid(name)) return { id: name.toLowerCase() };
      const { label } = LOOK_UPS[kind];
      for (const key of keysOf(kind, name)) {
        const [id, ...others] = found.get(`${kind} ${key}`)?.ids ?? [];
        if (id !== undefined && others.length === 0) return { id };
        if (id !== undefined)
          return { problem: `must name one of ${others.length + 1} that are called so: give its UUID` };
      }
      return { problem: `must name ${label} that is there: there is none called ${name}` };
    },
  };
}
