-- The totals of days, by month (ledger.md 7): a report reads whole months and the days of those that it takes a part of. They
-- stay beside the days, of open months too, so that the books as of any day cost the same. In the workspace's currency alone,
-- since no report sums another.
CREATE TABLE account_month_total (
  workspace_id  uuid NOT NULL,
  month         date NOT NULL CHECK (extract(day FROM month) = 1),
  account_id    uuid NOT NULL,
  basis         text NOT NULL,
  base_amount   numeric(30) NOT NULL,
  line_count    bigint NOT NULL,
  PRIMARY KEY (workspace_id, month, account_id, basis)
);
COMMENT ON TABLE account_month_total IS 'sums of account_total, which adds to it; verify rebuilds it';
COMMENT ON COLUMN account_month_total.month IS 'its first day';
SELECT fence_table('account_month_total');

CREATE TABLE dimension_month_total (
  workspace_id  uuid NOT NULL,
  dimension     text NOT NULL CHECK (dimension IN ('tag', 'customer', 'vendor', 'product')),
  dimension_id  uuid NOT NULL,
  month         date NOT NULL CHECK (extract(day FROM month) = 1),
  account_id    uuid NOT NULL,
  basis         text NOT NULL,
  base_amount   numeric(30) NOT NULL,
  line_count    bigint NOT NULL,
  PRIMARY KEY (workspace_id, dimension, dimension_id, month, account_id, basis)
);
COMMENT ON TABLE dimension_month_total IS 'sums of dimension_total, which adds to it; verify rebuilds it';
COMMENT ON COLUMN dimension_month_total.month IS 'its first day';
SELECT fence_table('dimension_month_total');

-- The first day of a day's month. A timestamp without a zone, since the other would depend on the session's.
CREATE FUNCTION month_of(day date) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN date_trunc('month', day::timestamp)::date;

-- Whatever changes a total of days changes that of its month: triggers, so that a server of an earlier version that seals while
-- this is applied, or after it, does so too.
CREATE FUNCTION add_account_months() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO account_month_total AS t (workspace_id, month, account_id, basis, base_amount, line_count)
  SELECT a.workspace_id, month_of(a.day), a.account_id, a.basis, sum(a.base_amount), sum(a.line_count)
    FROM added a
   GROUP BY a.workspace_id, month_of(a.day), a.account_id, a.basis
  ON CONFLICT (workspace_id, month, account_id, basis) DO UPDATE
     SET base_amount = t.base_amount + excluded.base_amount, line_count = t.line_count + excluded.line_count;
  RETURN NULL;
END $$;
CREATE FUNCTION change_account_months() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO account_month_total AS t (workspace_id, month, account_id, basis, base_amount, line_count)
  SELECT c.workspace_id, month_of(c.day), c.account_id, c.basis, sum(c.base_amount), sum(c.line_count)
    FROM (SELECT workspace_id, day, account_id, basis, base_amount, line_count FROM added
          UNION ALL
          SELECT workspace_id, day, account_id, basis, -base_amount, -line_count FROM replaced) AS c
   GROUP BY c.workspace_id, month_of(c.day), c.account_id, c.basis
  ON CONFLICT (workspace_id, month, account_id, basis) DO UPDATE
     SET base_amount = t.base_amount + excluded.base_amount, line_count = t.line_count + excluded.line_count;
  RETURN NULL;
END $$;
CREATE TRIGGER months_added AFTER INSERT ON account_total REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION add_account_months();
CREATE TRIGGER months_changed AFTER UPDATE ON account_total REFERENCING OLD TABLE AS replaced NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION change_account_months();

CREATE FUNCTION add_dimension_months() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO dimension_month_total AS t (workspace_id, dimension, dimension_id, month, account_id, basis, base_amount, line_count)
  SELECT a.workspace_id, a.dimension, a.dimension_id, month_of(a.day), a.account_id, a.basis, sum(a.base_amount), sum(a.line_count)
    FROM added a
   GROUP BY a.workspace_id, a.dimension, a.dimension_id, month_of(a.day), a.account_id, a.basis
  ON CONFLICT (workspace_id, dimension, dimension_id, month, account_id, basis) DO UPDATE
     SET base_amount = t.base_amount + excluded.base_amount, line_count = t.line_count + excluded.line_count;
  RETURN NULL;
END $$;
CREATE FUNCTION change_dimension_months() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO dimension_month_total AS t (workspace_id, dimension, dimension_id, month, account_id, basis, base_amount, line_count)
  SELECT c.workspace_id, c.dimension, c.dimension_id, month_of(c.day), c.account_id, c.basis, sum(c.base_amount), sum(c.line_count)
    FROM (SELECT workspace_id, dimension, dimension_id, day, account_id, basis, base_amount, line_count FROM added
          UNION ALL
          SELECT workspace_id, dimension, dimension_id, day, account_id, basis, -base_amount, -line_count FROM replaced) AS c
   GROUP BY c.workspace_id, c.dimension, c.dimension_id, month_of(c.day), c.account_id, c.basis
  ON CONFLICT (workspace_id, dimension, dimension_id, month, account_id, basis) DO UPDATE
     SET base_amount = t.base_amount + excluded.base_amount, line_count = t.line_count + excluded.line_count;
  RETURN NULL;
END $$;
CREATE TRIGGER months_added AFTER INSERT ON dimension_total REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION add_dimension_months();
CREATE TRIGGER months_changed AFTER UPDATE ON dimension_total REFERENCING OLD TABLE AS replaced NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION change_dimension_months();

-- What was sealed before. Who seals holds a lock that the triggers have waited for, and waits for them from here on.
DO $$
DECLARE
  one record;
BEGIN
  FOR one IN SELECT id AS workspace_id FROM workspace LOOP
    PERFORM set_config('app.workspace_id', one.workspace_id::text, true);
    INSERT INTO account_month_total (workspace_id, month, account_id, basis, base_amount, line_count)
    SELECT t.workspace_id, month_of(t.day), t.account_id, t.basis, sum(t.base_amount), sum(t.line_count)
      FROM account_total t WHERE t.workspace_id = one.workspace_id
     GROUP BY t.workspace_id, month_of(t.day), t.account_id, t.basis;
    INSERT INTO dimension_month_total (workspace_id, dimension, dimension_id, month, account_id, basis, base_amount, line_count)
    SELECT t.workspace_id, t.dimension, t.dimension_id, month_of(t.day), t.account_id, t.basis, sum(t.base_amount), sum(t.line_count)
      FROM dimension_total t WHERE t.workspace_id = one.workspace_id
     GROUP BY t.workspace_id, t.dimension, t.dimension_id, month_of(t.day), t.account_id, t.basis;
  END LOOP;
  PERFORM set_config('app.workspace_id', '', true);
END $$;
