-- Version 6 of the catalog: the tokens of chunks, for matching a question with them one by one.
CREATE TABLE tokens (
    chunk_id TEXT PRIMARY KEY REFERENCES chunks (id) ON DELETE CASCADE,
    vectors BLOB NOT NULL                -- a signed byte a number, a fixed count of them a token
);

-- Chunks made before have none until they are embedded anew.
INSERT INTO facts SELECT 'tokens', 'lacking' WHERE EXISTS (SELECT 1 FROM chunks);
