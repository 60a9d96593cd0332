import { z } from "zod";
import { defineCheck } from "../../core/check.ts";
import type { Fix } from "../../core/finding.ts";
import type { Server } from "../../core/server.ts";
import { windowShorterThan } from "../../core/window.ts";
import { sql } from "../../generated/sql.ts";
import { count } from "../../lib/format.ts";
import { isoOf } from "../../lib/time.ts";
import { duration } from "../../lib/units.ts";
import { defaultTrigger, namedSetting } from "../shared/autovacuum-settings.ts";
import { AUTOVACUUM_MARGIN } from "../shared/thresholds.ts";

/** Since PostgreSQL 18, ANALYZE ONLY can leave out the partitions, which autovacuum analyzes. */
const ANALYZE_ONLY_FROM = 180_000;

const row = z.object({
  table_name: z.string(),
  is_partitioned: z.boolean(),
  rows: z.coerce.number(),
  changed_rows: z.coerce.number(),
  analyze_trigger: z.coerce.number(),
  /** The setting that makes up most of that number, and whether it is the table's own. */
  analyze_setting: z.enum(["autovacuum_analyze_threshold", "autovacuum_analyze_scale_factor"]),
  setting_is_own: z.boolean(),
  /** Size of a table of which the catalog knows neither rows nor pages. */
  uncounted_bytes: z.coerce.number().nullable(),
  /** No column of it has statistics, although it has rows: seen only where the role may read it. */
  lacks_statistics: z.boolean(),
  never_counted: z.boolean(),
  autovacuum_off: z.boolean(),
  last_analyze: z.number().nullable(),
});

type Row = z.infer<typeof row>;

export default defineCheck({
  id: "statistics-freshness",
  title: "The planner's statistics are fresh",
  why: "The planner chooses indexes and joins by what the last ANALYZE saw. When much has changed since, it chooses for a table that no longer exists, and queries that were fast become slow.",
  category: "vacuum",
  priority: "low",
  incident: true,
  window: "tables",
  options: z.strictObject({
    "min-rows": z
      .number()
      .int()
      .min(0)
      .default(10_000)
      .describe("Tables with fewer rows are let be: any plan is fast on them."),
    "observed-for": duration()
      .prefault("1h")
      .describe("How long the counters must have counted before no finding means fresh statistics."),
  }),
  query: {
    row,
    statement: (server) =>
      server.inRecovery
        ? { skipped: { reason: "not-applicable", detail: "A standby counts no changes: ask the primary." } }
        : { statement: sql["statistics-freshness"] },
  },
  evaluate: (rows, context) => {
    const minRows = context.options["min-rows"];
    const stale = rows.filter(
      (table) => isUncounted(table, minRows) || (table.rows >= minRows && isStale(table)),
    );
    const unknown = windowShorterThan(context, "tables", context.options["observed-for"]);
    return {
      findings: stale.map((table) => ({
        key: table.table_name,
        priority: context.priority,
        message: message(table),
        facts: {
          table: table.table_name,
          rows: table.rows,
          changed_rows: table.changed_rows,
          analyze_trigger: table.analyze_trigger,
          partitioned: table.is_partitioned,
          autovacuum: table.autovacuum_off ? "off" : "on",
          last_analyze_at: isoOf(table.last_analyze),
        },
        fix: fix(table, context.server),
      })),
      ...(unknown ? { unknown } : {}),
    };
  },
});

/**
 * Bytes of a row that is not wide, its header included: how many rows an uncounted table may hold is judged by it. The
 * planner, which knows as little, divides the size by the width of the columns' types.
 */
const ROW_BYTES = 100;

const MEGABYTE = 1024 * 1024;

/** Nothing counted its rows, and its file is large enough for `minRows` of them. */
function isUncounted({ uncounted_bytes, changed_rows }: Row, minRows: number): boolean {
  return changed_rows === 0 && uncounted_bytes !== null && uncounted_bytes > minRows * ROW_BYTES;
}

function isStale(table: Row): boolean {
  const { changed_rows: changed, analyze_trigger: trigger, lacks_statistics } = table;
  return (
    lacks_statistics ||
    changed > AUTOVACUUM_MARGIN * trigger ||
    (isOutOfReach(table) && changed > AUTOVACUUM_MARGIN * defaultTrigger("analyze", table.rows))
  );
}

/** Autovacuum is on, but analyzes only when more rows have changed than the table has. */
function isOutOfReach({ rows, analyze_trigger, is_partitioned }: Row): boolean {
  return !is_partitioned && analyze_trigger > rows;
}

function message(table: Row): string {
  const { table_name: name, changed_rows: changed } = table;
  if (table.is_partitioned) {
    return table.never_counted
      ? `${name} is partitioned and was never analyzed: autovacuum analyzes its partitions, but never the whole.`
      : `${name} is partitioned and has changed by at least ${count(changed, "row")} since it was analyzed: autovacuum analyzes its partitions, but never the whole.`;
  }
  const why = table.autovacuum_off ? " Autovacuum is off for it." : "";
  if (table.changed_rows === 0 && (table.uncounted_bytes ?? 0) > 0) {
    return `${name} holds ${Math.ceil((table.uncounted_bytes ?? 0) / MEGABYTE)} MB, and the planner has neither its number of rows nor statistics of it: it was not analyzed since its statistics were lost. Autovacuum comes only when rows change.${why}`;
  }
  if (table.lacks_statistics) {
    return `${name} has ${count(table.rows, "row")}, and the planner has no statistics of any of its columns: it was vacuumed, but never analyzed.${why}`;
  }
  if (table.never_counted) return `${name} has ${count(table.rows, "row")} and was never analyzed.${why}`;
  const by = isOutOfReach(table) ? `, by ${namedSetting(table.analyze_setting, table.setting_is_own)}` : "";
  return `${count(changed, "row")} of ${name} changed since the last ANALYZE; autovacuum comes at ${table.analyze_trigger.toLocaleString("en-US")}${by}.${why}`;
}

function fix(table: Row, server: Server): Fix {
  const only = table.is_partitioned && server.versionNumber >= ANALYZE_ONLY_FROM ? "ONLY " : "";
  return { sql: `ANALYZE ${only}${table.table_name};` };
}
