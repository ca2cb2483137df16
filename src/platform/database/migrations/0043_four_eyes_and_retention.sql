-- Four eyes: from an amount on, who wrote a document or entry does not approve it. And retention: how long the files of
-- approved documents are kept, whoever deletes them.

ALTER TABLE books
  ADD COLUMN four_eyes_limit  bigint CHECK (four_eyes_limit > 0),
  ADD COLUMN four_eyes_since  timestamptz,
  ADD COLUMN retention_years  smallint NOT NULL DEFAULT 10 CHECK (retention_years BETWEEN 1 AND 100),
  ADD CHECK ((four_eyes_limit IS NULL) = (four_eyes_since IS NULL));
COMMENT ON COLUMN books.four_eyes_limit IS 'in the workspace''s currency; null: one person is enough';
COMMENT ON COLUMN books.four_eyes_since IS 'when the limit was set to what it is';
COMMENT ON COLUMN books.retention_years IS 'counted from the end of the fiscal year of a document''s date';

ALTER TABLE invoice ADD COLUMN written_by uuid[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN invoice.written_by IS 'every person who wrote or changed what it says, in their order';
ALTER TABLE recurring_invoice_template ADD COLUMN written_by uuid[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN recurring_invoice_template.written_by IS 'every person who wrote or changed it, and so its documents';
ALTER TABLE recurring_invoice_run ADD COLUMN held_for_approval boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN recurring_invoice_run.held_for_approval IS 'made as a draft, since a second person must approve it';
ALTER TABLE recurring_journal_template ADD COLUMN written_by uuid[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN recurring_journal_template.written_by IS 'every person who wrote or changed it, and so its entries';
ALTER TABLE recurring_journal_run DROP CONSTRAINT recurring_journal_run_workspace_id_manual_journal_id_fkey;
COMMENT ON COLUMN recurring_journal_run.manual_journal_id IS 'or a draft, which has the id of the entry that it is to become';
ALTER TABLE manual_journal ADD COLUMN written_by uuid[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN manual_journal.written_by IS 'every person who wrote or changed the version that stands';

-- Entries by hand that are not posted yet, and changes and deletions of posted ones that are not made yet. Nothing of the
-- journal refers to them; they are gone once they are approved or deleted, and the audit log keeps what they were.
CREATE TABLE journal_entry_draft (
  workspace_id     uuid NOT NULL,
  id               uuid NOT NULL,
  action           text NOT NULL CHECK (action IN ('create', 'update', 'delete')),
  journal_id       uuid,
  journal_version  integer,
  date             date NOT NULL,
  body             json NOT NULL,
  document         json NOT NULL,
  written_by       uuid[] NOT NULL,
  partner_app_id   uuid,
  created_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id) REFERENCES books,
  FOREIGN KEY (workspace_id, journal_id) REFERENCES manual_journal,
  CHECK ((action = 'create') = (journal_id IS NULL)),
  CHECK ((action = 'create') = (journal_version IS NULL))
);
COMMENT ON COLUMN journal_entry_draft.id IS 'of a new entry its id once it is posted';
COMMENT ON COLUMN journal_entry_draft.journal_id IS 'the posted entry that it changes or deletes';
COMMENT ON COLUMN journal_entry_draft.body IS 'of the call that is to be made, decimals as texts';
COMMENT ON COLUMN journal_entry_draft.document IS 'as it is answered';
CREATE UNIQUE INDEX journal_entry_draft_of ON journal_entry_draft (workspace_id, journal_id) WHERE journal_id IS NOT NULL;
CREATE INDEX journal_entry_draft_by_date ON journal_entry_draft (workspace_id, date, id);
SELECT fence_table('journal_entry_draft');

ALTER TABLE invoice_attachment
  ADD COLUMN deleted_by  uuid,
  ADD COLUMN retained    boolean NOT NULL DEFAULT false,
  ADD CHECK (NOT retained OR deleted_at IS NOT NULL);
COMMENT ON COLUMN invoice_attachment.retained IS 'deleted from an approved document: its file is kept until the retention ends';

-- Functions that stay as they are but for a few words. Fails where those words are not there.
CREATE FUNCTION pg_temp.amend(amended regprocedure, before text, after text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF strpos(pg_get_functiondef(amended), before) = 0 THEN
    RAISE EXCEPTION '% does not say "%"', amended, before;
  END IF;
  EXECUTE replace(pg_get_functiondef(amended), before, after);
END $$;

SELECT pg_temp.amend('write_invoice(uuid, jsonb, text)', 'partner_app_id, converted_from_id,', 'partner_app_id, written_by, converted_from_id,');
SELECT pg_temp.amend('write_invoice(uuid, jsonb, text)', 'i.partner_app_id, i.converted_from_id,',
                     'i.partner_app_id, coalesce(i.written_by, ''{}''), i.converted_from_id,');
SELECT pg_temp.amend('replace_invoice(uuid, jsonb)', 'issued = i.issued,',
                     'issued = i.issued, written_by = coalesce(i.written_by, ''{}''),');
SELECT pg_temp.amend('load_invoice_references(uuid, jsonb)', '''closedThrough'', b.closed_through,',
                     '''closedThrough'', b.closed_through, ''fourEyesLimit'', b.four_eyes_limit::text,');
-- Whoever posts what needs a second person from the limit on says which limit was looked at. Where it was changed since,
-- the transaction is tried again.
SELECT pg_temp.amend('write_entry(uuid, jsonb)', 'cutover date;', 'cutover date;
  four_eyes bigint;');
SELECT pg_temp.amend('write_entry(uuid, jsonb)', 'b.closed_through, b.cutover_date INTO closed, cutover FROM',
                     'b.closed_through, b.cutover_date, b.four_eyes_limit INTO closed, cutover, four_eyes FROM');
SELECT pg_temp.amend('write_entry(uuid, jsonb)', 'IF entry.effective < cutover THEN',
                     'IF document ? ''four_eyes_limit'' AND (document ->> ''four_eyes_limit'')::bigint IS DISTINCT FROM four_eyes THEN
    RAISE EXCEPTION ''the four-eyes limit is another now'' USING ERRCODE = ''40001'';
  END IF;
  IF entry.effective < cutover THEN');
DROP FUNCTION pg_temp.amend(regprocedure, text, text);

-- Who wrote the drafts and templates that are there.
DO $$
DECLARE
  one record;
BEGIN
  FOR one IN SELECT id AS workspace_id FROM workspace LOOP
    PERFORM set_config('app.workspace_id', one.workspace_id::text, true);
    UPDATE invoice i
       SET written_by = ARRAY(SELECT a.person_id FROM audit_log a
                               WHERE a.workspace_id = one.workspace_id AND a.entity_id = i.id
                                 AND a.action IN ('created', 'updated') AND a.person_id IS NOT NULL
                               GROUP BY a.person_id ORDER BY min(a.id::text))
     WHERE i.workspace_id = one.workspace_id AND i.is_draft AND i.deleted_at IS NULL;
    UPDATE recurring_invoice_template t
       SET written_by = ARRAY(SELECT a.person_id FROM audit_log a
                               WHERE a.workspace_id = one.workspace_id AND a.entity_id = t.id
                                 AND a.action IN ('created', 'updated') AND a.person_id IS NOT NULL
                               GROUP BY a.person_id ORDER BY min(a.id::text))
     WHERE t.workspace_id = one.workspace_id AND t.deleted_at IS NULL;
    UPDATE recurring_journal_template t
       SET written_by = ARRAY(SELECT a.person_id FROM audit_log a
                               WHERE a.workspace_id = one.workspace_id AND a.entity_id = t.id
                                 AND a.action IN ('created', 'updated') AND a.person_id IS NOT NULL
                               GROUP BY a.person_id ORDER BY min(a.id::text))
     WHERE t.workspace_id = one.workspace_id AND t.deleted_at IS NULL;
  END LOOP;
  PERFORM set_config('app.workspace_id', '', true);
END $$;
