-- Ids and times are as on the wire; kinds, roles and rules are the frozen numbers of the protocol.
-- No foreign keys: rows of a room are written only by a run that has just moved rooms.last_seq.
-- Ids compare byte by byte ("C"), whatever the database's own collation is.

-- Room to spare in each page: a run changes its room's row without touching an index (HOT).
CREATE TABLE rooms (
    id               text COLLATE "C" NOT NULL PRIMARY KEY,
    kind             integer NOT NULL,
    name             text    NOT NULL,
    is_public        boolean NOT NULL,
    join_rule        integer NOT NULL,
    announcement     text,
    avatar           text,
    created_at       bigint  NOT NULL,
    created_by       text COLLATE "C" NOT NULL,
    last_seq         bigint  NOT NULL,
    last_time        bigint  NOT NULL,
    message_count    bigint  NOT NULL,
    member_count     bigint  NOT NULL,
    last_message_seq bigint,
    updated_at       bigint  NOT NULL
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);

-- From version on: what later edits and a recall made of a message; null for other kinds.
CREATE TABLE room_events (
    room          text COLLATE "C" NOT NULL,
    seq           bigint  NOT NULL,
    kind          integer NOT NULL,
    time          bigint  NOT NULL,
    sender        text COLLATE "C" NOT NULL,
    message_id    text COLLATE "C",
    client_msg_id text COLLATE "C",
    post_hash     bigint,
    message_no    bigint  NOT NULL,
    target        bigint,
    body          bytea   NOT NULL,
    version       integer,
    version_seq   bigint,
    version_hash  bigint,
    folded_body   bytea,
    recall_seq    bigint,
    PRIMARY KEY (room, seq)
);

CREATE UNIQUE INDEX room_events_key ON room_events (room, sender, client_msg_id) WHERE client_msg_id IS NOT NULL;

-- The edits of a message, to erase them with it. 3 is EventKind.Edit.
CREATE INDEX room_events_edit ON room_events (room, target) WHERE kind = 3;

CREATE TABLE members (
    room        text COLLATE "C" NOT NULL,
    user_id     text COLLATE "C" NOT NULL,
    role        integer NOT NULL,
    joined_at   bigint  NOT NULL,
    joined_seq  bigint  NOT NULL,
    read_seq    bigint  NOT NULL,
    read_no     bigint  NOT NULL,
    muted_until bigint,
    pinned      boolean NOT NULL DEFAULT false,
    silenced    boolean NOT NULL DEFAULT false,
    PRIMARY KEY (room, user_id)
) WITH (fillfactor = 80);

CREATE INDEX members_user ON members (user_id);

CREATE TABLE users (
    id         text COLLATE "C" NOT NULL PRIMARY KEY,
    name       text    NOT NULL,
    avatar     text,
    is_guest   boolean NOT NULL,
    created_at bigint  NOT NULL,
    updated_at bigint  NOT NULL
);

CREATE TABLE refresh_tokens (
    hash       text COLLATE "C" NOT NULL PRIMARY KEY,
    family     text COLLATE "C" NOT NULL,
    user_id    text COLLATE "C" NOT NULL,
    expires_at bigint NOT NULL,
    used_at    bigint
);

CREATE INDEX refresh_tokens_family ON refresh_tokens (user_id, family);

-- Terms are cut by the server, in order, one space before and after each. The index has every term once, and the room
-- behind a character that no term contains, so a search looks only where it may.
CREATE TABLE message_search (
    room  text COLLATE "C" NOT NULL,
    seq   bigint NOT NULL,
    time  bigint NOT NULL,
    terms text COLLATE "C" NOT NULL,
    PRIMARY KEY (room, seq)
);

CREATE INDEX message_search_terms ON message_search
    USING gin (array_to_tsvector(string_to_array('=' || room || rtrim(terms, ' '), ' ')));
