import { GIVEN_AMOUNT } from '../../ledger/four-eyes/index.ts';
import type { Proof } from '../../ledger/proofs/index.ts';

const DOCUMENTS_HAVE_A_SECOND_PERSON: Proof = {
  name: 'documents-have-a-second-person',
  description:
    'Since the four-eyes limit was set to what it is, no invoice or memo that reaches it was approved by who wrote or changed it.',
  sql: `
    SELECT CASE WHEN e.actor IS NULL OR e.actor = ANY (i.written_by)
                THEN format('%s %s (%s) reaches the limit and was approved by %s, who is no second person', i.invoice_type,
                            i.invoice_number, i.id, coalesce(e.actor::text, 'nobody on record')) END AS failure
      FROM books b
      JOIN invoice i ON i.workspace_id = $1 AND i.base_total >= b.four_eyes_limit AND i.approved_at > b.four_eyes_since
      JOIN journal_entry e ON e.workspace_id = $1 AND e.source_id = i.id AND e.source_version = i.version
           AND e.kind <> 'reversal' AND e.recorded_at > b.four_eyes_since
     WHERE b.workspace_id = $1`,
};

const ENTRIES_HAVE_A_SECOND_PERSON: Proof = {
  name: 'manual-entries-have-a-second-person',
  description:
    'Since the four-eyes limit was set to what it is, no manual entry that reaches it was posted by who wrote or changed it.',
  sql: `
    SELECT CASE WHEN e.actor IS NULL OR e.actor = ANY (m.written_by)
                THEN format('manual entry %s reaches the limit and was posted by %s, who is no second person', m.id,
                            coalesce(e.actor::text, 'nobody on record')) END AS failure
      FROM books b
      JOIN journal_entry e ON e.workspace_id = $1 AND e.source = 'journal' AND e.kind <> 'reversal'
           AND e.recorded_at > b.four_eyes_since
      JOIN manual_journal m ON m.workspace_id = $1 AND m.id = e.source_id AND m.version = e.source_version
     WHERE b.workspace_id = $1
       AND b.four_eyes_limit <= (SELECT sum(l.base_amount) FROM journal_line l
                                  WHERE l.workspace_id = $1 AND l.effective = e.effective AND l.entry_id = e.entry_id
                                    AND l.base_amount > 0)`,
};

const NOTHING_IS_GIVEN_AWAY_ALONE: Proof = {
  name: 'refunds-and-write-offs-have-a-second-person',
  description:
    'Since the four-eyes limit was set to what it is, no refund or write-off that reaches it, with what was given of the same document before, was made by who approved or recorded that document.',
  sql: `
    SELECT CASE WHEN e.actor IS NULL OR EXISTS (
                       SELECT FROM allocation o
                         JOIN journal_entry r ON r.workspace_id = $1 AND r.kind <> 'reversal' AND r.actor = e.actor
                              AND r.recorded_at < e.recorded_at
                              AND r.source_id = CASE e.source WHEN 'refund' THEN o.from_open_item_id ELSE o.to_open_item_id END
                        WHERE o.workspace_id = $1 AND o.reverses IS NULL
                          AND e.source_id = CASE e.source WHEN 'refund' THEN o.to_open_item_id ELSE o.from_open_item_id END
                          AND e.source_id IN (o.from_open_item_id, o.to_open_item_id))
                THEN format('%s %s reaches the limit and was made by %s, who is no second person', e.source, e.source_id,
                            coalesce(e.actor::text, 'nobody on record')) END AS failure
      FROM books b
      JOIN journal_entry e ON e.workspace_id = $1 AND e.source IN ('refund', 'write_off') AND e.kind <> 'reversal'
           AND e.recorded_at > b.four_eyes_since
     WHERE b.workspace_id = $1 AND ${GIVEN_AMOUNT} >= b.four_eyes_limit`,
};

/** What holds from the four-eyes limit on. */
export const FOUR_EYES_PROOFS: readonly Proof[] = [
  DOCUMENTS_HAVE_A_SECOND_PERSON,
  ENTRIES_HAVE_A_SECOND_PERSON,
  NOTHING_IS_GIVEN_AWAY_ALONE,
];
