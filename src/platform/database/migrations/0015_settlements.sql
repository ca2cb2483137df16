-- Settlements: money received, paid back and written off, and what it settles. An allocation goes from the item that
-- credits (a payment, a memo, a write-off) to the item that it settles (an invoice, a refund).

CREATE TABLE payment (
  workspace_id    uuid NOT NULL,
  id              uuid NOT NULL,
  kind            text NOT NULL CHECK (kind IN ('payment', 'refund', 'write_off')),
  customer_id     uuid NOT NULL,
  date            date NOT NULL,
  currency        text NOT NULL,
  exchange_rate   numeric(20, 10) NOT NULL DEFAULT 1,
  amount          bigint NOT NULL CHECK (amount BETWEEN 1 AND 10000000000000),
  base_amount     bigint NOT NULL,
  account_id      uuid,
  bank_fee        bigint NOT NULL DEFAULT 0 CHECK (bank_fee >= 0),
  tax_withheld    bigint NOT NULL DEFAULT 0 CHECK (tax_withheld >= 0),
  applied_amount  bigint NOT NULL DEFAULT 0,
  method          text,
  reference       text,
  notes           text,
  partner_app_id  uuid,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  deleted_at      timestamptz,
  undone_date     date,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, customer_id) REFERENCES customer,
  FOREIGN KEY (workspace_id, account_id) REFERENCES account,
  CHECK (bank_fee + tax_withheld < amount),
  CHECK ((kind = 'write_off') = (account_id IS NULL)),
  CHECK ((deleted_at IS NULL) = (undone_date IS NULL))
);
COMMENT ON COLUMN payment.amount IS 'what receivables move by: with the fee and the tax that were kept back';
COMMENT ON COLUMN payment.applied_amount IS 'a cache of the allocations of its open item; verify rebuilds it';
COMMENT ON COLUMN payment.undone_date IS 'the accounting date of the reversal';
CREATE INDEX payment_by_date ON payment (workspace_id, date, id) WHERE deleted_at IS NULL;
CREATE INDEX payment_of_customer ON payment (workspace_id, customer_id, date, id) WHERE deleted_at IS NULL;
SELECT fence_table('payment');

-- What a settlement writes: payments, entries, allocations, and the balances that follow from them. Its rows were locked
-- and its balances read before; a balance that would leave its bounds is a fault of the caller, and nothing is kept.
CREATE FUNCTION write_settlement(ws uuid, document jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  settlement jsonb := document -> 'settlement';
  part       jsonb;
BEGIN
  INSERT INTO payment (workspace_id, id, kind, customer_id, date, currency, amount, base_amount, account_id, bank_fee,
                       tax_withheld, applied_amount, method, reference, notes, partner_app_id, created_at, updated_at)
  SELECT ws, p.id, p.kind, p.customer_id, p.date, p.currency, p.amount, p.base_amount, p.account_id, p.bank_fee,
         p.tax_withheld, 0, p.method, p.reference, p.notes, p.partner_app_id, p.created_at, p.updated_at
    FROM jsonb_populate_recordset(NULL::payment, settlement -> 'payments') AS p;

  FOR part IN SELECT jsonb_array_elements(settlement -> 'entries') LOOP
    PERFORM write_entry(ws, part || jsonb_build_object('trail', document -> 'trail'));
  END LOOP;

  INSERT INTO allocation (workspace_id, id, from_open_item_id, to_open_item_id, amount, base_amount, effective, reverses)
  SELECT ws, a.id, a.from_open_item_id, a.to_open_item_id, a.amount, a.base_amount, a.effective, a.reverses
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
    PERFORM write_entry(ws, document);
  END IF;
  IF jsonb_typeof(document -> 'settlement') = 'object' THEN
    PERFORM write_settlement(ws, document);
  END IF;
  PERFORM record_change(ws, document -> 'trail');
  RETURN allotted;
END $$;
