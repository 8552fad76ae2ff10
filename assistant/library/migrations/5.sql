-- Version 5 of the catalog: what papers are looked up by, made anew whenever a paper is.
CREATE TABLE names (
    word TEXT NOT NULL,                  -- of an author's name, without case and accents
    paper INTEGER NOT NULL REFERENCES papers (number) ON DELETE CASCADE,
    author INTEGER NOT NULL,             -- first, second … author of the paper
    PRIMARY KEY (word, paper, author)
) WITHOUT ROWID;
CREATE INDEX names_by_paper ON names (paper);

CREATE TABLE short_forms (
    short TEXT NOT NULL,                 -- "rag", without case, plural and signs
    long TEXT NOT NULL,                  -- "retrieval augmented generation", small and singular
    paper INTEGER NOT NULL REFERENCES papers (number) ON DELETE CASCADE,
    PRIMARY KEY (short, long, paper)
) WITHOUT ROWID;
CREATE INDEX short_forms_by_long ON short_forms (long);
CREATE INDEX short_forms_by_paper ON short_forms (paper);

CREATE INDEX papers_by_year ON papers (year, id);
CREATE INDEX papers_by_venue ON papers (venue, id);
CREATE INDEX papers_by_url ON papers (url) WHERE url IS NOT NULL;
