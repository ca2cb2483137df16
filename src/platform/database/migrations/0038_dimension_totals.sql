-- Totals of income and expenses by tag, customer, vendor and product, by day: so a report of one of them reads no lines
-- (ledger.md 7). What has no tag has totals too, under the nil UUID; of the other dimensions it is what is left.
CREATE TABLE dimension_total (
  workspace_id  uuid NOT NULL,
  dimension     text NOT NULL CHECK (dimension IN ('tag', 'customer', 'vendor', 'product')),
  dimension_id  uuid NOT NULL,
  day           date NOT NULL,
  account_id    uuid NOT NULL,
  basis         text NOT NULL,
  base_amount   numeric(30) NOT NULL,
  line_count    bigint NOT NULL,
  PRIMARY KEY (workspace_id, dimension, dimension_id, day, account_id, basis)
);
COMMENT ON TABLE dimension_total IS 'sums of the sealed lines of income and expenses; the sealer adds to it, verify rebuilds it';
SELECT fence_table('dimension_total');

-- A line with several tags counts in the total of each.
CREATE FUNCTION lines_by_dimension(ws uuid, dates date[], ids uuid[])
RETURNS TABLE (dimension text, dimension_id uuid, day date, account_id uuid, basis text, base_amount bigint)
LANGUAGE sql STABLE AS $$
  WITH line AS (
    SELECT l.*
      FROM unnest(dates, ids) AS s(effective, entry_id)
      JOIN journal_line l ON l.workspace_id = ws AND l.effective = s.effective AND l.entry_id = s.entry_id
      JOIN account a ON a.workspace_id = ws AND a.id = l.account_id AND a.type IN ('Income', 'Expenses')
  )
  SELECT d.dimension, d.dimension_id, l.effective, l.account_id, l.basis, l.base_amount
    FROM line l
   CROSS JOIN LATERAL (VALUES ('customer', l.customer_id), ('vendor', l.vendor_id), ('product', l.product_id))
           AS d(dimension, dimension_id)
   WHERE d.dimension_id IS NOT NULL
  UNION ALL
  SELECT 'tag', coalesce(t.tag_id, '00000000-0000-0000-0000-000000000000'), l.effective, l.account_id, l.basis, l.base_amount
    FROM line l
    LEFT JOIN journal_line_tag t ON t.workspace_id = ws AND t.effective = l.effective AND t.entry_id = l.entry_id
          AND t.line_no = l.line_no
$$;

CREATE FUNCTION add_dimension_totals(ws uuid, dates date[], ids uuid[]) RETURNS void LANGUAGE sql AS $$
  INSERT INTO dimension_total AS t (workspace_id, dimension, dimension_id, day, account_id, basis, base_amount, line_count)
  SELECT ws, l.dimension, l.dimension_id, l.day, l.account_id, l.basis, sum(l.base_amount), count(*)
    FROM lines_by_dimension(ws, dates, ids) AS l
   GROUP BY l.dimension, l.dimension_id, l.day, l.account_id, l.basis
  ON CONFLICT (workspace_id, dimension, dimension_id, day, account_id, basis) DO UPDATE
     SET base_amount = t.base_amount + excluded.base_amount, line_count = t.line_count + excluded.line_count
$$;

DO $$
DECLARE
  before text := 'DELETE FROM unsealed_entry u';
BEGIN
  IF strpos(pg_get_functiondef('seal_entries(uuid, integer)'::regprocedure), before) = 0 THEN
    RAISE EXCEPTION 'seal_entries does not say "%"', before;
  END IF;
  EXECUTE replace(pg_get_functiondef('seal_entries(uuid, integer)'::regprocedure), before,
                  'PERFORM add_dimension_totals(ws, dates, ids);

  ' || before);
END $$;

-- What was sealed before.
DO $$
DECLARE
  one record;
BEGIN
  FOR one IN SELECT id AS workspace_id FROM workspace LOOP
    PERFORM set_config('app.workspace_id', one.workspace_id::text, true);
    PERFORM add_dimension_totals(one.workspace_id, array_agg(s.effective), array_agg(s.entry_id))
       FROM entry_seal s WHERE s.workspace_id = one.workspace_id HAVING count(*) > 0;
  END LOOP;
  PERFORM set_config('app.workspace_id', '', true);
END $$;
