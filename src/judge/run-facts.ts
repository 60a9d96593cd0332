import { checks as catalogue } from "../checks/index.ts";
import type { DatabaseEvidence } from "../domain/evidence.ts";
import type { Report } from "../domain/report.ts";
import type { RunFacts } from "../domain/run-facts.ts";
import type { Settings } from "../domain/settings.ts";

/** What memory and the issues need of this run beyond its report. */
export function runFactsOf(
  settings: Settings,
  evidence: DatabaseEvidence,
  report: Report,
  startedAt: number,
): RunFacts {
  const ids = (wanted: (check: (typeof catalogue)[number]) => boolean): Set<string> =>
    new Set(catalogue.filter(wanted).map(({ id }) => id));
  return {
    report,
    run: { id: settings.run.id ?? "", attempt: settings.run.attempt, at: startedAt },
    settling: ids(({ window, momentary }) => window !== undefined || momentary === true),
    indexUsage: ids(({ indexUsage }) => indexUsage === true),
    system: evidence.reached ? evidence.identity.system : null,
    timeline: evidence.reached ? evidence.identity.timeline : null,
    tablesWindow: evidence.reached ? evidence.windows.tables : undefined,
    indexes: [],
    smallerIndexes: { count: 0, bytes: 0 },
    observedFor: 30 * 86_400_000,
  };
}
