-- Reminders: rules that send a mail about an open invoice so many days before or after it is due, each once.

CREATE TABLE reminder_rule (
  workspace_id        uuid NOT NULL,
  id                  uuid NOT NULL,
  days_from_due_date  integer NOT NULL CHECK (days_from_due_date BETWEEN -30 AND 365),
  subject             text,
  message             text,
  active              boolean NOT NULL,
  attach_pdf          boolean NOT NULL,
  counts_from         date NOT NULL,
  person_id           uuid,
  created_at          timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at          timestamptz NOT NULL DEFAULT clock_timestamp(),
  deleted_at          timestamptz,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id) REFERENCES books
);
COMMENT ON COLUMN reminder_rule.days_from_due_date IS 'negative: before the due date';
COMMENT ON COLUMN reminder_rule.counts_from IS 'no day before it counts: when it was made, made active again, or given another day';
COMMENT ON COLUMN reminder_rule.person_id IS 'who wrote it last: answers to the mail go there';

-- What became of a rule for an invoice: the key makes each at most once, whatever crashes and how many servers run.
CREATE TABLE reminder (
  workspace_id        uuid NOT NULL,
  invoice_id          uuid NOT NULL,
  rule_id             uuid NOT NULL,
  id                  uuid NOT NULL,
  days_from_due_date  integer NOT NULL,
  due_on              date NOT NULL,
  skipped             text CHECK (skipped IN ('no_recipient', 'too_late', 'superseded')),
  mail_id             uuid,
  created_at          timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (workspace_id, invoice_id, rule_id),
  FOREIGN KEY (workspace_id, invoice_id) REFERENCES invoice,
  FOREIGN KEY (workspace_id, rule_id) REFERENCES reminder_rule,
  FOREIGN KEY (workspace_id, mail_id) REFERENCES mail,
  CHECK ((skipped IS NULL) = (mail_id IS NOT NULL))
);
COMMENT ON COLUMN reminder.skipped IS 'why no mail was sent';
SELECT fence_table(t::regclass) FROM unnest(ARRAY['reminder_rule', 'reminder']) AS t;
SELECT make_append_only('reminder');

-- When a workspace with active rules is next looked at. Unfenced, so that background work finds all of them in one look.
CREATE TABLE reminder_due (
  workspace_id  uuid PRIMARY KEY,
  due_at        timestamptz NOT NULL
);
CREATE INDEX reminder_due_first ON reminder_due (due_at);

-- Has a workspace looked at at once, or no more where no rule is active.
CREATE FUNCTION schedule_reminders(ws uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM reminder_rule r WHERE r.workspace_id = ws AND r.active AND r.deleted_at IS NULL) THEN
    INSERT INTO reminder_due (workspace_id, due_at) VALUES (ws, clock_timestamp())
      ON CONFLICT (workspace_id) DO UPDATE SET due_at = excluded.due_at;
  ELSE
    DELETE FROM reminder_due d WHERE d.workspace_id = ws;
  END IF;
END $$;

ALTER TABLE invoice
  ADD COLUMN reminders_paused boolean NOT NULL DEFAULT false,
  ADD COLUMN reminders_from   date;
COMMENT ON COLUMN invoice.reminders_from IS
  'no reminder of an earlier day is sent: the day after it was first sent, or the day on which reminders were resumed';
-- Of what was sent alone, so that posting does not touch it; and not by what is paid, so that a payment does not either.
CREATE INDEX invoice_to_remind_of ON invoice (workspace_id, due_date, id)
  WHERE invoice_type = 'invoice' AND sent_at IS NOT NULL AND deleted_at IS NULL;
