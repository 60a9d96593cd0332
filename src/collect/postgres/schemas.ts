import type { Schema } from "../../core/server.ts";

/**
 * Schemas that belong to a platform or a tool, not to the user: what stands in them is theirs to mend.
 * Supabase's as its own `db dump` leaves them out; the others are the schedulers' and poolers' own.
 */
const PLATFORM_SCHEMAS = new Set([
  "_analytics",
  "_realtime",
  "_supavisor",
  "auth",
  "cron",
  "dbdev",
  "extensions",
  "graphql",
  "graphql_public",
  "net",
  "pgbouncer",
  "pgmq",
  "pgsodium",
  "pgsodium_masks",
  "pgtle",
  "preflight",
  "realtime",
  "repack",
  "storage",
  "supabase_functions",
  "supabase_migrations",
  "tiger",
  "tiger_data",
  "topology",
  "vault",
]);

/** Names that an ordinary application may use too: they are the platform's only on Supabase. */
const ONLY_ON_SUPABASE = new Set(["auth", "extensions", "net", "realtime", "storage", "vault"]);

export interface SelectedSchemas {
  readonly oids: readonly number[];
  /** Those that the config names and the database does not have. */
  readonly missing: readonly string[];
}

/** The schemas to look at: those the config names, or all that are the user's own. */
export function selectSchemas(
  all: readonly Schema[],
  isSupabase: boolean,
  wanted: readonly string[] | undefined,
): SelectedSchemas {
  if (wanted !== undefined) {
    return {
      oids: all.filter(({ name }) => wanted.includes(name)).map(({ oid }) => oid),
      missing: wanted.filter((name) => !all.some((schema) => schema.name === name)),
    };
  }
  const isPlatform = ({ name }: Schema): boolean =>
    PLATFORM_SCHEMAS.has(name) && (isSupabase || !ONLY_ON_SUPABASE.has(name));
  return { oids: all.filter((schema) => !isPlatform(schema)).map(({ oid }) => oid), missing: [] };
}
