-- The history of closings (ledger.md 6 and 7): each says which seal the chain had reached, so that whatever is
-- recorded in the closed period afterwards can be told.

CREATE TABLE book_closing (
  workspace_id    uuid NOT NULL,
  id              uuid NOT NULL,
  action          text NOT NULL CHECK (action IN ('close', 'reopen')),
  through         date,
  previous        date,
  reason          text,
  person_id       uuid,
  partner_app_id  uuid,
  request_id      text NOT NULL,
  seal_number     bigint NOT NULL,
  seal_hash       bytea NOT NULL,
  report_hashes   json,
  recorded_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id) REFERENCES books,
  CHECK (action = 'reopen' OR through IS NOT NULL),
  CHECK (action = 'close' OR reason IS NOT NULL)
);
COMMENT ON COLUMN book_closing.through IS 'the last closed day from then on; NULL where nothing is closed any more';
COMMENT ON COLUMN book_closing.report_hashes IS 'hashes of the reports at that moment';

SELECT fence_table('book_closing');
SELECT make_append_only('book_closing');
CREATE INDEX book_closing_in_order ON book_closing (workspace_id, recorded_at DESC, id DESC);
