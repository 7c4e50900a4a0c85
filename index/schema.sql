-- The tables of the store. The words of the passages are in a table of their own, see index/lexical.py.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE records (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, dates TEXT NOT NULL, kind TEXT NOT NULL, source TEXT NOT NULL,
    text TEXT NOT NULL, text_sha256 TEXT NOT NULL, notes TEXT NOT NULL DEFAULT '[]'
);
CREATE INDEX records_text ON records (text_sha256);
CREATE TABLE files (
    path TEXT PRIMARY KEY, sha256 TEXT NOT NULL, record_id TEXT, reason TEXT,
    reader INTEGER NOT NULL DEFAULT 0, stamp TEXT
);
CREATE INDEX files_record ON files (record_id);
CREATE TABLE sections (
    record_id TEXT NOT NULL REFERENCES records (id) ON DELETE CASCADE,
    n INTEGER NOT NULL, topic TEXT NOT NULL, speaker TEXT, page INTEGER, start INTEGER NOT NULL, end INTEGER NOT NULL,
    kind TEXT NOT NULL DEFAULT 'text',
    PRIMARY KEY (record_id, n)
);
CREATE TABLE passages (
    rowid INTEGER PRIMARY KEY AUTOINCREMENT, -- never used again, so that a search during a change can't mix up passages
    record_id TEXT NOT NULL REFERENCES records (id) ON DELETE CASCADE,
    topic TEXT NOT NULL, speaker TEXT, page INTEGER, start INTEGER NOT NULL, end INTEGER NOT NULL, vector BLOB NOT NULL
);
CREATE INDEX passages_record ON passages (record_id);
-- A record behind a better one of the same meeting, and its passages that only repeat it, see index/links.py.
CREATE TABLE links (record_id TEXT PRIMARY KEY, preferred TEXT NOT NULL, relation TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE echoes (passage INTEGER PRIMARY KEY);
-- Abbreviations that a record explains itself, see index/abbreviations.py.
CREATE TABLE explained (
    record_id TEXT NOT NULL REFERENCES records (id) ON DELETE CASCADE, short TEXT NOT NULL, long TEXT NOT NULL, PRIMARY KEY (record_id, short, long)
) WITHOUT ROWID;
-- What was decided, promised, announced and done, with its places in the record's text, see index/ledger.py.
CREATE TABLE ledger (
    record_id TEXT NOT NULL REFERENCES records (id) ON DELETE CASCADE, n INTEGER NOT NULL,
    kind TEXT NOT NULL, topic TEXT NOT NULL, page INTEGER, speaker TEXT, status TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
    parts TEXT NOT NULL, PRIMARY KEY (record_id, n)
) WITHOUT ROWID;
-- Hashes of what is kept of a record, see index/sqlite_seals.py.
CREATE TABLE seals (
    record_id TEXT PRIMARY KEY REFERENCES records (id) ON DELETE CASCADE, own TEXT NOT NULL, made TEXT NOT NULL
) WITHOUT ROWID
