-- Reports print the words of a manual entry as they stand, so that they are kept as of each seal too. In what was kept
-- before, there are none: the entry then says what it was posted with.
DROP TRIGGER record_version ON manual_journal;
CREATE TRIGGER record_version AFTER UPDATE ON manual_journal FOR EACH ROW
  WHEN ((OLD.ref_number, OLD.description) IS DISTINCT FROM (NEW.ref_number, NEW.description))
  EXECUTE FUNCTION keep_record_version('id', 'ref_number', 'description');

-- Who runs the server gives and takes roles, and is no person of the workspace.
ALTER TABLE audit_log DROP CONSTRAINT audit_log_via_check;
ALTER TABLE audit_log ADD CONSTRAINT audit_log_via_check CHECK (via IN ('public_link', 'operator'));
