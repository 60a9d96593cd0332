import { z } from "zod";
import type { QueryError } from "../../core/evidence.ts";
import {
  CONTROLLED_PARTS,
  type Controller,
  type Extension,
  type KnownRelation,
  type Schema,
  type Server,
} from "../../core/server.ts";
import { sql } from "../../generated/sql.ts";
import { type Session, Unreachable } from "./session.ts";

/** PostgreSQL 13: older servers lack columns and roles that the checks rest on. */
const OLDEST_VERSION = 130_000;

const extension: z.ZodType<Extension> = z.object({
  version: z.string(),
  schema: z.string(),
  schemaUsable: z.boolean(),
});

const controller: z.ZodType<Controller> = z.object({
  what: z.enum(CONTROLLED_PARTS),
  role: z.string(),
  isTrusted: z.boolean(),
});

const schema: z.ZodType<Schema> = z.object({
  oid: z.number(),
  name: z.string(),
  owner: z.string(),
  extension: z.string().nullable(),
  isHelper: z.boolean(),
});

const knownRelation = z
  .object({
    schema: z.string(),
    name: z.string(),
    quotedSchema: z.string(),
    schemaUsable: z.boolean(),
    filtered: z.boolean(),
    columns: z.array(z.string()),
    readable: z.array(z.string()),
    qualifiedName: z.string(),
    identity: z.string(),
    kind: z.string(),
    // Each relation has an owner: without one nothing is known, and nothing is read.
    controllers: z.array(controller).min(2),
    parts: z.array(z.string()),
    columnTypes: z.record(z.string(), z.object({ oid: z.number(), kind: z.string(), generated: z.string() })),
    highestOid: z.number().nullable(),
  })
  .transform(
    ({
      qualifiedName,
      identity,
      kind,
      controllers,
      parts,
      columnTypes,
      highestOid,
      ...relation
    }): KnownRelation => ({
      ...relation,
      control: { qualifiedName, identity, kind, controllers, parts, columnTypes, highestOid },
    }),
  );

const row = z.object({
  version_number: z.number(),
  version: z.string(),
  database: z.string(),
  quoted_database: z.string(),
  database_owner: z.string(),
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
  schemas: z.array(schema),
  known_relations: z.array(knownRelation),
});

function whyUntold({ code }: QueryError): string {
  switch (code) {
    case "42703":
    case "42883":
    case "42704":
      return "The server is older than PostgreSQL 13, the oldest that can be checked: upgrade it.";
    case "08P01":
      return "A pooler's own console answers, or a pooler in statement mode, which knows no transactions: give the address of the database, or of a pool in session or transaction mode.";
    case "lost":
      return "The server took the connection and then gave no answer: it, a pooler or a proxy in between may be overloaded or about to stop. Run the action again.";
    default:
      return `The server took the connection but did not tell what it is (${code}): run the action again, and look into the server's log if it stays so.`;
  }
}

/**
 * The first round trip: what the server is, and whether we speak to it directly.
 *
 * @param relations of users that the configuration names, as schema.name: they are known relations too
 * @throws Unreachable when the server is too old or gives no answer
 */
export async function readServer(session: Session, relations: readonly string[] = []): Promise<Server> {
  const outcome = await session.runQuery({ text: sql["server/server"], values: [relations] }, "opening");
  if ("error" in outcome) {
    throw new Unreachable(whyUntold(outcome.error));
  }
  const { data: facts } = row.safeParse(outcome.rows[0]);
  if (facts === undefined) {
    throw new Unreachable("What answers at this address is no PostgreSQL, but something that resembles it.");
  }
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
    databaseOwner: facts.database_owner,
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
    ownSessions: [],
    isSupabase: facts.is_supabase,
    standbys: facts.reads_all_statistics ? facts.standbys : null,
    extensions: facts.extensions,
    schemas: facts.schemas,
    connection: session.connection(facts.client_port),
    knownRelations: facts.known_relations,
  };
}
