-- A manual entry may reverse itself on a later day (ledger.md 9): its reversal is a manual entry of its own, with the lines
-- negated, that names the one it follows.
ALTER TABLE manual_journal
  ADD COLUMN reverses_on date CHECK (reverses_on > date),
  ADD COLUMN reversal_of uuid,
  ADD CHECK (reverses_on IS NULL OR reversal_of IS NULL),
  ADD FOREIGN KEY (workspace_id, reversal_of) REFERENCES manual_journal (workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
COMMENT ON COLUMN manual_journal.reversal_of IS 'the entry that this one reverses on its day, and changes with';

CREATE UNIQUE INDEX manual_journal_reversed_once ON manual_journal (workspace_id, reversal_of)
 WHERE reversal_of IS NOT NULL AND deleted_at IS NULL;
