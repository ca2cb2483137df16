import type { Transaction } from '../platform/database/transaction.ts';
import { caseKey, isUuid, nameKey } from '../platform/text.ts';
import type { ReferenceKind } from './map-columns.ts';

/** What a name leads to: an id, or why there is none. */
export type Found = { readonly id: string } | { readonly problem: string };

/** Looks up what cells name. */
export interface References {
  find(kind: ReferenceKind, name: string): Found;
  /** The ids of all that a text may mean, by UUID, number or name; none where there is nothing called so. */
  meant(kind: ReferenceKind, name: string): ReadonlySet<string>;
}

const LOOK_UPS: Readonly<Record<ReferenceKind, { readonly label: string; readonly sql: string }>> = {
  account: {
    label: 'an account',
    sql: `SELECT coalesce(a.merged_into, a.id) AS id, k.key FROM account a
            CROSS JOIN LATERAL (VALUES (a.id::text), (lower(a.account_number)), (a.name_key)) AS k(key)
           WHERE a.workspace_id = $1 AND k.key = ANY ($2)`,
  },
  tax: {
    label: 'a tax',
    sql: `SELECT id, name_key AS key FROM tax
           WHERE workspace_id = $1 AND deleted_at IS NULL AND name_key = ANY ($2)`,
  },
  customer: {
    label: 'a customer',
    sql: `SELECT coalesce(c.merged_into, c.id) AS id, k.key FROM customer c
            CROSS JOIN LATERAL (VALUES (c.email_key), (c.name_key)) AS k(key)
           WHERE c.workspace_id = $1 AND c.deleted_at IS NULL AND k.key = ANY ($2)`,
  },
  vendor: {
    label: 'a vendor',
    sql: `SELECT coalesce(v.merged_into, v.id) AS id, k.key FROM vendor v
            CROSS JOIN LATERAL (VALUES (v.email_key), (v.name_key)) AS k(key)
           WHERE v.workspace_id = $1 AND v.deleted_at IS NULL AND k.key = ANY ($2)`,
  },
  tag: {
    label: 'a tag',
    sql: `SELECT id, name_key AS key FROM tag
           WHERE workspace_id = $1 AND deleted_at IS NULL AND name_key = ANY ($2)`,
  },
};

const LONGEST_NAME = 600;

/**
 * The keys that a cell may be meant by, the likeliest reading first; those of one reading are equally likely. Of accounts,
 * other programs write `4000 - Sales` for number and name, and `Income:Sales` for an account below another.
 */
function readingsOf(kind: ReferenceKind, name: string): string[][] {
  const readings = [name];
  // No name is longer, and what follows takes its time over one that is.
  if (kind === 'account' && name.length <= LONGEST_NAME) {
    const numbered = /^(\S*\d\S*)(?:\s+[-–·:]?\s*|\s*[-–·]\s*)(.+)$/.exec(name);
    if (numbered) readings.push(numbered[1]!, numbered[2]!);
    if (name.includes(':')) readings.push(name.slice(name.lastIndexOf(':') + 1).trim());
  }
  return readings.map((reading) => [...new Set([caseKey(reading), nameKey(reading)])]);
}

/** Looks up all that is named at once. A UUID is taken as it is: who writes the row says whether it is one of those. */
export async function loadReferences(
  transaction: Transaction,
  named: Readonly<Partial<Record<ReferenceKind, Iterable<string>>>>,
): Promise<References> {
  const found = new Map<string, Set<string>>();
  for (const kind of Object.keys(LOOK_UPS) as ReferenceKind[]) {
    const keys = [...new Set([...(named[kind] ?? [])].flatMap((name) => readingsOf(kind, name).flat()))];
    if (keys.length === 0) continue;
    const rows = await transaction.query<{ id: string; key: string }>(LOOK_UPS[kind].sql, [
      transaction.workspaceId,
      keys,
    ]);
    for (const { id, key } of rows) {
      const place = `${kind} ${key}`;
      found.set(place, (found.get(place) ?? new Set()).add(id));
    }
  }
  const meantBy = (kind: ReferenceKind, keys: readonly string[]) =>
    new Set(keys.flatMap((key) => [...(found.get(`${kind} ${key}`) ?? [])]));
  return {
    find(kind, name) {
      if (isUuid(name)) return { id: name.toLowerCase() };
      const { label } = LOOK_UPS[kind];
      for (const keys of readingsOf(kind, name)) {
        const [id, ...others] = meantBy(kind, keys);
        // Nor is it guessed whether the number of one or the name of another is meant.
        if (others.length > 0)
          return { problem: `must name one of ${others.length + 1} that are called so: give its UUID` };
        if (id !== undefined) return { id };
      }
      return { problem: `must name ${label} that is there: there is none called ${name}` };
    },
    meant: (kind, name) => meantBy(kind, readingsOf(kind, name).flat()),
  };
}
