-- Version 8 of the catalog: what records are known by, what users decided on them, notes.
CREATE TABLE record_names (
    name TEXT NOT NULL,                  -- doi:…, arxiv:…, pmid:…, title:… (normalised)
    record INTEGER NOT NULL REFERENCES records (number) ON DELETE CASCADE,
    PRIMARY KEY (name, record)
) WITHOUT ROWID;
CREATE INDEX record_names_by_record ON record_names (record);
CREATE INDEX records_by_source ON records (source);

ALTER TABLE records ADD COLUMN came_from TEXT;  -- the paper it was of before that was merged

CREATE TABLE decisions (
    record TEXT PRIMARY KEY,             -- what a record calls itself: its own id and title
    paper_id TEXT NOT NULL,              -- the paper that it is about, whether that exists or not
    decided TEXT NOT NULL                -- ISO 8601, UTC
) WITHOUT ROWID;

CREATE TABLE apart (
    one TEXT NOT NULL,                   -- ids of two papers that are said to be two, in order
    other TEXT NOT NULL,
    PRIMARY KEY (one, other)
) WITHOUT ROWID;

CREATE TABLE notes (
    number INTEGER PRIMARY KEY,          -- order of writing
    paper_id TEXT NOT NULL REFERENCES papers (id) ON DELETE CASCADE,
    note TEXT NOT NULL,
    noted TEXT NOT NULL                  -- ISO 8601, UTC
);
CREATE INDEX notes_by_paper ON notes (paper_id);
