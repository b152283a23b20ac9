-- Who is known elsewhere: by which id where, and in all programs of the same owner there.
CREATE TABLE identities (
    provider   text COLLATE "C" NOT NULL,
    subject    text COLLATE "C" NOT NULL,
    user_id    text COLLATE "C" NOT NULL,
    union_id   text,
    created_at bigint NOT NULL,
    PRIMARY KEY (provider, subject)
);
