-- Ids and times are as on the wire; kinds, roles and rules are the frozen numbers of the protocol.
-- No foreign keys: rows of a room are written only by a run that has just moved rooms.last_seq.

CREATE TABLE rooms (
    id               TEXT    NOT NULL PRIMARY KEY,
    kind             INTEGER NOT NULL,
    name             TEXT    NOT NULL,
    is_public        INTEGER NOT NULL,
    join_rule        INTEGER NOT NULL,
    announcement     TEXT,
    avatar           TEXT,
    created_at       INTEGER NOT NULL,
    created_by       TEXT    NOT NULL,
    last_seq         INTEGER NOT NULL,
    last_time        INTEGER NOT NULL,
    message_count    INTEGER NOT NULL,
    member_count     INTEGER NOT NULL,
    last_message_seq INTEGER,
    updated_at       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- WITHOUT ROWID: a page of history is a few neighbouring pages of the file instead of one page per event, and a commit
-- dirties as many pages as with a rowid (there: the row's page and the key's page).
-- From version on: what later edits and a recall made of a message; null for other kinds.
CREATE TABLE room_events (
    room          TEXT    NOT NULL,
    seq           INTEGER NOT NULL,
    kind          INTEGER NOT NULL,
    time          INTEGER NOT NULL,
    sender        TEXT    NOT NULL,
    message_id    TEXT,
    client_msg_id TEXT,
    post_hash     INTEGER,
    message_no    INTEGER NOT NULL,
    target        INTEGER,
    body          BLOB    NOT NULL,
    version       INTEGER,
    version_seq   INTEGER,
    version_hash  INTEGER,
    folded_body   BLOB,
    recall_seq    INTEGER,
    search_id     INTEGER,
    PRIMARY KEY (room, seq)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX room_events_key ON room_events (room, sender, client_msg_id) WHERE client_msg_id IS NOT NULL;

-- The edits of a message, to erase them with it. 3 is EventKind.Edit.
CREATE INDEX room_events_edit ON room_events (room, target) WHERE kind = 3;

CREATE TABLE members (
    room        TEXT    NOT NULL,
    user        TEXT    NOT NULL,
    role        INTEGER NOT NULL,
    joined_at   INTEGER NOT NULL,
    joined_seq  INTEGER NOT NULL,
    read_seq    INTEGER NOT NULL,
    read_no     INTEGER NOT NULL,
    muted_until INTEGER,
    pinned      INTEGER NOT NULL DEFAULT 0,
    silenced    INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (room, user)
) STRICT, WITHOUT ROWID;

CREATE INDEX members_user ON members (user);

CREATE TABLE users (
    id         TEXT    NOT NULL PRIMARY KEY,
    name       TEXT    NOT NULL,
    avatar     TEXT,
    is_guest   INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE refresh_tokens (
    hash       TEXT    NOT NULL PRIMARY KEY,
    family     TEXT    NOT NULL,
    user       TEXT    NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at    INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX refresh_tokens_family ON refresh_tokens (user, family);

-- Terms are cut in C#; the ascii tokenizer only splits them at spaces. room_key is the room's id in hex. The rowid is
-- the message's time and a number within its millisecond, so the newest come first by rowid alone.
CREATE VIRTUAL TABLE search USING fts5 (
    room_key, terms, room UNINDEXED, seq UNINDEXED, tokenize = 'ascii', columnsize = 0
);

-- Deleted terms leave the index at once instead of being cancelled by a marker.
INSERT INTO search (search, rank) VALUES ('secure-delete', 1);
