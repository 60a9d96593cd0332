-- An hour of an application's life in a few seconds. Each statement is run as often as the line above it says,
-- by the role named there; $1 is an organisation. scripts/demo.ts reads this file.

-- 300 times as authenticated: the document list
SELECT * FROM documents WHERE org_id = $1 AND status = 'done' ORDER BY created_at DESC LIMIT 20;

-- 150 times as authenticated: recently changed documents
SELECT id, title, updated_at FROM documents WHERE org_id = $1 AND status = 'done' ORDER BY updated_at DESC LIMIT 10;

-- 40 times as authenticated: the sections of one document
SELECT m.position, m.content FROM memories m
WHERE m.document_id = (SELECT id FROM documents WHERE org_id = $1 LIMIT 1) ORDER BY m.created_at;

-- 30 times as authenticated: search, which reads every section of every organisation
SELECT id, document_id, content FROM memories
WHERE org_id = $1 AND (content ILIKE '%by whom%' OR content ILIKE '%until when%')
ORDER BY created_at DESC LIMIT 20;

-- 60 times as authenticated: a user's conversations
SELECT c.id, c.title, max(e.created_at) FROM conversations c LEFT JOIN events e ON e.conversation_id = c.id
WHERE c.org_id = $1 GROUP BY c.id ORDER BY 3 DESC NULLS LAST LIMIT 20;

-- 100 times as authenticated: the next job of the queue
SELECT id, document_id FROM ingestion_jobs WHERE status = 'queued' ORDER BY created_at LIMIT 5;

-- 8 times as reporting: the month's report, which counts everything anew
SELECT o.name, o.plan, count(DISTINCT d.id) AS documents, count(m.id) AS memories, sum(length(m.content)) AS characters
FROM organizations o JOIN documents d ON d.org_id = o.id JOIN memories m ON m.document_id = d.id
GROUP BY o.id ORDER BY characters DESC;
