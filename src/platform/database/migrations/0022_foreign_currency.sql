-- Foreign currency: a workspace's table of exchange rates, where the rate of a document or payment comes from, and what
-- was gained or lost by the difference of two rates.

-- A rate holds from its day until the next one of its currency.
CREATE TABLE exchange_rate (
  workspace_id  uuid NOT NULL,
  currency      text NOT NULL,
  effective     date NOT NULL,
  id            uuid NOT NULL,
  rate          numeric(20, 10) NOT NULL CHECK (rate > 0),
  source        text,
  created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (workspace_id, id),
  FOREIGN KEY (workspace_id) REFERENCES books
);
COMMENT ON COLUMN exchange_rate.rate IS 'units of the workspace''s currency per unit of currency';
-- Last, for the reason told at journal_entry.
ALTER TABLE exchange_rate ADD PRIMARY KEY (workspace_id, currency, effective);
SELECT fence_table('exchange_rate');

ALTER TABLE payment
  ADD COLUMN exchange_rate_source  text,
  ADD COLUMN exchange_rate_date    date;
COMMENT ON COLUMN invoice.exchange_rate_source IS 'given | table; null in the workspace''s currency, where the rate is 1';
COMMENT ON COLUMN payment.exchange_rate_source IS 'given | table; null in the workspace''s currency, where the rate is 1';
COMMENT ON COLUMN payment.base_amount IS 'the amount in the workspace''s currency; of a write-off what it relieves';

-- base_amount is what the item that is settled is relieved by; the item that settles it, by that and the gain.
ALTER TABLE allocation ADD COLUMN currency_gain bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN allocation.currency_gain IS 'realised, in the workspace''s currency: a gain is positive, a loss negative';

-- Functions that stay as they are but for a few words. Fails where those words are not there.
CREATE FUNCTION pg_temp.amend(amended regprocedure, before text, after text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF strpos(pg_get_functiondef(amended), before) = 0 THEN
    RAISE EXCEPTION '% does not say "%"', amended, before;
  END IF;
  EXECUTE replace(pg_get_functiondef(amended), before, after);
END $$;

SELECT pg_temp.amend('write_invoice(uuid, jsonb, text)', ' exchange_rate, tax_mode,',
                     ' exchange_rate, exchange_rate_source, exchange_rate_date, tax_mode,');
SELECT pg_temp.amend('write_invoice(uuid, jsonb, text)', ' i.exchange_rate, i.tax_mode,',
                     ' i.exchange_rate, i.exchange_rate_source, i.exchange_rate_date, i.tax_mode,');
SELECT pg_temp.amend('replace_invoice(uuid, jsonb)', ' exchange_rate = i.exchange_rate,',
                     ' exchange_rate = i.exchange_rate, exchange_rate_source = i.exchange_rate_source,
         exchange_rate_date = i.exchange_rate_date,');
SELECT pg_temp.amend('write_settlement(uuid, jsonb)', ' date, currency, amount,',
                     ' date, currency, exchange_rate, exchange_rate_source, exchange_rate_date, amount,');
SELECT pg_temp.amend('write_settlement(uuid, jsonb)', ' p.currency, p.amount,',
                     ' p.currency, p.exchange_rate, p.exchange_rate_source, p.exchange_rate_date, p.amount,');
SELECT pg_temp.amend('write_settlement(uuid, jsonb)', ' amount, base_amount, effective, reverses)',
                     ' amount, base_amount, currency_gain, effective, reverses)');
SELECT pg_temp.amend('write_settlement(uuid, jsonb)', ' a.amount, a.base_amount, a.effective,',
                     ' a.amount, a.base_amount, a.currency_gain, a.effective,');
-- The youngest rate of the currency on the document's date; looked for only where the body names a currency and no rate.
SELECT pg_temp.amend('load_invoice_references(uuid, jsonb)', '''numberTaken'', EXISTS (',
                     '''exchangeRate'', CASE WHEN named ? ''currency'' THEN (
      SELECT json_build_object(''rate'', r.rate::text, ''date'', r.effective)
        FROM exchange_rate r
       WHERE r.workspace_id = ws AND r.currency = named ->> ''currency'' AND r.effective <= (named ->> ''date'')::date
       ORDER BY r.effective DESC LIMIT 1) END,
    ''numberTaken'', EXISTS (');
DROP FUNCTION pg_temp.amend(regprocedure, text, text);
