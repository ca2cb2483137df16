-- The totals of days, by month (ledger.md 7): a report reads whole months and the days of those that it takes a part of. They
-- stay beside the days, of open months too, so that the books as of any day cost the same. In the workspace's currency alone,
-- since no report sums another.
CREATE TABLE account_month_total (
  workspace_id  uuid NOT NULL,
  month         date NOT NULL CHECK (extract(day FROM month) = 1),
  account_id    uuid NOT NULL,
  basis         text NOT NULL,
  base_amount   numeric(30) NOT NULL,
  line_count    bigint NOT NULL,
  PRIMARY KEY (workspace_id, month, account_id, basis)
);
COMMENT ON TABLE account_month_total IS 'sums of account_total; the sealer adds to it, verify rebuilds it';
COMMENT ON COLUMN account_month_total.month IS 'its first day';
SELECT fence_table('account_month_total');

CREATE TABLE dimension_month_total (
  workspace_id  uuid NOT NULL,
  dimension     text NOT NULL CHECK (dimension IN ('tag', 'customer', 'vendor', 'product')),
  dimension_id  uuid NOT NULL,
  month         date NOT NULL CHECK (extract(day FROM month) = 1),
  account_id    uuid NOT NULL,
  basis         text NOT NULL,
  base_amount   numeric(30) NOT NULL,
  line_count    bigint NOT NULL,
  PRIMARY KEY (workspace_id, dimension, dimension_id, month, account_id, basis)
);
COMMENT ON TABLE dimension_month_total IS 'sums of dimension_total; the sealer adds to it, verify rebuilds it';
COMMENT ON COLUMN dimension_month_total.month IS 'its first day';
SELECT fence_table('dimension_month_total');

-- The first day of a day's month. A timestamp without a zone, since the other would depend on the session's.
CREATE FUNCTION month_of(day date) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN date_trunc('month', day::timestamp)::date;

-- Adds the lines of entries to the totals of their accounts.
CREATE FUNCTION add_account_totals(ws uuid, dates date[], ids uuid[]) RETURNS void LANGUAGE sql AS $$
  WITH added AS MATERIALIZED (
    SELECT l.account_id, l.currency, l.basis, l.effective AS day, sum(l.amount) AS amount, sum(l.base_amount) AS base_amount,
           count(*) AS line_count
      FROM unnest(dates, ids) AS s(effective, entry_id)
      JOIN journal_line l ON l.workspace_id = ws AND l.effective = s.effective AND l.entry_id = s.entry_id
     GROUP BY l.account_id, l.currency, l.basis, l.effective
  ), by_day AS (
    INSERT INTO account_total AS t (workspace_id, account_id, currency, basis, day, amount, base_amount, line_count)
    SELECT ws, a.account_id, a.currency, a.basis, a.day, a.amount, a.base_amount, a.line_count FROM added a
    ON CONFLICT (workspace_id, day, account_id, basis, currency) DO UPDATE
       SET amount = t.amount + excluded.amount, base_amount = t.base_amount + excluded.base_amount,
           line_count = t.line_count + excluded.line_count
  )
  INSERT INTO account_month_total AS t (workspace_id, month, account_id, basis, base_amount, line_count)
  SELECT ws, month_of(a.day), a.account_id, a.basis, sum(a.base_amount), sum(a.line_count)
    FROM added a
   GROUP BY month_of(a.day), a.account_id, a.basis
  ON CONFLICT (workspace_id, month, account_id, basis) DO UPDATE
     SET base_amount = t.base_amount + excluded.base_amount, line_count = t.line_count + excluded.line_count
$$;

-- Adds the lines of entries to the totals of what they name.
CREATE OR REPLACE FUNCTION add_dimension_totals(ws uuid, dates date[], ids uuid[]) RETURNS void LANGUAGE sql AS $$
  WITH added AS MATERIALIZED (
    SELECT l.dimension, l.dimension_id, l.day, l.account_id, l.basis, sum(l.base_amount) AS base_amount, count(*) AS line_count
      FROM lines_by_dimension(ws, dates, ids) AS l
     GROUP BY l.dimension, l.dimension_id, l.day, l.account_id, l.basis
  ), by_day AS (
    INSERT INTO dimension_total AS t (workspace_id, dimension, dimension_id, day, account_id, basis, base_amount, line_count)
    SELECT ws, a.dimension, a.dimension_id, a.day, a.account_id, a.basis, a.base_amount, a.line_count FROM added a
    ON CONFLICT (workspace_id, dimension, dimension_id, day, account_id, basis) DO UPDATE
       SET base_amount = t.base_amount + excluded.base_amount, line_count = t.line_count + excluded.line_count
  )
  INSERT INTO dimension_month_total AS t (workspace_id, dimension, dimension_id, month, account_id, basis, base_amount, line_count)
  SELECT ws, a.dimension, a.dimension_id, month_of(a.day), a.account_id, a.basis, sum(a.base_amount), sum(a.line_count)
    FROM added a
   GROUP BY a.dimension, a.dimension_id, month_of(a.day), a.account_id, a.basis
  ON CONFLICT (workspace_id, dimension, dimension_id, month, account_id, basis) DO UPDATE
     SET base_amount = t.base_amount + excluded.base_amount, line_count = t.line_count + excluded.line_count
$$;

-- Makes the totals of months out of those of days, where there are none: of what was sealed before, and of an imported archive.
CREATE FUNCTION fold_totals_to_months(ws uuid) RETURNS void LANGUAGE sql AS $$
  INSERT INTO account_month_total (workspace_id, month, account_id, basis, base_amount, line_count)
  SELECT ws, month_of(t.day), t.account_id, t.basis, sum(t.base_amount), sum(t.line_count)
    FROM account_total t WHERE t.workspace_id = ws
   GROUP BY month_of(t.day), t.account_id, t.basis;
  INSERT INTO dimension_month_total (workspace_id, dimension, dimension_id, month, account_id, basis, base_amount, line_count)
  SELECT ws, t.dimension, t.dimension_id, month_of(t.day), t.account_id, t.basis, sum(t.base_amount), sum(t.line_count)
    FROM dimension_total t WHERE t.workspace_id = ws
   GROUP BY t.dimension, t.dimension_id, month_of(t.day), t.account_id, t.basis;
$$;

DO $$
DECLARE
  one record;
BEGIN
  FOR one IN SELECT id AS workspace_id FROM workspace LOOP
    PERFORM set_config('app.workspace_id', one.workspace_id::text, true);
    PERFORM fold_totals_to_months(one.workspace_id);
  END LOOP;
  PERFORM set_config('app.workspace_id', '', true);
END $$;

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

  PERFORM add_account_totals(ws, dates, ids);
  PERFORM add_dimension_totals(ws, dates, ids);
  PERFORM add_lines_to_open_items(ws, dates, ids);

  DELETE FROM unsealed_entry u
   USING unnest(dates, ids) AS s(effective, entry_id)
   WHERE u.workspace_id = ws AND u.effective = s.effective AND u.entry_id = s.entry_id;

  UPDATE chain_head h SET number = head.number, hash = head.hash, sealed_at = clock_timestamp()
   WHERE h.workspace_id = ws;
  RETURN cardinality(ids);
END $$;
