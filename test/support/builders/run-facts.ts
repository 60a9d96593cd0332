/** What a run knows beyond its report, for tests of memory, issues and publishing. */

import type { Publication } from "../../../src/action/publish.ts";
import { checks } from "../../../src/checks/index.ts";
import type { Report } from "../../../src/core/report.ts";
import { NO_ISSUES } from "../../../src/issues/issue.ts";
import type { RunFacts } from "../../../src/issues/run-facts.ts";
import { aReport } from "./report.ts";
import { aRunConfig } from "./run-config.ts";

/** A run of the report's own time; its counters began 90 days before. */
export function runFactsFor(report: Report = aReport(), parts: Partial<RunFacts> = {}): RunFacts {
  const at = Date.parse(report.startedAt);
  return {
    report,
    run: { id: "1", attempt: 1, at },
    needsConfirmation: new Set(
      checks.filter((check) => check.window || check.pointInTime).map(({ id }) => id),
    ),
    indexUsage: new Set(checks.filter(({ indexUsage }) => indexUsage === true).map(({ id }) => id)),
    system: "7400000000000000001",
    timeline: "00000001",
    tablesWindow: { since: at - 90 * 86_400_000, detail: "the statistics were reset" },
    indexes: [],
    smallerIndexes: { count: 0, bytes: 0 },
    observedFor: 30 * 86_400_000,
    baseline: null,
    ...parts,
  };
}

/** A run that has nothing to do with issues. */
export function aPublication(report: Report): Publication {
  return { report, facts: runFactsFor(report), tracking: NO_ISSUES, settings: aRunConfig() };
}
