-- About 190,000 rows, in two or three seconds. Ids come from md5 so that every run builds the same database.

CREATE FUNCTION pg_temp.id(kind text, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE
AS $$ SELECT md5(kind || n)::uuid $$;

INSERT INTO organizations (id, name, plan, created_at)
SELECT pg_temp.id('organization', n),
       (ARRAY['Alder', 'Birch', 'Cedar', 'Hazel', 'Juniper', 'Linden', 'Maple', 'Rowan'])[1 + n % 8] || ' '
         || (ARRAY['Analytics', 'Clinic', 'Consulting', 'Foods', 'Law', 'Logistics', 'Robotics'])[1 + n % 7],
       (ARRAY['free', 'free', 'team', 'business'])[1 + n % 4],
       now() - n * interval '3 days'
FROM generate_series(1, 150) n;

INSERT INTO users (id, org_id, email, display_name, created_at)
SELECT pg_temp.id('user', n), pg_temp.id('organization', 1 + n % 150), 'user' || n || '@example.com', 'User ' || n,
       now() - n * interval '5 hours'
FROM generate_series(1, 2000) n;

INSERT INTO spaces (id, org_id, container_tag, name, created_at)
SELECT pg_temp.id('space', n), pg_temp.id('organization', 1 + n % 150), 'space_' || n,
       (ARRAY['General', 'Contracts', 'Support', 'Research'])[1 + n / 150 % 4], now() - n * interval '1 day'
FROM generate_series(1, 900) n;

-- A few organisations own most of the documents, as everywhere.
INSERT INTO documents (id, org_id, space_id, created_by, title, source_url, status, created_at, updated_at)
SELECT pg_temp.id('document', n), pg_temp.id('organization', o), pg_temp.id('space', 1 + (o + 149) % 150 + 150 * (n % 5)),
       pg_temp.id('user', 1 + n % 2000),
       (ARRAY['Minutes of the weekly meeting', 'Contract draft', 'Support handbook', 'Quarterly numbers'])[1 + n % 4] || ' ' || n,
       CASE WHEN n % 3 = 0 THEN 'https://files.example.com/' || n || '.pdf' END,
       CASE WHEN n % 50 = 0 THEN 'failed' WHEN n % 97 = 0 THEN 'queued' ELSE 'done' END,
       now() - n * interval '4 minutes', now() - n * interval '3 minutes'
FROM (SELECT n, 1 + floor(150 * power(n * 7919 % 25000 / 25000.0, 3))::int AS o FROM generate_series(1, 25000) n) spread;

INSERT INTO memories (document_id, org_id, position, content, created_at)
SELECT d.id, d.org_id, p,
       'Section ' || p || ' of "' || d.title || '": ' || repeat('what was agreed, by whom and until when; ', 4) || md5(d.id::text || p),
       d.created_at
FROM documents d, generate_series(1, 3) p;

INSERT INTO ingestion_jobs (document_id, status, attempts, created_at, finished_at)
SELECT id, status, 1, created_at, updated_at FROM documents;

INSERT INTO conversations (id, org_id, user_id, title, created_at)
SELECT pg_temp.id('conversation', n), u.org_id, u.id, 'Question ' || n, now() - n * interval '20 minutes'
FROM generate_series(1, 6000) n JOIN users u ON u.id = pg_temp.id('user', 1 + n % 2000);

INSERT INTO events (conversation_id, kind, payload, created_at)
SELECT pg_temp.id('conversation', 1 + n % 6000), (ARRAY['message', 'search', 'answer'])[1 + n % 3],
       jsonb_build_object('tokens', n % 900), now() - n * interval '2 minutes'
FROM generate_series(1, 60000) n;

SELECT refresh_org_document_stats();
