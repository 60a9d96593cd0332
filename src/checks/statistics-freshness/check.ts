import { z } from "zod";
import { defineCheck } from "../../core/check.ts";
import type { Fix } from "../../core/finding.ts";
import type { Server } from "../../core/server.ts";
import { windowShorterThan } from "../../core/window.ts";
import { sql } from "../../generated/sql.ts";
import { count } from "../../lib/format.ts";
import { isoOf } from "../../lib/time.ts";
import { duration } from "../../lib/units.ts";
import { AUTOVACUUM_MARGIN } from "../shared/thresholds.ts";

/** Since PostgreSQL 18, ANALYZE ONLY can leave out the partitions, which autovacuum analyzes. */
const ANALYZE_ONLY_FROM = 180_000;

const row = z.object({
  table_name: z.string(),
  is_partitioned: z.boolean(),
  rows: z.coerce.number(),
  changed_rows: z.coerce.number(),
  analyze_trigger: z.coerce.number(),
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
    const stale = rows.filter(
      (table) =>
        table.rows >= context.options["min-rows"] &&
        table.changed_rows > AUTOVACUUM_MARGIN * table.analyze_trigger,
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

function message(table: Row): string {
  const { table_name: name, changed_rows: changed } = table;
  if (table.is_partitioned) {
    return table.never_counted
      ? `${name} is partitioned and was never analyzed: autovacuum analyzes its partitions, but never the whole.`
      : `${name} is partitioned and has changed by at least ${count(changed, "row")} since it was analyzed: autovacuum analyzes its partitions, but never the whole.`;
  }
  const why = table.autovacuum_off ? " Autovacuum is off for it." : "";
  return table.never_counted
    ? `${name} has ${count(table.rows, "row")} and was never analyzed.${why}`
    : `${count(changed, "row")} of ${name} changed since the last ANALYZE; autovacuum comes at ${table.analyze_trigger.toLocaleString("en-US")}.${why}`;
}

function fix(table: Row, server: Server): Fix {
  const only = table.is_partitioned && server.versionNumber >= ANALYZE_ONLY_FROM ? "ONLY " : "";
  return { sql: `ANALYZE ${only}${table.table_name};` };
}
