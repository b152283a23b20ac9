-- Who is known elsewhere: by which id where, and in all programs of the same owner there.
CREATE TABLE identities (
    provider   TEXT    NOT NULL,
    subject    TEXT    NOT NULL,
    user       TEXT    NOT NULL,
    union_id   TEXT,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (provider, subject)
) STRICT, WITHOUT ROWID;
