-- The accounts that a draft of a journal entry names, so that none of them is deleted (ledger.md 8).
CREATE TABLE journal_draft_account (
  workspace_id  uuid NOT NULL,
  draft_id      uuid NOT NULL,
  account_id    uuid NOT NULL,
  PRIMARY KEY (workspace_id, draft_id, account_id),
  FOREIGN KEY (workspace_id, draft_id) REFERENCES journal_entry_draft ON DELETE CASCADE,
  FOREIGN KEY (workspace_id, account_id) REFERENCES account
);
CREATE INDEX journal_draft_account_named ON journal_draft_account (workspace_id, account_id);
SELECT fence_table('journal_draft_account');

-- Those of the drafts that are there. What was deleted already cannot be kept any more.
DO $$
DECLARE
  one record;
BEGIN
  FOR one IN SELECT id AS workspace_id FROM workspace LOOP
    PERFORM set_config('app.workspace_id', one.workspace_id::text, true);
    INSERT INTO journal_draft_account (workspace_id, draft_id, account_id)
    SELECT DISTINCT one.workspace_id, d.id, a.id
      FROM journal_entry_draft d
     CROSS JOIN LATERAL json_array_elements(d.document -> 'lines') AS l(line)
      JOIN account a ON a.workspace_id = one.workspace_id AND a.id = (l.line ->> 'accountUuid')::uuid
     WHERE d.workspace_id = one.workspace_id;
  END LOOP;
  PERFORM set_config('app.workspace_id', '', true);
END $$;
