-- Who may not speak until when, in the room or out of it: going and coming back ends nothing.
CREATE TABLE mutes (
    room  TEXT    NOT NULL,
    user  TEXT    NOT NULL,
    until INTEGER NOT NULL,
    PRIMARY KEY (room, user)
) STRICT, WITHOUT ROWID;

INSERT INTO mutes (room, user, until) SELECT room, user, muted_until FROM members WHERE muted_until IS NOT NULL;
