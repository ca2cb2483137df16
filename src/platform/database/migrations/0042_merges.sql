-- Customers, vendors and accounts merged by alias (ledger.md 9): what is posted and written goes on naming the record that
-- it named, and whoever reads tells it under merged_into. That is never an alias itself, so that one look resolves it.
ALTER TABLE customer ADD COLUMN merged_into uuid CHECK (merged_into <> id);
ALTER TABLE vendor ADD COLUMN merged_into uuid CHECK (merged_into <> id);
-- Accounts are deleted as rows: the key keeps what others are merged into.
ALTER TABLE account ADD COLUMN merged_into uuid CHECK (merged_into <> id),
  ADD FOREIGN KEY (workspace_id, merged_into) REFERENCES account;
COMMENT ON COLUMN customer.merged_into IS 'under whom it is told; never one that is merged itself';
COMMENT ON COLUMN vendor.merged_into IS 'under whom it is told; never one that is merged itself';
COMMENT ON COLUMN account.merged_into IS 'under which it is told; never one that is merged itself';
CREATE INDEX customer_merged ON customer (workspace_id, merged_into, id) WHERE merged_into IS NOT NULL;
CREATE INDEX vendor_merged ON vendor (workspace_id, merged_into, id) WHERE merged_into IS NOT NULL;
CREATE INDEX account_merged ON account (workspace_id, merged_into, id) WHERE merged_into IS NOT NULL;

-- Whom another was merged into may take over its e-mail.
DROP INDEX customer_email_unique;
CREATE UNIQUE INDEX customer_email_unique ON customer (workspace_id, email_key)
  WHERE email_key IS NOT NULL AND deleted_at IS NULL AND merged_into IS NULL;

-- Every merge and its undoing. The youngest 'merged' of a record that is merged says into which it was merged itself, which
-- is where it returns when what that was merged into is told apart again.
CREATE TABLE record_merge (
  workspace_id    uuid NOT NULL,
  id              uuid NOT NULL,
  kind            text NOT NULL CHECK (kind IN ('customer', 'vendor', 'account')),
  action          text NOT NULL CHECK (action IN ('merged', 'unmerged')),
  merged_id       uuid NOT NULL,
  into_id         uuid NOT NULL CHECK (into_id <> merged_id),
  reason          text,
  person_id       uuid,
  partner_app_id  uuid,
  request_id      text NOT NULL,
  recorded_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id) REFERENCES books
);
CREATE INDEX record_merge_of_record ON record_merge (workspace_id, kind, merged_id, recorded_at);
SELECT fence_table('record_merge');
SELECT make_append_only('record_merge');

-- Functions that stay as they are but for a few words. Fails where those words are not there.
CREATE FUNCTION pg_temp.amend(amended regprocedure, before text, after text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF strpos(pg_get_functiondef(amended), before) = 0 THEN
    RAISE EXCEPTION '% does not say "%"', amended, before;
  END IF;
  EXECUTE replace(pg_get_functiondef(amended), before, after);
END $$;

-- What a draft or a template says is followed to whom its customer was merged into; what a caller names must be right.
SELECT pg_temp.amend('load_invoice_references(uuid, jsonb)', 'BEGIN
  RETURN json_build_object(', 'BEGIN
  IF named -> ''follows_merge'' = ''true''::jsonb THEN
    SELECT coalesce(c.merged_into, c.id) INTO named_customer
      FROM customer c WHERE c.workspace_id = ws AND c.id = named_customer;
  END IF;
  RETURN json_build_object(');
SELECT pg_temp.amend('load_invoice_references(uuid, jsonb)', '''email'', c.email, ''status'', c.status,',
                     '''email'', c.email, ''status'', c.status, ''mergedIntoId'', c.merged_into,');
-- A product posts to what its account was merged into.
SELECT pg_temp.amend('load_invoice_references(uuid, jsonb)', '''categoryAccount'', CASE WHEN a.id IS NOT NULL',
                     '''categoryAccount'', CASE WHEN a.merged_into IS NOT NULL
                  THEN (SELECT json_build_object(''id'', m.id, ''name'', m.name, ''type'', m.type)
                          FROM account m WHERE m.workspace_id = ws AND m.id = a.merged_into)
                  WHEN a.id IS NOT NULL');
DROP FUNCTION pg_temp.amend(regprocedure, text, text);
