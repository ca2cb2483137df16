-- Tax returns by period (ledger.md 9). What a filed one takes is told by seals alone: the tax lines dated in its period, and
-- those dated earlier whose seal came after the return before was filed. So posting knows nothing of returns.
CREATE TABLE tax_return (
  workspace_id  uuid NOT NULL,
  id            uuid NOT NULL,
  start_date    date NOT NULL,
  end_date      date NOT NULL,
  basis         text NOT NULL CHECK (basis IN ('accrual', 'cash')),
  filing_id     uuid,
  created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  deleted_at    timestamptz,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id) REFERENCES books,
  CHECK (start_date <= end_date),
  CHECK (filing_id IS NULL OR deleted_at IS NULL)
);
COMMENT ON COLUMN tax_return.filing_id IS 'the filing that holds its figures; NULL: a draft, whose figures are read from the books';
SELECT fence_table('tax_return');
CREATE UNIQUE INDEX tax_return_one_draft ON tax_return (workspace_id) WHERE filing_id IS NULL AND deleted_at IS NULL;
CREATE UNIQUE INDEX tax_return_in_order ON tax_return (workspace_id, end_date DESC) WHERE filing_id IS NOT NULL;

-- Each filing with what was filed, and each taking back of one with its reason.
CREATE TABLE tax_return_filing (
  workspace_id    uuid NOT NULL,
  id              uuid NOT NULL,
  tax_return_id   uuid NOT NULL,
  action          text NOT NULL CHECK (action IN ('file', 'unfile')),
  start_date      date NOT NULL,
  end_date        date NOT NULL,
  basis           text NOT NULL,
  after_seal      bigint,
  seal_number     bigint,
  seal_hash       bytea,
  figures         json,
  reference       text,
  reason          text,
  person_id       uuid,
  partner_app_id  uuid,
  request_id      text NOT NULL,
  recorded_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, tax_return_id) REFERENCES tax_return,
  CHECK ((action = 'file') = (figures IS NOT NULL AND seal_number IS NOT NULL AND seal_hash IS NOT NULL)),
  CHECK ((action = 'unfile') = (reason IS NOT NULL))
);
COMMENT ON COLUMN tax_return_filing.after_seal IS
  'the seal of the return before: what is dated before the period counts where its seal is later; NULL: the first, which takes its period alone';
COMMENT ON COLUMN tax_return_filing.seal_number IS 'the seal that the chain had reached: nothing later is in it';
COMMENT ON COLUMN tax_return_filing.figures IS 'amounts by tax, rate and account, signed, debit positive, minor units of the workspace''s currency; and the late entries';
SELECT fence_table('tax_return_filing');
SELECT make_append_only('tax_return_filing');
CREATE INDEX tax_return_filing_of_return ON tax_return_filing (workspace_id, tax_return_id, recorded_at);
