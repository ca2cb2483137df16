-- Entries are written in sets: the rows of a bulk call, and the entries of a settlement, are one statement a table, and one entry is
-- a set of one. So there is one path still. One is what there is most of: it is written by scans of single functions, since joins of
-- two cost an invoice a tenth of all that its posting does.
DROP FUNCTION write_entry(uuid, jsonb);

-- The books row is read FOR KEY SHARE and its dates are compared here: a close takes it FOR UPDATE, so that posting
-- and closing cannot pass each other. An entry of kind 'late' is the one way past a close, beside an owner's with caution.
-- What is refused of one entry keeps all from being written.
CREATE FUNCTION write_entries(ws uuid, documents jsonb[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  document   jsonb;
  entry      journal_entry;
  entries    journal_entry[] := '{}';
  lines      jsonb := documents[1] -> 'entry_lines';
  has_tags   boolean := false;
  has_draws  boolean := false;
  closed     date;
  cutover    date;
  four_eyes  bigint;
BEGIN
  FOREACH document IN ARRAY documents LOOP
    has_tags := has_tags OR jsonb_array_length(document -> 'entry_line_tags') > 0;
    has_draws := has_draws OR document ? 'opening_draw';
  END LOOP;
  -- Who takes from the opening receivables stands in line with all others who do, and with nobody else.
  IF has_draws THEN
    PERFORM FROM books b WHERE b.workspace_id = ws FOR NO KEY UPDATE;
  END IF;
  SELECT b.closed_through, b.cutover_date, b.four_eyes_limit INTO closed, cutover, four_eyes
    FROM books b WHERE b.workspace_id = ws FOR KEY SHARE;

  FOREACH document IN ARRAY documents LOOP
    entry := jsonb_populate_record(NULL::journal_entry, document -> 'entry');
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
    entry.document_hash := sha256(convert_to(coalesce(document #>> '{trail,events,0,document}', ''), 'UTF8'));
    entries := entries || entry;
  END LOOP;

  INSERT INTO journal_entry (workspace_id, effective, entry_id, recorded_at, source, source_id, source_version, kind,
                             reverses_entry_id, actor, app, request_id, document_hash, description)
  SELECT ws, e.effective, e.entry_id, e.recorded_at, e.source, e.source_id, e.source_version, e.kind,
         e.reverses_entry_id, e.actor, e.app, e.request_id, e.document_hash, e.description
    FROM unnest(entries) AS e;

  IF cardinality(documents) > 1 THEN
    lines := (SELECT jsonb_agg(l) FROM unnest(documents) AS d CROSS JOIN LATERAL jsonb_array_elements(d -> 'entry_lines') AS l);
  END IF;
  INSERT INTO journal_line (workspace_id, effective, entry_id, line_no, account_id, basis, currency, amount, base_amount,
                            open_item_id, customer_id, vendor_id, product_id, project_id, tax_id, tax_base)
  SELECT ws, l.effective, l.entry_id, l.line_no, l.account_id, l.basis, l.currency, l.amount, l.base_amount, l.open_item_id,
         l.customer_id, l.vendor_id, l.product_id, l.project_id, l.tax_id, l.tax_base
    FROM jsonb_populate_recordset(NULL::journal_line, lines) AS l;

  IF has_tags THEN
    INSERT INTO journal_line_tag (workspace_id, effective, entry_id, line_no, tag_id)
    SELECT ws, (d #>> '{entry,effective}')::date, (d #>> '{entry,entry_id}')::uuid, t.line_no, t.tag_id
      FROM unnest(documents) AS d
     CROSS JOIN LATERAL jsonb_populate_recordset(NULL::journal_line_tag, d -> 'entry_line_tags') AS t;
  END IF;

  IF has_draws THEN
    PERFORM refuse_overdrawn_opening(ws, (d #>> '{entry,effective}')::date, (d #>> '{entry,entry_id}')::uuid, d -> 'opening_draw')
       FROM unnest(documents) AS d WHERE d ? 'opening_draw';
  END IF;

  INSERT INTO unsealed_entry (workspace_id, effective, entry_id, recorded_at)
  SELECT ws, e.effective, e.entry_id, e.recorded_at FROM unnest(entries) AS e;
END $$;

-- What a settlement writes: payments, entries, allocations, and the balances that follow from them. Its rows were locked
-- and its balances read before; a balance that would leave its bounds is a fault of the caller, and nothing is kept.
CREATE OR REPLACE FUNCTION write_settlement(ws uuid, document jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  settlement jsonb := document -> 'settlement';
BEGIN
  INSERT INTO payment (workspace_id, id, kind, customer_id, date, currency, exchange_rate, exchange_rate_source,
                       exchange_rate_date, amount, base_amount, account_id, bank_fee, tax_withheld, applied_amount,
                       method, reference, notes, partner_app_id, created_at, updated_at)
  SELECT ws, p.id, p.kind, p.customer_id, p.date, p.currency, p.exchange_rate, p.exchange_rate_source,
         p.exchange_rate_date, p.amount, p.base_amount, p.account_id, p.bank_fee, p.tax_withheld, 0,
         p.method, p.reference, p.notes, p.partner_app_id, p.created_at, p.updated_at
    FROM jsonb_populate_recordset(NULL::payment, settlement -> 'payments') AS p;

  IF jsonb_array_length(settlement -> 'entries') > 0 THEN
    PERFORM write_entries(ws, ARRAY(SELECT part || jsonb_build_object('trail', document -> 'trail')
                                    FROM jsonb_array_elements(settlement -> 'entries') AS part));
  END IF;

  INSERT INTO allocation (workspace_id, id, from_open_item_id, to_open_item_id, amount, base_amount, currency_gain,
                          effective, reverses)
  SELECT ws, a.id, a.from_open_item_id, a.to_open_item_id, a.amount, a.base_amount, a.currency_gain,
         a.effective, a.reverses
    FROM jsonb_populate_recordset(NULL::allocation, settlement -> 'allocations') AS a;

  UPDATE payment p
     SET applied_amount = p.applied_amount + c.applied, updated_at = c.updated_at,
         undone_date = c.undone_date, deleted_at = CASE WHEN c.undone_date IS NOT NULL THEN c.updated_at END
    FROM jsonb_to_recordset(settlement -> 'payment_changes') AS c(id uuid, applied bigint, undone_date date, updated_at timestamptz)
   WHERE p.workspace_id = ws AND p.id = c.id;

  UPDATE invoice i
     SET paid_amount = i.paid_amount + c.paid, updated_at = c.updated_at
    FROM jsonb_to_recordset(settlement -> 'invoice_changes') AS c(id uuid, paid bigint, updated_at timestamptz)
   WHERE i.workspace_id = ws AND i.id = c.id;

  IF EXISTS (SELECT FROM payment p JOIN jsonb_to_recordset(settlement -> 'payment_changes') AS c(id uuid) USING (id)
              WHERE p.workspace_id = ws AND p.applied_amount NOT BETWEEN 0 AND p.amount)
     OR EXISTS (SELECT FROM invoice i JOIN jsonb_to_recordset(settlement -> 'invoice_changes') AS c(id uuid) USING (id)
                 WHERE i.workspace_id = ws AND i.paid_amount NOT BETWEEN 0 AND i.total) THEN
    RAISE EXCEPTION 'a settlement goes beyond a balance';
  END IF;
END $$;

CREATE OR REPLACE FUNCTION post_document(ws uuid, document jsonb) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  allotted text;
BEGIN
  IF jsonb_typeof(document -> 'number') = 'object' THEN
    allotted := allot_number(ws, document #>> '{number,series}', document #>> '{invoice,invoice_type}');
    document := document || jsonb_build_object('trail',
      replace((document -> 'trail')::text, document #>> '{number,placeholder}', allotted)::jsonb);
  END IF;
  IF jsonb_typeof(document -> 'invoice') = 'object' THEN
    PERFORM write_invoice(ws, document, allotted);
  END IF;
  IF jsonb_typeof(document -> 'entry') = 'object' THEN
    PERFORM write_entries(ws, ARRAY[document]);
  END IF;
  IF jsonb_typeof(document -> 'settlement') = 'object' THEN
    PERFORM write_settlement(ws, document);
  END IF;
  PERFORM record_change(ws, document -> 'trail');
  RETURN allotted;
END $$;

-- Posts several documents in their order, each as post_document would; no number is allotted. Where each is an entry and no more,
-- all are written together.
CREATE FUNCTION post_documents(ws uuid, documents jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF documents @? '$[*] ? (!exists(@.entry) || exists(@.invoice) || exists(@.settlement))' THEN
    PERFORM post_document(ws, d) FROM jsonb_array_elements(documents) AS d;
    RETURN;
  END IF;
  PERFORM write_entries(ws, ARRAY(SELECT jsonb_array_elements(documents)));
  PERFORM record_change(ws, jsonb_build_object('audit', jsonb_path_query_array(documents, '$[*].trail.audit[*]'),
                                               'events', jsonb_path_query_array(documents, '$[*].trail.events[*]')));
END $$;
