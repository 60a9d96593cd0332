/** A database's indexes over some weeks: one run of the suite index-usage a week, its memory handed on. */

import type { Facts } from "../../../src/core/finding.ts";
import type { IndexRow } from "../../../src/core/index-usage.ts";
import type { CheckResult, ReportedFinding } from "../../../src/core/report.ts";
import { type IndexUsage, indexUsageOf } from "../../../src/issues/index-usage/evaluate.ts";
import type { RunFacts } from "../../../src/issues/run-facts.ts";
import { type FindingIds, PLAIN_IDS } from "../../../src/issues/state/refs.ts";
import type { SuiteState } from "../../../src/issues/state/schema.ts";
import { updateState } from "../../../src/issues/state/update.ts";
import { toIso } from "../../../src/lib/time.ts";
import { aFail, aPass, aReport } from "./report.ts";
import type { FactParts } from "./run-facts.ts";
import { runFactsFor } from "./run-facts.ts";

export const DAY = 86_400_000;
export const WEEK = 7 * DAY;
export const MB = 1024 * 1024;
/** The first run. */
export const START = Date.UTC(2026, 8, 7, 3);

const CHECKS = ["unused-indexes", "duplicate-indexes", "foreign-key-indexes", "invalid-indexes"];

export interface Week {
  readonly indexes?: readonly IndexRow[];
  /** By check id; a check without any passes. */
  readonly findings?: Readonly<Record<string, readonly ReportedFinding[]>>;
  readonly results?: readonly CheckResult[];
  readonly facts?: FactParts;
}

export interface Told {
  readonly facts: RunFacts;
  readonly usage: IndexUsage;
  /** After the run. */
  readonly suiteState: SuiteState;
}

/** The runs' weeks one after the other; the counters began 90 days before the first. */
export function weeks(lives: readonly Week[], refs: FindingIds = PLAIN_IDS): Told[] {
  const told: Told[] = [];
  for (const [number, week] of lives.entries()) {
    const facts = factsOf(week, number);
    const previous = told.at(-1)?.suiteState;
    told.push({
      facts,
      usage: indexUsageOf(facts, previous, refs),
      suiteState: updateState(facts, previous, refs).suiteState,
    });
  }
  return told;
}

export function lastOf(told: readonly Told[]): Told {
  const last = told.at(-1);
  if (last === undefined) throw new Error("no week");
  return last;
}

function factsOf({ indexes = [], findings = {}, results = [], facts = {} }: Week, number: number): RunFacts {
  const at = START + number * WEEK;
  const given = new Set(results.map(({ check }) => check));
  const report = aReport({
    suite: "index-usage",
    startedAt: toIso(at),
    results: [
      ...CHECKS.filter((check) => !given.has(check)).map((check) => {
        const title = `Title of ${check}`;
        const found = [...(findings[check] ?? [])];
        return found.length === 0 ? aPass({ check, title }) : aFail(found, { check, title });
      }),
      ...(given.has("index-sizes")
        ? []
        : [
            aPass({
              check: "index-sizes",
              title: "Indexes of each table",
              status: "measured",
              measurements: dashboard(indexes),
            }),
          ]),
      ...results,
    ],
  });
  return runFactsFor(report, {
    run: { id: String(number + 1), attempt: 1, at },
    tablesWindow: { since: START - 90 * DAY, detail: "the statistics were reset" },
    indexes,
    ...facts,
  });
}

/** As index-sizes measures it. */
function dashboard(indexes: readonly IndexRow[]): Facts[] {
  return [...Map.groupBy(indexes, ({ table }) => table)].map(([table, rows]) => ({
    table,
    indexes: rows.length,
    index_size_bytes: rows.reduce((sum, { bytes }) => sum + bytes, 0),
    table_size_bytes: 100 * MB,
    scans: rows.reduce((sum, { scans }) => sum + scans, 0),
  }));
}

export function anIndex(name: string, parts: Partial<IndexRow> = {}): IndexRow {
  return {
    name,
    table: "public.orders",
    bytes: 20 * MB,
    scans: 0,
    tableWrites: 50_000,
    isUnique: false,
    ...parts,
  };
}

/** As unused-indexes tells it: silent since the counters began. */
export function anUnused(name: string, facts: ReportedFinding["facts"] = {}): ReportedFinding {
  const since = toIso(START - 90 * DAY);
  return {
    key: name,
    priority: "low",
    message: `${name}: 0 scans since ${since}, or since it was created if that is later.`,
    facts: {
      index: name,
      table: "public.orders",
      size_bytes: 20 * MB,
      scans: 0,
      unused_since_at: since,
      table_writes: 50_000,
      definition: `CREATE INDEX ${name.split(".")[1]} ON public.orders USING btree (a)`,
      ...facts,
    },
    fix: `DROP INDEX CONCURRENTLY ${name};`,
    fixKind: "destructive",
    destructive: true,
    standsAlone: true,
    known: false,
  };
}

export function aDuplicate(name: string, kept: string): ReportedFinding {
  return {
    ...anUnused(name),
    message: `${name} is identical to ${kept}, so one of them is enough.`,
    facts: {
      index: name,
      table: "public.orders",
      size_bytes: 20 * MB,
      scans: 7,
      kept_index: kept,
      kept_size_bytes: 20 * MB,
      identical: true,
      definition: `CREATE INDEX ${name.split(".")[1]} ON public.orders USING btree (a)`,
    },
  };
}

export function anInvalid(name: string): ReportedFinding {
  return {
    key: name,
    priority: "high",
    message: `${name} is what a failed build left behind: no query uses it, yet every write maintains it; a valid index like it exists.`,
    facts: {
      index: name,
      table: "public.orders",
      unique: false,
      maintained_by_writes: true,
      definition: `CREATE INDEX ${name.split(".")[1]} ON public.orders USING btree (a)`,
    },
    fix: `DROP INDEX CONCURRENTLY ${name};`,
    fixKind: "destructive",
    destructive: true,
    standsAlone: true,
    known: false,
  };
}

export function aForeignKey(table: string): ReportedFinding {
  return {
    key: `${table} (customer_id)`,
    priority: "low",
    message: `No index begins with the foreign key ${table} (customer_id): a deleted or re-keyed row of public.customers reads the whole table.`,
    facts: {
      table,
      columns: ["customer_id"],
      size_bytes: 300 * MB,
      foreign_keys: ["orders_customer_fkey"],
      references: ["public.customers"],
      on_delete: "NO ACTION",
      referenced_deletes: 12,
      referenced_updates: 0,
    },
    fix: `CREATE INDEX CONCURRENTLY ON ${table} (customer_id);`,
    fixKind: "alone",
    standsAlone: true,
    known: false,
  };
}
