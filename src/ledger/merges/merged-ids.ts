import type { Transaction } from '../../platform/database/transaction.ts';
import { recordsAsOf } from '../record-versions/index.ts';

/** What can be merged; each has a table of this name. */
export const MERGED_KINDS = ['customer', 'vendor', 'account'] as const;
export type MergedKind = (typeof MERGED_KINDS)[number];

/** How records are told: those that are merged as one, unless they are left by themselves, and as of which seal. */
export interface Telling {
  readonly merged: boolean;
  readonly throughSeal: number | undefined;
}

const AS_NOW: Telling = { merged: true, throughSeal: undefined };

/**
 * SQL of the id under which a record is told: of what it was merged into, else its own. One look-up for each row that it is
 * read of, so it belongs where sums are folded that were grouped by the record's own id, and not where lines are read.
 *
 * @param id SQL of the record's own id; the workspace is `$1`
 */
export const toldId = (kind: MergedKind, id: string, { merged, throughSeal }: Telling = AS_NOW): string =>
  merged
    ? `coalesce((SELECT told.merged_into FROM ${recordsAsOf(kind, throughSeal)} told
                  WHERE told.workspace_id = $1 AND told.id = ${id} AND told.merged_into IS NOT NULL), ${id})`
    : id;

/**
 * SQL of a query for the ids of records that are told under one of those that are named, as far as these are not named
 * themselves: a column `id`, in the order of the ids. Found first, so that what is read by them is read by an index.
 *
 * @param ids SQL of a uuid[]; the workspace is `$1`
 * @param throughSeal as of which seal; undefined: as they are merged now
 */
export const selectAliases = (kind: MergedKind, ids: string, throughSeal?: number): string => `
  WITH told AS (
    SELECT coalesce(n.merged_into, n.id) AS id
      FROM ${recordsAsOf(kind, throughSeal)} n WHERE n.workspace_id = $1 AND n.id = ANY (${ids})
  )
  SELECT a.id FROM (
    SELECT told.id FROM told
    UNION
    SELECT m.id FROM ${recordsAsOf(kind, throughSeal)} m WHERE m.workspace_id = $1 AND m.merged_into IN (SELECT told.id FROM told)
  ) AS a
   WHERE a.id <> ALL (${ids})
   ORDER BY a.id`;

/** The named records and all that are told as one with them: who asks for one asks for all of them. */
export async function withAliases(
  transaction: Transaction,
  kind: MergedKind,
  ids: readonly string[],
): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await transaction.query<{ id: string }>(
    selectAliases(kind, '$2::uuid[]'),
    [transaction.workspaceId, ids],
    `aliases_of_${kind}`,
  );
  return [...ids, ...rows.map(({ id }) => id)];
}
