-- Documents from before the cutover take their part of the opening receivables, and never more than these hold (ledger.md 6).

-- Refuses an entry that has left less than nothing of the opening receivables, where opening balances stand. The transaction must
-- stand in line with all others who take from them. `draw` says of which item, of what an error is told, and how amounts are written.
CREATE FUNCTION refuse_overdrawn_opening(ws uuid, day date, entry uuid, draw jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  item   uuid := (draw ->> 'item_id')::uuid;
  scale  integer := (draw ->> 'digits')::integer;
  taken  numeric;
  after  numeric;
BEGIN
  SELECT -sum(l.base_amount) INTO taken
    FROM journal_line l
   WHERE l.workspace_id = ws AND l.effective = day AND l.entry_id = entry AND l.open_item_id = item AND l.basis <> 'cash';
  SELECT sum(l.base_amount) INTO after
    FROM journal_line l
   WHERE l.workspace_id = ws AND l.open_item_id = item AND l.basis <> 'cash';
  IF taken > 0 AND after < 0 AND EXISTS (
    SELECT FROM journal_entry o
     WHERE o.workspace_id = ws AND o.source_id = ws AND o.source = 'opening_balance' AND o.kind = 'opening'
       AND NOT EXISTS (SELECT FROM journal_entry r WHERE r.workspace_id = ws AND r.reverses_entry_id = o.entry_id)
  ) THEN
    RAISE EXCEPTION 'more would be taken out of the opening receivables than is left of them'
      USING ERRCODE = 'RC006', DETAIL = jsonb_build_object(
        'field', draw ->> 'field', 'currency', draw ->> 'currency',
        'amount', round(taken / power(10::numeric, scale), scale)::text,
        'left', round(greatest(after + taken, 0) / power(10::numeric, scale), scale)::text)::text;
  END IF;
END $$;

-- The books row is read FOR KEY SHARE and its dates are compared here: a close takes it FOR UPDATE, so that posting
-- and closing cannot pass each other. An entry of kind 'late' is the one way past a close, beside an owner's with caution.
CREATE OR REPLACE FUNCTION write_entry(ws uuid, document jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  entry      journal_entry := jsonb_populate_record(NULL::journal_entry, document -> 'entry');
  closed     date;
  cutover    date;
  four_eyes  bigint;
BEGIN
  -- Who takes from the opening receivables stands in line with all others who do, and with nobody else.
  IF document ? 'opening_draw' THEN
    PERFORM FROM books b WHERE b.workspace_id = ws FOR NO KEY UPDATE;
  END IF;
  SELECT b.closed_through, b.cutover_date, b.four_eyes_limit INTO closed, cutover, four_eyes
    FROM books b WHERE b.workspace_id = ws FOR KEY SHARE;
  IF entry.effective <= closed AND entry.kind <> 'late' AND document -> 'past_close' IS DISTINCT FROM 'true'::jsonb THEN
    RAISE EXCEPTION 'the books are closed through %', closed USING ERRCODE = 'RC001', DETAIL = closed::text;
  END IF;
  IF entry.effective < cutover THEN
    RAISE EXCEPTION 'the books begin on %', cutover USING ERRCODE = 'RC005', DETAIL = cutover::text;
  END IF;
  -- What opens the books stands on the day on which they begin. Where that was moved since, the transaction is tried again.
  IF entry.kind = 'opening' AND entry.effective IS DISTINCT FROM cutover THEN
    RAISE EXCEPTION 'the books begin on another day now' USING ERRCODE = '40001';
  END IF;
  -- Whoever posts what needs a second person from the limit on says which limit was looked at. Where it was changed since,
  -- the transaction is tried again.
  IF document ? 'four_eyes_limit' AND (document ->> 'four_eyes_limit')::bigint IS DISTINCT FROM four_eyes THEN
    RAISE EXCEPTION 'the four-eyes limit is another now' USING ERRCODE = '40001';
  END IF;

  IF jsonb_typeof(document -> 'open_item') = 'object' THEN
    INSERT INTO open_item (workspace_id, id, control, source, source_id, customer_id, vendor_id, currency)
    SELECT ws, o.id, o.control, o.source, o.source_id, o.customer_id, o.vendor_id, o.currency
      FROM jsonb_populate_record(NULL::open_item, document -> 'open_item') AS o
      ON CONFLICT (workspace_id, id) DO NOTHING;
  END IF;
  IF document ? 'opening_items' THEN
    INSERT INTO open_item (workspace_id, id, control, source, source_id, currency)
    SELECT ws, o.id, o.control, 'opening', ws, o.currency
      FROM jsonb_populate_recordset(NULL::open_item, document -> 'opening_items') AS o
      ON CONFLICT (workspace_id, id) DO NOTHING;
  END IF;

  entry.recorded_at := clock_timestamp();
  INSERT INTO journal_entry (workspace_id, effective, entry_id, recorded_at, source, source_id, source_version, kind,
                             reverses_entry_id, actor, app, request_id, document_hash, description)
  VALUES (ws, entry.effective, entry.entry_id, entry.recorded_at, entry.source, entry.source_id, entry.source_version,
          entry.kind, entry.reverses_entry_id, entry.actor, entry.app, entry.request_id,
          sha256(convert_to(coalesce(document #>> '{trail,events,0,document}', ''), 'UTF8')), entry.description);

  INSERT INTO journal_line (workspace_id, effective, entry_id, line_no, account_id, basis, currency, amount, base_amount,
                            open_item_id, customer_id, vendor_id, product_id, project_id, tax_id, tax_base)
  SELECT ws, entry.effective, entry.entry_id, l.line_no, l.account_id, l.basis, l.currency, l.amount, l.base_amount,
         l.open_item_id, l.customer_id, l.vendor_id, l.product_id, l.project_id, l.tax_id, l.tax_base
    FROM jsonb_populate_recordset(NULL::journal_line, document -> 'entry_lines') AS l;

  IF jsonb_array_length(document -> 'entry_line_tags') > 0 THEN
    INSERT INTO journal_line_tag (workspace_id, effective, entry_id, line_no, tag_id)
    SELECT ws, entry.effective, entry.entry_id, t.line_no, t.tag_id
      FROM jsonb_populate_recordset(NULL::journal_line_tag, document -> 'entry_line_tags') AS t;
  END IF;

  IF document ? 'opening_draw' THEN
    PERFORM refuse_overdrawn_opening(ws, entry.effective, entry.entry_id, document -> 'opening_draw');
  END IF;

  INSERT INTO unsealed_entry (workspace_id, effective, entry_id, recorded_at)
  VALUES (ws, entry.effective, entry.entry_id, entry.recorded_at);
END $$;
