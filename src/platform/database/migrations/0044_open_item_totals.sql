-- Totals by open item (ledger.md 7): so what is open on a day costs what is open and what happened since, not what was ever
-- posted. The sealer adds to them the sealed lines of the accrual book, and allocations once they are committed.
CREATE TABLE open_item_total (
  workspace_id      uuid NOT NULL,
  open_item_id      uuid NOT NULL,
  control           text NOT NULL CHECK (control IN ('receivable', 'payable')),
  party_id          uuid,
  currency          text NOT NULL,
  amount            numeric(30) NOT NULL,
  base_amount       numeric(30) NOT NULL,
  is_open           boolean NOT NULL GENERATED ALWAYS AS (amount <> 0 OR base_amount <> 0) STORED,
  first_day         date,
  line_count        bigint NOT NULL,
  allocation_count  bigint NOT NULL,
  PRIMARY KEY (workspace_id, open_item_id)
);
COMMENT ON TABLE open_item_total IS 'what is left of each open item; the sealer adds to it, verify rebuilds it';
COMMENT ON COLUMN open_item_total.amount IS 'positive is owed by the customer, or to the vendor';
COMMENT ON COLUMN open_item_total.first_day IS 'of its lines; null while none of them is sealed';
COMMENT ON COLUMN open_item_total.is_open IS
  'whether something is left; a column, since under a policy the planner has no statistics of <> on numbers';
-- With all that a report reads of what is open, since what is settled lies between it in the table.
CREATE INDEX open_item_total_open ON open_item_total (workspace_id, control, party_id)
  INCLUDE (open_item_id, currency, amount, base_amount, first_day) WHERE is_open;
SELECT fence_table('open_item_total');

CREATE INDEX allocation_by_day ON allocation (workspace_id, effective);

-- Allocations that are not in the totals yet. Unfenced, so that the sealer finds all workspaces in one look.
CREATE TABLE untotalled_allocation (
  workspace_id   uuid NOT NULL,
  allocation_id  uuid NOT NULL,
  PRIMARY KEY (workspace_id, allocation_id)
);

-- Whoever writes an allocation leaves the mark with it.
CREATE FUNCTION mark_untotalled_allocations() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO untotalled_allocation (workspace_id, allocation_id) SELECT a.workspace_id, a.id FROM added AS a;
  RETURN NULL;
END $$;
CREATE TRIGGER untotalled AFTER INSERT ON allocation REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION mark_untotalled_allocations();

-- Adds the lines of entries to the totals of their open items.
CREATE FUNCTION add_lines_to_open_items(ws uuid, dates date[], ids uuid[]) RETURNS void LANGUAGE sql AS $$
  INSERT INTO open_item_total AS t (workspace_id, open_item_id, control, party_id, currency, amount, base_amount, first_day,
                                    line_count, allocation_count)
  SELECT ws, o.id, o.control, coalesce(o.customer_id, o.vendor_id), o.currency, l.side * l.amount, l.side * l.base_amount,
         l.first_day, l.line_count, 0
    FROM (SELECT l.open_item_id, CASE a.role WHEN 'accounts_receivable' THEN 1 ELSE -1 END AS side, sum(l.amount) AS amount,
                 sum(l.base_amount) AS base_amount, min(l.effective) AS first_day, count(*) AS line_count
            FROM unnest(dates, ids) AS s(effective, entry_id)
            JOIN journal_line l ON l.workspace_id = ws AND l.effective = s.effective AND l.entry_id = s.entry_id
            JOIN account a ON a.workspace_id = ws AND a.id = l.account_id AND a.role IN ('accounts_receivable', 'accounts_payable')
           WHERE l.basis <> 'cash'
           GROUP BY l.open_item_id, a.role) AS l
    JOIN open_item o ON o.workspace_id = ws AND o.id = l.open_item_id
  ON CONFLICT (workspace_id, open_item_id) DO UPDATE
     SET amount = t.amount + excluded.amount, base_amount = t.base_amount + excluded.base_amount,
         first_day = least(t.first_day, excluded.first_day), line_count = t.line_count + excluded.line_count
$$;

-- Adds allocations to the totals of the items on both of their sides: each is less of a credit, and less of a debt.
CREATE FUNCTION add_allocations_to_open_items(ws uuid, ids uuid[]) RETURNS void LANGUAGE sql AS $$
  INSERT INTO open_item_total AS t (workspace_id, open_item_id, control, party_id, currency, amount, base_amount, line_count,
                                    allocation_count)
  SELECT ws, o.id, o.control, coalesce(o.customer_id, o.vendor_id), o.currency, m.amount, m.base_amount, 0, m.allocation_count
    FROM (SELECT side.id, sum(side.amount) AS amount, sum(side.base_amount) AS base_amount, count(*) AS allocation_count
            FROM unnest(ids) AS u(id)
            JOIN allocation a ON a.workspace_id = ws AND a.id = u.id
           CROSS JOIN LATERAL (VALUES (a.from_open_item_id, a.amount, a.base_amount), (a.to_open_item_id, -a.amount, -a.base_amount))
                 AS side(id, amount, base_amount)
           GROUP BY side.id) AS m
    JOIN open_item o ON o.workspace_id = ws AND o.id = m.id
  ON CONFLICT (workspace_id, open_item_id) DO UPDATE
     SET amount = t.amount + excluded.amount, base_amount = t.base_amount + excluded.base_amount,
         allocation_count = t.allocation_count + excluded.allocation_count
$$;

-- Totals up to batch_size allocations of a workspace and returns how many. The head of the chain is the lock of all totals,
-- as in seal_entries.
CREATE FUNCTION total_allocations(ws uuid, batch_size integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  ids uuid[];
BEGIN
  PERFORM FROM chain_head h WHERE h.workspace_id = ws FOR UPDATE SKIP LOCKED;
  IF NOT FOUND THEN
    RETURN 0;
  END IF;
  -- A mark that names no allocation was not written by us; verify reports it, and the others are totalled all the same.
  ids := ARRAY(SELECT u.allocation_id
                 FROM untotalled_allocation u
                 JOIN allocation a ON a.workspace_id = ws AND a.id = u.allocation_id
                WHERE u.workspace_id = ws LIMIT batch_size);
  IF cardinality(ids) > 0 THEN
    PERFORM add_allocations_to_open_items(ws, ids);
    DELETE FROM untotalled_allocation u USING unnest(ids) AS done(id) WHERE u.workspace_id = ws AND u.allocation_id = done.id;
  END IF;
  RETURN cardinality(ids);
END $$;

-- Seals up to batch_size entries of a workspace and returns how many. Entries are those that have no seal, never
-- "newer than the last": a transaction that began early may commit late. A second sealer finds the head locked and
-- leaves with 0.
CREATE OR REPLACE FUNCTION seal_entries(ws uuid, batch_size integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  head       chain_head;
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

-- What was sealed and allocated before.
DO $$
DECLARE
  one record;
BEGIN
  FOR one IN SELECT id AS workspace_id FROM workspace LOOP
    PERFORM set_config('app.workspace_id', one.workspace_id::text, true);
    PERFORM add_lines_to_open_items(one.workspace_id, array_agg(s.effective), array_agg(s.entry_id))
       FROM entry_seal s WHERE s.workspace_id = one.workspace_id HAVING count(*) > 0;
    PERFORM add_allocations_to_open_items(one.workspace_id, array_agg(a.id))
       FROM allocation a WHERE a.workspace_id = one.workspace_id HAVING count(*) > 0;
  END LOOP;
  PERFORM set_config('app.workspace_id', '', true);
END $$;
