-- Manual journal entries: documents with a stable id and a version, above the entries of the ledger that they post. Their
-- lines are those of the live entry; only what a line says stands here, since the journal has amounts alone.
CREATE TABLE manual_journal (
  workspace_id       uuid NOT NULL,
  id                 uuid NOT NULL,
  version            integer NOT NULL DEFAULT 1,
  date               date NOT NULL,
  description        text NOT NULL,
  ref_number         text,
  line_descriptions  text[] NOT NULL,
  partner_app_id     uuid,
  created_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  deleted_at         timestamptz,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id) REFERENCES books
);
SELECT fence_table('manual_journal');

-- What reverses an entry of a closed period with caution passes the close as an entry of kind 'late' does (ledger.md 6).
DO $$
DECLARE
  before text := 'entry.kind <> ''late''';
BEGIN
  IF strpos(pg_get_functiondef('write_entry(uuid, jsonb)'::regprocedure), before) = 0 THEN
    RAISE EXCEPTION 'write_entry does not say "%"', before;
  END IF;
  EXECUTE replace(pg_get_functiondef('write_entry(uuid, jsonb)'::regprocedure), before,
                  before || ' AND document -> ''past_close'' IS DISTINCT FROM ''true''::jsonb');
END $$;
