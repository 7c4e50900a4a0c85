-- What turns the tables of an older version into those of the next; a block for each version, in order.
-- to 2
ALTER TABLE records ADD COLUMN notes TEXT NOT NULL DEFAULT '[]';
CREATE INDEX records_text ON records (text_sha256);
ALTER TABLE files ADD COLUMN reader INTEGER NOT NULL DEFAULT 0;
ALTER TABLE files ADD COLUMN stamp TEXT;
ALTER TABLE sections ADD COLUMN kind TEXT NOT NULL DEFAULT 'text';
CREATE TABLE links (record_id TEXT PRIMARY KEY, preferred TEXT NOT NULL, relation TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE echoes (passage INTEGER PRIMARY KEY);
-- to 3
DROP TABLE IF EXISTS vocabulary;
DROP TABLE IF EXISTS lexicon;
CREATE TABLE explained (record_id TEXT NOT NULL REFERENCES records (id) ON DELETE CASCADE, short TEXT NOT NULL, long TEXT NOT NULL, PRIMARY KEY (record_id, short, long)) WITHOUT ROWID
-- to 4
CREATE TABLE ledger (
    record_id TEXT NOT NULL REFERENCES records (id) ON DELETE CASCADE, n INTEGER NOT NULL,
    kind TEXT NOT NULL, topic TEXT NOT NULL, page INTEGER, speaker TEXT, status TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
    parts TEXT NOT NULL, PRIMARY KEY (record_id, n)
) WITHOUT ROWID
-- to 5; what records explain and decide is found anew, as the first tables of what they explain kept that of removed records
DELETE FROM ledger;
DROP TABLE explained;
CREATE TABLE explained (record_id TEXT NOT NULL REFERENCES records (id) ON DELETE CASCADE, short TEXT NOT NULL, long TEXT NOT NULL, PRIMARY KEY (record_id, short, long)) WITHOUT ROWID;
CREATE TABLE seals (
    record_id TEXT PRIMARY KEY REFERENCES records (id) ON DELETE CASCADE, own TEXT NOT NULL, made TEXT NOT NULL
) WITHOUT ROWID
