/**
 * The first schema. Tables are STRICT, so that SQLite itself vouches for the type of every column; JSON columns are parsed where they
 * are read. `row` is the stable key that the search index refers to; the old text leaves the index before the new one enters it, in one
 * trigger, because SQLite promises no order of several. Foreign keys are deferred because a purge removes a whole tree at
 * once; cascades go one level deep only (SQLite limits their depth to 1,000, a conversation does not).
 */
export const migration001 = `
CREATE TABLE conversations (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  title_source TEXT NOT NULL CHECK (title_source IN ('words', 'model', 'person')),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  leaf_id TEXT,
  model_id TEXT,
  system_prompt TEXT,
  sampling TEXT NOT NULL,
  when_full TEXT NOT NULL,
  deleted_at INTEGER
) STRICT;
CREATE INDEX conversations_by_use ON conversations (updated_at DESC) WHERE deleted_at IS NULL;

CREATE TABLE messages (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  parent_id TEXT REFERENCES messages (id) DEFERRABLE INITIALLY DEFERRED,
  role TEXT NOT NULL,
  status TEXT NOT NULL,
  failure TEXT,
  created_at INTEGER NOT NULL,
  body TEXT NOT NULL,
  selected_child_id TEXT
) STRICT;
CREATE INDEX messages_by_conversation ON messages (conversation_id, parent_id);
CREATE INDEX messages_by_parent ON messages (parent_id);
CREATE INDEX messages_streaming ON messages (row) WHERE status = 'streaming';

CREATE TABLE parts (
  message_row INTEGER NOT NULL REFERENCES messages (row) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  idx INTEGER NOT NULL,
  type TEXT NOT NULL,
  text TEXT NOT NULL,
  duration_ms REAL,
  PRIMARY KEY (message_row, idx)
) STRICT;

CREATE TABLE runs (
  row INTEGER PRIMARY KEY,
  message_row INTEGER NOT NULL REFERENCES messages (row) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  started_at INTEGER NOT NULL,
  model_id TEXT NOT NULL,
  model_name TEXT NOT NULL,
  system_prompt TEXT NOT NULL,
  sampling TEXT NOT NULL,
  stop_reason TEXT,
  measurements TEXT
) STRICT;
CREATE INDEX runs_by_message ON runs (message_row);

CREATE TABLE drafts (
  conversation_id TEXT PRIMARY KEY,
  text TEXT NOT NULL
) STRICT;
CREATE TRIGGER conversations_drop_draft AFTER DELETE ON conversations BEGIN
  DELETE FROM drafts WHERE conversation_id = old.id;
END;

CREATE TABLE settings (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE model_files (
  path TEXT PRIMARY KEY,
  added_at INTEGER NOT NULL
) STRICT;

CREATE TABLE model_facts (
  model_id TEXT PRIMARY KEY,
  last_used_at INTEGER NOT NULL
) STRICT;

CREATE TABLE model_headers (
  path TEXT PRIMARY KEY,
  size INTEGER NOT NULL,
  modified_ms REAL NOT NULL,
  header TEXT NOT NULL
) STRICT;

CREATE TABLE model_loads (
  model_id TEXT PRIMARY KEY,
  attempts INTEGER NOT NULL,
  crashed INTEGER NOT NULL,
  exit_code INTEGER,
  signal TEXT
) STRICT;

CREATE VIRTUAL TABLE title_search USING fts5 (title, content = 'conversations', content_rowid = 'row', tokenize = 'trigram');
CREATE TRIGGER conversations_search_insert AFTER INSERT ON conversations BEGIN
  INSERT INTO title_search (rowid, title) VALUES (new.row, new.title);
END;
CREATE TRIGGER conversations_search_delete AFTER DELETE ON conversations BEGIN
  INSERT INTO title_search (title_search, rowid, title) VALUES ('delete', old.row, old.title);
END;
CREATE TRIGGER conversations_search_update AFTER UPDATE OF title ON conversations WHEN old.title <> new.title BEGIN
  INSERT INTO title_search (title_search, rowid, title) VALUES ('delete', old.row, old.title);
  INSERT INTO title_search (rowid, title) VALUES (new.row, new.title);
END;

CREATE VIRTUAL TABLE body_search USING fts5 (body, content = 'messages', content_rowid = 'row', tokenize = 'trigram');
CREATE TRIGGER messages_search_insert AFTER INSERT ON messages BEGIN
  INSERT INTO body_search (rowid, body) VALUES (new.row, new.body);
END;
CREATE TRIGGER messages_search_delete AFTER DELETE ON messages BEGIN
  INSERT INTO body_search (body_search, rowid, body) VALUES ('delete', old.row, old.body);
END;
CREATE TRIGGER messages_search_update AFTER UPDATE OF body ON messages WHEN old.body <> new.body BEGIN
  INSERT INTO body_search (body_search, rowid, body) VALUES ('delete', old.row, old.body);
  INSERT INTO body_search (rowid, body) VALUES (new.row, new.body);
END;
`
