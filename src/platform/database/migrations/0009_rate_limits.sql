-- The requests that partner apps may send and have sent within the last minute, for all processes of a server
-- (reference 1.7). A process takes a lease of some requests and counts them in its memory; what it did not use it gives
-- back. Unlogged: nothing of it goes to the write-ahead log, and after a crash of PostgreSQL the counts begin anew. No
-- foreign key, whose check would write to the log by locking the app's row. Of no workspace: see unfenced-tables.ts.
CREATE UNLOGGED TABLE rate_limit_lease (
  partner_app_id  uuid NOT NULL,
  id              uuid NOT NULL,
  requests        integer NOT NULL CHECK (requests > 0),
  returnable      integer NOT NULL DEFAULT 0 CHECK (returnable BETWEEN 0 AND requests),
  used_until      timestamptz NOT NULL,
  PRIMARY KEY (partner_app_id, id)
);
COMMENT ON COLUMN rate_limit_lease.requests IS 'that may be, or have been, admitted under this lease';
COMMENT ON COLUMN rate_limit_lease.returnable IS 'of these, how many no request waited for: they may come back unused';
COMMENT ON COLUMN rate_limit_lease.used_until IS 'the last moment in which one of them may be, or was, admitted: they count until a minute later';

-- Apps of the demo workspace may send more than others.
ALTER TABLE partner_app ADD COLUMN demo boolean NOT NULL DEFAULT false;

-- Leases that are over: how many requests were admitted, and how many milliseconds ago the last of them was.
CREATE FUNCTION settle_rate_limit_leases(settled jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE rate_limit_lease AS l
     SET requests = s.used, returnable = 0,
         used_until = least(l.used_until, clock_timestamp() - s.age * interval '1 millisecond')
    FROM jsonb_to_recordset(settled) AS s(app uuid, id uuid, used integer, age float8)
   WHERE l.partner_app_id = s.app AND l.id = s.id AND s.used > 0;
  DELETE FROM rate_limit_lease AS l
   USING jsonb_to_recordset(settled) AS s(app uuid, id uuid, used integer)
   WHERE l.partner_app_id = s.app AND l.id = s.id AND s.used = 0;
END $$;

-- Leases requests to a process: for those that wait as far as any are free, and of what is left an eighth at most ahead
-- of those to come, so that the last ones are not held by a process that needs none. Whatever may have been admitted
-- within the last minute counts, so that no sixty seconds ever see more than the limit.
CREATE FUNCTION lease_requests(app uuid, request_limit integer, lease uuid, waiting integer, ahead integer,
                               lifetime interval, settled jsonb)
RETURNS TABLE (granted integer, free integer, held integer, returns_in float8, frees_in float8) LANGUAGE plpgsql AS $$
DECLARE
  at_last timestamptz;
  oldest  timestamptz;
  ends    timestamptz;
  counted bigint;
BEGIN
  -- The leases of an app one after the other; not by a lock on its row, which would be logged.
  PERFORM pg_advisory_xact_lock(7263870, hashtext(app::text));
  PERFORM settle_rate_limit_leases(settled);
  at_last := clock_timestamp();
  DELETE FROM rate_limit_lease l WHERE l.partner_app_id = app AND l.used_until <= at_last - interval '1 minute';
  SELECT coalesce(sum(l.requests), 0), coalesce(sum(l.returnable) FILTER (WHERE l.used_until > at_last), 0),
         min(l.used_until) FILTER (WHERE l.used_until > at_last AND l.returnable > 0), min(l.used_until)
    INTO counted, held, ends, oldest
    FROM rate_limit_lease l WHERE l.partner_app_id = app;
  free := greatest(request_limit - counted, 0);
  granted := least(free, waiting + least(ahead, greatest(free - waiting, 0) / 8));
  IF granted > 0 THEN
    INSERT INTO rate_limit_lease (partner_app_id, id, requests, returnable, used_until)
    VALUES (app, lease, granted, greatest(granted - waiting, 0), at_last + lifetime);
  END IF;
  free := free - granted;
  returns_in := extract(epoch FROM ends - at_last) * 1000;
  frees_in := extract(epoch FROM coalesce(oldest, at_last) + interval '1 minute' - at_last) * 1000;
  RETURN NEXT;
END $$;
