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

/** What holds from the four-eyes limit on. */
export const FOUR_EYES_PROOFS: readonly Proof[] = [
  DOCUMENTS_HAVE_A_SECOND_PERSON,
  ENTRIES_HAVE_A_SECOND_PERSON,
];
