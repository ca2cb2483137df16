-- Customers, products, taxes, tags, invoices (quotes, estimates and credit memos are invoices of another type).
-- Case-insensitive keys are stored columns: behind a policy an index on lower(x) is not used (ledger.md 8).

CREATE TABLE tax (
  workspace_id            uuid NOT NULL,
  id                      uuid NOT NULL,
  name                    text NOT NULL,
  name_key                text NOT NULL,
  kind                    text NOT NULL DEFAULT 'standard'
                            CHECK (kind IN ('standard', 'zero', 'exempt', 'reverse_charge', 'withholding')),
  percentage              numeric(9, 6) NOT NULL CHECK (percentage BETWEEN 0 AND 100),
  inclusive               boolean NOT NULL DEFAULT false,
  compound                boolean NOT NULL DEFAULT false,
  sales_account_id        uuid NOT NULL,
  purchase_account_id     uuid NOT NULL,
  recoverable_percentage  numeric(9, 6) NOT NULL DEFAULT 100 CHECK (recoverable_percentage BETWEEN 0 AND 100),
  tax_number              text,
  status                  text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'inactive')),
  created_at              timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at              timestamptz NOT NULL DEFAULT clock_timestamp(),
  deleted_at              timestamptz,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id) REFERENCES books,
  FOREIGN KEY (workspace_id, sales_account_id) REFERENCES account,
  FOREIGN KEY (workspace_id, purchase_account_id) REFERENCES account
);
CREATE UNIQUE INDEX tax_name_unique ON tax (workspace_id, name_key) WHERE deleted_at IS NULL;

CREATE TABLE account_tax (
  workspace_id  uuid NOT NULL,
  account_id    uuid NOT NULL,
  tax_id        uuid NOT NULL,
  position      smallint NOT NULL,
  PRIMARY KEY (workspace_id, account_id, tax_id),
  FOREIGN KEY (workspace_id, account_id) REFERENCES account,
  FOREIGN KEY (workspace_id, tax_id) REFERENCES tax
);

CREATE TABLE tag_group (
  workspace_id  uuid NOT NULL,
  id            uuid NOT NULL,
  name          text NOT NULL,
  name_key      text NOT NULL,
  color         text,
  created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id) REFERENCES books
);
CREATE UNIQUE INDEX tag_group_name_unique ON tag_group (workspace_id, name_key);

CREATE TABLE tag (
  workspace_id  uuid NOT NULL,
  id            uuid NOT NULL,
  name          text NOT NULL,
  name_key      text NOT NULL,
  color         text,
  tag_group_id  uuid,
  created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  deleted_at    timestamptz,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id) REFERENCES books,
  FOREIGN KEY (workspace_id, tag_group_id) REFERENCES tag_group
);
CREATE UNIQUE INDEX tag_name_unique ON tag (workspace_id, name_key) WHERE deleted_at IS NULL;

CREATE TABLE customer (
  workspace_id        uuid NOT NULL,
  id                  uuid NOT NULL,
  customer            text NOT NULL,
  name_key            text NOT NULL,
  email               text,
  email_key           text,
  main_phone          text,
  website             text,
  notes               text,
  status              text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'inactive')),
  payment_term        text,
  tax_number          text,
  tax_auto_calculate  boolean NOT NULL DEFAULT false,
  tax_excluded        boolean NOT NULL DEFAULT false,
  billing_address     json,
  shipping_address    json,
  created_at          timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at          timestamptz NOT NULL DEFAULT clock_timestamp(),
  deleted_at          timestamptz,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id) REFERENCES books
);
CREATE UNIQUE INDEX customer_email_unique ON customer (workspace_id, email_key)
  WHERE email_key IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX customer_by_name ON customer (workspace_id, name_key, id) WHERE deleted_at IS NULL;

CREATE TABLE customer_contact (
  workspace_id  uuid NOT NULL,
  id            uuid NOT NULL,
  customer_id   uuid NOT NULL,
  position      smallint NOT NULL,
  first_name    text,
  last_name     text,
  email         text,
  email_key     text,
  phone         text,
  is_primary    boolean NOT NULL DEFAULT false,
  PRIMARY KEY (workspace_id, customer_id, id),
  FOREIGN KEY (workspace_id, customer_id) REFERENCES customer ON DELETE CASCADE
);
CREATE UNIQUE INDEX customer_contact_one_primary ON customer_contact (workspace_id, customer_id) WHERE is_primary;

CREATE TABLE customer_tax (
  workspace_id  uuid NOT NULL,
  customer_id   uuid NOT NULL,
  tax_id        uuid NOT NULL,
  position      smallint NOT NULL,
  PRIMARY KEY (workspace_id, customer_id, tax_id),
  FOREIGN KEY (workspace_id, customer_id) REFERENCES customer,
  FOREIGN KEY (workspace_id, tax_id) REFERENCES tax
);

CREATE TABLE product (
  workspace_id                  uuid NOT NULL,
  id                            uuid NOT NULL,
  name                          text NOT NULL,
  name_key                      text NOT NULL,
  code                          text,
  code_key                      text,
  description                   text,
  type                          text NOT NULL DEFAULT 'service' CHECK (type IN ('service', 'good')),
  unit_price                    numeric(20, 6),
  status                        text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'inactive')),
  category_account_id           uuid,
  purchase_category_account_id  uuid,
  created_at                    timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at                    timestamptz NOT NULL DEFAULT clock_timestamp(),
  deleted_at                    timestamptz,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id) REFERENCES books,
  FOREIGN KEY (workspace_id, category_account_id) REFERENCES account,
  FOREIGN KEY (workspace_id, purchase_category_account_id) REFERENCES account
);
CREATE INDEX product_by_name ON product (workspace_id, name_key, id) WHERE deleted_at IS NULL;

CREATE TABLE product_tax (
  workspace_id  uuid NOT NULL,
  product_id    uuid NOT NULL,
  tax_id        uuid NOT NULL,
  position      smallint NOT NULL,
  PRIMARY KEY (workspace_id, product_id, tax_id),
  FOREIGN KEY (workspace_id, product_id) REFERENCES product,
  FOREIGN KEY (workspace_id, tax_id) REFERENCES tax
);

CREATE TABLE invoice (
  workspace_id           uuid NOT NULL,
  id                     uuid NOT NULL,
  version                integer NOT NULL DEFAULT 1,
  invoice_type           text NOT NULL CHECK (invoice_type IN ('invoice', 'quote', 'estimate', 'memo')),
  invoice_number         text NOT NULL,
  number_key             text NOT NULL,
  customer_id            uuid NOT NULL,
  date                   date NOT NULL,
  due_date               date NOT NULL CHECK (due_date >= date),
  currency               text NOT NULL,
  exchange_rate          numeric(20, 10) NOT NULL DEFAULT 1,
  exchange_rate_source   text,
  exchange_rate_date     date,
  tax_mode               text CHECK (tax_mode IN ('exclusive', 'inclusive', 'none')),
  tax_rounding           text NOT NULL CHECK (tax_rounding IN ('document', 'line')),
  notes                  text,
  discount_value         numeric(20, 6) NOT NULL DEFAULT 0,
  discount_type          text NOT NULL DEFAULT 'amount' CHECK (discount_type IN ('amount', 'percent')),
  discount_description   text,
  subtotal               bigint NOT NULL,
  discount               bigint NOT NULL,
  tax                    bigint NOT NULL,
  total                  bigint NOT NULL CHECK (total BETWEEN 0 AND 10000000000000),
  base_total             bigint NOT NULL,
  paid_amount            bigint NOT NULL DEFAULT 0,
  is_draft               boolean NOT NULL,
  approved_at            timestamptz,
  sent_at                timestamptz,
  issued                 json,
  applied_to_invoice_id  uuid,
  partner_app_id         uuid,
  created_at             timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at             timestamptz NOT NULL DEFAULT clock_timestamp(),
  deleted_at             timestamptz,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, customer_id) REFERENCES customer,
  CHECK (subtotal - discount + tax = total),
  CHECK (is_draft = (approved_at IS NULL)),
  CHECK (is_draft OR issued IS NOT NULL)
);
COMMENT ON COLUMN invoice.issued IS 'what the document said when it was approved; PDF, public page and e-invoice read only this';
COMMENT ON COLUMN invoice.paid_amount IS 'a cache of the allocations to the open item; verify rebuilds it';
CREATE UNIQUE INDEX invoice_number_unique ON invoice (workspace_id, invoice_type, number_key) WHERE deleted_at IS NULL;
CREATE INDEX invoice_by_date ON invoice (workspace_id, date, id) WHERE deleted_at IS NULL;
CREATE INDEX invoice_of_customer ON invoice (workspace_id, customer_id, date, id) WHERE deleted_at IS NULL;

CREATE TABLE invoice_line (
  workspace_id       uuid NOT NULL,
  invoice_id         uuid NOT NULL,
  line_no            smallint NOT NULL,
  id                 uuid NOT NULL,
  product_id         uuid NOT NULL,
  account_id         uuid,
  description        text,
  quantity           numeric(20, 6) NOT NULL CHECK (quantity > 0),
  price              numeric(20, 6) NOT NULL,
  discount_value     numeric(20, 6) NOT NULL DEFAULT 0,
  discount_type      text NOT NULL DEFAULT 'amount' CHECK (discount_type IN ('amount', 'percent')),
  discount           bigint NOT NULL DEFAULT 0,
  subtotal           bigint NOT NULL,
  document_discount  bigint NOT NULL DEFAULT 0,
  tax                bigint NOT NULL DEFAULT 0,
  total              bigint NOT NULL,
  FOREIGN KEY (workspace_id, invoice_id) REFERENCES invoice
);
CREATE INDEX invoice_line_of_product ON invoice_line (workspace_id, product_id);
-- Last, for the reason told at journal_entry.
ALTER TABLE invoice_line ADD PRIMARY KEY (workspace_id, invoice_id, line_no);

CREATE TABLE invoice_line_tax (
  workspace_id  uuid NOT NULL,
  invoice_id    uuid NOT NULL,
  line_no       smallint NOT NULL,
  tax_no        smallint NOT NULL,
  tax_id        uuid NOT NULL,
  name          text NOT NULL,
  percentage    numeric(9, 6) NOT NULL,
  inclusive     boolean NOT NULL,
  compound      boolean NOT NULL,
  taxable       bigint NOT NULL,
  amount        bigint NOT NULL,
  PRIMARY KEY (workspace_id, invoice_id, line_no, tax_no),
  FOREIGN KEY (workspace_id, invoice_id, line_no) REFERENCES invoice_line
);

CREATE TABLE invoice_tag (
  workspace_id  uuid NOT NULL,
  invoice_id    uuid NOT NULL,
  tag_id        uuid NOT NULL,
  PRIMARY KEY (workspace_id, invoice_id, tag_id),
  FOREIGN KEY (workspace_id, invoice_id) REFERENCES invoice,
  FOREIGN KEY (workspace_id, tag_id) REFERENCES tag
);
CREATE INDEX invoice_tag_of_tag ON invoice_tag (workspace_id, tag_id);

SELECT fence_table(t::regclass) FROM unnest(ARRAY['tax', 'account_tax', 'tag_group', 'tag', 'customer', 'customer_contact',
  'customer_tax', 'product', 'product_tax', 'invoice', 'invoice_line', 'invoice_line_tax', 'invoice_tag']) AS t;
