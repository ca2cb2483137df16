-- Each entry of a settlement was handed a copy of the whole trail of the change, of which it hashes the document of the first event
-- alone. It is handed that event: a cutover that moved with 700 memos, whose trail has all documents that they credit, took more than a minute.

-- What a settlement writes: payments, entries, allocations, and the balances that follow from them. Its rows were locked
-- and its balances read before; a balance that would leave its bounds is a fault of the caller, and nothing is kept.
CREATE OR REPLACE FUNCTION write_settlement(ws uuid, document jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  settlement jsonb := document -> 'settlement';
  told       jsonb := jsonb_build_object('events', jsonb_path_query_array(document, '$.trail.events[0]'));
BEGIN
  INSERT INTO payment (workspace_id, id, kind, customer_id, date, currency, exchange_rate, exchange_rate_source,
                       exchange_rate_date, amount, base_amount, account_id, bank_fee, tax_withheld, applied_amount,
                       method, reference, notes, partner_app_id, created_at, updated_at)
  SELECT ws, p.id, p.kind, p.customer_id, p.date, p.currency, p.exchange_rate, p.exchange_rate_source,
         p.exchange_rate_date, p.amount, p.base_amount, p.account_id, p.bank_fee, p.tax_withheld, 0,
         p.method, p.reference, p.notes, p.partner_app_id, p.created_at, p.updated_at
    FROM jsonb_populate_recordset(NULL::payment, settlement -> 'payments') AS p;

  IF jsonb_array_length(settlement -> 'entries') > 0 THEN
    PERFORM write_entries(ws, ARRAY(SELECT part || jsonb_build_object('trail', told)
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
