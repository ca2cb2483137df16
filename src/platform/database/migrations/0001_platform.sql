-- What knows nothing of accounting: workspaces, people, partner apps, tokens, idempotency, audit, outbox.
-- Tables fenced by workspace go through fence_table(); the others are listed, with the reason, in
-- src/platform/database/unfenced-tables.ts.

-- Fences a table by its workspace_id. FORCE, because one DATABASE_URL with an owner's role must be fenced too.
-- The expression stands in the policy itself: wrapped in a function it would be called per row.
CREATE FUNCTION fence_table(fenced regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', fenced);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', fenced);
  EXECUTE format(
    'CREATE POLICY workspace_fence ON %s
       USING (workspace_id = nullif(current_setting(''app.workspace_id'', true), '''')::uuid)
       WITH CHECK (workspace_id = nullif(current_setting(''app.workspace_id'', true), '''')::uuid)', fenced);
END $$;

-- Refuses every change of a table that only ever grows.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% on % refused: rows are only ever added', TG_OP, TG_TABLE_NAME USING ERRCODE = 'RC002';
END $$;

CREATE FUNCTION make_append_only(grown regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %s
                  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', grown);
END $$;

CREATE TABLE workspace (
  id          uuid PRIMARY KEY,
  name        text NOT NULL,
  sandbox     boolean NOT NULL DEFAULT false,
  created_at  timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE person (
  id             uuid PRIMARY KEY,
  email          text NOT NULL,
  email_key      text NOT NULL UNIQUE,
  name           text NOT NULL,
  password_hash  text,
  created_at     timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE membership (
  workspace_id  uuid NOT NULL REFERENCES workspace,
  person_id     uuid NOT NULL REFERENCES person,
  role          text NOT NULL CHECK (role IN ('owner', 'bookkeeper', 'auditor')),
  created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (workspace_id, person_id)
);
CREATE INDEX membership_of_person ON membership (person_id);

CREATE TABLE partner_app (
  id              uuid PRIMARY KEY,
  client_id       text NOT NULL UNIQUE,
  name            text NOT NULL,
  secret          bytea NOT NULL,
  redirect_uris   text[] NOT NULL DEFAULT '{}',
  validation      text NOT NULL DEFAULT 'strict' CHECK (validation IN ('strict', 'lenient')),
  reject_replays  boolean NOT NULL DEFAULT false,
  status          text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'disabled')),
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON COLUMN partner_app.secret IS 'AES-256-GCM under the server key: nonce, ciphertext, tag';

-- One consent of one person for one app in one workspace; revoking the family revokes every token in it.
CREATE TABLE token_family (
  id              uuid PRIMARY KEY,
  partner_app_id  uuid NOT NULL REFERENCES partner_app,
  workspace_id    uuid NOT NULL REFERENCES workspace,
  person_id       uuid NOT NULL REFERENCES person,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  revoked_at      timestamptz,
  revoked_reason  text
);

CREATE TABLE access_token (
  token_hash  bytea PRIMARY KEY,
  family_id   uuid NOT NULL REFERENCES token_family ON DELETE CASCADE,
  expires_at  timestamptz NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX access_token_of_family ON access_token (family_id);
CREATE INDEX access_token_expiry ON access_token (expires_at);

CREATE TABLE refresh_token (
  token_hash        bytea PRIMARY KEY,
  family_id         uuid NOT NULL REFERENCES token_family ON DELETE CASCADE,
  predecessor_hash  bytea,
  presented_at      timestamptz,
  expires_at        timestamptz NOT NULL,
  created_at        timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX refresh_token_successors ON refresh_token (predecessor_hash) WHERE predecessor_hash IS NOT NULL;
CREATE INDEX refresh_token_of_family ON refresh_token (family_id);
CREATE INDEX refresh_token_expiry ON refresh_token (expires_at);

CREATE TABLE authorization_code (
  code_hash       bytea PRIMARY KEY,
  partner_app_id  uuid NOT NULL REFERENCES partner_app,
  workspace_id    uuid NOT NULL REFERENCES workspace,
  person_id       uuid NOT NULL REFERENCES person,
  redirect_uri    text NOT NULL,
  expires_at      timestamptz NOT NULL,
  family_id       uuid REFERENCES token_family,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX authorization_code_of_family ON authorization_code (family_id);
CREATE INDEX authorization_code_expiry ON authorization_code (expires_at);
COMMENT ON COLUMN authorization_code.family_id IS 'set when the code is used; a second use revokes that family (RFC 6749 4.1.2)';

-- A signature that was already used, kept for the ten minutes in which its timestamp is still good.
CREATE TABLE seen_signature (
  partner_app_id  uuid NOT NULL REFERENCES partner_app,
  signature       bytea NOT NULL,
  seen_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (partner_app_id, signature)
);

-- The document as it stands after each change, once: webhooks read it here, a repeated request is answered from here.
-- position is given by who numbers the events, not by who began first (ledger.md 7).
CREATE TABLE outbox_event (
  workspace_id  uuid NOT NULL REFERENCES workspace,
  id            uuid NOT NULL,
  type          text NOT NULL,
  entity_id     uuid NOT NULL,
  document      text NOT NULL,
  occurred_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  position      bigint,
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX outbox_event_unnumbered ON outbox_event (workspace_id, id) WHERE position IS NULL;

CREATE TABLE idempotency_record (
  workspace_id     uuid NOT NULL,
  partner_app_id   uuid NOT NULL,
  key              text NOT NULL,
  request_hash     bytea NOT NULL,
  status_code      smallint NOT NULL,
  message          text NOT NULL,
  event_id         uuid,
  answer           text,
  extra            text,
  created_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (workspace_id, partner_app_id, key)
);
COMMENT ON COLUMN idempotency_record.answer IS 'the data, where no event holds it';
COMMENT ON COLUMN idempotency_record.extra IS 'fields that stood beside the event''s document, such as warnings';
SELECT fence_table('idempotency_record');

CREATE TABLE audit_log (
  workspace_id    uuid NOT NULL,
  id              uuid NOT NULL,
  recorded_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  action          text NOT NULL,
  entity_type     text NOT NULL,
  entity_id       uuid NOT NULL,
  changes         json,
  person_id       uuid,
  partner_app_id  uuid,
  request_id      text NOT NULL,
  remote_address  text,
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX audit_log_of_entity ON audit_log (workspace_id, entity_id, id);
SELECT fence_table('audit_log');
SELECT make_append_only('audit_log');
