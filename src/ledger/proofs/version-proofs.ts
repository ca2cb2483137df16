import type { Proof } from './proof.ts';

const ALLOCATIONS_NAME_THEIR_SEAL: Proof = {
  name: 'allocations-name-their-seal',
  description:
    'Every allocation that is totalled says from which seal on it counts, at most the next one, and nothing else says so.',
  sql: `
    SELECT CASE
             WHEN a.id IS NULL THEN format('allocation %s counts from seal %s on and is not there', id, s.number)
             WHEN s.number IS NULL THEN format('allocation %s is totalled and counts from no seal on', id)
             WHEN s.number NOT BETWEEN 1 AND h.number + 1
               THEN format('allocation %s counts from seal %s on, the last seal is %s', id, s.number, h.number)
           END AS failure
      FROM (SELECT id, workspace_id FROM allocation WHERE workspace_id = $1) AS a
      FULL JOIN (SELECT allocation_id AS id, number FROM allocation_seal WHERE workspace_id = $1) AS s USING (id)
      LEFT JOIN untotalled_allocation u ON u.workspace_id = $1 AND u.allocation_id = id
      LEFT JOIN chain_head h ON h.workspace_id = $1
     WHERE s.number IS NOT NULL OR u.allocation_id IS NULL`,
};

/** So that of each record one version alone is the oldest that a seal shows. */
const VERSIONS_FOLLOW: Proof = {
  name: 'record-versions-follow-one-another',
  description:
    'The versions of each record are there without a hole, each from a seal that there is and not from an earlier one than the version before.',
  sql: `
    SELECT CASE
             WHEN v.version <> v.place
               THEN format('version %s of %s %s is version %s of it', v.place, v.table_name, v.record_id, v.version)
             WHEN v.through_seal NOT BETWEEN 0 AND h.number
               THEN format('version %s of %s %s is of seal %s, the last one is %s', v.version, v.table_name, v.record_id, v.through_seal, h.number)
             WHEN v.place > 1 AND coalesce(v.through_seal, 'Infinity'::numeric) < coalesce(v.previous, 'Infinity'::numeric)
               THEN format('version %s of %s %s is of seal %s, the one before it of %s', v.version, v.table_name, v.record_id, v.through_seal,
                           coalesce(v.previous::text, 'none'))
           END AS failure
      FROM (SELECT r.table_name, r.record_id, r.version, r.through_seal, row_number() OVER record AS place,
                   lag(r.through_seal) OVER record AS previous
              FROM record_version r
             WHERE r.workspace_id = $1
            WINDOW record AS (PARTITION BY r.table_name, r.record_id, r.line_no ORDER BY r.version)) AS v
      LEFT JOIN chain_head h ON h.workspace_id = $1`,
};

/** What holds of what a seal shows beside the journal's lines. */
export const VERSION_PROOFS: readonly Proof[] = [ALLOCATIONS_NAME_THEIR_SEAL, VERSIONS_FOLLOW];
