import type { ChecklistItem, Evidence, SelectedItem } from "../core/checklist/item.ts";

/** An old version of the extension counts all the same. */
const COUNTING: Evidence = {
  check: "query-statistics",
  keys: ["extension", "library", "track", "counting"],
  columns: ["version", "track", "statements"],
};

/**
 * The document's production deployment checklist: its sections, order and words, and what each tick rests on.
 * A check that does not exist yet leaves its item to an attestation.
 */
export const ITEMS: readonly ChecklistItem[] = [
  ...section("Database", [
    [
      "migrations-applied",
      "All migrations applied successfully",
      // Pending ones may be let through, which a reader of the tick must see.
      { check: "migrations", columns: ["tool", "applied", "last_applied", "pending"] },
      "invalid-indexes",
    ],
    [
      "cron-refresh-configured",
      "Materialized view refresh cron job configured",
      { check: "cron-jobs", part: "refreshing", columns: ["job", "schedule", "last_success_at"] },
      { check: "materialized-views", columns: ["view", "populated", "refreshed_or_altered_at"] },
    ],
    ["pg-stat-statements-enabled", "pg_stat_statements extension enabled", COUNTING],
    ["connection-pooling-configured", "Connection pooling configured", "connection-pooling"],
    ["backup-schedule-verified", "Backup schedule verified", "backups"],
    [
      "performance-baseline-established",
      "Performance baseline established",
      { check: "performance-baseline", part: "recorded" },
    ],
  ]),
  ...section("Application", [
    ["api-pool-settings-updated", "API connection pool settings updated", "application-pool"],
    [
      "query-timeout-configured",
      "Query timeout settings configured",
      {
        check: "statement-timeout",
        columns: ["role", "statement_timeout_ms"],
      },
    ],
    // The database's log is half of it: nobody but the team knows of the application's.
    [
      "error-logging-enabled",
      "Error logging enabled",
      { check: "error-logging", supporting: true, columns: ["log_min_messages", "log_min_error_statement"] },
    ],
    ["performance-monitoring-active", "Performance monitoring active", monitored("any"), COUNTING],
  ]),
  ...section("Monitoring", [
    [
      "slow-query-alerts-configured",
      "Slow query alerts configured",
      monitored("slow-queries"),
      "query-logging",
    ],
    ["index-usage-monitoring-active", "Index usage monitoring active", monitored("unused-indexes")],
    ["table-bloat-monitoring-scheduled", "Table bloat monitoring scheduled", monitored("table-bloat")],
    [
      "connection-pool-monitoring-enabled",
      "Connection pool monitoring enabled",
      monitored("connection-usage"),
    ],
  ]),
];

/** Ids of the checks that the checklist rests on. What only dropped items need is not run. */
export function checksOf(items: readonly SelectedItem[]): string[] {
  const wanted = items.filter(({ dropped }) => dropped === undefined);
  return [...new Set(wanted.flatMap(({ evidence }) => evidence.map(({ check }) => check)))];
}

type Line = readonly [id: string, title: string, ...evidence: (string | Evidence)[]];

function section(name: string, lines: readonly Line[]): ChecklistItem[] {
  return lines.map(([id, title, ...evidence]) => ({
    id,
    section: name,
    title,
    evidence: evidence.map((source) => (typeof source === "string" ? { check: source } : source)),
  }));
}

/** `any`: one scheduled check is enough. */
function monitored(check: string): Evidence {
  return { check: "monitoring-schedule", part: "monitored", about: check };
}
