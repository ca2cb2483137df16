-- Names are compared without regard to the blanks around them and to how many stand between their words (nameKey in
-- platform/text.ts). What is stored follows here for ordinary blanks. Where another record has the key already, or an earlier
-- one gets it, the stored key stays as it is: nothing may fail at start, and both records go on as they are until somebody
-- changes a name. Names of products, which need not be unique, are looked up exactly.
DO $$
DECLARE
  one   record;
  named record;
BEGIN
  FOR one IN SELECT id AS workspace_id FROM workspace LOOP
    PERFORM set_config('app.workspace_id', one.workspace_id::text, true);
    FOR named IN SELECT * FROM (VALUES
      ('account', true, 'true'), ('tag_group', true, 'true'), ('tag', true, 'deleted_at IS NULL'), ('tax', true, 'deleted_at IS NULL'),
      ('customer', false, 'true'), ('vendor', false, 'true')) AS t(relation, is_unique, counts)
    LOOP
      EXECUTE format($update$
        WITH wanted AS (
          SELECT id, name_key, btrim(regexp_replace(name_key, E'[ \t\n\v\f\r]+', ' ', 'g')) AS key
            FROM %1$I WHERE workspace_id = $1 AND %2$s
        ), ranked AS (
          SELECT id, name_key, key, row_number() OVER (PARTITION BY key ORDER BY id) AS rank FROM wanted WHERE name_key <> key
        )
        UPDATE %1$I t SET name_key = r.key
          FROM ranked r
         WHERE t.workspace_id = $1 AND t.id = r.id
           AND (NOT $2 OR r.rank = 1 AND NOT EXISTS (SELECT FROM wanted w WHERE w.name_key = r.key))
      $update$, named.relation, named.counts) USING one.workspace_id, named.is_unique;
    END LOOP;
  END LOOP;
  PERFORM set_config('app.workspace_id', '', true);
END $$;
