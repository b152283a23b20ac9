-- Settings of rooms, reactions, mentions, bans, requests to come in, and blocks.

ALTER TABLE rooms ADD COLUMN mute_all INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rooms ADD COLUMN slow_mode_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rooms ADD COLUMN dissolved INTEGER NOT NULL DEFAULT 0;

-- The members that a broadcast room knows by heart. 1 is MemberRole.Member.
CREATE INDEX members_special ON members (room) WHERE role > 1 OR muted_until IS NOT NULL;

-- One row for each person and emoji that ever was; seq is the event that set it or took it back last.
CREATE TABLE reactions (
    room   TEXT    NOT NULL,
    target INTEGER NOT NULL,
    user   TEXT    NOT NULL,
    emoji  TEXT    NOT NULL,
    is_on  INTEGER NOT NULL,
    seq    INTEGER NOT NULL,
    PRIMARY KEY (room, target, user, emoji)
) STRICT, WITHOUT ROWID;

-- What a page of history shows of them; first_seq is their order.
CREATE TABLE reaction_counts (
    room      TEXT    NOT NULL,
    target    INTEGER NOT NULL,
    emoji     TEXT    NOT NULL,
    count     INTEGER NOT NULL,
    first_seq INTEGER NOT NULL,
    PRIMARY KEY (room, target, emoji)
) STRICT, WITHOUT ROWID;

-- Who is mentioned where; '@all' is everybody. By whom needs no column: a sender's read mark is behind what they said.
CREATE TABLE mentions (
    room TEXT    NOT NULL,
    user TEXT    NOT NULL,
    seq  INTEGER NOT NULL,
    PRIMARY KEY (room, user, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE bans (
    room    TEXT    NOT NULL,
    user    TEXT    NOT NULL,
    by_user TEXT    NOT NULL,
    since   INTEGER NOT NULL,
    PRIMARY KEY (room, user)
) STRICT, WITHOUT ROWID;

CREATE TABLE join_requests (
    room  TEXT    NOT NULL,
    user  TEXT    NOT NULL,
    since INTEGER NOT NULL,
    PRIMARY KEY (room, user)
) STRICT, WITHOUT ROWID;

-- Not in any log: user wants to hear nothing of other.
CREATE TABLE blocks (
    user  TEXT    NOT NULL,
    other TEXT    NOT NULL,
    since INTEGER NOT NULL,
    PRIMARY KEY (user, other)
) STRICT, WITHOUT ROWID;
