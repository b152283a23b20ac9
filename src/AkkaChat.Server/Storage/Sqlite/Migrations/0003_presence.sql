-- When a person last looked at the app; null if that was never written down.
ALTER TABLE users ADD COLUMN last_seen INTEGER;
