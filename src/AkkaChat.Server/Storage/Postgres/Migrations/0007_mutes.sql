-- Who may not speak until when, in the room or out of it: going and coming back ends nothing.
CREATE TABLE mutes (
    room    text   COLLATE "C" NOT NULL,
    user_id text   COLLATE "C" NOT NULL,
    until   bigint NOT NULL,
    PRIMARY KEY (room, user_id)
);

INSERT INTO mutes (room, user_id, until) SELECT room, user_id, muted_until FROM members WHERE muted_until IS NOT NULL;
