-- Vendors: who is bought from. Neither name nor e-mail need be unique.
CREATE TABLE vendor (
  workspace_id  uuid NOT NULL,
  id            uuid NOT NULL,
  name          text NOT NULL,
  name_key      text NOT NULL,
  email         text,
  email_key     text,
  phone         text,
  website       text,
  tax_number    text,
  notes         text,
  payment_term  text,
  status        text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'inactive')),
  is_1099       boolean NOT NULL DEFAULT false,
  address       json,
  created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  deleted_at    timestamptz,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id) REFERENCES books
);
CREATE INDEX vendor_by_name ON vendor (workspace_id, name_key, id) WHERE deleted_at IS NULL;
SELECT fence_table('vendor');

-- An account that nothing names is deleted as a row; what names it is kept from dangling by its foreign key. So no
-- account is marked as deleted (none ever was: there was no way to). The look-up of an invoice's references loses its
-- one condition on the mark; the rest of it stays as it is.
DO $$
BEGIN
  EXECUTE regexp_replace(pg_get_functiondef('load_invoice_references(uuid, jsonb)'::regprocedure),
                         '\s+AND a\.deleted_at IS NULL', '', 'g');
END $$;
DROP INDEX account_name_unique;
ALTER TABLE account DROP COLUMN deleted_at;
CREATE UNIQUE INDEX account_name_unique ON account (workspace_id, name_key);

-- The primary key is made anew, so that it is the youngest of the table's indexes, for the reason told at journal_entry:
-- the foreign key of each journal line would else read every account of the workspace. What points to it is put back.
DO $$
DECLARE
  pointing record;
  restore  text[] := '{}';
  statement text;
BEGIN
  FOR pointing IN
    SELECT conrelid::regclass AS source, conname AS name, pg_get_constraintdef(oid) AS definition
      FROM pg_constraint WHERE contype = 'f' AND confrelid = 'account'::regclass
  LOOP
    restore := restore || format('ALTER TABLE %s ADD CONSTRAINT %I %s', pointing.source, pointing.name, pointing.definition);
    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', pointing.source, pointing.name);
  END LOOP;
  ALTER TABLE account DROP CONSTRAINT account_pkey;
  ALTER TABLE account ADD PRIMARY KEY (workspace_id, id);
  FOREACH statement IN ARRAY restore LOOP
    EXECUTE statement;
  END LOOP;
END $$;
