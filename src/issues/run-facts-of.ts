import { checks as catalogue } from "../checks/index.ts";
import { inventoryOf } from "../checks/index-sizes/check.ts";
import slowQueries, { statementsIn } from "../checks/slow-queries/check.ts";
import unusedIndexes from "../checks/unused-indexes/check.ts";
import type { DatabaseEvidence } from "../core/evidence.ts";
import type { Report } from "../core/report.ts";
import type { RunConfig } from "../core/settings.ts";
import type { Sources } from "../core/sources.ts";
import type { RunFacts, StatementsRead } from "./run-facts.ts";

/** What memory and the issues need of this run beyond its report. */
export function runFactsOf(
  settings: RunConfig,
  evidence: DatabaseEvidence,
  report: Report,
  { startedAt, sources }: { readonly startedAt: number; readonly sources: Sources },
): RunFacts {
  const ids = (wanted: (check: (typeof catalogue)[number]) => boolean): Set<string> =>
    new Set(catalogue.filter(wanted).map(({ id }) => id));
  const answer = evidence.reached ? evidence.answers.get("index-sizes") : undefined;
  const { indexes, smaller } = inventoryOf(answer !== undefined && "rows" in answer ? answer.rows : []);
  return {
    report,
    run: { id: settings.run.id ?? "", attempt: settings.run.attempt, at: startedAt },
    needsConfirmation: ids(({ window, pointInTime }) => window !== undefined || pointInTime === true),
    indexUsage: ids(({ indexUsage }) => indexUsage === true),
    system: evidence.reached ? evidence.identity.system : null,
    timeline: evidence.reached ? evidence.identity.timeline : null,
    tablesWindow: evidence.reached ? evidence.windows.tables : undefined,
    indexes,
    smallerIndexes: smaller,
    statements: statementsRead(settings, evidence),
    observedFor: observedFor(settings),
    files: settings.checks.flatMap(({ check: { file }, enabled, options }) => {
      const text = enabled ? file?.text(options, sources, report) : undefined;
      return file === undefined || text === undefined || text === null
        ? []
        : [{ output: file.output, name: file.name, text }];
    }),
  };
}

/** Undefined where slow-queries was not asked or got no answer: memory of statements stays as it is. */
function statementsRead({ checks }: RunConfig, evidence: DatabaseEvidence): StatementsRead | undefined {
  const selected = checks.find(({ check }) => check.id === slowQueries.id);
  const answer = evidence.reached ? evidence.answers.get(slowQueries.id) : undefined;
  if (!evidence.reached || selected === undefined || answer === undefined || !("rows" in answer)) {
    return undefined;
  }
  const counted = statementsIn(answer.rows, selected.options);
  return counted && { ...counted, window: evidence.windows.statements.since };
}

/** What unused-indexes waits for: the weekly issue calls no index safe to drop sooner. */
function observedFor({ checks }: RunConfig): number {
  const options = checks.find(({ check }) => check.id === unusedIndexes.id)?.options;
  if (typeof options === "object" && options !== null && "observed-for" in options) {
    const time = options["observed-for"];
    if (typeof time === "number") return time;
  }
  // A run that leaves the check out has its default.
  return unusedIndexes.options.parse({})["observed-for"];
}
