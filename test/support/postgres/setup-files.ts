/** The files of sql/setup, run as a person runs them. */
import { readFileSync } from "node:fs";
import pg from "pg";
import { REPOSITORY } from "./installation.ts";
import type { Database } from "./postgres.ts";

export interface SetupLine {
  readonly item: string;
  readonly state: string;
  readonly "to do": string | null;
  readonly undo?: string | null;
}

export function setupFile(name: string): string {
  return readFileSync(`${REPOSITORY}/sql/setup/${name}.sql`, "utf8");
}

/** Runs the file as Supabase's SQL editor does, all of it in one message, and returns the table that it prints. */
export async function runSetup(
  database: Database,
  name: string,
  { url = database.url, edit = (text: string) => text } = {},
): Promise<SetupLine[]> {
  const client = await database.connect(url);
  try {
    const results = (await client.query(edit(setupFile(name)))) as unknown as pg.QueryResult<SetupLine>[];
    return results.flatMap(({ rows }) => rows);
  } finally {
    await client.end();
  }
}

/** `item: state` of each line. */
export function statesOf(lines: readonly SetupLine[]): Record<string, string> {
  return Object.fromEntries(lines.map(({ item, state }) => [item, state]));
}

export function todoOf(lines: readonly SetupLine[], item: string): string | null | undefined {
  return lines.find((line) => line.item === item)?.["to do"];
}

/**
 * What Supabase's `postgres` is: no superuser, owns the database's own schemas, may create roles, sees through
 * row-level security. Its URL.
 */
export async function createOwner(database: Database, attributes = "CREATEROLE BYPASSRLS"): Promise<string> {
  const owner = await database.login({ name: "owner", attributes });
  await database.query(`
    ALTER DATABASE ${pg.escapeIdentifier(database.name)} OWNER TO owner;
    ALTER SCHEMA public OWNER TO owner;
    GRANT pg_monitor TO owner WITH ADMIN OPTION;`);
  return owner;
}

/** The tables of spec/recommended-next-steps.md, as `owner` would have made them. */
export const DOCUMENT_TABLES = `
  CREATE TABLE public.documents (id bigint PRIMARY KEY, org_id uuid, status text, created_at timestamptz);
  CREATE TABLE public.memories (id bigint PRIMARY KEY, document_id bigint, created_at timestamptz);
  CREATE TABLE public.ingestion_jobs (id bigint PRIMARY KEY, status text, created_at timestamptz);
  CREATE TABLE public.events (id bigint PRIMARY KEY, conversation_id uuid, created_at timestamptz);
  CREATE MATERIALIZED VIEW public.mv_org_document_stats AS
    SELECT org_id, count(*) AS documents FROM public.documents GROUP BY org_id;`;
