-- The books: chart of accounts, journal, open items, seals, totals. The law is in ledger.md of the project's design.

CREATE TABLE books (
  workspace_id             uuid PRIMARY KEY REFERENCES workspace,
  currency                 text NOT NULL,
  country                  text,
  industry                 text,
  time_zone                text NOT NULL DEFAULT 'UTC',
  date_format              text NOT NULL DEFAULT 'YYYY-MM-DD',
  fiscal_year_start_month  smallint NOT NULL DEFAULT 1 CHECK (fiscal_year_start_month BETWEEN 1 AND 12),
  accounting_basis         text NOT NULL DEFAULT 'accrual' CHECK (accounting_basis IN ('accrual', 'cash')),
  tax_rounding             text NOT NULL DEFAULT 'document' CHECK (tax_rounding IN ('document', 'line')),
  tax_number               text,
  address                  json,
  default_payment_term     text NOT NULL DEFAULT 'net30',
  closed_through           date,
  cutover_date             date,
  created_at               timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at               timestamptz NOT NULL DEFAULT clock_timestamp()
);
SELECT fence_table('books');

-- The catalogue of account sub-types is the same in every workspace; its rows come from
-- src/ledger/accounts/catalogue at each start.
CREATE TABLE account_sub_type (
  id           integer PRIMARY KEY,
  type         text NOT NULL CHECK (type IN ('Assets', 'Liabilities', 'Equity', 'Income', 'Expenses')),
  name         text NOT NULL,
  description  text NOT NULL,
  anchor_tier  text,
  position     integer NOT NULL
);

CREATE TABLE account (
  workspace_id    uuid NOT NULL,
  id              uuid NOT NULL,
  name            text NOT NULL,
  name_key        text NOT NULL,
  account_number  text,
  type            text NOT NULL CHECK (type IN ('Assets', 'Liabilities', 'Equity', 'Income', 'Expenses')),
  sub_type_id     integer NOT NULL REFERENCES account_sub_type,
  parent_id       uuid,
  currency        text NOT NULL,
  role            text,
  editable        boolean NOT NULL DEFAULT true,
  status          text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'inactive')),
  description     text,
  color           text,
  mask            text,
  institution     json,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  deleted_at      timestamptz,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id) REFERENCES books,
  FOREIGN KEY (workspace_id, parent_id) REFERENCES account
);
COMMENT ON COLUMN account.role IS 'the part a system account plays; see src/ledger/accounts/catalogue/system-roles.ts';
CREATE UNIQUE INDEX account_name_unique ON account (workspace_id, name_key) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX account_role_unique ON account (workspace_id, role) WHERE role IS NOT NULL;
SELECT fence_table('account');

CREATE TABLE journal_entry (
  workspace_id       uuid NOT NULL,
  effective          date NOT NULL,
  entry_id           uuid NOT NULL,
  recorded_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
  source             text NOT NULL,
  source_id          uuid NOT NULL,
  source_version     integer NOT NULL,
  kind               text NOT NULL CHECK (kind IN ('original', 'reversal', 'opening', 'late')),
  reverses_entry_id  uuid,
  actor              uuid,
  app                uuid,
  request_id         text NOT NULL,
  document_hash      bytea NOT NULL,
  description        text,
  posted_xid         xid8 NOT NULL DEFAULT pg_current_xact_id(),
  CHECK ((kind = 'reversal') = (reverses_entry_id IS NOT NULL)),
  FOREIGN KEY (workspace_id) REFERENCES books
);
CREATE UNIQUE INDEX journal_entry_reversed_once ON journal_entry (workspace_id, reverses_entry_id)
  WHERE reverses_entry_id IS NOT NULL;
CREATE UNIQUE INDEX journal_entry_posted_once ON journal_entry (workspace_id, source_id, source_version, kind);
-- Last, because between indexes of equal cost the planner takes the youngest, and on a table without statistics all are
-- equal: it read a workspace's every entry for each line's foreign key (0.6 ms an entry among 1,000, and growing).
ALTER TABLE journal_entry ADD PRIMARY KEY (workspace_id, effective, entry_id);

CREATE TABLE journal_line (
  workspace_id  uuid NOT NULL,
  effective     date NOT NULL,
  entry_id      uuid NOT NULL,
  line_no       smallint NOT NULL,
  account_id    uuid NOT NULL,
  basis         text NOT NULL CHECK (basis IN ('both', 'accrual', 'cash')),
  currency      text NOT NULL,
  amount        bigint NOT NULL CHECK (amount BETWEEN -10000000000000 AND 10000000000000),
  base_amount   bigint NOT NULL CHECK (base_amount BETWEEN -10000000000000 AND 10000000000000),
  open_item_id  uuid,
  customer_id   uuid,
  vendor_id     uuid,
  product_id    uuid,
  project_id    uuid,
  tax_id        uuid,
  tax_base      bigint,
  PRIMARY KEY (workspace_id, effective, entry_id, line_no),
  FOREIGN KEY (workspace_id, effective, entry_id) REFERENCES journal_entry,
  FOREIGN KEY (workspace_id, account_id) REFERENCES account
);
COMMENT ON COLUMN journal_line.amount IS 'signed, debit positive, minor units of currency';
COMMENT ON COLUMN journal_line.base_amount IS 'signed, debit positive, minor units of the workspace''s currency';
CREATE INDEX journal_line_of_account ON journal_line (workspace_id, account_id, effective);
CREATE INDEX journal_line_of_open_item ON journal_line (workspace_id, open_item_id) WHERE open_item_id IS NOT NULL;

CREATE TABLE journal_line_tag (
  workspace_id  uuid NOT NULL,
  effective     date NOT NULL,
  entry_id      uuid NOT NULL,
  line_no       smallint NOT NULL,
  tag_id        uuid NOT NULL,
  PRIMARY KEY (workspace_id, effective, entry_id, line_no, tag_id),
  FOREIGN KEY (workspace_id, effective, entry_id, line_no) REFERENCES journal_line
);
CREATE INDEX journal_line_tag_of_tag ON journal_line_tag (workspace_id, tag_id);

-- Every A/R and A/P line belongs to one item: of a document (the item then has the document's id), of money on
-- account, of a journal or opening row (the party may be unknown). Its total is the sum of its journal lines.
CREATE TABLE open_item (
  workspace_id  uuid NOT NULL,
  id            uuid NOT NULL,
  control       text NOT NULL CHECK (control IN ('receivable', 'payable')),
  source        text NOT NULL,
  source_id     uuid NOT NULL,
  customer_id   uuid,
  vendor_id     uuid,
  currency      text NOT NULL,
  created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id) REFERENCES books
);

CREATE TABLE allocation (
  workspace_id       uuid NOT NULL,
  id                 uuid NOT NULL,
  from_open_item_id  uuid NOT NULL,
  to_open_item_id    uuid NOT NULL,
  amount             bigint NOT NULL CHECK (amount <> 0),
  base_amount        bigint NOT NULL,
  effective          date NOT NULL,
  recorded_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
  reverses           uuid,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, from_open_item_id) REFERENCES open_item,
  FOREIGN KEY (workspace_id, to_open_item_id) REFERENCES open_item
);
CREATE INDEX allocation_from ON allocation (workspace_id, from_open_item_id, effective);
CREATE INDEX allocation_to ON allocation (workspace_id, to_open_item_id, effective);
CREATE UNIQUE INDEX allocation_reversed_once ON allocation (workspace_id, reverses) WHERE reverses IS NOT NULL;

-- Entries that no seal covers yet. Unfenced, so that the sealer finds all workspaces in one look.
CREATE TABLE unsealed_entry (
  workspace_id  uuid NOT NULL,
  effective     date NOT NULL,
  entry_id      uuid NOT NULL,
  recorded_at   timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, effective, entry_id)
);

CREATE TABLE chain_head (
  workspace_id  uuid PRIMARY KEY REFERENCES books,
  number        bigint NOT NULL DEFAULT 0,
  hash          bytea NOT NULL DEFAULT decode(repeat('00', 32), 'hex'),
  sealed_at     timestamptz
);

CREATE TABLE entry_seal (
  workspace_id    uuid NOT NULL,
  number          bigint NOT NULL,
  effective       date NOT NULL,
  entry_id        uuid NOT NULL,
  format_version  smallint NOT NULL,
  hash            bytea NOT NULL,
  sealed_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (workspace_id, number),
  UNIQUE (workspace_id, effective, entry_id),
  FOREIGN KEY (workspace_id, effective, entry_id) REFERENCES journal_entry
);

CREATE TABLE account_total (
  workspace_id  uuid NOT NULL,
  account_id    uuid NOT NULL,
  currency      text NOT NULL,
  basis         text NOT NULL,
  day           date NOT NULL,
  amount        numeric(30) NOT NULL,
  base_amount   numeric(30) NOT NULL,
  line_count    bigint NOT NULL,
  PRIMARY KEY (workspace_id, day, account_id, basis, currency)
);
COMMENT ON TABLE account_total IS 'sums of the sealed journal lines; the sealer adds to it, verify rebuilds it';

-- Numbers are allotted inside the posting transaction, so that one that is rolled back is not lost.
CREATE TABLE number_series (
  workspace_id  uuid NOT NULL,
  series        text NOT NULL,
  next_number   bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (workspace_id, series),
  FOREIGN KEY (workspace_id) REFERENCES books
);

-- Numbers that were taken and then deleted or void, with who, when and why.
CREATE TABLE number_register (
  workspace_id  uuid NOT NULL,
  series        text NOT NULL,
  number        text NOT NULL,
  document_id   uuid NOT NULL,
  reason        text NOT NULL,
  person_id     uuid,
  recorded_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (workspace_id, series, number, document_id)
);

SELECT fence_table(t::regclass) FROM unnest(ARRAY['journal_entry', 'journal_line', 'journal_line_tag', 'open_item',
  'allocation', 'chain_head', 'entry_seal', 'account_total', 'number_series', 'number_register']) AS t;
SELECT make_append_only(t::regclass) FROM unnest(ARRAY['journal_entry', 'journal_line', 'journal_line_tag',
  'open_item', 'allocation', 'entry_seal', 'number_register']) AS t;

-- Two books in one journal: 'both' + 'accrual' balance, and 'both' + 'cash' balance, in the workspace's currency
-- always, and in the lines' own where they share one.
CREATE FUNCTION assert_entry_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  sums record;
BEGIN
  SELECT count(*) AS lines,
         coalesce(sum(base_amount) FILTER (WHERE basis <> 'cash'), 0) AS accrual,
         coalesce(sum(base_amount) FILTER (WHERE basis <> 'accrual'), 0) AS cash,
         count(DISTINCT currency) AS currencies,
         coalesce(sum(amount) FILTER (WHERE basis <> 'cash'), 0) AS own_accrual,
         coalesce(sum(amount) FILTER (WHERE basis <> 'accrual'), 0) AS own_cash
    INTO sums
    FROM journal_line
   WHERE workspace_id = NEW.workspace_id AND effective = NEW.effective AND entry_id = NEW.entry_id;
  IF sums.lines < 2 THEN
    RAISE EXCEPTION 'entry % has % lines, at least two are needed', NEW.entry_id, sums.lines USING ERRCODE = 'RC003';
  END IF;
  IF sums.accrual <> 0 OR sums.cash <> 0 OR (sums.currencies = 1 AND (sums.own_accrual <> 0 OR sums.own_cash <> 0)) THEN
    RAISE EXCEPTION 'entry % is out of balance: accrual %, cash %', NEW.entry_id, sums.accrual, sums.cash
      USING ERRCODE = 'RC003';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER balanced AFTER INSERT ON journal_entry
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION assert_entry_balanced();

-- A committed entry is finished: a line may only come in the transaction that wrote its entry. And its lines come in one
-- statement: a line added after the balance was checked (SET CONSTRAINTS ... IMMEDIATE) would not be checked again.
CREATE FUNCTION assert_own_transaction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM added
      JOIN journal_entry e USING (workspace_id, effective, entry_id)
     WHERE e.posted_xid <> pg_current_xact_id()
  ) THEN
    RAISE EXCEPTION 'a line was refused: its entry was written by another transaction' USING ERRCODE = 'RC004';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER own_transaction AFTER INSERT ON journal_line REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION assert_own_transaction();
CREATE TRIGGER own_transaction AFTER INSERT ON journal_line_tag REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION assert_own_transaction();

CREATE FUNCTION assert_lines_come_together() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM (SELECT workspace_id, effective, entry_id, count(*) AS lines FROM added
                  GROUP BY workspace_id, effective, entry_id) AS a
     WHERE a.lines <> (SELECT count(*) FROM journal_line l
                        WHERE l.workspace_id = a.workspace_id AND l.effective = a.effective AND l.entry_id = a.entry_id)
  ) THEN
    RAISE EXCEPTION 'a line was refused: its entry has its lines already' USING ERRCODE = 'RC004';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER together AFTER INSERT ON journal_line REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION assert_lines_come_together();

-- posted_xid may not be claimed by the writer.
CREATE FUNCTION stamp_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.posted_xid := pg_current_xact_id();
  RETURN NEW;
END $$;
CREATE TRIGGER stamp BEFORE INSERT ON journal_entry FOR EACH ROW EXECUTE FUNCTION stamp_entry();
