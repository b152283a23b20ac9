-- The newest messages of a room can be looked through in their order, from any time on.
ALTER TABLE message_search DROP CONSTRAINT message_search_pkey;
ALTER TABLE message_search ADD PRIMARY KEY (room, time, seq);
