-- A memo that names the invoice that it credits: its header keeps the name, and the invoice finds its memos.

DO $$
DECLARE
  -- The functions stay as they are but for the one column more.
  patch record;
  before text;
BEGIN
  FOR patch IN SELECT * FROM (VALUES
    ('write_invoice(uuid, jsonb, text)', 'converted_from_id, created_at', 'converted_from_id, applied_to_invoice_id, created_at'),
    ('write_invoice(uuid, jsonb, text)', 'i.converted_from_id, i.created_at', 'i.converted_from_id, i.applied_to_invoice_id, i.created_at'),
    ('replace_invoice(uuid, jsonb)', 'issued = i.issued,', 'issued = i.issued, applied_to_invoice_id = i.applied_to_invoice_id,')
  ) AS p(name, old, new) LOOP
    before := pg_get_functiondef(patch.name::regprocedure);
    IF position(patch.old IN before) = 0 THEN
      RAISE EXCEPTION '% has no %', patch.name, patch.old;
    END IF;
    EXECUTE replace(before, patch.old, patch.new);
  END LOOP;
END $$;

CREATE INDEX invoice_crediting ON invoice (workspace_id, applied_to_invoice_id) WHERE applied_to_invoice_id IS NOT NULL;
