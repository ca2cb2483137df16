-- Mail: what is to be sent, what became of it. Public links of documents, and what a customer does behind one.

-- What is written here is sent after its transaction has committed, by background work. Recipients have rows of their own, because
-- a mail server may take a message for one of them and not for another: only who has not got it is tried again.
CREATE TABLE mail (
  workspace_id    uuid NOT NULL,
  id              uuid NOT NULL,
  entity_type     text NOT NULL,
  entity_id       uuid NOT NULL,
  status          text NOT NULL CHECK (status IN ('pending', 'sent', 'partial', 'failed', 'kept')),
  from_name       text NOT NULL,
  from_address    text,
  message_id      text,
  reply_to        json,
  subject         text NOT NULL,
  text_body       text NOT NULL,
  html_body       text NOT NULL,
  attachments     json NOT NULL,
  attempts        integer NOT NULL DEFAULT 0,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  queued_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
  finished_at     timestamptz,
  FOREIGN KEY (workspace_id) REFERENCES books,
  CHECK ((status = 'pending') = (finished_at IS NULL))
);
COMMENT ON COLUMN mail.message_id IS 'the Message-ID of every attempt, set by the first: who gets a mail twice can tell';
COMMENT ON COLUMN mail.from_address IS 'of the last attempt; before the first nobody knows it';
COMMENT ON COLUMN mail.queued_at IS 'since when it is tried to be sent: later than created_at where somebody had it tried anew';
COMMENT ON COLUMN mail.attachments IS 'what is rendered when the mail is delivered: kind, id and file name of each';
CREATE INDEX mail_of_entity ON mail (workspace_id, entity_id, id);
-- Last, for the reason told at journal_entry.
ALTER TABLE mail ADD PRIMARY KEY (workspace_id, id);

CREATE TABLE mail_recipient (
  workspace_id  uuid NOT NULL,
  mail_id       uuid NOT NULL,
  position      smallint NOT NULL,
  field         text NOT NULL CHECK (field IN ('to', 'cc', 'bcc')),
  address       text NOT NULL,
  status        text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'accepted', 'refused')),
  response      text,
  PRIMARY KEY (workspace_id, mail_id, position),
  FOREIGN KEY (workspace_id, mail_id) REFERENCES mail
);

CREATE TABLE mail_attempt (
  workspace_id  uuid NOT NULL,
  mail_id       uuid NOT NULL,
  attempt_no    integer NOT NULL,
  began_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  ended_at      timestamptz,
  outcome       text CHECK (outcome IN ('accepted', 'deferred', 'refused', 'interrupted')),
  response      text,
  PRIMARY KEY (workspace_id, mail_id, attempt_no),
  FOREIGN KEY (workspace_id, mail_id) REFERENCES mail
);
COMMENT ON COLUMN mail_attempt.outcome IS 'null while it is under way';
SELECT fence_table(t::regclass) FROM unnest(ARRAY['mail', 'mail_recipient', 'mail_attempt']) AS t;

-- When each pending mail is next tried. Who works on one moves it ahead and keeps doing so; where he dies, it falls due again.
-- Unfenced, so that background work finds those of all workspaces in one look.
CREATE TABLE mail_due (
  workspace_id  uuid NOT NULL,
  mail_id       uuid NOT NULL,
  due_at        timestamptz NOT NULL,
  claim         uuid,
  PRIMARY KEY (workspace_id, mail_id)
);
COMMENT ON COLUMN mail_due.claim IS 'of who works on it; anybody else’s word on how it went no longer counts';
CREATE INDEX mail_due_first ON mail_due (due_at);

-- The mails of such a workspace are kept and never sent, as those of the demo while it is filled.
ALTER TABLE workspace ADD COLUMN keeps_mail boolean NOT NULL DEFAULT false;

-- The address under which somebody without an account sees a document. It holds no secret: what makes a link out of its id is
-- signed with the server key. Unfenced, because who follows it brings nothing but the link.
CREATE TABLE public_link (
  id            uuid PRIMARY KEY,
  workspace_id  uuid NOT NULL,
  invoice_id    uuid NOT NULL,
  created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  revoked_at    timestamptz,
  FOREIGN KEY (workspace_id, invoice_id) REFERENCES invoice
);
CREATE UNIQUE INDEX public_link_one_a_document ON public_link (workspace_id, invoice_id) WHERE revoked_at IS NULL;

ALTER TABLE invoice ADD COLUMN viewed_at timestamptz;
COMMENT ON COLUMN invoice.viewed_at IS 'when somebody first opened its public page';

-- By which door somebody came who is neither a person nor an app of the workspace.
ALTER TABLE audit_log ADD COLUMN via text CHECK (via IN ('public_link'));
DO $$
DECLARE
  known text := pg_get_functiondef('record_change(uuid, jsonb)'::regprocedure);
  told  text := replace(replace(replace(known, 'request_id, remote_address)', 'request_id, remote_address, via)'),
                                'a.request_id, a.remote_address', 'a.request_id, a.remote_address, a.via'),
                        'request_id text, remote_address text', 'request_id text, remote_address text, via text');
BEGIN
  IF length(told) <> length(known) + length(', via') + length(', a.via') + length(', via text') THEN
    RAISE EXCEPTION 'record_change is not as it was';
  END IF;
  EXECUTE told;
END $$;
