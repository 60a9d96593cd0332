import { z } from "zod";
import type { Extension, KnownRelation, Server } from "../../domain/server.ts";
import { sql } from "../../generated/sql.ts";
import { type Session, Unreachable } from "./session.ts";

/** PostgreSQL 13: older servers lack columns and roles that the checks rest on. */
const OLDEST_VERSION = 130_000;

const extension: z.ZodType<Extension> = z.object({
  version: z.string(),
  schema: z.string(),
  schemaUsable: z.boolean(),
});

const knownRelation: z.ZodType<KnownRelation> = z.object({
  schema: z.string(),
  name: z.string(),
  quotedSchema: z.string(),
  schemaUsable: z.boolean(),
  filtered: z.boolean(),
  columns: z.array(z.string()),
  readable: z.array(z.string()),
});

const row = z.object({
  version_number: z.number(),
  version: z.string(),
  database: z.string(),
  quoted_database: z.string(),
  login: z.string(),
  is_superuser: z.boolean(),
  reads_all_statistics: z.boolean(),
  reads_all_settings: z.boolean(),
  lists_wal: z.boolean(),
  in_recovery: z.boolean(),
  now_ms: z.coerce.number(),
  client_port: z.number().nullable(),
  max_connections: z.number(),
  reserved_connections: z.number(),
  client_sessions: z.number(),
  is_supabase: z.boolean(),
  standbys: z.number(),
  extensions: z.record(z.string(), extension),
  schemas: z.array(z.tuple([z.number(), z.string()])),
  known_relations: z.array(knownRelation),
});

/**
 * The first round trip: what the server is, and whether we speak to it directly.
 *
 * @throws Unreachable when the server is too old or gives no answer
 */
export async function readServer(session: Session): Promise<Server> {
  const outcome = await session.ask({ text: sql["server/server"] }, "opening");
  if ("refusal" in outcome) {
    const { code } = outcome.refusal;
    throw new Unreachable(
      code === "42703" || code === "42883" || code === "42704"
        ? "The server is older than PostgreSQL 13, the oldest that can be checked: upgrade it."
        : `The server took the connection but did not tell what it is (${code}): run the action again, and look into the server's log if it stays so.`,
    );
  }
  const facts = row.parse(outcome.rows[0]);
  if (facts.version_number < OLDEST_VERSION) {
    throw new Unreachable(
      `The server runs PostgreSQL ${facts.version}; the oldest that can be checked is 13: upgrade it.`,
    );
  }
  return {
    versionNumber: facts.version_number,
    // "15.8 (Debian 15.8-1.pgdg120+1)": the package's name says nothing more.
    version: facts.version.split(" ")[0] ?? facts.version,
    database: facts.database,
    quotedDatabase: facts.quoted_database,
    login: facts.login,
    isSuperuser: facts.is_superuser,
    readsAllStatistics: facts.reads_all_statistics,
    readsAllSettings: facts.reads_all_settings,
    listsWal: facts.lists_wal,
    inRecovery: facts.in_recovery,
    now: facts.now_ms,
    maxConnections: facts.max_connections,
    reservedConnections: facts.reserved_connections,
    clientSessions: facts.client_sessions,
    isSupabase: facts.is_supabase,
    standbys: facts.reads_all_statistics ? facts.standbys : null,
    extensions: facts.extensions,
    schemas: facts.schemas.map(([oid, name]) => ({ oid, name })),
    connection: session.connection(facts.client_port),
    knownRelations: facts.known_relations,
  };
}
