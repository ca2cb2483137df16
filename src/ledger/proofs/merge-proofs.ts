import { MERGED_KINDS, type MergedKind } from '../merges/merged-ids.ts';
import type { Proof } from './proof.ts';

/** Where pointers and history part; each merge leads to where what it was merged into stands. */
const faultsOf = (kind: MergedKind): string => `
  SELECT CASE
           WHEN r.workspace_id IS NULL THEN format('${kind} %s is merged into %s, which is not there', m.id, m.merged_into)
           WHEN r.merged_into IS NOT NULL THEN format('${kind} %s is merged into %s, which is merged itself', m.id, m.merged_into)
         END AS failure
    FROM ${kind} m
    LEFT JOIN ${kind} r ON r.workspace_id = $1 AND r.id = m.merged_into
   WHERE m.workspace_id = $1 AND m.merged_into IS NOT NULL
  UNION ALL
  SELECT CASE
           WHEN m.id IS NULL AND h.action = 'merged' THEN format('the history tells of ${kind} %s, which is not there', h.merged_id)
           WHEN (h.action = 'merged') <> (m.merged_into IS NOT NULL)
             THEN format('${kind} %s was %s last, and says otherwise', m.id, h.action)
           WHEN h.action = 'merged' AND m.merged_into <> coalesce(next.merged_into, next.id)
             THEN format('${kind} %s is merged into %s, its history leads to %s', m.id, m.merged_into, coalesce(next.merged_into, next.id))
         END
    FROM (SELECT DISTINCT ON (merged_id) merged_id, into_id, action FROM record_merge
           WHERE workspace_id = $1 AND kind = '${kind}' ORDER BY merged_id, recorded_at DESC, id DESC) AS h
    LEFT JOIN ${kind} m ON m.workspace_id = $1 AND m.id = h.merged_id
    LEFT JOIN ${kind} next ON next.workspace_id = $1 AND next.id = h.into_id
  UNION ALL
  SELECT CASE WHEN NOT EXISTS (SELECT FROM record_merge h WHERE h.workspace_id = $1 AND h.kind = '${kind}' AND h.merged_id = m.id)
              THEN format('${kind} %s is merged, and its history tells nothing of it', m.id) END
    FROM ${kind} m WHERE m.workspace_id = $1 AND m.merged_into IS NOT NULL`;

const MERGES_FOLLOW_HISTORY: Proof = {
  name: 'merges-follow-their-history',
  description:
    'What is merged points to a record that is there and not merged itself, which is where the history of merges leads.',
  sql: MERGED_KINDS.map(faultsOf).join(' UNION ALL '),
};

/** What holds of merged customers, vendors and accounts. */
export const MERGE_PROOFS: readonly Proof[] = [MERGES_FOLLOW_HISTORY];
