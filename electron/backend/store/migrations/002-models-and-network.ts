/**
 * Downloads, the ledger of connections, and what the disk cannot say of a model. `model_facts` is kept by model id and gets columns that
 * may each be unknown; its `last_used_at` may now be, too, which SQLite changes by making the table anew.
 */
export const migration002 = `
CREATE TABLE connections (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  started_at INTEGER NOT NULL,
  duration_ms REAL,
  purpose TEXT NOT NULL,
  host TEXT NOT NULL,
  path TEXT NOT NULL,
  bytes_up INTEGER NOT NULL,
  bytes_down INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  status INTEGER
) STRICT;

CREATE TABLE downloads (
  id TEXT PRIMARY KEY,
  position INTEGER NOT NULL,
  repository TEXT NOT NULL,
  revision TEXT NOT NULL,
  file TEXT NOT NULL,
  name TEXT NOT NULL,
  quantization TEXT,
  folder TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('queued', 'paused', 'failed', 'done')),
  failure TEXT,
  model_id TEXT,
  chat_template TEXT,
  added_at INTEGER NOT NULL
) STRICT;

CREATE TABLE download_files (
  download_id TEXT NOT NULL REFERENCES downloads (id) ON DELETE CASCADE,
  idx INTEGER NOT NULL,
  path TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  sha256 TEXT,
  etag TEXT,
  progress TEXT NOT NULL,
  done INTEGER NOT NULL,
  PRIMARY KEY (download_id, idx)
) STRICT;

CREATE TABLE secrets (
  name TEXT PRIMARY KEY,
  sealed TEXT NOT NULL
) STRICT;

CREATE TABLE model_facts_new (
  model_id TEXT PRIMARY KEY,
  last_used_at INTEGER,
  name TEXT,
  tokens_per_second REAL,
  memory_bytes INTEGER,
  expected_bytes INTEGER,
  memory_context_size INTEGER,
  origin_repository TEXT,
  origin_file TEXT,
  publisher_template TEXT
) STRICT;
INSERT INTO model_facts_new (model_id, last_used_at) SELECT model_id, last_used_at FROM model_facts;
DROP TABLE model_facts;
ALTER TABLE model_facts_new RENAME TO model_facts;

ALTER TABLE model_files ADD COLUMN application TEXT;
ALTER TABLE model_files ADD COLUMN name TEXT;
ALTER TABLE model_headers ADD COLUMN device TEXT;

CREATE TABLE calibration (
  backend TEXT PRIMARY KEY,
  measured_at INTEGER NOT NULL,
  bytes_per_second REAL NOT NULL,
  seconds_per_token REAL NOT NULL
) STRICT;
`
