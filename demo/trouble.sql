-- Planted trouble, each kind believable and each found by the check named beside it. Three kinds more can't be in
-- a file of statements and are in scripts/demo-database.ts: a failed CREATE UNIQUE INDEX CONCURRENTLY
-- (invalid-indexes), a session that left its transaction open in front of another (blocking-queries), and a
-- replication slot whose consumer went away (replication-slots).

-- duplicate-indexes: the same index once more under another name, made by hand on a slow day …
CREATE INDEX documents_list ON documents (org_id, status, created_at DESC);
-- … and one that the first column of idx_conversations_org_user serves already.
CREATE INDEX conversations_org ON conversations (org_id);

-- foreign-key-indexes: nothing to plant. documents.created_by, memories.org_id, ingestion_jobs.document_id and
-- conversations.user_id were forgotten, as it happens.

-- unused-indexes: made for a report that nobody asks for any more. (Here the check is unknown, and says why: the
-- counters of a new server have not counted for 30 days.)
CREATE INDEX events_kind_created ON events (kind, created_at);

-- table-bloat, autovacuum-activity, statistics-freshness: "autovacuum slows the import down".
ALTER TABLE ingestion_jobs SET (autovacuum_enabled = false);
UPDATE ingestion_jobs SET attempts = attempts + 1 WHERE id % 2 = 0;

-- sequence-exhaustion: an integer id that was fine for years.
CREATE TABLE usage_records (
  id serial PRIMARY KEY,
  org_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
  tokens int NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now()
);
GRANT SELECT, INSERT, UPDATE ON usage_records TO authenticated;
CREATE INDEX usage_records_org ON usage_records (org_id, recorded_at);
SELECT setval('usage_records_id_seq', 2050000000);
INSERT INTO usage_records (org_id, tokens, recorded_at)
SELECT o.id, n, now() - n * interval '1 hour' FROM organizations o, generate_series(1, 20) n;
ANALYZE usage_records;

-- statement-timeout: a login whose statements may run for ever.
CREATE ROLE reporting LOGIN BYPASSRLS PASSWORD 'demo';
GRANT pg_read_all_data TO reporting;

-- query-text-exposure: nothing to plant. The extension lets everyone read, and extensions is open to the API roles.

-- query-logging: nothing to plant. PostgreSQL logs no slow statement until it is told to.
