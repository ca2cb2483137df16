-- The tags of a group, for those who read it, empty it or delete it.
CREATE INDEX tag_of_group ON tag (workspace_id, tag_group_id);
