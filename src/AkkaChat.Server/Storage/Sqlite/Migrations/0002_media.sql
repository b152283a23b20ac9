-- Uploaded files; their bytes are elsewhere. deleted_at: nobody gets it any more, and its bytes are about to go.
CREATE TABLE media (
    id         TEXT    NOT NULL PRIMARY KEY,
    owner      TEXT    NOT NULL,
    mime       TEXT    NOT NULL,
    size       INTEGER NOT NULL,
    width      INTEGER,
    height     INTEGER,
    has_thumb  INTEGER NOT NULL,
    name       TEXT,
    created_at INTEGER NOT NULL,
    deleted_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX media_age ON media (created_at, id) WHERE deleted_at IS NULL;

CREATE INDEX media_deleted ON media (deleted_at) WHERE deleted_at IS NOT NULL;

-- Which messages show it. Avatars are links too; those stand where the avatar does.
CREATE TABLE media_links (
    media TEXT    NOT NULL,
    room  TEXT    NOT NULL,
    seq   INTEGER NOT NULL,
    PRIMARY KEY (media, room, seq)
) STRICT, WITHOUT ROWID;

CREATE INDEX media_links_message ON media_links (room, seq);

CREATE INDEX users_avatar ON users (avatar) WHERE avatar IS NOT NULL;

CREATE INDEX rooms_avatar ON rooms (avatar) WHERE avatar IS NOT NULL;
