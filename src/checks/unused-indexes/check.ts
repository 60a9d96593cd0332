import { z } from "zod";
import { type Context, defineCheck, type ReadNode } from "../../core/check.ts";
import type { Unknown } from "../../core/finding.ts";
import { windowShorterThan } from "../../core/window.ts";
import { sql } from "../../generated/sql.ts";
import { DAY, toIso } from "../../lib/time.ts";
import { duration, size } from "../../lib/units.ts";
import { dropIndex } from "../shared/drop-index.ts";
import { removableIndexes } from "./removable.ts";
import { readNodes, replicaUnknowns } from "./replicas.ts";

/** PostgreSQL 16 and later keep the time of an index's last scan. */
const KEEPS_LAST_SCAN = 160_000;

/** The statement leaves out smaller indexes (12 pages of 8 kB) and those scanned within a day. */
const LEAST_SIZE = 96 * 1024;
const LEAST_TIME = DAY;

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

const row = z.object({
  index_name: z.string(),
  table_name: z.string(),
  partitioned: z.boolean(),
  has_expressions: z.boolean(),
  size_bytes: z.coerce.number(),
  scans: z.coerce.number(),
  last_scan_s: z.number().nullable(),
  table_writes: z.coerce.number(),
  definition: z.string().nullable(),
  needed_for: z.array(z.array(z.object({ name: z.string(), is_duplicate: z.boolean() }))),
  replaces: z.array(z.object({ name: z.string(), is_scanned: z.boolean() })),
});

export default defineCheck({
  id: "unused-indexes",
  title: "Every index is used",
  why: "Each write to the table maintains the index, backups carry it and it takes room in the cache, but no query reads it.",
  category: "indexes",
  priority: "low",
  indexUsage: { part: "unused", observedFor },
  window: "tables",
  options,
  query: {
    row,
    statement: ({ versionNumber }) => ({
      statement: versionNumber >= KEEPS_LAST_SCAN ? sql["unused-indexes.last-scan"] : sql["unused-indexes"],
    }),
    onReplicas: true,
  },
  evaluate(rows, context) {
    const nodes = readNodes(context.nodes);
    const here = { server: context.server, windows: context.windows, rows };
    const idle = [here, ...nodes].map((node) => idleIndexes(node, context.options));
    const [onThisServer = new Map<string, Idle>()] = idle;
    const unused = removableIndexes(
      [...onThisServer.values()].flatMap(({ row }) =>
        idle.every((there) => there.has(row.index_name)) ? [row] : [],
      ),
      {
        // Alone, as in a test, the check takes the other one's word for it.
        isReportedDuplicate: (name) => context.isReported?.("duplicate-indexes", name) ?? true,
        hasReplicas: nodes.length > 0,
      },
    );
    // Scans elsewhere or earlier could only save an index: without a suspect there is nothing to doubt.
    if (unused.length === 0) return {};

    const unknown = reasonForUnknown(context, unused.length);
    const since = latestOf([here, ...nodes].map(({ windows }) => windows.tables.since));
    if (unknown !== undefined || since === null) return { ...(unknown && { unknown }) };

    return {
      findings: unused.map((row) => {
        const everywhere = idle.flatMap((there) => there.get(row.index_name) ?? []);
        const unusedSince = toIso(latestOf(everywhere.map((each) => each.since)) ?? since);
        const scans = everywhere.reduce((sum, each) => sum + each.row.scans, 0);
        const where = nodes.length === 0 ? "" : ` on any of ${idle.length} servers`;
        return {
          key: row.index_name,
          priority: context.priority,
          message:
            (everywhere.every((each) => each.row.last_scan_s === null)
              ? `${row.index_name}: ${where === "" ? "0 scans" : `no scan${where}`} since ${unusedSince}, or since it was created if that is later.`
              : `${row.index_name}: no scan${where} since ${unusedSince}.`) +
            (row.has_expressions ? " It also gives the planner statistics on its expression." : ""),
          facts: {
            index: row.index_name,
            table: row.table_name,
            size_bytes: row.size_bytes,
            scans,
            ...(nodes.length === 0 ? {} : { servers: idle.length }),
            unused_since_at: unusedSince,
            table_writes: row.table_writes,
            definition: row.definition,
          },
          fix: dropIndex({ name: row.index_name, partitioned: row.partitioned }),
        };
      }),
      ...(context.replicas !== "none" && {
        measurements: [{ counted_since_at: toIso(since), counted_on: countedOn(nodes) }],
      }),
    };
  },
});

/** A run that leaves the check out has its default. */
function observedFor(given: unknown): number {
  const parsed = z.object({ "observed-for": z.number() }).safeParse(given);
  return parsed.data?.["observed-for"] ?? options.parse({})["observed-for"];
}

interface Idle {
  readonly row: z.infer<typeof row>;
  /** The last scan, or since when that server counts. */
  readonly since: number | null;
}

/** What one server calls idle, by its own clock and its own counters. */
function idleIndexes(
  { server, windows, rows }: Omit<ReadNode<z.infer<typeof row>>, "name">,
  options: Options,
): ReadonlyMap<string, Idle> {
  const idleSince = server.now - options["idle-for"];
  return new Map(
    rows
      .filter(
        (row) =>
          row.size_bytes >= options["min-size"] &&
          (row.scans === 0 || (row.last_scan_s !== null && row.last_scan_s * 1000 <= idleSince)),
      )
      .map((row) => [
        row.index_name,
        { row, since: row.last_scan_s === null ? windows.tables.since : row.last_scan_s * 1000 },
      ]),
  );
}

/** Null when one of them is not known. */
function latestOf(times: readonly (number | null)[]): number | null {
  return times.some((time) => time === null) ? null : Math.max(...times.map(Number));
}

function countedOn(nodes: readonly { readonly name: string }[]): string {
  if (nodes.length === 0) {
    return "this server alone: no standby is connected now, and the config declares no replicas";
  }
  return `this server and ${nodes.length === 1 ? "its replica" : "its replicas"} ${nodes.map(({ name }) => name).join(", ")}`;
}

/** Why the counters can't tell that an index is unused; undefined when they can. */
function reasonForUnknown(context: Context<Options>, suspects: number): Unknown | undefined {
  const counted = suspects === 1 ? "1 index shows no scan" : `${suspects} indexes show no scan`;
  if (context.server.inRecovery) {
    return {
      reason: "window",
      detail: `${counted}, but this server is a standby: it counts only the reads that it serves itself. Look at the primary.`,
    };
  }
  const needed = context.options["observed-for"];
  const [first, ...others] = replicaUnknowns(context, needed);
  if (first === undefined) return windowShorterThan(context, "tables", needed);
  const fix = [first, ...others].find((each) => each.fix !== undefined)?.fix;
  return {
    reason: first.reason,
    detail: [`${counted}, but ${first.detail}`, ...others.map(({ detail }) => `And ${detail}`)].join(" "),
    ...(fix === undefined ? {} : { fix }),
  };
}
