-- The functions of the posting path as they stand, each whole: earlier migrations had changed some words of them at a time.
-- From now on a function that changes is written whole; a test holds that every function stands in one of these files.

-- What every change leaves behind: the audit row, the event with the document, the idempotency record.
CREATE OR REPLACE FUNCTION record_change(ws uuid, trail jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO audit_log (workspace_id, id, action, entity_type, entity_id, changes,
                         person_id, partner_app_id, request_id, remote_address, via)
  SELECT ws, a.id, a.action, a.entity_type, a.entity_id, a.changes::json,
         a.person_id, a.partner_app_id, a.request_id, a.remote_address, a.via
    FROM jsonb_to_recordset(trail -> 'audit') AS a(
           id uuid, action text, entity_type text, entity_id uuid, changes text,
           person_id uuid, partner_app_id uuid, request_id text, remote_address text, via text);

  INSERT INTO outbox_event (workspace_id, id, type, entity_id, document)
  SELECT ws, e.id, e.type, e.entity_id, e.document
    FROM jsonb_to_recordset(trail -> 'events') AS e(id uuid, type text, entity_id uuid, document text);

  IF jsonb_typeof(trail -> 'idempotency') = 'object' THEN
    INSERT INTO idempotency_record (workspace_id, partner_app_id, key, request_hash, status_code, message,
                                    event_id, answer, extra)
    SELECT ws, i.partner_app_id, i.key, decode(i.request_hash, 'hex'), i.status_code, i.message,
           i.event_id, i.answer, i.extra
      FROM jsonb_to_record(trail -> 'idempotency') AS i(
             partner_app_id uuid, key text, request_hash text, status_code smallint, message text,
             event_id uuid, answer text, extra text);
  END IF;
END $$;

-- A draft is replaced whole by its next version, and by nothing else.
CREATE OR REPLACE FUNCTION replace_invoice(ws uuid, document jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  i invoice := jsonb_populate_record(NULL::invoice, document -> 'invoice');
BEGIN
  DELETE FROM invoice_tag WHERE workspace_id = ws AND invoice_id = i.id;
  DELETE FROM invoice_line_tax WHERE workspace_id = ws AND invoice_id = i.id;
  DELETE FROM invoice_line WHERE workspace_id = ws AND invoice_id = i.id;
  UPDATE invoice
     SET version = i.version, invoice_type = i.invoice_type, invoice_number = i.invoice_number, number_key = i.number_key,
         customer_id = i.customer_id, date = i.date, due_date = i.due_date, currency = i.currency,
         exchange_rate = i.exchange_rate, exchange_rate_source = i.exchange_rate_source,
         exchange_rate_date = i.exchange_rate_date, tax_mode = i.tax_mode, tax_rounding = i.tax_rounding, notes = i.notes,
         discount_value = i.discount_value, discount_type = i.discount_type,
         discount_description = i.discount_description, subtotal = i.subtotal, discount = i.discount, tax = i.tax,
         total = i.total, base_total = i.base_total, is_draft = i.is_draft, approved_at = i.approved_at,
         issued = i.issued, written_by = coalesce(i.written_by, '{}'),
         applied_to_invoice_id = i.applied_to_invoice_id, updated_at = i.updated_at
   WHERE workspace_id = ws AND id = i.id AND is_draft AND version = i.version - 1 AND deleted_at IS NULL;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'invoice % is no draft of version %', i.id, i.version - 1;
  END IF;
END $$;

CREATE OR REPLACE FUNCTION write_invoice(ws uuid, document jsonb, allotted text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  written_id uuid := (document #>> '{invoice,id}')::uuid;
BEGIN
  IF (document #>> '{invoice,version}')::integer > 1 THEN
    PERFORM replace_invoice(ws, document);
  ELSE
    INSERT INTO invoice (workspace_id, id, version, invoice_type, invoice_number, number_key, customer_id, date, due_date,
                         currency, exchange_rate, exchange_rate_source, exchange_rate_date, tax_mode, tax_rounding, notes,
                         discount_value, discount_type, discount_description, subtotal, discount, tax, total, base_total,
                         is_draft, approved_at, issued, partner_app_id, written_by, converted_from_id,
                         applied_to_invoice_id, created_at, updated_at)
    SELECT ws, i.id, i.version, i.invoice_type, coalesce(allotted, i.invoice_number),
           coalesce(lower(allotted), i.number_key), i.customer_id, i.date, i.due_date,
           i.currency, i.exchange_rate, i.exchange_rate_source, i.exchange_rate_date, i.tax_mode, i.tax_rounding, i.notes,
           i.discount_value, i.discount_type, i.discount_description, i.subtotal, i.discount, i.tax, i.total, i.base_total,
           i.is_draft, i.approved_at, i.issued, i.partner_app_id, coalesce(i.written_by, '{}'), i.converted_from_id,
           i.applied_to_invoice_id, i.created_at, i.updated_at
      FROM jsonb_populate_record(NULL::invoice, document -> 'invoice') AS i;
  END IF;

  INSERT INTO invoice_line (workspace_id, invoice_id, line_no, id, product_id, account_id, description, quantity, price,
                            discount_value, discount_type, discount, subtotal, document_discount, tax, total)
  SELECT ws, written_id, l.line_no, l.id, l.product_id, l.account_id, l.description, l.quantity,
         l.price, l.discount_value, l.discount_type, l.discount, l.subtotal, l.document_discount, l.tax, l.total
    FROM jsonb_populate_recordset(NULL::invoice_line, document -> 'lines') AS l;

  IF jsonb_array_length(document -> 'line_taxes') > 0 THEN
    INSERT INTO invoice_line_tax (workspace_id, invoice_id, line_no, tax_no, tax_id, name, percentage, inclusive,
                                  compound, taxable, amount)
    SELECT ws, written_id, t.line_no, t.tax_no, t.tax_id, t.name, t.percentage, t.inclusive,
           t.compound, t.taxable, t.amount
      FROM jsonb_populate_recordset(NULL::invoice_line_tax, document -> 'line_taxes') AS t;
  END IF;

  IF jsonb_array_length(document -> 'tag_ids') > 0 THEN
    INSERT INTO invoice_tag (workspace_id, invoice_id, tag_id)
    SELECT ws, written_id, tag_id::uuid
      FROM jsonb_array_elements_text(document -> 'tag_ids') AS tag_id;
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
  SELECT b.closed_through, b.cutover_date, b.four_eyes_limit INTO closed, cutover, four_eyes
    FROM books b WHERE b.workspace_id = ws FOR KEY SHARE;
  IF entry.effective <= closed AND entry.kind <> 'late' AND document -> 'past_close' IS DISTINCT FROM 'true'::jsonb THEN
    RAISE EXCEPTION 'the books are closed through %', closed USING ERRCODE = 'RC001', DETAIL = closed::text;
  END IF;
  IF entry.effective < cutover THEN
    RAISE EXCEPTION 'the books begin on %', cutover USING ERRCODE = 'RC005', DETAIL = cutover::text;
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

  INSERT INTO unsealed_entry (workspace_id, effective, entry_id, recorded_at)
  VALUES (ws, entry.effective, entry.entry_id, entry.recorded_at);
END $$;

-- What a settlement writes: payments, entries, allocations, and the balances that follow from them. Its rows were locked
-- and its balances read before; a balance that would leave its bounds is a fault of the caller, and nothing is kept.
CREATE OR REPLACE FUNCTION write_settlement(ws uuid, document jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  settlement jsonb := document -> 'settlement';
  part       jsonb;
BEGIN
  INSERT INTO payment (workspace_id, id, kind, customer_id, date, currency, exchange_rate, exchange_rate_source,
                       exchange_rate_date, amount, base_amount, account_id, bank_fee, tax_withheld, applied_amount,
                       method, reference, notes, partner_app_id, created_at, updated_at)
  SELECT ws, p.id, p.kind, p.customer_id, p.date, p.currency, p.exchange_rate, p.exchange_rate_source,
         p.exchange_rate_date, p.amount, p.base_amount, p.account_id, p.bank_fee, p.tax_withheld, 0,
         p.method, p.reference, p.notes, p.partner_app_id, p.created_at, p.updated_at
    FROM jsonb_populate_recordset(NULL::payment, settlement -> 'payments') AS p;

  FOR part IN SELECT jsonb_array_elements(settlement -> 'entries') LOOP
    PERFORM write_entry(ws, part || jsonb_build_object('trail', document -> 'trail'));
  END LOOP;

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

-- An entry has all of its lines from the statement that writes them, in the transaction that wrote the entry: one look for both.
CREATE OR REPLACE FUNCTION assert_lines_come_together() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM (SELECT workspace_id, effective, entry_id, count(*) AS lines FROM added
                  GROUP BY workspace_id, effective, entry_id) AS a
      JOIN journal_entry e USING (workspace_id, effective, entry_id)
     WHERE e.posted_xid <> pg_current_xact_id()
        OR a.lines <> (SELECT count(*) FROM journal_line l
                        WHERE l.workspace_id = a.workspace_id AND l.effective = a.effective AND l.entry_id = a.entry_id)
  ) THEN
    RAISE EXCEPTION 'a line was refused: its entry was written by another transaction, or has its lines already'
      USING ERRCODE = 'RC004';
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER own_transaction ON journal_line;
