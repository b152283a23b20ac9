-- New terms wait in a list, which is merged into the index in the background. Whoever fills the list merges it instead, so
-- it is large enough that this happens only where nobody merges. In KiB.
ALTER INDEX message_search_terms SET (gin_pending_list_limit = 16384);
