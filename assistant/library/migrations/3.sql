-- Version 3 of the catalog: tags that users give to papers.
CREATE TABLE tags (
    paper_id TEXT NOT NULL REFERENCES papers (id) ON DELETE CASCADE,
    folded TEXT NOT NULL,                -- as it is compared: case makes no difference
    tag TEXT NOT NULL,                   -- as it was given
    PRIMARY KEY (paper_id, folded)
) WITHOUT ROWID;
CREATE INDEX tags_by_name ON tags (folded);
