import type { LeftOutSchema } from "../../core/evidence.ts";
import type { Schema, Server } from "../../core/server.ts";

/**
 * Supabase's own schemas, as its `db dump` leaves them out, and whether the project's `postgres` owns them. The others
 * belong to roles of the platform, so that a schema of a team's own by the same name is told apart.
 */
const SUPABASE_SCHEMAS: Readonly<Record<string, "platform" | "postgres">> = {
  _analytics: "postgres",
  _realtime: "postgres",
  _supavisor: "postgres",
  auth: "platform",
  cron: "platform",
  dbdev: "postgres",
  extensions: "postgres",
  graphql: "platform",
  graphql_public: "platform",
  net: "platform",
  pgbouncer: "platform",
  pgmq: "platform",
  pgmq_public: "platform",
  pgsodium: "platform",
  pgsodium_masks: "platform",
  realtime: "platform",
  storage: "platform",
  supabase_functions: "platform",
  supabase_migrations: "postgres",
  vault: "platform",
};

const PLATFORM_ROLE = /^(supabase_|pgbouncer$|pgsodium_)/;

export interface SelectedSchemas {
  readonly oids: readonly number[];
  /** Those that the config names and the database does not have. */
  readonly missing: readonly string[];
  readonly leftOut: readonly LeftOutSchema[];
}

/** The schemas to look at: those the config names, or all that are the user's own. */
export function selectSchemas(
  { schemas, isSupabase }: Pick<Server, "schemas" | "isSupabase">,
  wanted: readonly string[] | undefined,
): SelectedSchemas {
  if (wanted !== undefined) {
    return {
      oids: schemas.filter(({ name }) => wanted.includes(name)).map(({ oid }) => oid),
      missing: wanted.filter((name) => !schemas.some((schema) => schema.name === name)),
      leftOut: [],
    };
  }
  const owned = schemas.map((schema) => ({ schema, of: ownerOf(schema, isSupabase) }));
  return {
    oids: owned.flatMap(({ schema, of }) => (of === undefined ? [schema.oid] : [])),
    missing: [],
    leftOut: owned.flatMap(({ schema, of }) => (of === undefined ? [] : [{ name: schema.name, of }])),
  };
}

/** Whose the schema is, by what is really there and not by its name alone; undefined for a user's own. */
function ownerOf({ name, owner, extension, isHelper }: Schema, isSupabase: boolean): string | undefined {
  if (extension !== null) return `the extension ${extension}`;
  if (isHelper) return "pg-preflight";
  const expected = isSupabase ? SUPABASE_SCHEMAS[name] : undefined;
  if (expected === undefined) return undefined;
  return expected === "postgres" || PLATFORM_ROLE.test(owner) ? "Supabase" : undefined;
}
