"""The tables as older versions of the program made them, with a record in each: what an index of then looks like to SQLite."""

_WORDS_1 = """
CREATE VIRTUAL TABLE lexicon USING fts5(
    words, stems, above, above_stems, tokenize="unicode61 remove_diacritics 0 tokenchars ',.'"
);
CREATE VIRTUAL TABLE vocabulary USING fts5vocab('lexicon', 'col');
INSERT INTO lexicon (rowid, words, stems, above, above_stems) VALUES (4, 'de taser komt er', 'taser kom', 'wapens', 'wapen');
"""
_WORDS_3 = """
CREATE VIRTUAL TABLE lexicon USING fts5(words, capitals, above, detail=column, tokenize="ascii tokenchars ',.'");
CREATE TABLE vocabulary (word TEXT PRIMARY KEY, passages INTEGER NOT NULL, forms TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO lexicon (rowid, words, capitals, above) VALUES (4, 'de taser komt er', '', 'wapens');
INSERT INTO vocabulary VALUES ('taser', 1, 'taser'), ('komt', 1, 'kom');
"""
_PASSAGES = """
CREATE TABLE passages (
    rowid INTEGER PRIMARY KEY AUTOINCREMENT,
    record_id TEXT NOT NULL REFERENCES records (id) ON DELETE CASCADE,
    topic TEXT NOT NULL, speaker TEXT, page INTEGER, start INTEGER NOT NULL, end INTEGER NOT NULL, vector BLOB NOT NULL
);
CREATE INDEX passages_record ON passages (record_id);
INSERT INTO passages VALUES (4, 'oud', 'Wapens', NULL, 1, 0, 17, zeroblob(32));
"""
_ONE = """
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
INSERT INTO records VALUES ('oud', 'Oud verslag', '["2022-07-04"]', 'record', 'oud.txt', 'De taser komt er.', 'x');
INSERT INTO files VALUES ('/oud.txt', 'y', 'oud', NULL);
INSERT INTO sections VALUES ('oud', 0, 'Wapens', NULL, 1, 0, 17);
"""
_TWO = """
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
CREATE TABLE links (record_id TEXT PRIMARY KEY, preferred TEXT NOT NULL, relation TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE echoes (passage INTEGER PRIMARY KEY);
INSERT INTO records VALUES ('oud', 'Oud verslag', '["2022-07-04"]', 'record', 'oud.txt', 'De taser komt er.', 'x', '[]');
INSERT INTO files VALUES ('/oud.txt', 'y', 'oud', NULL, 0, NULL);
INSERT INTO sections VALUES ('oud', 0, 'Wapens', NULL, 1, 0, 17, 'text');
"""
_EXPLAINED = """
CREATE TABLE explained (
    record_id TEXT NOT NULL REFERENCES records (id) ON DELETE CASCADE, short TEXT NOT NULL, long TEXT NOT NULL,
    PRIMARY KEY (record_id, short, long)
) WITHOUT ROWID;
"""
# before the third version was out it kept what removed records explained
_EXPLAINED_FIRST = """
CREATE TABLE explained (
    record_id TEXT NOT NULL, short TEXT NOT NULL, long TEXT NOT NULL, PRIMARY KEY (record_id, short, long)
) WITHOUT ROWID;
INSERT INTO explained VALUES ('weg', 'KP', 'korpsplan');
"""
_LEDGER = """
CREATE TABLE ledger (
    record_id TEXT NOT NULL REFERENCES records (id) ON DELETE CASCADE, n INTEGER NOT NULL,
    kind TEXT NOT NULL, topic TEXT NOT NULL, page INTEGER, speaker TEXT, status TEXT NOT NULL, start INTEGER NOT NULL,
    end INTEGER NOT NULL, parts TEXT NOT NULL, PRIMARY KEY (record_id, n)
) WITHOUT ROWID;
"""
_META = """
INSERT INTO meta VALUES ('schema', '{}'), ('version', '7'),
    ('recipe', '{{"encoder": "themas-v1", "dimension": 8, "passage_chars": 700, "terms": 1}}');
"""

OLD: dict[str, str] = {
    "1": _ONE + _PASSAGES + _WORDS_1 + _META.format(1),
    "2": _TWO + _PASSAGES + _WORDS_1 + _META.format(2),
    "3, the first": _TWO + _PASSAGES + _WORDS_3 + _EXPLAINED_FIRST + _META.format(3),
    "3": _TWO + _PASSAGES + _WORDS_3 + _EXPLAINED + _META.format(3),
    "4": _TWO + _PASSAGES + _WORDS_3 + _EXPLAINED + _LEDGER + _META.format(4),
}
