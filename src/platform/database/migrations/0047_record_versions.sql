-- The same seal gives the same bytes (ledger.md 7), also where what a report prints beside the lines was changed since: names,
-- numbers and types of records, merges, exchange rates, marks, the fiscal year.

-- What reports print of a record, as it was before a change. A change is told apart from seals as entries are: by who numbers
-- it, not by when it was made. Whoever changes a record leaves its version without a seal; the sealer, which alone moves the
-- head of the chain, numbers what it finds with the last seal that there was. So nobody who changes a record waits for a
-- sealer, or holds one up, and no seal is ever read in two ways: until the head moves on, all seals that there are show the
-- record as it was.
CREATE TABLE record_version (
  workspace_id  uuid NOT NULL,
  table_name    text NOT NULL,
  record_id     uuid NOT NULL,
  line_no       smallint NOT NULL DEFAULT 0,
  version       integer NOT NULL,
  action        text NOT NULL CHECK (action IN ('insert', 'update', 'delete')),
  old           jsonb CHECK ((old IS NULL) = (action = 'insert')),
  through_seal  bigint,
  recorded_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (workspace_id, table_name, record_id, line_no, version)
);
COMMENT ON TABLE record_version IS
  'records as they were before their changes; no foreign key to the books, whose row a close holds while it waits for whoever changes records';
COMMENT ON COLUMN record_version.line_no IS 'of a mark, whose record is the entry; else 0';
COMMENT ON COLUMN record_version.version IS 'which change of the record it is, from 1; the row of the record is the lock';
COMMENT ON COLUMN record_version.old IS 'NULL: the record did not exist';
COMMENT ON COLUMN record_version.through_seal IS 'the last seal that shows the record so; NULL: all that there are';
CREATE INDEX record_version_unnumbered ON record_version (workspace_id) WHERE through_seal IS NULL;
CREATE INDEX record_version_deleted ON record_version (workspace_id, table_name, record_id) WHERE action = 'delete';
SELECT fence_table('record_version');

-- Only ever added to, but for the seal, which is written once.
CREATE FUNCTION refuse_version_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.through_seal IS NOT NULL OR NEW.through_seal IS NULL
     OR to_jsonb(NEW) - 'through_seal' <> to_jsonb(OLD) - 'through_seal' THEN
    RAISE EXCEPTION '% on % refused: rows are only ever added', TG_OP, TG_TABLE_NAME USING ERRCODE = 'RC002';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER numbered_once BEFORE UPDATE ON record_version FOR EACH ROW EXECUTE FUNCTION refuse_version_change();
CREATE TRIGGER never_removed BEFORE DELETE OR TRUNCATE ON record_version
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Arguments: the column of the record's id, then those that are kept. An archive brings the versions of its records along.
CREATE FUNCTION keep_record_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  was jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
  own jsonb := CASE WHEN TG_OP = 'INSERT' THEN to_jsonb(NEW) ELSE was END;
  ws  uuid := (own ->> 'workspace_id')::uuid;
  id  uuid := (own ->> TG_ARGV[0])::uuid;
  line smallint := coalesce((own ->> 'line_no')::smallint, 0);
BEGIN
  IF current_setting('app.importing', true) = 'on' THEN
    RETURN NULL;
  END IF;
  INSERT INTO record_version (workspace_id, table_name, record_id, line_no, version, action, old)
  SELECT ws, TG_TABLE_NAME, id, line, 1 + coalesce(max(v.version), 0), lower(TG_OP),
         CASE WHEN was IS NOT NULL THEN (SELECT jsonb_object_agg(c.name, was -> c.name) FROM unnest(TG_ARGV[1:]) AS c(name)) END
    FROM record_version v
   WHERE v.workspace_id = ws AND v.table_name = TG_TABLE_NAME AND v.record_id = id AND v.line_no = line;
  RETURN NULL;
END $$;

-- Which columns of which tables; src/ledger/record-versions/versioned-tables.ts reads them, and a test holds both alike.
-- Insertions and deletions are kept where a report tells of records that no line names, or could be asked for a row that is
-- gone. WHEN, so that an update of anything else costs no call.
DO $$
DECLARE
  kept record;
BEGIN
  FOR kept IN
    SELECT * FROM (VALUES
      ('account', 'id', '{DELETE}', '{name,name_key,account_number,type,sub_type_id,parent_id,role,merged_into}'),
      ('books', 'workspace_id', '{}', '{currency,accounting_basis,fiscal_year_start_month}'),
      ('customer', 'id', '{}', '{customer,name_key,merged_into}'),
      ('exchange_rate', 'id', '{INSERT,DELETE}', '{currency,effective,rate}'),
      ('journal_line_mark', 'entry_id', '{INSERT}', '{reviewed_at,reconciled_at}'),
      ('manual_journal', 'id', '{}', '{ref_number}'),
      ('product', 'id', '{}', '{name,name_key,code}'),
      ('tag', 'id', '{}', '{name,name_key}'),
      ('tax', 'id', '{INSERT}', '{name,name_key,kind,percentage,sales_account_id,purchase_account_id}'),
      ('vendor', 'id', '{}', '{name,name_key,merged_into}')
    ) AS k(table_name, id, others, columns)
  LOOP
    EXECUTE format('CREATE TRIGGER record_version AFTER UPDATE ON %I FOR EACH ROW WHEN ((%s) IS DISTINCT FROM (%s))
                    EXECUTE FUNCTION keep_record_version(%s)', kept.table_name,
                   (SELECT string_agg(format('OLD.%I', c), ', ') FROM unnest(kept.columns::text[]) AS c) || ', 0',
                   (SELECT string_agg(format('NEW.%I', c), ', ') FROM unnest(kept.columns::text[]) AS c) || ', 0',
                   concat_ws(', ', quote_literal(kept.id),
                             (SELECT string_agg(quote_literal(c), ', ') FROM unnest(kept.columns::text[]) AS c)));
    IF kept.others <> '{}' THEN
      EXECUTE format('CREATE TRIGGER record_version_of_existence AFTER %s ON %I FOR EACH ROW
                      EXECUTE FUNCTION keep_record_version(%s)',
                     array_to_string(kept.others::text[], ' OR '), kept.table_name,
                     concat_ws(', ', quote_literal(kept.id),
                               (SELECT string_agg(quote_literal(c), ', ') FROM unnest(kept.columns::text[]) AS c)));
    END IF;
  END LOOP;
END $$;

-- From which seal on an allocation counts: numbered by the sealer, since by the clock one that began before a seal could be
-- committed after it, and be in the report of that seal only then.
CREATE TABLE allocation_seal (
  workspace_id   uuid NOT NULL,
  allocation_id  uuid NOT NULL,
  number         bigint NOT NULL,
  PRIMARY KEY (workspace_id, allocation_id)
);
COMMENT ON COLUMN allocation_seal.number IS 'the first seal that counts it; it may be still to come';
SELECT fence_table('allocation_seal');
SELECT make_append_only('allocation_seal');

-- What was allocated before counts from where it has counted by the clock.
DO $$
DECLARE
  one record;
BEGIN
  FOR one IN SELECT id AS workspace_id FROM workspace LOOP
    PERFORM set_config('app.workspace_id', one.workspace_id::text, true);
    INSERT INTO allocation_seal (workspace_id, allocation_id, number)
    SELECT one.workspace_id, o.allocation_id,
           coalesce(o.number, (SELECT h.number + 1 FROM chain_head h WHERE h.workspace_id = one.workspace_id))
      FROM (SELECT x.allocation_id, min(x.number) OVER (ORDER BY x.at DESC) AS number
              FROM (SELECT a.id AS allocation_id, NULL::bigint AS number, a.recorded_at AS at
                      FROM allocation a WHERE a.workspace_id = one.workspace_id
                    UNION ALL
                    SELECT NULL, s.number, s.sealed_at FROM entry_seal s WHERE s.workspace_id = one.workspace_id) AS x) AS o
     WHERE o.allocation_id IS NOT NULL;
  END LOOP;
  PERFORM set_config('app.workspace_id', '', true);
END $$;

-- The hashes of a close are of its reports as of its seal. Those of earlier closes are of reports that printed records as they
-- were at the time, of which there is no history.
ALTER TABLE book_closing ADD COLUMN report_format smallint;
COMMENT ON COLUMN book_closing.report_format IS
  'how the reports were written that are hashed as of the seal; NULL of closes from before there was a history of records, and of reopenings';

-- Seals up to batch_size entries of a workspace and returns how many. Entries are those that have no seal, never
-- "newer than the last": a transaction that began early may commit late. A second sealer finds the head locked and
-- leaves with 0.
CREATE OR REPLACE FUNCTION seal_entries(ws uuid, batch_size integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  head       chain_head;
  last_seal  bigint;
  candidate  record;
  facts      text;
  dates      date[] := '{}';
  ids        uuid[] := '{}';
  numbers    bigint[] := '{}';
  hashes     bytea[] := '{}';
BEGIN
  SELECT * INTO head FROM chain_head h WHERE h.workspace_id = ws FOR UPDATE SKIP LOCKED;
  IF NOT FOUND THEN
    RETURN 0;
  END IF;
  last_seal := head.number;
  FOR candidate IN
    SELECT u.effective, u.entry_id FROM unsealed_entry u
     WHERE u.workspace_id = ws ORDER BY u.recorded_at, u.entry_id LIMIT batch_size
  LOOP
    facts := entry_as_text(ws, candidate.effective, candidate.entry_id);
    -- A mark that names no entry was not written by us; verify reports it, and the others are sealed all the same.
    CONTINUE WHEN facts IS NULL;
    head.number := head.number + 1;
    head.hash := seal_hash(1::smallint, ws, head.number, head.hash, facts);
    dates := dates || candidate.effective;
    ids := ids || candidate.entry_id;
    numbers := numbers || head.number;
    hashes := hashes || head.hash;
  END LOOP;
  IF cardinality(ids) = 0 THEN
    RETURN 0;
  END IF;

  -- After the entries were looked for: whatever record one of them names is seen here as well.
  UPDATE record_version SET through_seal = last_seal WHERE workspace_id = ws AND through_seal IS NULL;
  INSERT INTO allocation_seal (workspace_id, allocation_id, number)
  SELECT ws, a.id, last_seal + 1
    FROM untotalled_allocation u
    JOIN allocation a ON a.workspace_id = ws AND a.id = u.allocation_id
   WHERE u.workspace_id = ws
  ON CONFLICT DO NOTHING;

  INSERT INTO entry_seal (workspace_id, number, effective, entry_id, format_version, hash)
  SELECT ws, s.number, s.effective, s.entry_id, 1, s.hash
    FROM unnest(numbers, dates, ids, hashes) AS s(number, effective, entry_id, hash);

  INSERT INTO account_total AS t (workspace_id, account_id, currency, basis, day, amount, base_amount, line_count)
  SELECT ws, l.account_id, l.currency, l.basis, l.effective, sum(l.amount), sum(l.base_amount), count(*)
    FROM unnest(dates, ids) AS s(effective, entry_id)
    JOIN journal_line l ON l.workspace_id = ws AND l.effective = s.effective AND l.entry_id = s.entry_id
   GROUP BY l.account_id, l.currency, l.basis, l.effective
  ON CONFLICT (workspace_id, day, account_id, basis, currency) DO UPDATE
     SET amount = t.amount + excluded.amount, base_amount = t.base_amount + excluded.base_amount,
         line_count = t.line_count + excluded.line_count;
  PERFORM add_dimension_totals(ws, dates, ids);
  PERFORM add_lines_to_open_items(ws, dates, ids);

  DELETE FROM unsealed_entry u
   USING unnest(dates, ids) AS s(effective, entry_id)
   WHERE u.workspace_id = ws AND u.effective = s.effective AND u.entry_id = s.entry_id;

  UPDATE chain_head h SET number = head.number, hash = head.hash, sealed_at = clock_timestamp()
   WHERE h.workspace_id = ws;
  RETURN cardinality(ids);
END $$;

-- Totals up to batch_size allocations of a workspace and returns how many. The head of the chain is the lock of all totals,
-- as in seal_entries. What no entry that was sealed came with counts from the next seal on.
CREATE OR REPLACE FUNCTION total_allocations(ws uuid, batch_size integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  last_seal  bigint;
  ids        uuid[];
BEGIN
  SELECT h.number INTO last_seal FROM chain_head h WHERE h.workspace_id = ws FOR UPDATE SKIP LOCKED;
  IF NOT FOUND THEN
    RETURN 0;
  END IF;
  -- A mark that names no allocation was not written by us; verify reports it, and the others are totalled all the same.
  ids := ARRAY(SELECT u.allocation_id
                 FROM untotalled_allocation u
                 JOIN allocation a ON a.workspace_id = ws AND a.id = u.allocation_id
                WHERE u.workspace_id = ws LIMIT batch_size);
  IF cardinality(ids) > 0 THEN
    INSERT INTO allocation_seal (workspace_id, allocation_id, number)
    SELECT ws, new.id, last_seal + 1 FROM unnest(ids) AS new(id)
    ON CONFLICT DO NOTHING;
    PERFORM add_allocations_to_open_items(ws, ids);
    DELETE FROM untotalled_allocation u USING unnest(ids) AS done(id) WHERE u.workspace_id = ws AND u.allocation_id = done.id;
  END IF;
  RETURN cardinality(ids);
END $$;
