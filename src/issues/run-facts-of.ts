import { z } from "zod";
import { checks as catalogue } from "../checks/index.ts";
import type { DatabaseEvidence } from "../core/evidence.ts";
import type { Report } from "../core/report.ts";
import type { RunConfig } from "../core/settings.ts";
import type { Sources } from "../core/sources.ts";
import type { RunFacts } from "./run-facts.ts";

/** What memory and the issues need of this run beyond its report. */
export function runFactsOf(
  settings: RunConfig,
  evidence: DatabaseEvidence,
  report: Report,
  { startedAt, sources }: { readonly startedAt: number; readonly sources: Sources },
): RunFacts {
  const ids = (wanted: (check: (typeof catalogue)[number]) => boolean): Set<string> =>
    new Set(catalogue.filter(wanted).map(({ id }) => id));
  return {
    report,
    run: { id: settings.run.id ?? "", attempt: settings.run.attempt, at: startedAt },
    event: settings.github.eventName,
    needsConfirmation: ids(({ window, pointInTime }) => window !== undefined || pointInTime === true),
    indexUsage: ids(({ indexUsage }) => indexUsage !== undefined),
    system: evidence.reached ? evidence.identity.system : null,
    timeline: evidence.reached ? evidence.identity.timeline : null,
    windows: evidence.reached ? evidence.windows : undefined,
    readings: readingsOf(settings, evidence),
    observedFor: observedFor(settings),
    files: settings.checks.flatMap(({ check: { file }, enabled, options }) =>
      enabled && file !== undefined
        ? [{ output: file.output, name: file.name, text: () => file.text(options, sources, report) }]
        : [],
    ),
  };
}

/** What each check with a state reads out of its rows. */
function readingsOf({ checks }: RunConfig, evidence: DatabaseEvidence): RunFacts["readings"] {
  const readings = new Map<string, unknown>();
  if (!evidence.reached) return readings;
  for (const { check, options } of checks) {
    const answer = evidence.answers.get(check.id);
    if (check.query === undefined || check.state === undefined || answer === undefined) continue;
    const rows = "rows" in answer ? z.array(check.query.row).safeParse(answer.rows) : undefined;
    const reading = rows?.success === true ? check.state.read(rows.data, options) : undefined;
    if (reading !== undefined) readings.set(check.id, reading);
  }
  return readings;
}

/** The weekly issue calls no index safe to drop sooner. */
function observedFor({ checks }: RunConfig): number {
  const part = catalogue.find(({ indexUsage }) => indexUsage?.part === "unused");
  const selected = checks.find(({ check }) => check.id === part?.id);
  return part?.indexUsage?.part === "unused" ? part.indexUsage.observedFor(selected?.options) : 0;
}
