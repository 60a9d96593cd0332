import { z } from "zod";
import { defineCheck } from "../../core/check.ts";
import type { Facts, Finding } from "../../core/finding.ts";
import type { Priority } from "../../core/priority.ts";
import type { Server } from "../../core/server.ts";
import { windowShorterThan } from "../../core/window.ts";
import { sql } from "../../generated/sql.ts";
import { count, elapsed } from "../../lib/format.ts";
import { type Epoch, isoOf, latest } from "../../lib/time.ts";
import { duration } from "../../lib/units.ts";
import { AUTOVACUUM_DEFAULTS, defaultTrigger, namedSetting } from "../shared/autovacuum-settings.ts";
import { AUTOVACUUM_MARGIN } from "../shared/thresholds.ts";

const rowCount = z.coerce.number();
const time = z.number().nullable();
const settings = {
  autovacuum: z.boolean(),
  track_counts: z.boolean(),
  workers: z.number(),
  workers_busy: z.number(),
};
const table = z.object({
  ...settings,
  table_name: z.string(),
  is_materialized_view: z.boolean(),
  enabled: z.boolean(),
  on_dashboard: z.boolean(),
  live_rows: rowCount,
  planner_rows: rowCount,
  dead_rows: rowCount,
  inserted_rows: rowCount,
  changed_rows: rowCount,
  vacuum_trigger: rowCount,
  /** Null where inserts alone never trigger a vacuum. */
  insert_trigger: rowCount.nullable(),
  analyze_trigger: rowCount,
  /** The setting that makes up most of each of these numbers, and whether it is the table's own. */
  vacuum_setting: z.enum(["autovacuum_vacuum_threshold", "autovacuum_vacuum_scale_factor"]),
  vacuum_setting_is_own: z.boolean(),
  analyze_setting: z.enum(["autovacuum_analyze_threshold", "autovacuum_analyze_scale_factor"]),
  analyze_setting_is_own: z.boolean(),
  being_vacuumed: z.boolean(),
  last_manual_vacuum: time,
  last_autovacuum: time,
  autovacuums: rowCount,
  last_manual_analyze: time,
  last_autoanalyze: time,
  autoanalyzes: rowCount,
});

const row = z.union([table, z.object({ ...settings, table_name: z.null() })]);

type Table = z.infer<typeof table>;
type Row = z.infer<typeof row>;
interface Evaluation {
  readonly minRows: number;
  readonly maxWait: number;
  readonly priority: Priority;
  readonly server: Server;
  /** The statistics cover `maxWait`, so a missing time means that there was no vacuum in it. */
  readonly isWindowLongEnough: boolean;
}

export default defineCheck({
  id: "autovacuum-activity",
  title: "Autovacuum does its work",
  why: "Autovacuum removes dead rows, keeps the planner's statistics fresh and keeps transaction ids from running out. Where it is off, all three wait for a person.",
  category: "vacuum",
  priority: "medium",
  window: "tables",
  options: z.strictObject({
    "max-wait": duration()
      .prefault("1d")
      .describe("How long a table may be due; how old a VACUUM by hand may be where autovacuum is off."),
    "min-rows": z.number().int().min(0).default(10_000).describe("Tables with fewer rows are let be."),
  }),
  query: {
    row,
    statement: (server) =>
      server.inRecovery
        ? {
            skipped: {
              reason: "not-applicable",
              detail: "Autovacuum does not run on a standby: ask the primary.",
            },
          }
        : { statement: sql["autovacuum-activity"] },
  },
  evaluate: (rows, context) => {
    const tables = rows.filter((row): row is Table => row.table_name !== null);
    const unknown = windowShorterThan(context, "tables", context.options["max-wait"]);
    const evaluation: Evaluation = {
      minRows: context.options["min-rows"],
      maxWait: context.options["max-wait"],
      priority: context.priority,
      server: context.server,
      isWindowLongEnough: unknown === undefined,
    };
    const disabled = disabledSettings(rows, evaluation);
    return {
      // Where autovacuum is off for the whole server, a finding for each table would add nothing.
      findings: disabled.length > 0 ? disabled : tables.flatMap((each) => evaluateTable(each, evaluation)),
      ...(unknown ? { unknown } : {}),
      measurements: tables.filter((each) => each.on_dashboard).map(dashboard),
    };
  },
});

const DISABLED_MESSAGES = {
  autovacuum: "autovacuum is off for the whole server, so no table is vacuumed or analyzed.",
  track_counts: "track_counts is off, so autovacuum counts no changes and silently does nothing.",
} as const;

function disabledSettings([first]: readonly Row[], { priority, server }: Evaluation): Finding[] {
  if (first === undefined) return [];
  const off = (["autovacuum", "track_counts"] as const).filter((name) => !first[name]);
  return off.map((name) => ({
    key: name,
    priority,
    message: DISABLED_MESSAGES[name],
    facts: { setting: name, value: "off" },
    // Supabase does not let users run ALTER SYSTEM.
    ...(server.isSupabase
      ? {}
      : { fix: { sql: `ALTER SYSTEM SET ${name} = on;\nSELECT pg_reload_conf();` } }),
  }));
}

function evaluateTable(each: Table, evaluation: Evaluation): Finding | readonly Finding[] {
  const rows = Math.max(each.live_rows + each.dead_rows, each.planner_rows);
  if (rows < evaluation.minRows || each.being_vacuumed) return [];
  return (
    (each.enabled
      ? (outOfReach(each, evaluation) ?? overdue(each, evaluation))
      : disabledFor(each, evaluation)) ?? []
  );
}

/**
 * Autovacuum is on, but starts only at more dead or changed rows than the table has live ones: as good as off. A
 * finding where PostgreSQL's own settings would have brought it and no person did it instead.
 */
function outOfReach(each: Table, evaluation: Evaluation): Finding | undefined {
  const rows = Math.max(each.live_rows, each.planner_rows);
  const late = worksOf(each).find(
    ({ work, trigger, counted, last }) =>
      trigger > rows &&
      counted > AUTOVACUUM_MARGIN * defaultTrigger(work, rows) &&
      isLongAgo(last, evaluation),
  );
  if (late === undefined) return undefined;
  const { trigger, noun, setting, isOwn } = late;
  const change = isOwn ? `RESET (${setting})` : `SET (${setting} = ${AUTOVACUUM_DEFAULTS[setting]})`;
  return {
    key: each.table_name,
    priority: evaluation.priority,
    message: `Autovacuum comes to ${each.table_name} only at ${count(trigger, noun)}, by ${namedSetting(setting, isOwn)}, and the table has ${count(rows, "row")}: ${count(each.dead_rows, "dead row")}, ${count(each.changed_rows, "change")} since the last ANALYZE.`,
    facts: facts(each, evaluation),
    fix: { sql: `ALTER ${kindOf(each)} ${each.table_name} ${change};` },
  };
}

/** What autovacuum does for a table, with what it counts for it and where it starts. */
function worksOf(each: Table) {
  return [
    {
      work: "vacuum",
      noun: "dead row",
      counted: each.dead_rows,
      trigger: each.vacuum_trigger,
      setting: each.vacuum_setting,
      isOwn: each.vacuum_setting_is_own,
      last: latest(each.last_autovacuum, each.last_manual_vacuum),
    },
    {
      work: "analyze",
      noun: "changed row",
      counted: each.changed_rows,
      trigger: each.analyze_trigger,
      setting: each.analyze_setting,
      isOwn: each.analyze_setting_is_own,
      last: latest(each.last_autoanalyze, each.last_manual_analyze),
    },
  ] as const;
}

function kindOf({ is_materialized_view }: Table): string {
  return is_materialized_view ? "MATERIALIZED VIEW" : "TABLE";
}

/** No finding where a recent manual VACUUM shows that autovacuum is off on purpose. */
function disabledFor(each: Table, evaluation: Evaluation): Finding | undefined {
  const isQuiet = each.dead_rows + each.inserted_rows + each.changed_rows === 0;
  if (isQuiet || !isLongAgo(each.last_manual_vacuum, evaluation)) return undefined;
  return {
    key: each.table_name,
    priority: evaluation.priority,
    message: `Autovacuum is off for ${each.table_name}, and nobody vacuums it instead: ${count(each.dead_rows, "dead row")}, ${count(each.changed_rows, "change")} since the last ANALYZE.`,
    facts: facts(each, evaluation),
    fix: { sql: `ALTER ${kindOf(each)} ${each.table_name} RESET (autovacuum_enabled);` },
  };
}

function overdue(each: Table, evaluation: Evaluation): Finding | undefined {
  const lastVacuum = latest(each.last_autovacuum, each.last_manual_vacuum);
  const lastAnalyze = latest(each.last_autoanalyze, each.last_manual_analyze);
  const vacuum =
    isLongAgo(lastVacuum, evaluation) &&
    (each.dead_rows > AUTOVACUUM_MARGIN * each.vacuum_trigger ||
      (each.insert_trigger !== null && each.inserted_rows > AUTOVACUUM_MARGIN * each.insert_trigger));
  const analyze =
    isLongAgo(lastAnalyze, evaluation) && each.changed_rows > AUTOVACUUM_MARGIN * each.analyze_trigger;
  if (!vacuum && !analyze) return undefined;
  const due = [...(vacuum ? ["vacuum"] : []), ...(analyze ? ["analyze"] : [])];
  const last = vacuum ? lastVacuum : lastAnalyze;
  const since =
    last === null ? "since the counters began" : `for ${elapsed(evaluation.server.now - last * 1_000)}`;
  return {
    key: each.table_name,
    priority: evaluation.priority,
    message: `${each.table_name} is well past the number of changes at which autovacuum comes to ${due.join(" and ")} it, and it has not come ${since}.`,
    facts: { ...facts(each, evaluation), due_for: due },
    fix: vacuum ? { sql: `VACUUM (ANALYZE) ${each.table_name};` } : { sql: `ANALYZE ${each.table_name};` },
  };
}

/** A missing time has no meaning while the statistics are recent, because a crash resets it too. */
function isLongAgo(time: Epoch, { server, maxWait, isWindowLongEnough }: Evaluation): boolean {
  return time === null ? isWindowLongEnough : server.now - time * 1_000 >= maxWait;
}

function facts(each: Table, { server }: Evaluation): Facts {
  return {
    table: each.table_name,
    autovacuum: each.enabled ? "on" : "off",
    dead_rows: each.dead_rows,
    vacuum_trigger: each.vacuum_trigger,
    inserted_rows: each.inserted_rows,
    insert_trigger: each.insert_trigger,
    changed_rows: each.changed_rows,
    analyze_trigger: each.analyze_trigger,
    last_vacuum_at: isoOf(latest(each.last_autovacuum, each.last_manual_vacuum)),
    last_analyze_at: isoOf(latest(each.last_autoanalyze, each.last_manual_analyze)),
    workers_busy: server.readsAllStatistics ? `${each.workers_busy} of ${each.workers}` : null,
  };
}

function dashboard(each: Table): Facts {
  return {
    table: each.table_name,
    dead_rows: each.dead_rows,
    last_autovacuum_at: isoOf(each.last_autovacuum),
    autovacuums: each.autovacuums,
    last_autoanalyze_at: isoOf(each.last_autoanalyze),
    autoanalyzes: each.autoanalyzes,
  };
}
