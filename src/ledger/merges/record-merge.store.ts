import { v7 as uuidv7 } from 'uuid';
import type { Transaction } from '../../platform/database/transaction.ts';
import type { MergedKind } from './merged-ids.ts';

/** Who merges, and why. */
export interface MergeAuthor {
  readonly personId: string | null;
  readonly partnerAppId: string | null;
  readonly requestId: string;
  readonly reason: string | null;
}

/** What decides whether a change of how closed periods are laid out is allowed. */
export interface MergeBooks {
  readonly closedThrough: string | null;
  /** Whether who merges is an owner of the workspace. */
  readonly isOwner: boolean;
}

/**
 * Locks the merges of the workspace, and the closing of its books, until the transaction ends. Postings go on: they hold
 * the row FOR KEY SHARE.
 */
export async function lockMerges(
  transaction: Transaction,
  { personId }: Pick<MergeAuthor, 'personId'>,
): Promise<MergeBooks> {
  const [books] = await transaction.query<MergeBooks & Record<string, unknown>>(
    `SELECT b.closed_through AS "closedThrough",
            EXISTS (SELECT FROM membership m WHERE m.workspace_id = $1 AND m.person_id = $2 AND m.role = 'owner') AS "isOwner"
       FROM books b WHERE b.workspace_id = $1 FOR NO KEY UPDATE OF b`,
    [transaction.workspaceId, personId],
    'lock_merges',
  );
  return books!;
}

async function recordMerge(
  transaction: Transaction,
  merge: { kind: MergedKind; action: 'merged' | 'unmerged'; mergedId: string; intoId: string },
  author: MergeAuthor,
): Promise<void> {
  await transaction.query(
    `INSERT INTO record_merge (workspace_id, id, kind, action, merged_id, into_id, reason, person_id, partner_app_id, request_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      ...[transaction.workspaceId, uuidv7(), merge.kind, merge.action, merge.mergedId, merge.intoId],
      ...[author.reason, author.personId, author.partnerAppId, author.requestId],
    ],
  );
}

/** Merges a record into another, and with it what was merged into it: no alias points to an alias. */
export async function storeMerge(
  transaction: Transaction,
  kind: MergedKind,
  { id, intoId }: { readonly id: string; readonly intoId: string },
  author: MergeAuthor,
): Promise<void> {
  await transaction.query(
    `UPDATE ${kind} SET merged_into = $3, updated_at = clock_timestamp()
      WHERE workspace_id = $1 AND (id = $2 OR merged_into = $2)`,
    [transaction.workspaceId, id, intoId],
  );
  await recordMerge(transaction, { kind, action: 'merged', mergedId: id, intoId }, author);
}

/** SQL of what was merged into a record itself, of those that are merged at all: `id` and `into_id`. */
const selectOwnMerges = (kind: MergedKind, condition: string): string => `
  SELECT m.id, (SELECT r.into_id FROM record_merge r
                 WHERE r.workspace_id = $1 AND r.kind = '${kind}' AND r.merged_id = m.id AND r.action = 'merged'
                 ORDER BY r.recorded_at DESC, r.id DESC LIMIT 1) AS into_id
    FROM ${kind} m
   WHERE m.workspace_id = $1 AND m.merged_into IS NOT NULL AND ${condition}`;

/**
 * Tells a record apart again from what it was merged into, and under it what had been merged into it.
 *
 * @param intoId under which it is told now
 * @returns the ids that are told under it from now on, its own first
 */
export async function storeUnmerge(
  transaction: Transaction,
  kind: MergedKind,
  { id, intoId }: { readonly id: string; readonly intoId: string },
  author: MergeAuthor,
): Promise<string[]> {
  const [own] = await transaction.query<{ into_id: string }>(selectOwnMerges(kind, 'm.id = $2'), [
    transaction.workspaceId,
    id,
  ]);
  const followers = await transaction.query<{ id: string }>(
    `WITH RECURSIVE own AS (${selectOwnMerges(kind, 'm.merged_into = $3')}), under AS (
       SELECT own.id FROM own WHERE own.into_id = $2
       UNION
       SELECT own.id FROM own JOIN under ON own.into_id = under.id
     )
     UPDATE ${kind} SET merged_into = nullif($2, id), updated_at = clock_timestamp()
      WHERE workspace_id = $1 AND (id = $2 OR id IN (SELECT under.id FROM under)) RETURNING id`,
    [transaction.workspaceId, id, intoId],
  );
  await recordMerge(transaction, { kind, action: 'unmerged', mergedId: id, intoId: own!.into_id }, author);
  return [id, ...followers.map((row) => row.id).filter((one) => one !== id)];
}
