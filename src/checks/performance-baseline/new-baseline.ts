import type { DatabaseEvidence } from "../../core/evidence.ts";
import type { Report } from "../../core/report.ts";
import type { RunConfig } from "../../core/settings.ts";
import type { Sources } from "../../core/sources.ts";
import { fromIso } from "../../lib/time.ts";
import { type RecordedBaseline, recordOf } from "./baseline-file.ts";
import performanceBaseline, { type BaselineOptions } from "./check.ts";
import { evaluateQueries } from "./evaluate.ts";

/**
 * The baseline that this run can record: null unless every declared query was measured, returned rows, and is within its
 * budgets and the old baseline. An ignored finding is still a finding here: no later run must be compared with it.
 */
export function baselineOf(settings: RunConfig, sources: Sources, report: Report): RecordedBaseline | null {
  const options = settings.checks.find(
    ({ check, enabled }) => enabled && check.id === performanceBaseline.id,
  )?.options;
  if (!isOptions(options) || options.queries.length === 0) return null;
  if (!("value" in sources.baseline)) return null;
  const { measured } = sources.baseline.value;
  if (!("value" in measured)) return null;
  const verdicts = evaluateQueries(options, sources.baseline.value, fromIso(report.startedAt) ?? 0);
  const queries = verdicts.flatMap(({ query, recordable }) => {
    const record = recordable === undefined ? undefined : recordOf(query, recordable);
    return record === undefined ? [] : [record];
  });
  if (queries.length < options.queries.length) return null;
  const { version, database } = measured.value.server;
  return {
    version: 1,
    recordedAt: report.startedAt,
    toolVersion: report.toolVersion,
    target: report.target,
    server: { version, database },
    queries,
  };
}

/** Notices about how the declared queries were measured. */
export function baselineNotices({ baseline }: Sources, database: DatabaseEvidence): string[] {
  if (!("value" in baseline) || !("value" in baseline.value.measured)) return [];
  const { server, notices } = baseline.value.measured.value;
  if (!database.reached) return [...notices];
  const { system } = database.identity;
  // A standby has the identifier of its primary.
  const measuredOn = server.system ?? null;
  const isOther = system !== null && measuredOn !== null && measuredOn !== system;
  if (isOther) return [...notices, OTHER_SERVER];
  return [...notices, ...(server.database === database.server.database ? [] : [OTHER_DATABASE])];
}

export const OTHER_SERVER =
  "The declared queries were measured on another server than the rest of this report: baseline-database-url leads elsewhere than database-url.";

export const OTHER_DATABASE =
  "The declared queries were measured in another database than the rest of this report: baseline-database-url names another one than database-url.";

/** The run configuration types all options as unknown; this check's schema has parsed these. */
function isOptions(options: unknown): options is BaselineOptions {
  return typeof options === "object" && options !== null && "queries" in options && "max-growth" in options;
}
