-- The database behind recommended-next-steps.md, as such an application would have it: a service that keeps
-- organisations' documents, cuts them into memories and answers questions about them, on a PostgreSQL that
-- a PostgREST-like API uses through the roles anon, authenticated and authenticator.

CREATE ROLE anon NOLOGIN;
CREATE ROLE authenticated NOLOGIN;
CREATE ROLE authenticator LOGIN NOINHERIT PASSWORD 'demo';
GRANT anon, authenticated TO authenticator;
ALTER ROLE anon SET statement_timeout = '3s';
ALTER ROLE authenticated SET statement_timeout = '8s';
ALTER ROLE authenticator SET statement_timeout = '8s';
ALTER ROLE authenticator SET lock_timeout = '8s';

CREATE SCHEMA extensions;
GRANT USAGE ON SCHEMA extensions TO anon, authenticated;
CREATE EXTENSION pg_stat_statements SCHEMA extensions;

CREATE TABLE organizations (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL,
  plan text NOT NULL DEFAULT 'free',
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE users (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
  email text NOT NULL UNIQUE,
  display_name text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX idx_users_org ON users (org_id);

CREATE TABLE spaces (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
  container_tag text NOT NULL,
  name text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX idx_spaces_org ON spaces (org_id);
CREATE INDEX idx_spaces_container_tag_id ON spaces (container_tag, id);

CREATE TABLE documents (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
  space_id uuid NOT NULL REFERENCES spaces ON DELETE CASCADE,
  created_by uuid REFERENCES users ON DELETE SET NULL,
  title text NOT NULL,
  source_url text,
  status text NOT NULL DEFAULT 'queued' CHECK (status IN ('queued', 'processing', 'done', 'failed')),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
) WITH (autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX idx_documents_org_status_created ON documents (org_id, status, created_at DESC);
CREATE INDEX idx_documents_org_status_updated ON documents (org_id, status, updated_at DESC);
CREATE INDEX idx_documents_space ON documents (space_id);

CREATE TABLE memories (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  document_id uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
  org_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
  position int NOT NULL,
  content text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
) WITH (autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX idx_memories_document_created ON memories (document_id, created_at);

CREATE TABLE ingestion_jobs (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  document_id uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
  status text NOT NULL DEFAULT 'queued',
  attempts int NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz
) WITH (autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX idx_ingestion_jobs_status_created ON ingestion_jobs (status, created_at);

CREATE TABLE conversations (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  title text,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX idx_conversations_org_user ON conversations (org_id, user_id);

CREATE TABLE events (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  conversation_id uuid NOT NULL REFERENCES conversations ON DELETE CASCADE,
  kind text NOT NULL,
  payload jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now()
) WITH (autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX idx_events_conversation_created ON events (conversation_id, created_at);

CREATE MATERIALIZED VIEW mv_org_document_stats AS
SELECT d.org_id,
       count(*) AS documents,
       count(*) FILTER (WHERE d.status = 'done') AS documents_done,
       count(*) FILTER (WHERE d.status = 'failed') AS documents_failed,
       max(d.updated_at) AS last_update
FROM documents d
GROUP BY d.org_id;
CREATE UNIQUE INDEX mv_org_document_stats_org ON mv_org_document_stats (org_id);

CREATE FUNCTION refresh_org_document_stats() RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = ''
AS $$ REFRESH MATERIALIZED VIEW CONCURRENTLY public.mv_org_document_stats $$;
REVOKE EXECUTE ON FUNCTION refresh_org_document_stats() FROM PUBLIC;

-- Row-level security: a request sees its own organisation's rows.
CREATE FUNCTION request_org() RETURNS uuid
LANGUAGE sql STABLE
AS $$ SELECT (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'org_id')::uuid $$;

ALTER TABLE documents ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_organization ON documents TO authenticated USING (org_id = (SELECT request_org()));
ALTER TABLE memories ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_organization ON memories TO authenticated USING (org_id = (SELECT request_org()));
ALTER TABLE conversations ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_organization ON conversations TO authenticated USING (org_id = (SELECT request_org()));

GRANT USAGE ON SCHEMA public TO anon, authenticated;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO authenticated;
REVOKE ALL ON mv_org_document_stats FROM authenticated;

-- What the Supabase CLI wrote down of the files in demo/supabase/migrations: the third is not applied yet.
CREATE SCHEMA supabase_migrations;
CREATE TABLE supabase_migrations.schema_migrations (version text PRIMARY KEY, statements text[], name text);
INSERT INTO supabase_migrations.schema_migrations (version, name) VALUES
  ('20251116220935', 'schema_sync'),
  ('20251118101500', 'usage_records');
