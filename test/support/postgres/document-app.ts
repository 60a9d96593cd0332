/**
 * The database of the application that the document writes of, with more than two million rows in the tables that its
 * four queries read: a few large organizations and many small ones. Every value follows from its number, so two builds
 * are alike. `optimize` is the document's migration, `rollBack` its rollback plan.
 */
import type { Database } from "./postgres.ts";

/** Nothing works beside the measurement: no autovacuum, no checkpoint. */
export const APP_SERVER = {
  autovacuum: "off",
  checkpoint_timeout: "1h",
  max_wal_size: "4GB",
  maintenance_work_mem: "256MB",
};

export interface AppSize {
  readonly documents: number;
  readonly memories: number;
  readonly jobs: number;
}

/** 2,100,000 rows. */
export const FULL: AppSize = { documents: 600_000, memories: 1_050_000, jobs: 450_000 };
/** A tenth of it, of the same shape. */
export const TENTH: AppSize = { documents: 60_000, memories: 105_000, jobs: 45_000 };

/** The largest one has a fifth of all documents. */
const ORGANIZATIONS = 400;
const SPACES_OF_EACH = 5;

const TABLES = `
  CREATE TABLE organizations (id uuid PRIMARY KEY, name text NOT NULL);
  CREATE TABLE users (id bigint PRIMARY KEY, org_id uuid NOT NULL, email text NOT NULL);
  CREATE TABLE spaces (id bigint PRIMARY KEY, org_id uuid NOT NULL, container_tag text NOT NULL, name text NOT NULL);
  CREATE TABLE conversations (id bigint PRIMARY KEY, org_id uuid NOT NULL, user_id bigint NOT NULL);
  CREATE TABLE events (id bigint PRIMARY KEY, conversation_id bigint NOT NULL, created_at timestamptz NOT NULL);
  CREATE UNLOGGED TABLE documents (id bigint NOT NULL, org_id uuid NOT NULL, space_id bigint NOT NULL,
    status text NOT NULL, title text NOT NULL, created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL);
  CREATE UNLOGGED TABLE memories (id bigint NOT NULL, document_id bigint NOT NULL, content text NOT NULL,
    created_at timestamptz NOT NULL);
  CREATE UNLOGGED TABLE ingestion_jobs (id bigint NOT NULL, document_id bigint NOT NULL, status text NOT NULL,
    attempts int NOT NULL, created_at timestamptz NOT NULL);`;

const ORGANIZATION = (number: string): string =>
  `('00000000-0000-4000-8000-' || lpad((${number})::text, 12, '0'))::uuid`;

const SMALL_TABLES = `
  INSERT INTO organizations SELECT ${ORGANIZATION("n")}, 'Organization ' || n FROM generate_series(1, ${ORGANIZATIONS}) AS n;
  INSERT INTO users SELECT n, ${ORGANIZATION(`n % ${ORGANIZATIONS} + 1`)}, 'user' || n || '@example.com'
    FROM generate_series(1, 2000) AS n;
  INSERT INTO spaces SELECT n, ${ORGANIZATION(`(n - 1) % ${ORGANIZATIONS} + 1`)}, 'tag-' || n, 'Space ' || n
    FROM generate_series(1, ${ORGANIZATIONS * SPACES_OF_EACH}) AS n;
  INSERT INTO conversations SELECT n, ${ORGANIZATION(`n % ${ORGANIZATIONS} + 1`)}, n % 2000 + 1
    FROM generate_series(1, 5000) AS n;
  INSERT INTO events SELECT n, n % 5000 + 1, timestamptz '2026-01-01' + n * interval '10 min'
    FROM generate_series(1, 20000) AS n;`;

/** Multiplied by a number without a common factor, the numbers in a row are spread over all organizations. */
const documents = (rows: number): string => `
  INSERT INTO documents
    SELECT n, ${ORGANIZATION("org + 1")}, org + ${ORGANIZATIONS} * (n % ${SPACES_OF_EACH}) + 1,
      CASE WHEN n % 20 < 17 THEN 'done' WHEN n % 20 < 19 THEN 'queued' ELSE 'failed' END,
      'Document ' || n || ' of the quarter',
      timestamptz '2026-01-01' + n * interval '40 s', timestamptz '2026-01-01' + n * interval '41 s'
    FROM (SELECT n, (${ORGANIZATIONS} * power(((n * 2654435761) % 4294967291) / 4294967291.0::float8, 4))::int
      % ${ORGANIZATIONS} AS org FROM generate_series(1::bigint, ${rows}) AS n) AS numbered;
  ALTER TABLE documents ADD PRIMARY KEY (id);`;

const memories = ({ documents: of, memories: rows }: AppSize): string => `
  INSERT INTO memories
    SELECT n, (n * 7919) % ${of} + 1, 'What was said in note ' || n || ', and what follows from it.',
      timestamptz '2026-01-01' + n * interval '23 s'
    FROM generate_series(1::bigint, ${rows}) AS n;
  ALTER TABLE memories ADD PRIMARY KEY (id);`;

const jobs = ({ documents: of, jobs: rows }: AppSize): string => `
  INSERT INTO ingestion_jobs
    SELECT n, n % ${of} + 1,
      CASE WHEN n % 100 = 0 THEN 'queued' WHEN n % 100 = 1 THEN 'running' WHEN n % 100 < 5 THEN 'failed' ELSE 'completed' END,
      n % 3, timestamptz '2026-01-01' + n * interval '53 s'
    FROM generate_series(1::bigint, ${rows}) AS n;
  ALTER TABLE ingestion_jobs ADD PRIMARY KEY (id);`;

const STATS = `
  SELECT d.org_id, count(DISTINCT d.id) AS documents, count(DISTINCT d.id) FILTER (WHERE d.status = 'done') AS done,
    count(m.id) AS memories, max(d.updated_at) AS last_updated
  FROM documents AS d LEFT JOIN memories AS m ON m.document_id = d.id GROUP BY d.org_id`;

/** As it was before the document's migration: its statistics come from a plain view. */
export async function buildApp(database: Database, size: AppSize = FULL): Promise<void> {
  await database.query(`${TABLES} ${SMALL_TABLES}`);
  await Promise.all([
    database.query(documents(size.documents)),
    database.query(`${jobs(size)} ${memories(size)}`),
  ]);
  await database.query(`CREATE VIEW mv_org_document_stats AS ${STATS}`);
  await database.query("VACUUM ANALYZE");
}

/** The document's seven indexes, as its rollback plan names them. */
export const INDEXES = {
  idx_documents_org_status_created: "documents (org_id, status, created_at DESC)",
  idx_documents_org_status_updated: "documents (org_id, status, updated_at DESC)",
  idx_memories_document_created: "memories (document_id, created_at DESC)",
  idx_spaces_container_tag_id: "spaces (container_tag, id)",
  idx_ingestion_jobs_status_created: "ingestion_jobs (status, created_at)",
  idx_conversations_org_user: "conversations (org_id, user_id)",
  idx_events_conversation_created: "events (conversation_id, created_at)",
} as const;

/** The document's migration: its indexes, and the materialized view in place of the plain one. */
export async function optimize(database: Database): Promise<void> {
  const create = Object.entries(INDEXES).map(([name, columns]) => `CREATE INDEX ${name} ON ${columns};`);
  const isFor = (table: string) => (line: string) => line.includes(`ON ${table} `);
  const view = `DROP VIEW mv_org_document_stats; CREATE MATERIALIZED VIEW mv_org_document_stats AS ${STATS};
    CREATE UNIQUE INDEX mv_org_document_stats_org_id ON mv_org_document_stats (org_id);`;
  await Promise.all([
    database.query(create.filter(isFor("memories")).join(" ")),
    database.query(create.filter((line) => !isFor("memories")(line)).join(" ")),
    database.query(view),
  ]);
  await database.query("ANALYZE mv_org_document_stats");
}

/** The document's rollback plan. */
export async function rollBack(database: Database): Promise<void> {
  await database.query(`DROP INDEX ${Object.keys(INDEXES).join(", ")};
    DROP MATERIALIZED VIEW mv_org_document_stats; CREATE VIEW mv_org_document_stats AS ${STATS}`);
}

const LARGEST = "SELECT org_id FROM documents GROUP BY org_id ORDER BY count(*) DESC, org_id LIMIT 1";

/**
 * The document's four queries, two of them as it has them, with its promises: what it was before, at the upper end, and
 * what it is to be. The blocks are what a team reads off the first table, doubled and rounded up.
 */
export const QUERIES = [
  {
    name: "Document list",
    sql: "SELECT * FROM documents WHERE org_id = $1 AND status = 'done' ORDER BY created_at DESC LIMIT 20",
    "params-from": LARGEST,
    "promised-before": "500ms",
    "max-time": "50ms",
    "max-blocks": 50,
    "max-seq-scan-rows": 10_000,
    "uses-index": "idx_documents_org_status_created",
    "min-rows": 20,
  },
  {
    name: "Memory retrieval",
    sql: `WITH recent AS (
        SELECT id, title, space_id FROM documents
        WHERE org_id = $1 AND status = 'done' ORDER BY created_at DESC LIMIT 100)
      SELECT m.id, m.content, m.created_at, r.title, s.name
      FROM recent AS r JOIN spaces AS s ON s.id = r.space_id JOIN memories AS m ON m.document_id = r.id
      WHERE s.container_tag = $2 ORDER BY m.created_at DESC LIMIT 50`,
    "params-from": `SELECT org_id, container_tag FROM spaces WHERE org_id = (${LARGEST}) ORDER BY id LIMIT 1`,
    "promised-before": "300ms",
    "max-time": "100ms",
    "max-blocks": 500,
    "max-seq-scan-rows": 10_000,
    "uses-index": ["idx_memories_document_created", "idx_spaces_container_tag_id"],
    "min-rows": 10,
  },
  {
    name: "Job queue",
    sql: `SELECT id, document_id, attempts, created_at,
        (SELECT count(*) FROM ingestion_jobs WHERE status = 'queued') AS waiting
      FROM ingestion_jobs WHERE status = 'queued' ORDER BY created_at LIMIT 25`,
    "promised-before": "250ms",
    "max-time": "40ms",
    "max-blocks": 200,
    "max-seq-scan-rows": 10_000,
    "uses-index": "idx_ingestion_jobs_status_created",
    "min-rows": 25,
  },
  {
    name: "Organisation statistics",
    sql: "SELECT * FROM mv_org_document_stats WHERE org_id = $1",
    "params-from": LARGEST,
    "promised-before": "1s",
    "max-time": "5ms",
    "max-blocks": 20,
    "max-seq-scan-rows": 10_000,
    "min-rows": 1,
  },
] as const;

/** The configuration that declares them. */
export function appConfig(options: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ checks: { "performance-baseline": { queries: QUERIES, ...options } } });
}
