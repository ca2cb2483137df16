-- What becomes of a document after it was created: replaced while a draft, void, answered, converted.

ALTER TABLE invoice
  ADD COLUMN voided_at          timestamptz,
  ADD COLUMN void_date          date,
  ADD COLUMN answer             text CHECK (answer IN ('accepted', 'declined')),
  ADD COLUMN answered_at        timestamptz,
  ADD COLUMN converted_from_id  uuid,
  ADD COLUMN converted_to_id    uuid,
  ADD CHECK ((voided_at IS NULL) = (void_date IS NULL)),
  ADD CHECK ((answer IS NULL) = (answered_at IS NULL)),
  ADD CHECK (voided_at IS NULL OR NOT is_draft);
COMMENT ON COLUMN invoice.void_date IS 'the accounting date of the reversal; of a quote or estimate, which posts nothing, the day it was made void';
COMMENT ON COLUMN invoice.answer IS 'what the customer said to a quote or estimate';
CREATE UNIQUE INDEX invoice_converted_once ON invoice (workspace_id, converted_from_id)
  WHERE converted_from_id IS NOT NULL AND deleted_at IS NULL;

-- A draft is replaced whole by its next version: only what is approved is kept for ever (and is then never replaced).
CREATE FUNCTION replace_invoice(ws uuid, document jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  i invoice := jsonb_populate_record(NULL::invoice, document -> 'invoice');
BEGIN
  DELETE FROM invoice_tag WHERE workspace_id = ws AND invoice_id = i.id;
  DELETE FROM invoice_line_tax WHERE workspace_id = ws AND invoice_id = i.id;
  DELETE FROM invoice_line WHERE workspace_id = ws AND invoice_id = i.id;
  UPDATE invoice
     SET version = i.version, invoice_type = i.invoice_type, invoice_number = i.invoice_number, number_key = i.number_key,
         customer_id = i.customer_id, date = i.date, due_date = i.due_date, currency = i.currency,
         exchange_rate = i.exchange_rate, tax_mode = i.tax_mode, tax_rounding = i.tax_rounding, notes = i.notes,
         discount_value = i.discount_value, discount_type = i.discount_type,
         discount_description = i.discount_description, subtotal = i.subtotal, discount = i.discount, tax = i.tax,
         total = i.total, base_total = i.base_total, is_draft = i.is_draft, approved_at = i.approved_at,
         issued = i.issued, updated_at = i.updated_at
   WHERE workspace_id = ws AND id = i.id AND is_draft AND version = i.version - 1 AND deleted_at IS NULL;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'invoice % is no draft of version %', i.id, i.version - 1;
  END IF;
END $$;

CREATE OR REPLACE FUNCTION write_invoice(ws uuid, document jsonb, allotted text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF (document #>> '{invoice,version}')::integer > 1 THEN
    PERFORM replace_invoice(ws, document);
  ELSE
    INSERT INTO invoice (workspace_id, id, version, invoice_type, invoice_number, number_key, customer_id, date, due_date,
                         currency, exchange_rate, tax_mode, tax_rounding, notes, discount_value, discount_type,
                         discount_description, subtotal, discount, tax, total, base_total, is_draft, approved_at, issued,
                         partner_app_id, converted_from_id, created_at, updated_at)
    SELECT ws, i.id, i.version, i.invoice_type, coalesce(allotted, i.invoice_number),
           coalesce(lower(allotted), i.number_key), i.customer_id, i.date, i.due_date,
           i.currency, i.exchange_rate, i.tax_mode, i.tax_rounding, i.notes, i.discount_value, i.discount_type,
           i.discount_description, i.subtotal, i.discount, i.tax, i.total, i.base_total, i.is_draft, i.approved_at, i.issued,
           i.partner_app_id, i.converted_from_id, i.created_at, i.updated_at
      FROM jsonb_populate_record(NULL::invoice, document -> 'invoice') AS i;
  END IF;

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
