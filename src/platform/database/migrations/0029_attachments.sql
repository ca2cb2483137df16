-- Files that belong to documents. The bytes are in the file store, under their hash; what they are and whose stands here.
CREATE TABLE invoice_attachment (
  workspace_id  uuid NOT NULL,
  id            uuid NOT NULL,
  invoice_id    uuid NOT NULL,
  title         text,
  file_name     text NOT NULL,
  content_type  text NOT NULL,
  size          integer NOT NULL CHECK (size > 0),
  sha256        bytea NOT NULL CHECK (length(sha256) = 32),
  source_url    text,
  created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  deleted_at    timestamptz,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, invoice_id) REFERENCES invoice
);
COMMENT ON COLUMN invoice_attachment.source_url IS 'where it was fetched from; null where it was uploaded';
CREATE INDEX invoice_attachment_of ON invoice_attachment (workspace_id, invoice_id, id) WHERE deleted_at IS NULL;
CREATE INDEX invoice_attachment_by_hash ON invoice_attachment (workspace_id, sha256) WHERE deleted_at IS NULL;
SELECT fence_table('invoice_attachment');
