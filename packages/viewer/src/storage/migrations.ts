/**
 * The steps from an empty database to the present one. A step is never changed once it was
 * released: `PRAGMA user_version` counts those that a database has behind it.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE rows (
    seq INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    id TEXT NOT NULL,
    trace_id TEXT NOT NULL,
    written_at REAL NOT NULL,
    json TEXT NOT NULL
  );
  CREATE INDEX rows_by_id ON rows (id);
  CREATE INDEX rows_by_trace ON rows (trace_id);
  CREATE TABLE traces (
    id TEXT PRIMARY KEY,
    written_at REAL NOT NULL
  ) WITHOUT ROWID;

  CREATE TABLE executions (
    seq INTEGER PRIMARY KEY,
    started_at REAL NOT NULL,
    model TEXT,
    version TEXT,
    status TEXT NOT NULL,
    kind TEXT NOT NULL,
    project_id TEXT,
    stands_in INTEGER NOT NULL,
    summary TEXT NOT NULL
  );
  CREATE INDEX executions_by_start
    ON executions (started_at, seq, status, kind, model, version, project_id);

  CREATE VIRTUAL TABLE search USING fts5 (
    text, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
  );

  CREATE TABLE media (
    sha256 TEXT PRIMARY KEY,
    bytes INTEGER NOT NULL,
    content_type TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE attachments (
    key TEXT PRIMARY KEY,
    filename TEXT NOT NULL,
    content_type TEXT NOT NULL,
    status TEXT NOT NULL,
    error_message TEXT,
    sha256 TEXT,
    written_at REAL NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX attachments_by_hash ON attachments (sha256);
  CREATE TABLE copies (
    url TEXT PRIMARY KEY,
    state TEXT NOT NULL,
    why TEXT,
    sha256 TEXT,
    tries INTEGER NOT NULL DEFAULT 0,
    logged_at REAL NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX copies_by_state ON copies (state, logged_at);
  CREATE INDEX copies_by_hash ON copies (sha256);
  CREATE TABLE row_files (
    seq INTEGER NOT NULL,
    ref TEXT NOT NULL,
    PRIMARY KEY (seq, ref)
  ) WITHOUT ROWID;
  CREATE INDEX row_files_by_ref ON row_files (ref);

  CREATE TABLE registered (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    json TEXT NOT NULL
  );
  `,
];
