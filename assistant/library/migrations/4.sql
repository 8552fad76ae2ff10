-- Version 4 of the catalog: answers and reviews that are kept, and what digests have told of.
CREATE TABLE saved (
    number INTEGER PRIMARY KEY,          -- order of keeping
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,                  -- answer, review
    title TEXT NOT NULL,                 -- the question or topic
    filters TEXT NOT NULL,               -- as JSON
    document TEXT NOT NULL,              -- answer/1 or review/1 as JSON
    newest INTEGER NOT NULL,             -- number of the paper that had come last
    saved TEXT NOT NULL                  -- ISO 8601, UTC, as all times here
);

CREATE TABLE saved_papers (
    saved_id TEXT NOT NULL REFERENCES saved (id) ON DELETE CASCADE,
    paper_id TEXT NOT NULL,              -- the paper may be gone
    abstract_hash TEXT NOT NULL,         -- of the abstract that was cited
    PRIMARY KEY (saved_id, paper_id)
) WITHOUT ROWID;

CREATE TABLE digests (
    topic TEXT PRIMARY KEY,              -- its name
    number INTEGER NOT NULL,             -- digests written so far
    written TEXT NOT NULL                -- when the last one was
) WITHOUT ROWID;

CREATE TABLE digest_papers (
    topic TEXT NOT NULL REFERENCES digests (topic) ON DELETE CASCADE,
    paper_id TEXT NOT NULL,              -- the paper may be gone
    title TEXT NOT NULL,
    abstract_hash TEXT NOT NULL,         -- of the abstract that was told
    gone INTEGER NOT NULL,               -- 1 once it was told that the paper was removed
    PRIMARY KEY (topic, paper_id)
) WITHOUT ROWID;

CREATE TABLE digest_stale (
    item TEXT PRIMARY KEY,               -- what is kept: saved:ID, turn:NUMBER
    reasons TEXT NOT NULL                -- as they were told last
) WITHOUT ROWID;
