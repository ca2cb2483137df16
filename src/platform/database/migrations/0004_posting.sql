-- The one way into the books. post_document() is set-based and holds no business rule: what it is given was computed
-- and proved in balance by the pure code of each room. It is a function of (workspace_id, document) because a
-- distributed PostgreSQL then runs it whole on the node that holds the workspace, in one round trip.

-- Writes what every change leaves behind: the audit row, the event with the document, the idempotency record.
CREATE FUNCTION record_change(ws uuid, trail jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO audit_log (workspace_id, id, action, entity_type, entity_id, changes,
                         person_id, partner_app_id, request_id, remote_address)
  SELECT ws, a.id, a.action, a.entity_type, a.entity_id, a.changes::json,
         a.person_id, a.partner_app_id, a.request_id, a.remote_address
    FROM jsonb_to_recordset(trail -> 'audit') AS a(
           id uuid, action text, entity_type text, entity_id uuid, changes text,
           person_id uuid, partner_app_id uuid, request_id text, remote_address text);

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

-- The next free number of a series such as INV-: six digits or more, skipping numbers that somebody took by hand.
CREATE FUNCTION allot_number(ws uuid, wanted_series text, wanted_type text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  allotted  bigint;
  candidate text;
BEGIN
  LOOP
    INSERT INTO number_series AS s (workspace_id, series, next_number) VALUES (ws, wanted_series, 2)
      ON CONFLICT (workspace_id, series) DO UPDATE SET next_number = s.next_number + 1
      RETURNING s.next_number - 1 INTO allotted;
    candidate := wanted_series || lpad(allotted::text, greatest(6, length(allotted::text)), '0');
    IF NOT EXISTS (SELECT FROM invoice i WHERE i.workspace_id = ws AND i.invoice_type = wanted_type
                      AND i.number_key = lower(candidate) AND i.deleted_at IS NULL)
       AND NOT EXISTS (SELECT FROM number_register r WHERE r.workspace_id = ws AND r.series = wanted_series
                          AND r.number = candidate) THEN
      RETURN candidate;
    END IF;
  END LOOP;
END $$;

CREATE FUNCTION write_invoice(ws uuid, document jsonb, allotted text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO invoice (workspace_id, id, version, invoice_type, invoice_number, number_key, customer_id, date, due_date,
                       currency, exchange_rate, tax_mode, tax_rounding, notes, discount_value, discount_type,
                       discount_description, subtotal, discount, tax, total, base_total, is_draft, approved_at, issued,
                       partner_app_id, created_at, updated_at)
  SELECT ws, i.id, i.version, i.invoice_type, coalesce(allotted, i.invoice_number),
         coalesce(lower(allotted), i.number_key), i.customer_id, i.date, i.due_date,
         i.currency, i.exchange_rate, i.tax_mode, i.tax_rounding, i.notes, i.discount_value, i.discount_type,
         i.discount_description, i.subtotal, i.discount, i.tax, i.total, i.base_total, i.is_draft, i.approved_at, i.issued,
         i.partner_app_id, i.created_at, i.updated_at
    FROM jsonb_populate_record(NULL::invoice, document -> 'invoice') AS i;

  INSERT INTO invoice_line (workspace_id, invoice_id, line_no, id, product_id, account_id, description, quantity, price,
                            discount_value, discount_type, discount, subtotal, document_discount, tax, total)
  SELECT ws, (document #>> '{invoice,id}')::uuid, l.line_no, l.id, l.product_id, l.account_id, l.description, l.quantity,
         l.price, l.discount_value, l.discount_type, l.discount, l.subtotal, l.document_discount, l.tax, l.total
    FROM jsonb_populate_recordset(NULL::invoice_line, document -> 'lines') AS l;

  IF jsonb_array_length(document -> 'line_taxes') > 0 THEN
    INSERT INTO invoice_line_tax (workspace_id, invoice_id, line_no, tax_no, tax_id, name, percentage, inclusive,
                                  compound, taxable, amount)
    SELECT ws, (document #>> '{invoice,id}')::uuid, t.line_no, t.tax_no, t.tax_id, t.name, t.percentage, t.inclusive,
           t.compound, t.taxable, t.amount
      FROM jsonb_populate_recordset(NULL::invoice_line_tax, document -> 'line_taxes') AS t;
  END IF;

  IF jsonb_array_length(document -> 'tag_ids') > 0 THEN
    INSERT INTO invoice_tag (workspace_id, invoice_id, tag_id)
    SELECT ws, (document #>> '{invoice,id}')::uuid, tag_id::uuid
      FROM jsonb_array_elements_text(document -> 'tag_ids') AS tag_id;
  END IF;
END $$;

-- The books row is read FOR KEY SHARE and its dates are compared here: a close takes it FOR UPDATE, so that posting
-- and closing cannot pass each other. An entry of kind 'late' is the one way past a close.
CREATE FUNCTION write_entry(ws uuid, document jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  entry   journal_entry;
  closed  date;
BEGIN
  entry := jsonb_populate_record(NULL::journal_entry, document -> 'entry');
  SELECT b.closed_through INTO closed FROM books b WHERE b.workspace_id = ws FOR KEY SHARE;
  IF closed IS NOT NULL AND entry.effective <= closed AND entry.kind <> 'late' THEN
    RAISE EXCEPTION 'the books are closed through %', closed USING ERRCODE = 'RC001', DETAIL = closed::text;
  END IF;

  IF jsonb_typeof(document -> 'open_item') = 'object' THEN
    INSERT INTO open_item (workspace_id, id, control, source, source_id, customer_id, vendor_id, currency)
    SELECT ws, o.id, o.control, o.source, o.source_id, o.customer_id, o.vendor_id, o.currency
      FROM jsonb_populate_record(NULL::open_item, document -> 'open_item') AS o
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

-- Writes one document whole: number, document, entry, trail. Returns the number that was allotted, if one was asked
-- for; until then the trail's texts hold `number.placeholder` in its place.
CREATE FUNCTION post_document(ws uuid, document jsonb) RETURNS text LANGUAGE plpgsql AS $$
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
    PERFORM write_entry(ws, document);
  END IF;
  PERFORM record_change(ws, document -> 'trail');
  RETURN allotted;
END $$;

-- A key is claimed first of all in the transaction. Answers: 'claimed'; 'in_progress' while another transaction holds
-- it; else the stored record. Records live for 24 hours.
CREATE FUNCTION claim_idempotency_key(ws uuid, app uuid, wanted_key text) RETURNS json LANGUAGE plpgsql AS $$
DECLARE
  stored json;
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtextextended(ws::text || app::text || wanted_key, 0)) THEN
    RETURN json_build_object('state', 'in_progress');
  END IF;
  DELETE FROM idempotency_record r
   WHERE r.workspace_id = ws AND r.partner_app_id = app AND r.key = wanted_key
     AND r.created_at < clock_timestamp() - interval '24 hours';
  SELECT json_build_object('state', 'stored', 'requestHash', encode(r.request_hash, 'hex'),
                           'statusCode', r.status_code, 'message', r.message,
                           'answer', coalesce(e.document, r.answer), 'extra', r.extra)
    INTO stored
    FROM idempotency_record r
    LEFT JOIN outbox_event e ON e.workspace_id = r.workspace_id AND e.id = r.event_id
   WHERE r.workspace_id = ws AND r.partner_app_id = app AND r.key = wanted_key;
  RETURN coalesce(stored, json_build_object('state', 'claimed'));
END $$;

-- Everything that the body of an invoice names, in one look. Decimals go out as text: no float on the way.
CREATE FUNCTION load_invoice_references(ws uuid, named jsonb) RETURNS json LANGUAGE plpgsql STABLE AS $$
DECLARE
  named_products uuid[] := ARRAY(SELECT jsonb_array_elements_text(named -> 'product_ids')::uuid);
  named_taxes    uuid[] := ARRAY(SELECT jsonb_array_elements_text(named -> 'tax_ids')::uuid);
  named_tags     uuid[] := ARRAY(SELECT jsonb_array_elements_text(named -> 'tag_ids')::uuid);
  named_customer uuid := (named ->> 'customer_id')::uuid;
BEGIN
  RETURN json_build_object(
    'books', (
      SELECT json_build_object('currency', b.currency, 'timeZone', b.time_zone, 'taxRounding', b.tax_rounding,
               'defaultPaymentTerm', b.default_payment_term, 'closedThrough', b.closed_through,
               'cutoverDate', b.cutover_date, 'today', (clock_timestamp() AT TIME ZONE b.time_zone)::date,
               'receivableAccountId', (SELECT a.id FROM account a
                  WHERE a.workspace_id = ws AND a.role = 'accounts_receivable'),
               'seller', json_build_object('name', w.name, 'country', b.country, 'taxNumber', b.tax_number,
                                           'address', b.address))
        FROM books b JOIN workspace w ON w.id = b.workspace_id
       WHERE b.workspace_id = ws),
    'customer', (
      SELECT json_build_object('id', c.id, 'customer', c.customer, 'email', c.email, 'status', c.status,
               'paymentTerm', c.payment_term, 'taxNumber', c.tax_number, 'taxExcluded', c.tax_excluded,
               'billingAddress', c.billing_address, 'shippingAddress', c.shipping_address,
               'taxIds', ARRAY(SELECT t.tax_id FROM customer_tax t
                  WHERE t.workspace_id = ws AND t.customer_id = c.id ORDER BY t.position))
        FROM customer c
       WHERE c.workspace_id = ws AND c.id = named_customer AND c.deleted_at IS NULL),
    'products', (
      SELECT coalesce(json_agg(json_build_object('id', p.id, 'name', p.name, 'code', p.code, 'type', p.type,
               'description', p.description, 'unitPrice', p.unit_price::text, 'status', p.status,
               'categoryAccount', CASE WHEN a.id IS NOT NULL
                  THEN json_build_object('id', a.id, 'name', a.name, 'type', a.type) END,
               'taxIds', ARRAY(SELECT t.tax_id FROM product_tax t
                  WHERE t.workspace_id = ws AND t.product_id = p.id ORDER BY t.position))), '[]'::json)
        FROM product p
        LEFT JOIN account a ON a.workspace_id = p.workspace_id AND a.id = p.category_account_id
                           AND a.deleted_at IS NULL
       WHERE p.workspace_id = ws AND p.id = ANY (named_products) AND p.deleted_at IS NULL),
    'taxes', (
      SELECT coalesce(json_agg(json_build_object('id', t.id, 'name', t.name, 'kind', t.kind,
               'percentage', t.percentage::text, 'inclusive', t.inclusive, 'compound', t.compound,
               'salesAccountId', t.sales_account_id, 'status', t.status)), '[]'::json)
        FROM tax t
       WHERE t.workspace_id = ws AND t.deleted_at IS NULL
         AND t.id IN (SELECT unnest(named_taxes)
                      UNION SELECT pt.tax_id FROM product_tax pt
                             WHERE pt.workspace_id = ws AND pt.product_id = ANY (named_products)
                      UNION SELECT ct.tax_id FROM customer_tax ct
                             WHERE ct.workspace_id = ws AND ct.customer_id = named_customer)),
    'tags', (
      SELECT coalesce(json_agg(json_build_object('id', g.id, 'name', g.name, 'color', g.color)), '[]'::json)
        FROM tag g
       WHERE g.workspace_id = ws AND g.id = ANY (named_tags) AND g.deleted_at IS NULL),
    'numberTaken', EXISTS (
      SELECT FROM invoice i
       WHERE i.workspace_id = ws AND i.invoice_type = named ->> 'invoice_type'
         AND i.number_key = named ->> 'number_key' AND i.deleted_at IS NULL));
END $$;
