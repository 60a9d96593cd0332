import { sqlBlock, type Unknown } from "../../core/finding.ts";
import type { Extension, Server } from "../../core/server.ts";

/** Versions of the extension that changed its columns. The server's version does not matter. */
export const STATEMENTS_EXEC_TIME = "1.8";
export const STATEMENTS_INFO = "1.9";

/** True when `version` ("1.10") is `least` ("1.8") or newer. */
export function isVersionAtLeast(version: string, least: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [leastMajor = 0, leastMinor = 0] = least.split(".").map(Number);
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}

/**
 * The statement that creates the extension in the schema where Supabase expects it. Its roles are the server's: a second
 * database of that server has no such schema.
 */
export function createStatements({ isSupabase, schemas }: Server): string {
  return isSupabase && schemas.some(({ name }) => name === "extensions")
    ? "CREATE EXTENSION IF NOT EXISTS pg_stat_statements WITH SCHEMA extensions;"
    : "CREATE EXTENSION IF NOT EXISTS pg_stat_statements;";
}

/** The extension's version and schema, or why it can't be read. */
export function statementsOf(server: Server): Extension | { readonly unknown: Unknown } {
  const extension = server.extensions.pg_stat_statements;
  if (extension === undefined) {
    return {
      unknown: {
        reason: "extension",
        detail: "This database has no pg_stat_statements, which counts what each statement costs.",
        fix: sqlBlock(createStatements(server)),
      },
    };
  }
  if (!extension.schemaUsable) {
    return {
      unknown: {
        reason: "permission",
        detail: "The login may not look into the schema that holds pg_stat_statements.",
        fix: sqlBlock(`GRANT USAGE ON SCHEMA ${extension.schema} TO ${server.login};`),
      },
    };
  }
  return extension;
}
