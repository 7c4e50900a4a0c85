-- The tables of the store. The words of the passages are in a table of their own, see index/lexical.py.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE records (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, dates TEXT NOT NULL, kind TEXT NOT NULL, source TEXT NOT NULL,
    text TEXT NOT NULL, text_sha256 TEXT NOT NULL
);
CREATE TABLE files (path TEXT PRIMARY KEY, sha256 TEXT NOT NULL, record_id TEXT, reason TEXT);
CREATE INDEX files_record ON files (record_id);
CREATE TABLE sections (
    record_id TEXT NOT NULL REFERENCES records (id) ON DELETE CASCADE,
    n INTEGER NOT NULL, topic TEXT NOT NULL, speaker TEXT, page INTEGER, start INTEGER NOT NULL, end INTEGER NOT NULL,
    PRIMARY KEY (record_id, n)
);
CREATE TABLE passages (
    rowid INTEGER PRIMARY KEY AUTOINCREMENT, -- never used again, so that a search during a change can't mix up passages
    record_id TEXT NOT NULL REFERENCES records (id) ON DELETE CASCADE,
    topic TEXT NOT NULL, speaker TEXT, page INTEGER, start INTEGER NOT NULL, end INTEGER NOT NULL, vector BLOB NOT NULL
);
CREATE INDEX passages_record ON passages (record_id);
