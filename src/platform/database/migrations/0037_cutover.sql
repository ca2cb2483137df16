-- The cutover: the books begin on that day with their opening balances, and nothing is posted before it (ledger.md 6).
ALTER TABLE books ADD COLUMN is_onboarding boolean NOT NULL DEFAULT true;
COMMENT ON COLUMN books.is_onboarding IS 'whether opening balances may still be set or replaced';

-- Functions that stay as they are but for a few words. Fails where those words are not there.
CREATE FUNCTION pg_temp.amend(amended regprocedure, before text, after text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF strpos(pg_get_functiondef(amended), before) = 0 THEN
    RAISE EXCEPTION '% does not say "%"', amended, before;
  END IF;
  EXECUTE replace(pg_get_functiondef(amended), before, after);
END $$;

SELECT pg_temp.amend('write_entry(uuid, jsonb)', 'closed  date;', 'closed  date;
  cutover date;');
SELECT pg_temp.amend('write_entry(uuid, jsonb)', 'b.closed_through INTO closed FROM', 'b.closed_through, b.cutover_date INTO closed, cutover FROM');
-- A document from before the cutover is posted against the opening item, which comes with the first of them.
SELECT pg_temp.amend('write_entry(uuid, jsonb)', 'entry.recorded_at := clock_timestamp();',
                     'IF entry.effective < cutover THEN
    RAISE EXCEPTION ''the books begin on %'', cutover USING ERRCODE = ''RC005'', DETAIL = cutover::text;
  END IF;
  IF document ? ''opening_items'' THEN
    INSERT INTO open_item (workspace_id, id, control, source, source_id, currency)
    SELECT ws, o.id, o.control, ''opening'', ws, o.currency
      FROM jsonb_populate_recordset(NULL::open_item, document -> ''opening_items'') AS o
      ON CONFLICT (workspace_id, id) DO NOTHING;
  END IF;

  entry.recorded_at := clock_timestamp();');
SELECT pg_temp.amend('load_invoice_references(uuid, jsonb)', '''receivableAccountId'', (SELECT a.id',
                     '''openingEquityAccountId'', CASE WHEN b.cutover_date IS NOT NULL THEN (SELECT a.id FROM account a
                  WHERE a.workspace_id = ws AND a.role = ''opening_balance_equity'') END,
               ''receivableAccountId'', (SELECT a.id');
DROP FUNCTION pg_temp.amend(regprocedure, text, text);
