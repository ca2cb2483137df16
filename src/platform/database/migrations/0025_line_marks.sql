-- What people and reconciliations say of the journal's lines, beside the lines, which nobody changes. A line without a row
-- is neither reviewed nor reconciled.
CREATE TABLE journal_line_mark (
  workspace_id       uuid NOT NULL,
  effective          date NOT NULL,
  entry_id           uuid NOT NULL,
  line_no            smallint NOT NULL,
  reviewed_at        timestamptz,
  reviewed_by        uuid,
  reconciled_at      timestamptz,
  reconciliation_id  uuid,
  PRIMARY KEY (workspace_id, effective, entry_id, line_no),
  FOREIGN KEY (workspace_id, effective, entry_id, line_no) REFERENCES journal_line
);
SELECT fence_table('journal_line_mark');
