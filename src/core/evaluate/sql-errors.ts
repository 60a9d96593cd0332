import { type QueryError, TOO_LONG } from "../evidence.ts";
import type { Unknown } from "../finding.ts";
import { grantMonitor } from "../privileges.ts";
import type { Server } from "../server.ts";

/** What a refused statement means: always an unknown, never a pass. The server's own words are not repeated. */
export function explainSqlError({ code }: QueryError, server: Server, grants?: string): Unknown {
  const seesAll = server.readsAllStatistics && server.readsAllSettings;
  const fix = grants ?? (seesAll ? undefined : grantMonitor(server));
  switch (code) {
    case "42501":
      return {
        reason: "permission",
        detail: "The login may not read what this check asks for, or row-level security would filter it.",
        // Who has pg_monitor needs another grant, which only the object's owner knows.
        ...(fix === undefined ? {} : { fix }),
      };
    case "57014":
      return {
        reason: "timeout",
        detail: "The statement ran into its time limit of 10 seconds on the server.",
      };
    case "55P03":
      return {
        reason: "timeout",
        detail:
          "A lock on one of its objects was held for longer than a second, most likely by a migration: run again when it is done.",
      };
    case "40001":
    case "40P01":
      return {
        reason: "timeout",
        detail: "The standby cancelled the statement, to go on replaying what the primary sent: run again.",
      };
    case "timeout":
      return {
        reason: "timeout",
        detail:
          "The run's time was over before this check had its answer (policy.timeout in the configuration).",
      };
    case TOO_LONG:
      return {
        reason: "error",
        detail:
          "The server's answer was longer than 64 MB or 500,000 rows, the most that is read of one answer.",
      };
    case "lost":
    case "57P01":
    case "57P02":
    case "57P03":
    case "08006":
      return { reason: "unreachable", detail: "The connection was lost before this check had its answer." };
    case "55000":
      return {
        reason: "extension",
        detail:
          "The extension that this check reads is not loaded: add it to shared_preload_libraries and restart the server.",
      };
    case "42P01":
    case "42703":
    case "42883":
      return {
        reason: "version",
        detail: `This server lacks something that the check reads (SQLSTATE ${code}); a version of an extension or of the server that is not known here.`,
      };
    default:
      return { reason: "error", detail: `The server refused the statement (SQLSTATE ${code}).` };
  }
}
