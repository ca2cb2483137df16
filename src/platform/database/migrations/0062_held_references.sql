-- A tax was changed or deleted, or a customer deleted, while a document was posted that had looked it up before. Whoever posts
-- now holds both from the look on, or, where nothing is looked up, looks once more after it has written.

-- Everything that the body of an invoice names, in one look. Decimals go out as text: no float on the way. The customer and
-- the taxes are read as they are locked: until the transaction ends nobody deletes them or changes what a tax comes to.
CREATE OR REPLACE FUNCTION load_invoice_references(ws uuid, named jsonb) RETURNS json LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  named_customer uuid := (named ->> 'customer_id')::uuid;
  named_products uuid[] := (named ->> 'product_ids')::uuid[];
  named_taxes    uuid[] := (named ->> 'tax_ids')::uuid[];
  named_tags     uuid[] := (named ->> 'tag_ids')::uuid[];
  version        text;
  books          json;
  customer       json;
  products       json;
  taxes          json;
  tags           json;
  exchange_rate  json;
BEGIN
  -- What a draft or a template says is followed to whom its customer was merged into; what a caller names must be right.
  IF named -> 'follows_merge' = 'true'::jsonb THEN
    SELECT coalesce(c.merged_into, c.id) INTO named_customer
      FROM customer c WHERE c.workspace_id = ws AND c.id = named_customer;
  END IF;

  SELECT v.changed_by, json_build_object('currency', b.currency, 'taxRounding', b.tax_rounding,
           'defaultPaymentTerm', b.default_payment_term, 'closedThrough', b.closed_through,
           'fourEyesLimit', b.four_eyes_limit::text, 'cutoverDate', b.cutover_date,
           'today', workspace_today(b.time_zone, b.clock_offset_days),
           'receivableAccountId', (SELECT a.id FROM account a
              WHERE a.workspace_id = ws AND a.role = 'accounts_receivable'),
           'openingEquityAccountId', (SELECT a.id FROM account a
              WHERE a.workspace_id = ws AND a.role = 'opening_balance_equity' AND b.cutover_date IS NOT NULL),
           'templateVersion', b.invoice_template_version,
           'seller', json_build_object('name', w.name, 'country', b.country, 'taxNumber', b.tax_number,
                                       'address', b.address))
    INTO version, books
    FROM books b
    JOIN workspace w ON w.id = b.workspace_id
    LEFT JOIN reference_version v ON v.workspace_id = b.workspace_id
   WHERE b.workspace_id = ws;

  SELECT json_build_object('id', c.id, 'customer', c.customer, 'email', c.email, 'status', c.status,
           'mergedIntoId', c.merged_into, 'paymentTerm', c.payment_term, 'taxNumber', c.tax_number,
           'taxExcluded', c.tax_excluded, 'billingAddress', c.billing_address, 'shippingAddress', c.shipping_address,
           'taxIds', ARRAY(SELECT t.tax_id FROM customer_tax t
              WHERE t.workspace_id = ws AND t.customer_id = c.id ORDER BY t.position))
    INTO customer
    FROM customer c
   WHERE c.workspace_id = ws AND c.id = named_customer AND c.deleted_at IS NULL
     FOR KEY SHARE OF c;

  -- A product posts to what its account was merged into.
  SELECT json_agg(json_build_object('id', p.id, 'name', p.name, 'code', p.code, 'type', p.type,
           'description', p.description, 'unitPrice', p.unit_price::text, 'status', p.status,
           'categoryAccount', CASE WHEN a.merged_into IS NOT NULL
              THEN (SELECT json_build_object('id', m.id, 'name', m.name, 'type', m.type)
                      FROM account m WHERE m.workspace_id = ws AND m.id = a.merged_into)
              WHEN a.id IS NOT NULL
              THEN json_build_object('id', a.id, 'name', a.name, 'type', a.type) END,
           'taxIds', ARRAY(SELECT t.tax_id FROM product_tax t
              WHERE t.workspace_id = ws AND t.product_id = p.id ORDER BY t.position)))
    INTO products
    FROM product p
    LEFT JOIN account a ON a.workspace_id = p.workspace_id AND a.id = p.category_account_id
   WHERE p.workspace_id = ws AND p.id = ANY (named_products) AND p.deleted_at IS NULL;

  SELECT json_agg(json_build_object('id', t.id, 'name', t.name, 'kind', t.kind, 'percentage', t.percentage::text,
           'inclusive', t.inclusive, 'compound', t.compound, 'salesAccountId', t.sales_account_id, 'status', t.status))
    INTO taxes
    FROM (SELECT t.* FROM tax t
           WHERE t.workspace_id = ws AND t.deleted_at IS NULL
             AND t.id IN (SELECT unnest(named_taxes)
                          UNION SELECT pt.tax_id FROM product_tax pt
                                 WHERE pt.workspace_id = ws AND pt.product_id = ANY (named_products)
                          UNION SELECT ct.tax_id FROM customer_tax ct
                                 WHERE ct.workspace_id = ws AND ct.customer_id = named_customer)
           ORDER BY t.id FOR KEY SHARE OF t) AS t;

  IF named_tags <> '{}' THEN
    SELECT json_agg(json_build_object('id', g.id, 'name', g.name, 'color', g.color)) INTO tags
      FROM tag g
     WHERE g.workspace_id = ws AND g.id = ANY (named_tags) AND g.deleted_at IS NULL;
  END IF;

  IF named ? 'currency' THEN
    SELECT json_build_object('rate', r.rate::text, 'date', r.effective) INTO exchange_rate
      FROM exchange_rate r
     WHERE r.workspace_id = ws AND r.currency = named ->> 'currency' AND r.effective <= (named ->> 'date')::date
     ORDER BY r.effective DESC LIMIT 1;
  END IF;

  RETURN json_build_object('version', version, 'books', books, 'customer', customer,
    'products', coalesce(products, '[]'), 'taxes', coalesce(taxes, '[]'), 'tags', coalesce(tags, '[]'),
    'exchangeRate', exchange_rate,
    'numberTaken', EXISTS (
      SELECT FROM invoice i
       WHERE i.workspace_id = ws AND i.invoice_type = named ->> 'invoice_type'
         AND i.number_key = named ->> 'number_key' AND i.deleted_at IS NULL));
END $$;

-- Posts a document that was composed by what a server knew, unless any of that was changed since, or another day has begun
-- in the workspace. Answers {"state": "posted", "allotted"}; {"state": "changed"}, and nothing was done; or what
-- claim_idempotency_key answers for a key that is taken.
CREATE OR REPLACE FUNCTION post_known_document(ws uuid, app uuid, wanted_key text, known_version xid8, known_today date, document jsonb)
RETURNS json LANGUAGE plpgsql AS $$
DECLARE
  claim    json;
  allotted text;
BEGIN
  IF NOT EXISTS (SELECT FROM reference_version v JOIN books b ON b.workspace_id = v.workspace_id
                  WHERE v.workspace_id = ws AND v.changed_by = known_version
                    AND workspace_today(b.time_zone, b.clock_offset_days) = known_today) THEN
    RETURN json_build_object('state', 'changed');
  END IF;
  IF wanted_key IS NOT NULL THEN
    claim := claim_idempotency_key(ws, app, wanted_key);
    IF claim ->> 'state' <> 'claimed' THEN
      RETURN claim;
    END IF;
  END IF;
  allotted := post_document(ws, document);
  -- By now its foreign keys hold the customer: who deleted it before is seen, who wants to, waits. No foreign key holds its taxes:
  -- of who changed one, only what was committed by now is seen.
  IF NOT EXISTS (SELECT FROM reference_version v WHERE v.workspace_id = ws AND v.changed_by = known_version) THEN
    RAISE EXCEPTION 'what was known was changed meanwhile' USING ERRCODE = '40001';
  END IF;
  RETURN json_build_object('state', 'posted', 'allotted', allotted);
END $$;
