-- When a person last looked at the app; null if that was never written down. It is the column of the table that changes
-- often: room to spare in each page keeps that from the index (HOT).
ALTER TABLE users ADD COLUMN last_seen bigint;
ALTER TABLE users SET (fillfactor = 80);
