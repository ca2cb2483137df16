-- What readers say of the pages of the developer portal: of nobody and of no workspace, so it is listed in
-- src/platform/database/unfenced-tables.ts. Nothing of who said it is kept.
CREATE TABLE portal_feedback (
  id          uuid PRIMARY KEY,
  page        text NOT NULL,
  section     text NOT NULL CHECK (section IN ('endpoint', 'response', 'page')),
  helpful     boolean NOT NULL,
  reason      text,
  created_at  timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX portal_feedback_by_time ON portal_feedback (created_at, id);
