-- Seals and totals (ledger.md 7). Posting leaves an unsealed_entry row; the sealer numbers, chains and totals.

-- All facts of an entry and its lines as one JSON text, the same on every server. posted_xid is left out: it says
-- which transaction of this cluster wrote the row, and is not a fact of the books.
CREATE FUNCTION entry_as_text(ws uuid, entry_date date, entry uuid) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (
    SELECT json_build_array(
             e.workspace_id, e.effective, e.entry_id,
             to_char(e.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
             e.source, e.source_id, e.source_version, e.kind, e.reverses_entry_id, e.actor, e.app, e.request_id,
             encode(e.document_hash, 'hex'), e.description,
             (SELECT json_agg(json_build_array(
                       l.line_no, l.account_id, l.basis, l.currency, l.amount, l.base_amount, l.open_item_id,
                       l.customer_id, l.vendor_id, l.product_id, l.project_id, l.tax_id, l.tax_base,
                       ARRAY(SELECT t.tag_id FROM journal_line_tag t
                              WHERE t.workspace_id = l.workspace_id AND t.effective = l.effective
                                AND t.entry_id = l.entry_id AND t.line_no = l.line_no ORDER BY t.tag_id))
                     ORDER BY l.line_no)
                FROM journal_line l
               WHERE l.workspace_id = e.workspace_id AND l.effective = e.effective AND l.entry_id = e.entry_id))::text
      FROM journal_entry e
     WHERE e.workspace_id = ws AND e.effective = entry_date AND e.entry_id = entry);
END $$;

CREATE FUNCTION seal_hash(format_version smallint, ws uuid, number bigint, previous bytea, entry_text text) RETURNS bytea
LANGUAGE sql IMMUTABLE AS $$
  SELECT sha256(convert_to(format_version || E'\n' || ws || E'\n' || number || E'\n' || encode(previous, 'hex')
                           || E'\n' || entry_text, 'UTF8'))
$$;

-- Seals up to batch_size entries of a workspace and returns how many. Entries are those that have no seal, never
-- "newer than the last": a transaction that began early may commit late. A second sealer finds the head locked and
-- leaves with 0.
CREATE FUNCTION seal_entries(ws uuid, batch_size integer) RETURNS integer LANGUAGE plpgsql AS $$
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

  DELETE FROM unsealed_entry u
   USING unnest(dates, ids) AS s(effective, entry_id)
   WHERE u.workspace_id = ws AND u.effective = s.effective AND u.entry_id = s.entry_id;

  UPDATE chain_head h SET number = head.number, hash = head.hash, sealed_at = clock_timestamp()
   WHERE h.workspace_id = ws;
  RETURN cardinality(ids);
END $$;
