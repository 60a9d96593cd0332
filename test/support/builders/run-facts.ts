/** What a run knows beyond its report, for tests of memory, issues and publishing. */

import type { Publication } from "../../../src/action/publish.ts";
import { checks } from "../../../src/checks/index.ts";
import type { StatementsReading } from "../../../src/checks/slow-queries/state.ts";
import type { IndexInventory, IndexRow } from "../../../src/core/index-usage.ts";
import type { Report } from "../../../src/core/report.ts";
import type { Window } from "../../../src/core/server.ts";
import { NO_ISSUES } from "../../../src/issues/issue.ts";
import type { RunFacts } from "../../../src/issues/run-facts.ts";
import { aReport } from "./report.ts";
import { aRunConfig } from "./run-config.ts";

/** What a test says of a run; what its checks read is put where the run keeps it. */
export type FactParts = Partial<RunFacts> & {
  /** Undefined: the database was not reached. */
  readonly tablesWindow?: Window | undefined;
  readonly indexes?: readonly IndexRow[];
  readonly smallerIndexes?: IndexInventory["smaller"];
  /** What slow-queries read, and since when the statistics count. */
  readonly statements?: (StatementsReading & { readonly window: number | null }) | undefined;
};

/** A run of the report's own time; its counters began 90 days before. */
export function runFactsFor(report: Report = aReport(), parts: FactParts = {}): RunFacts {
  const at = Date.parse(report.startedAt);
  const { tablesWindow, indexes, smallerIndexes, statements, ...rest } = parts;
  const defaultWindow = { since: at - 90 * 86_400_000, detail: "the statistics were reset" };
  const { window = null, ...reading } = statements ?? {};
  const inventory = { indexes: indexes ?? [], smaller: smallerIndexes ?? { count: 0, bytes: 0 } };
  const isReached = !("tablesWindow" in parts) || tablesWindow !== undefined;
  return {
    report,
    run: { id: "1", attempt: 1, at },
    event: "",
    needsConfirmation: new Set(
      checks.filter((check) => check.window || check.pointInTime).map(({ id }) => id),
    ),
    indexUsage: new Set(checks.filter(({ indexUsage }) => indexUsage !== undefined).map(({ id }) => id)),
    system: "7400000000000000001",
    timeline: "00000001",
    windows: isReached
      ? { tables: tablesWindow ?? defaultWindow, statements: { since: window, detail: "" } }
      : undefined,
    readings: new Map<string, unknown>([
      ...(inventory.indexes.length === 0 ? [] : [["index-sizes", inventory] as const]),
      ...(statements === undefined ? [] : [["slow-queries", reading] as const]),
    ]),
    observedFor: 30 * 86_400_000,
    files: [],
    ...rest,
  };
}

/** A run that has nothing to do with issues. */
export function aPublication(report: Report): Publication {
  return { report, facts: runFactsFor(report), tracking: NO_ISSUES, settings: aRunConfig() };
}
