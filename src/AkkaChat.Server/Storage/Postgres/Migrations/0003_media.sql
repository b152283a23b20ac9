-- Uploaded files; their bytes are elsewhere. deleted_at: nobody gets it any more, and its bytes are about to go.
CREATE TABLE media (
    id         text COLLATE "C" NOT NULL PRIMARY KEY,
    owner      text COLLATE "C" NOT NULL,
    mime       text    NOT NULL,
    size       bigint  NOT NULL,
    width      bigint,
    height     bigint,
    has_thumb  boolean NOT NULL,
    name       text,
    created_at bigint  NOT NULL,
    deleted_at bigint
);

CREATE INDEX media_age ON media (created_at, id) WHERE deleted_at IS NULL;

CREATE INDEX media_deleted ON media (deleted_at) WHERE deleted_at IS NOT NULL;

-- Which messages show it. Avatars are links too; those stand where the avatar does.
CREATE TABLE media_links (
    media text COLLATE "C" NOT NULL,
    room  text COLLATE "C" NOT NULL,
    seq   bigint NOT NULL,
    PRIMARY KEY (media, room, seq)
);

CREATE INDEX media_links_message ON media_links (room, seq);

CREATE INDEX users_avatar ON users (avatar) WHERE avatar IS NOT NULL;

CREATE INDEX rooms_avatar ON rooms (avatar) WHERE avatar IS NOT NULL;
