-- Version 2 of the catalog: conversations, their turns, and what users think of the answers.
CREATE TABLE conversations (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,                 -- the first question
    started TEXT NOT NULL,               -- ISO 8601, UTC, as all times here
    changed TEXT NOT NULL
);

CREATE TABLE turns (
    number INTEGER PRIMARY KEY,          -- order of asking, over all conversations
    conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    question TEXT NOT NULL,
    answer TEXT NOT NULL,                -- answer/1 as JSON
    asked TEXT NOT NULL
);
CREATE INDEX turns_by_conversation ON turns (conversation_id, number);

CREATE TABLE feedback (
    number INTEGER PRIMARY KEY,
    turn INTEGER NOT NULL REFERENCES turns (number) ON DELETE CASCADE,
    label TEXT NOT NULL,                 -- good, wrong, off-topic, missing
    note TEXT NOT NULL,
    given TEXT NOT NULL
);
