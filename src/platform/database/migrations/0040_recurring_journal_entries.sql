-- Templates of manual journal entries that are posted again and again (ledger.md 9).
CREATE TABLE recurring_journal_template (
  workspace_id         uuid NOT NULL,
  id                   uuid NOT NULL,
  body                 json NOT NULL,
  search_key           text NOT NULL,
  pattern              text NOT NULL CHECK (pattern IN ('daily', 'weekly', 'biweekly', 'monthly', 'quarterly', 'yearly')),
  recurrence_interval  integer NOT NULL DEFAULT 1 CHECK (recurrence_interval > 0),
  in_advance_days      integer NOT NULL DEFAULT 0 CHECK (in_advance_days >= 0),
  first_date           date NOT NULL,
  last_date            date,
  most_runs            integer CHECK (most_runs > 0),
  paused               boolean NOT NULL,
  next_occurrence      integer NOT NULL DEFAULT 0 CHECK (next_occurrence >= 0),
  next_date            date,
  run_count            integer NOT NULL DEFAULT 0,
  failure              json,
  failed_attempts      integer NOT NULL DEFAULT 0,
  person_id            uuid,
  partner_app_id       uuid,
  created_at           timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at           timestamptz NOT NULL DEFAULT clock_timestamp(),
  deleted_at           timestamptz,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id) REFERENCES books
);
COMMENT ON COLUMN recurring_journal_template.body IS 'of POST /partners/journal-entries, without what differs from run to run';
COMMENT ON COLUMN recurring_journal_template.search_key IS 'its description and number, as caseKey writes them';
COMMENT ON COLUMN recurring_journal_template.next_occurrence IS 'how many intervals after first_date the next run falls';
COMMENT ON COLUMN recurring_journal_template.next_date IS 'null once it has ended';
COMMENT ON COLUMN recurring_journal_template.run_count IS 'entries made: dates that failed do not count';
COMMENT ON COLUMN recurring_journal_template.failure IS 'why the run of next_date failed; tried again until it succeeds';

-- The accounts that a template names, so that none of them is deleted.
CREATE TABLE recurring_journal_account (
  workspace_id  uuid NOT NULL,
  template_id   uuid NOT NULL,
  account_id    uuid NOT NULL,
  PRIMARY KEY (workspace_id, template_id, account_id),
  FOREIGN KEY (workspace_id, template_id) REFERENCES recurring_journal_template,
  FOREIGN KEY (workspace_id, account_id) REFERENCES account
);
CREATE INDEX recurring_journal_account_named ON recurring_journal_account (workspace_id, account_id);

-- What became of each scheduled date: the key is what makes each once, whatever crashes and how many servers run.
CREATE TABLE recurring_journal_run (
  workspace_id       uuid NOT NULL,
  template_id        uuid NOT NULL,
  scheduled_date     date NOT NULL,
  manual_journal_id  uuid,
  failure            json,
  created_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (workspace_id, template_id, scheduled_date),
  FOREIGN KEY (workspace_id, template_id) REFERENCES recurring_journal_template,
  FOREIGN KEY (workspace_id, manual_journal_id) REFERENCES manual_journal,
  CHECK ((manual_journal_id IS NULL) <> (failure IS NULL))
);
COMMENT ON COLUMN recurring_journal_run.failure IS 'why nothing was posted on that date, which was passed over';
CREATE UNIQUE INDEX recurring_journal_run_of_entry ON recurring_journal_run (workspace_id, manual_journal_id)
 WHERE manual_journal_id IS NOT NULL;

SELECT fence_table(t::regclass)
  FROM unnest(ARRAY['recurring_journal_template', 'recurring_journal_account', 'recurring_journal_run']) AS t;
SELECT make_append_only('recurring_journal_run');

-- When templates are due: of invoices, as before, and now of journal entries too.
ALTER TABLE recurring_due ADD COLUMN kind text NOT NULL DEFAULT 'invoice' CHECK (kind IN ('invoice', 'journal_entry'));
ALTER TABLE recurring_due ALTER COLUMN kind DROP DEFAULT;
DROP INDEX recurring_due_first;
CREATE INDEX recurring_due_first ON recurring_due (kind, due_at);

-- Writes anew when a template, or each of the workspace, is due: at the beginning of that day where the workspace is.
CREATE OR REPLACE FUNCTION schedule_recurring(ws uuid, template uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  -- Who makes a run of one holds its lock, and writes when it is due next.
  PERFORM 1 FROM recurring_invoice_template t
    WHERE t.workspace_id = ws AND (template IS NULL OR t.id = template) ORDER BY t.id FOR UPDATE;
  PERFORM 1 FROM recurring_journal_template t
    WHERE t.workspace_id = ws AND (template IS NULL OR t.id = template) ORDER BY t.id FOR UPDATE;
  DELETE FROM recurring_due d WHERE d.workspace_id = ws AND (template IS NULL OR d.template_id = template);
  INSERT INTO recurring_due (workspace_id, template_id, kind, due_at)
  SELECT ws, t.id, t.kind, (t.next_date - t.in_advance_days - b.clock_offset_days)::timestamp AT TIME ZONE b.time_zone
    FROM (SELECT id, 'invoice' AS kind, next_date, in_advance_days, paused, deleted_at
            FROM recurring_invoice_template
           WHERE workspace_id = ws AND (template IS NULL OR id = template)
          UNION ALL
          SELECT id, 'journal_entry', next_date, in_advance_days, paused, deleted_at
            FROM recurring_journal_template
           WHERE workspace_id = ws AND (template IS NULL OR id = template)) AS t
    JOIN books b ON b.workspace_id = ws
   WHERE NOT t.paused AND t.next_date IS NOT NULL AND t.deleted_at IS NULL;
END $$;
