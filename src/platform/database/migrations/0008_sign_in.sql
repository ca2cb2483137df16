-- The steps of signing in for a partner app, and how often passwords were guessed. Both are read before a workspace is
-- chosen, so they are listed in src/platform/database/unfenced-tables.ts.

-- Who has given a password and not yet consented or refused. The browser holds the token, the table its SHA-256.
CREATE TABLE sign_in_session (
  token_hash  bytea PRIMARY KEY,
  person_id   uuid NOT NULL REFERENCES person ON DELETE CASCADE,
  expires_at  timestamptz NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX sign_in_session_of_person ON sign_in_session (person_id);
CREATE INDEX sign_in_session_expiry ON sign_in_session (expires_at);

-- Wrong passwords by account, by address and by both, counted from the first one on for a quarter of an hour. Shared by
-- all servers of the database.
CREATE TABLE password_guess (
  bucket          bytea PRIMARY KEY,
  guesses         integer NOT NULL,
  window_ends_at  timestamptz NOT NULL
);
CREATE INDEX password_guess_expiry ON password_guess (window_ends_at);
COMMENT ON COLUMN password_guess.bucket IS 'SHA-256 of what is counted: a typed e-mail may be a password in the wrong field';
