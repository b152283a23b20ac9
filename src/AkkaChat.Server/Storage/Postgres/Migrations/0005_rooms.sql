-- Settings of rooms, reactions, mentions, bans, requests to come in, and blocks.

ALTER TABLE rooms
    ADD COLUMN mute_all     boolean NOT NULL DEFAULT false,
    ADD COLUMN slow_mode_ms bigint  NOT NULL DEFAULT 0,
    ADD COLUMN dissolved    boolean NOT NULL DEFAULT false;

-- The members that a broadcast room knows by heart. 1 is MemberRole.Member.
CREATE INDEX members_special ON members (room, user_id) WHERE role > 1 OR muted_until IS NOT NULL;

-- One row for each person and emoji that ever was; seq is the event that set it or took it back last.
CREATE TABLE reactions (
    room    text COLLATE "C" NOT NULL,
    target  bigint  NOT NULL,
    user_id text COLLATE "C" NOT NULL,
    emoji   text COLLATE "C" NOT NULL,
    is_on   boolean NOT NULL,
    seq     bigint  NOT NULL,
    PRIMARY KEY (room, target, user_id, emoji)
) WITH (fillfactor = 80);

-- What a page of history shows of them; first_seq is their order.
CREATE TABLE reaction_counts (
    room      text COLLATE "C" NOT NULL,
    target    bigint NOT NULL,
    emoji     text COLLATE "C" NOT NULL,
    count     bigint NOT NULL,
    first_seq bigint NOT NULL,
    PRIMARY KEY (room, target, emoji)
) WITH (fillfactor = 50);

-- Who is mentioned where; '@all' is everybody. By whom needs no column: a sender's read mark is behind what they said.
CREATE TABLE mentions (
    room    text COLLATE "C" NOT NULL,
    user_id text COLLATE "C" NOT NULL,
    seq     bigint NOT NULL,
    PRIMARY KEY (room, user_id, seq)
);

CREATE TABLE bans (
    room    text COLLATE "C" NOT NULL,
    user_id text COLLATE "C" NOT NULL,
    by_user text COLLATE "C" NOT NULL,
    since   bigint NOT NULL,
    PRIMARY KEY (room, user_id)
);

CREATE TABLE join_requests (
    room    text COLLATE "C" NOT NULL,
    user_id text COLLATE "C" NOT NULL,
    since   bigint NOT NULL,
    PRIMARY KEY (room, user_id)
);

-- Not in any log: user_id wants to hear nothing of other.
CREATE TABLE blocks (
    user_id text COLLATE "C" NOT NULL,
    other   text COLLATE "C" NOT NULL,
    since   bigint NOT NULL,
    PRIMARY KEY (user_id, other)
);
