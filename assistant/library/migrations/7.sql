-- Version 7 of the catalog: of the tokens of a chunk's telling words 128 signs each are kept.
DROP TABLE tokens;
CREATE TABLE tokens (
    chunk_id TEXT PRIMARY KEY REFERENCES chunks (id) ON DELETE CASCADE,
    vectors BLOB NOT NULL                -- what the embedding model keeps of them
);

-- Chunks made before have none until they are embedded anew.
INSERT OR REPLACE INTO facts SELECT 'tokens', 'lacking' WHERE EXISTS (SELECT 1 FROM chunks);

-- What is asked of the chunks that a search finds is answered from this index alone.
CREATE INDEX chunks_found ON chunks (id, paper_id, start, end);
