-- A document that is posted by what a server knew locks no tax, and no foreign key holds one: whoever changes or deletes a tax
-- passed it unseen. Now it waits for such posts that are under way and has others wait, by a lock that costs them no write.

-- Posts a document that was composed by what a server knew, unless any of that was changed since, or another day has begun
-- in the workspace. Answers {"state": "posted", "allotted"}; {"state": "changed"}, and nothing was done; or what
-- claim_idempotency_key answers for a key that is taken.
CREATE OR REPLACE FUNCTION post_known_document(ws uuid, app uuid, wanted_key text, known_version xid8, known_today date, document jsonb)
RETURNS json LANGUAGE plpgsql AS $$
DECLARE
  claim    json;
  allotted text;
BEGIN
  -- Before the look, so that it sees what whoever held the taxes has committed. They wait for no lock of a post's.
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('taxes ' || ws, 0));
  IF NOT EXISTS (SELECT FROM reference_version v JOIN books b ON b.workspace_id = v.workspace_id
                  WHERE v.workspace_id = ws AND v.changed_by = known_version
                    AND workspace_today(b.time_zone, b.clock_offset_days) = known_today) THEN
    RETURN json_build_object('state', 'changed');
  END IF;
  IF wanted_key IS NOT NULL THEN
    claim := claim_idempotency_key(ws, app, wanted_key);
    IF claim ->> 'state' <> 'claimed' THEN
      RETURN claim;
    END IF;
  END IF;
  allotted := post_document(ws, document);
  -- By now its foreign keys hold the customer: who deleted it before is seen, who wants to, waits.
  IF NOT EXISTS (SELECT FROM reference_version v WHERE v.workspace_id = ws AND v.changed_by = known_version) THEN
    RAISE EXCEPTION 'what was known was changed meanwhile' USING ERRCODE = '40001';
  END IF;
  RETURN json_build_object('state', 'posted', 'allotted', allotted);
END $$;
