-- How a workspace's documents look. Each change adds a version; an approved document keeps the one that it was approved
-- under (ledger.md 6). Version 1 is the built-in one and has no row.

CREATE TABLE invoice_logo (
  workspace_id  uuid NOT NULL,
  id            uuid NOT NULL,
  media_type    text NOT NULL CHECK (media_type IN ('image/png', 'image/jpeg')),
  width         integer NOT NULL CHECK (width > 0),
  height        integer NOT NULL CHECK (height > 0),
  bytes         bytea NOT NULL,
  created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id) REFERENCES books
);

CREATE TABLE invoice_template (
  workspace_id  uuid NOT NULL,
  version       integer NOT NULL CHECK (version > 1),
  accent_color  text NOT NULL CHECK (accent_color ~ '^#[0-9a-f]{6}$'),
  language      text NOT NULL,
  paper_size    text NOT NULL CHECK (paper_size IN ('A4', 'Letter')),
  footer        text,
  logo_id       uuid,
  created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (workspace_id, version),
  FOREIGN KEY (workspace_id) REFERENCES books,
  FOREIGN KEY (workspace_id, logo_id) REFERENCES invoice_logo
);

SELECT fence_table('invoice_logo');
SELECT fence_table('invoice_template');
SELECT make_append_only('invoice_logo');
SELECT make_append_only('invoice_template');

ALTER TABLE books ADD COLUMN invoice_template_version integer NOT NULL DEFAULT 1 CHECK (invoice_template_version > 0);

-- The look-up of an invoice's references tells that version from the row that it reads anyway; the rest stays as it is.
DO $$
DECLARE
  definition text := pg_get_functiondef('load_invoice_references(uuid, jsonb)'::regprocedure);
  place      text := '''seller'', json_build_object(';
BEGIN
  IF position(place IN definition) = 0 THEN
    RAISE EXCEPTION 'load_invoice_references does not tell the seller';
  END IF;
  EXECUTE replace(definition, place, '''templateVersion'', b.invoice_template_version, ' || place);
END $$;
