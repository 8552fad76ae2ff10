-- Version 1 of the catalog.  A later version adds a numbered migration; it never edits this file.
CREATE TABLE facts (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE papers (
    number INTEGER PRIMARY KEY,          -- order of arrival
    id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    normalised_title TEXT NOT NULL,
    abstract TEXT NOT NULL,
    authors TEXT NOT NULL,               -- JSON list, as are keywords
    year INTEGER,
    venue TEXT,
    doi TEXT,
    arxiv_id TEXT,
    pmid TEXT,
    url TEXT,
    keywords TEXT NOT NULL,
    indexed INTEGER NOT NULL DEFAULT 0   -- 1 when its chunks are those of this title and abstract
);
CREATE INDEX papers_by_title ON papers (normalised_title);
CREATE INDEX papers_by_doi ON papers (doi) WHERE doi IS NOT NULL;
CREATE INDEX papers_by_arxiv_id ON papers (arxiv_id) WHERE arxiv_id IS NOT NULL;
CREATE INDEX papers_by_pmid ON papers (pmid) WHERE pmid IS NOT NULL;
CREATE INDEX papers_to_index ON papers (number) WHERE indexed = 0;

-- What each source says of a paper; the paper is put together from these, in order of number.
CREATE TABLE records (
    number INTEGER PRIMARY KEY,          -- order of arrival
    paper_id TEXT NOT NULL REFERENCES papers (id) ON DELETE CASCADE,
    source TEXT NOT NULL,
    position INTEGER NOT NULL,           -- first, second … record of this paper in this source
    record TEXT NOT NULL,                -- JSON object of the fields of a paper
    UNIQUE (paper_id, source, position)
);

CREATE TABLE chunks (
    id TEXT PRIMARY KEY,                 -- digest of the paper's id, the offsets and the embedded text
    paper_id TEXT NOT NULL REFERENCES papers (id) ON DELETE CASCADE,
    start INTEGER NOT NULL,              -- character offsets into papers.abstract
    end INTEGER NOT NULL,
    vector BLOB NOT NULL                 -- float16, so that a rebuild need not embed again
);
CREATE INDEX chunks_by_paper ON chunks (paper_id);
