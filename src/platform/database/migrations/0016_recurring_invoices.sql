-- The test clock of sandbox workspaces, and templates of invoices that are made again and again.

-- How many days the workspace's clock is ahead. Moves "today" only: recorded_at is always the real instant (ledger.md 6).
ALTER TABLE books ADD COLUMN clock_offset_days integer NOT NULL DEFAULT 0 CHECK (clock_offset_days >= 0);

CREATE FUNCTION workspace_today(time_zone text, clock_offset_days integer) RETURNS date LANGUAGE sql AS $$
  SELECT (clock_timestamp() AT TIME ZONE time_zone)::date + clock_offset_days
$$;

-- The look-up of an invoice's references tells that today; the rest of it stays as it is.
DO $$
BEGIN
  EXECUTE replace(pg_get_functiondef('load_invoice_references(uuid, jsonb)'::regprocedure),
                  '(clock_timestamp() AT TIME ZONE b.time_zone)::date', 'workspace_today(b.time_zone, b.clock_offset_days)');
END $$;

CREATE TABLE recurring_invoice_template (
  workspace_id         uuid NOT NULL,
  id                   uuid NOT NULL,
  customer_id          uuid NOT NULL,
  label                text,
  label_key            text,
  body                 json NOT NULL,
  currency             text NOT NULL,
  total                bigint NOT NULL,
  pattern              text NOT NULL CHECK (pattern IN ('daily', 'weekly', 'biweekly', 'monthly', 'quarterly', 'yearly')),
  recurrence_interval  integer NOT NULL DEFAULT 1 CHECK (recurrence_interval > 0),
  in_advance_days      integer NOT NULL DEFAULT 0 CHECK (in_advance_days >= 0),
  first_date           date NOT NULL,
  due_days             integer CHECK (due_days >= 0),
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
  FOREIGN KEY (workspace_id, customer_id) REFERENCES customer
);
COMMENT ON COLUMN recurring_invoice_template.body IS 'of POST /partners/invoices, without what differs from run to run';
COMMENT ON COLUMN recurring_invoice_template.next_occurrence IS 'how many intervals after first_date the next run falls';
COMMENT ON COLUMN recurring_invoice_template.next_date IS 'null once it has ended';
COMMENT ON COLUMN recurring_invoice_template.failure IS 'why the run of next_date failed; tried again until it succeeds';

-- What was made when: the key is what makes each scheduled date once, whatever crashes and how many servers run.
CREATE TABLE recurring_invoice_run (
  workspace_id    uuid NOT NULL,
  template_id     uuid NOT NULL,
  scheduled_date  date NOT NULL,
  invoice_id      uuid NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (workspace_id, template_id, scheduled_date),
  FOREIGN KEY (workspace_id, template_id) REFERENCES recurring_invoice_template
);
CREATE INDEX recurring_invoice_run_of_invoice ON recurring_invoice_run (workspace_id, invoice_id);
SELECT fence_table(t::regclass) FROM unnest(ARRAY['recurring_invoice_template', 'recurring_invoice_run']) AS t;
SELECT make_append_only('recurring_invoice_run');

-- When each active template is next due. Unfenced, so that background work finds those of all workspaces in one look.
CREATE TABLE recurring_due (
  workspace_id  uuid NOT NULL,
  template_id   uuid NOT NULL,
  due_at        timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, template_id)
);
CREATE INDEX recurring_due_first ON recurring_due (due_at);

-- Writes anew when a template, or each of the workspace, is due: at the beginning of that day where the workspace is.
CREATE FUNCTION schedule_recurring(ws uuid, template uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  -- Who makes a run of one holds its lock, and writes when it is due next.
  PERFORM 1 FROM recurring_invoice_template t
    WHERE t.workspace_id = ws AND (template IS NULL OR t.id = template) ORDER BY t.id FOR UPDATE;
  DELETE FROM recurring_due d WHERE d.workspace_id = ws AND (template IS NULL OR d.template_id = template);
  INSERT INTO recurring_due (workspace_id, template_id, due_at)
  SELECT t.workspace_id, t.id, (t.next_date - t.in_advance_days - b.clock_offset_days)::timestamp AT TIME ZONE b.time_zone
    FROM recurring_invoice_template t
    JOIN books b ON b.workspace_id = t.workspace_id
   WHERE t.workspace_id = ws AND (template IS NULL OR t.id = template)
     AND NOT t.paused AND t.next_date IS NOT NULL AND t.deleted_at IS NULL;
END $$;
