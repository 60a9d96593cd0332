import { z } from "zod";
import { defineCheck } from "../../core/check.ts";
import type { Facts, Fix } from "../../core/finding.ts";
import { windowShorterThan } from "../../core/window.ts";
import { sql } from "../../generated/sql.ts";
import { count, elapsed } from "../../lib/format.ts";
import { isoOf } from "../../lib/time.ts";
import { duration } from "../../lib/units.ts";
import { namedSetting } from "../shared/autovacuum-settings.ts";

/**
 * A table must be past its autovacuum threshold by a tenth, because one row past it is noise. With the default
 * settings 20 % dead rows are a quarter past it (0.25 live rows against 0.2), so the margin never hides those.
 */
const MARGIN = 1.1;

/** Minimum age of a transaction that is named as holding back vacuum, in milliseconds. pgbot reports from this age on. */
const HOLDS_BACK_FROM = 300_000;

/** The same for slots and standbys, whose age is known only in transactions. A busy server has as many in minutes. */
const HOLDS_BACK_FROM_TRANSACTIONS = 10_000;

const row = z.object({
  table_name: z.string(),
  /** The rows are those of the table's TOAST table, which holds its large values. */
  is_toast: z.boolean(),
  dead_rows: z.coerce.number(),
  live_rows: z.coerce.number(),
  counted: z.boolean(),
  planner_rows: z.coerce.number(),
  autovacuum_starts_at: z.coerce.number(),
  /** The setting that makes up most of that number, and whether it is the table's own. */
  start_setting: z.enum(["autovacuum_vacuum_threshold", "autovacuum_vacuum_scale_factor"]),
  setting_is_own: z.boolean(),
  autovacuum: z.boolean(),
  table_bytes: z.coerce.number(),
  toast_dead_rows: z.coerce.number(),
  being_vacuumed: z.boolean(),
  last_vacuum: z.number().nullable(),
  holder_kind: z.enum(["session", "standby", "prepared transaction", "replication slot"]).nullable(),
  holder_name: z.string().nullable(),
  holder_since: z.number().nullable(),
  holder_transactions: z.coerce.number().nullable(),
});

type Row = z.infer<typeof row>;

export default defineCheck({
  id: "table-bloat",
  title: "Vacuum keeps up with dead rows",
  why: "Dead rows take disk and cache and slow every scan until vacuum frees their space. Space that is already free inside a table is not measured here.",
  category: "vacuum",
  priority: "medium",
  window: "tables",
  options: z.strictObject({
    "max-dead-percent": z
      .number()
      .min(0)
      .max(100)
      .default(20)
      .describe("Dead rows of a table, in percent of all its rows, above which it is a finding."),
    "min-rows": z
      .number()
      .int()
      .min(0)
      .default(10_000)
      .describe("Smaller tables (live and dead rows together) are let be."),
    "observed-for": duration()
      .prefault("1h")
      .describe("How long the counters must have counted before no finding means no dead rows."),
  }),
  query: {
    row,
    statement: (server) =>
      server.inRecovery
        ? { skipped: { reason: "not-applicable", detail: "A standby counts no dead rows: ask the primary." } }
        : { statement: sql["table-bloat"] },
  },
  evaluate: (rows, context) => {
    const { options, priority, server } = context;
    const bloated = rows.filter((table) => {
      const all = liveRows(table) + table.dead_rows;
      return (
        !table.being_vacuumed &&
        all >= options["min-rows"] &&
        deadPercent(table) > options["max-dead-percent"] &&
        (!table.autovacuum || isOutOfReach(table) || table.dead_rows > MARGIN * table.autovacuum_starts_at)
      );
    });
    const unknown = windowShorterThan(context, "tables", options["observed-for"]);
    return {
      findings: bloated.map((table) => {
        const heldBackBy = holder(table, server.now);
        return {
          key: table.is_toast ? `${table.table_name} (TOAST)` : table.table_name,
          priority,
          message: `${Math.round(deadPercent(table))} % of the rows of ${nameOf(table)} are dead (${count(table.dead_rows, "row")})${cause(table, heldBackBy)}.`,
          facts: facts(table, heldBackBy),
          fix: fix(table, heldBackBy),
        };
      }),
      ...(unknown ? { unknown } : {}),
    };
  },
});

/**
 * A crash resets the statistics, and until the next VACUUM or ANALYZE they hold only the rows that changed since. Until
 * then the planner's estimate, which survives, keeps a few dead rows from looking like the whole table.
 */
function liveRows(table: Row): number {
  return table.counted ? table.live_rows : Math.max(table.live_rows, table.planner_rows);
}

function deadPercent(table: Row): number {
  const all = liveRows(table) + table.dead_rows;
  return all === 0 ? 0 : (100 * table.dead_rows) / all;
}

/** Autovacuum is on, but it starts only at more dead rows than the table has live ones: as good as off. */
function isOutOfReach(table: Row): boolean {
  return table.autovacuum && table.autovacuum_starts_at > liveRows(table);
}

function nameOf({ table_name, is_toast }: Row): string {
  return is_toast ? `the TOAST table of ${table_name}` : table_name;
}

/**
 * What holds back the xmin horizon, as a phrase. Undefined when nothing does for long enough to matter, and when no
 * vacuum has run since it began: then nothing shows that a vacuum would leave these rows.
 */
function holder(table: Row, now: number): string | undefined {
  const {
    holder_kind: kind,
    holder_name: name,
    holder_since: since,
    holder_transactions: transactions,
    last_vacuum: lastVacuum,
  } = table;
  if (kind === null || lastVacuum === null) return undefined;
  if (since === null) {
    return (transactions ?? 0) >= HOLDS_BACK_FROM_TRANSACTIONS ? `the ${kind} ${name ?? ""}` : undefined;
  }
  const age = now - since * 1_000;
  if (age < HOLDS_BACK_FROM || lastVacuum <= since) return undefined;
  return kind === "session"
    ? `a transaction of ${name ?? "another role"}, open for ${elapsed(age)}`
    : `the prepared transaction ${name ?? ""}, ${elapsed(age)} old`;
}

function cause(table: Row, heldBackBy: string | undefined): string {
  if (heldBackBy !== undefined)
    return `, and vacuum can't remove what died since: held back by ${heldBackBy}`;
  if (!table.autovacuum) return ", and autovacuum is off for it";
  if (!isOutOfReach(table)) return "";
  return `, and autovacuum starts only at ${count(table.autovacuum_starts_at, "dead row")}, by ${namedSetting(table.start_setting, table.setting_is_own)}`;
}

function facts(table: Row, heldBackBy: string | undefined): Facts {
  return {
    table: table.table_name,
    dead_percent: Math.round(deadPercent(table) * 10) / 10,
    dead_rows: table.dead_rows,
    live_rows: liveRows(table),
    autovacuum_starts_at_rows: table.autovacuum_starts_at,
    table_bytes: table.table_bytes,
    toast_dead_rows: table.toast_dead_rows > 0 ? table.toast_dead_rows : null,
    autovacuum: table.autovacuum ? "on" : "off",
    last_vacuum_at: isoOf(table.last_vacuum),
    held_back_by: heldBackBy ?? null,
  };
}

/** Comments hold no names, because a name may hold a line break. */
function fix(table: Row, heldBackBy: string | undefined): Fix {
  const comments = [
    ...(heldBackBy === undefined ? [] : ["-- First end what holds vacuum back, or this removes little.\n"]),
    ...(table.autovacuum
      ? []
      : ["-- Autovacuum is off for this table: the check autovacuum-activity says how to turn it on.\n"]),
    ...(isOutOfReach(table) ? [`-- Afterwards lower ${settingOf(table)}, or this comes back.\n`] : []),
  ];
  return { sql: `${comments.join("")}VACUUM (ANALYZE) ${table.table_name};` };
}

/** As ALTER TABLE takes it. */
function settingOf({ is_toast, setting_is_own, start_setting }: Row): string {
  return is_toast && setting_is_own ? `toast.${start_setting}` : start_setting;
}
