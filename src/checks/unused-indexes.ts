import { z } from "zod";
import { type Context, defineCheck } from "../domain/check.ts";
import { dropIndex } from "../domain/drop-index.ts";
import { grantMonitor } from "../domain/privileges.ts";
import type { Unknown } from "../domain/result.ts";
import { toIso } from "../domain/time.ts";
import { duration, size } from "../domain/units.ts";
import { windowShorterThan } from "../domain/window.ts";
import { sql } from "../generated/sql.ts";

/** PostgreSQL 16 and later keep the time of an index's last scan. */
const KEEPS_LAST_SCAN = 160_000;

/** The statement leaves out smaller indexes (12 pages of 8 kB) and those scanned within a day. */
const LEAST_SIZE = 96 * 1024;
const LEAST_TIME = 86_400_000;

// 100 kB is DESIGN's example; pganalyze starts at 32 kB, pgbot at 1 MiB, PgHero at 10 MB. 30 days span a
// month-end, 100 days a quarter's end, so that such reports keep their indexes (pganalyze waits 35 days).
const options = z.strictObject({
  "min-size": size()
    .refine((bytes) => bytes >= LEAST_SIZE, "indexes below 96 kB are never looked at")
    .prefault("100 kB")
    .describe("Smaller indexes are left alone. At least 96 kB."),
  "observed-for": duration()
    .refine((time) => time >= LEAST_TIME, "at least 1d")
    .prefault("30d")
    .describe("The counters must have counted this long before an index without a scan is called unused."),
  "idle-for": duration()
    .refine((time) => time >= LEAST_TIME, "at least 1d")
    .prefault("100d")
    .describe("From PostgreSQL 16: an index whose last scan is longer ago than this is unused too."),
});

type Options = z.infer<typeof options>;

export default defineCheck({
  id: "unused-indexes",
  title: "Every index is used",
  why: "Each write to the table maintains the index, backups carry it and it takes room in the cache, but no query reads it.",
  category: "indexes",
  priority: "low",
  indexUsage: true,
  window: "tables",
  options,
  row: z.object({
    index_name: z.string(),
    table_name: z.string(),
    partitioned: z.boolean(),
    has_expressions: z.boolean(),
    size_bytes: z.coerce.number(),
    scans: z.coerce.number(),
    last_scan_s: z.number().nullable(),
    table_writes: z.coerce.number(),
    definition: z.string().nullable(),
  }),
  ask: ({ versionNumber }) => ({
    statement: versionNumber >= KEEPS_LAST_SCAN ? sql["unused-indexes.last-scan"] : sql["unused-indexes"],
  }),
  judge(rows, context) {
    const idleSince = context.server.now - context.options["idle-for"];
    const unused = rows.filter(
      (row) =>
        row.size_bytes >= context.options["min-size"] &&
        (row.scans === 0 || (row.last_scan_s !== null && row.last_scan_s * 1000 <= idleSince)),
    );
    // Scans elsewhere or earlier could only save an index: without a suspect there is nothing to doubt.
    if (unused.length === 0) return {};

    const unknown = doubt(context, unused.length);
    const since = context.windows.tables.since;
    if (unknown !== undefined || since === null) return { ...(unknown && { unknown }) };

    return {
      findings: unused.map((row) => {
        const lastScan = row.last_scan_s === null ? null : toIso(row.last_scan_s * 1000);
        const unusedSince = lastScan ?? toIso(since);
        return {
          key: row.index_name,
          priority: context.priority,
          message:
            (lastScan === null
              ? `${row.index_name}: 0 scans since ${unusedSince}, or since it was created if that is later.`
              : `${row.index_name}: no scan since ${unusedSince}.`) +
            (row.has_expressions ? " It also gives the planner statistics on its expression." : ""),
          facts: {
            index: row.index_name,
            table: row.table_name,
            size_bytes: row.size_bytes,
            scans: row.scans,
            unused_since_at: unusedSince,
            table_writes: row.table_writes,
            definition: row.definition,
          },
          fix: dropIndex({ name: row.index_name, partitioned: row.partitioned }),
        };
      }),
      ...(context.replicas === undefined && {
        measurements: [
          {
            counted_since_at: toIso(since),
            counted_on: "this server alone: no standby is connected now, and the config declares no replicas",
          },
        ],
      }),
    };
  },
});

/** Why this server's counters can't tell that an index is unused; undefined when they can. */
function doubt(context: Context<Options>, suspects: number): Unknown | undefined {
  const { server, replicas } = context;
  const counted = suspects === 1 ? "1 index shows no scan" : `${suspects} indexes show no scan`;
  if (server.inRecovery) {
    return {
      reason: "window",
      detail: `${counted}, but this server is a standby: it counts only the reads that it serves itself. Look at the primary.`,
    };
  }
  if (Array.isArray(replicas) && replicas.length > 0) {
    return {
      reason: "window",
      detail: `${counted} here, but the replicas (${replicas.join(", ")}) serve reads that this server does not count, and they are not read yet.`,
      fix: "replicas: none  # in the config, once no query reads from them",
    };
  }
  if (replicas === undefined && server.standbys === null) {
    return {
      reason: "permission",
      detail: `${counted} here, but the login can't see whether standbys are connected, whose reads this server does not count.`,
      fix: grantMonitor(server),
    };
  }
  if (replicas === undefined && server.standbys !== null && server.standbys > 0) {
    return {
      reason: "window",
      detail: `${counted} here, but a standby is connected, and this server does not count the reads it serves.`,
      fix: "replicas: none  # in the config, if no query reads from the standby",
    };
  }
  return windowShorterThan(context, "tables", context.options["observed-for"]);
}
