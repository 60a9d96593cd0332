import type { DatabaseEvidence } from "../../core/evidence.ts";
import type { Report } from "../../core/report.ts";
import type { Sources } from "../../core/sources.ts";
import { fromIso } from "../../lib/time.ts";
import { type RecordedBaseline, recordOf } from "./baseline-file.ts";
import { evaluateQueries } from "./evaluate.ts";
import { baselineSource } from "./measurement.ts";
import type { BaselineOptions } from "./options.ts";

/**
 * The baseline that this run can record: null unless every declared query was measured, returned rows, and is within its
 * budgets and the old baseline. An ignored finding is still a finding here: no later run must be compared with it.
 */
export function newBaseline(
  options: BaselineOptions,
  sources: Sources,
  report: Report,
): RecordedBaseline | null {
  const source = sources.get(baselineSource(options.file));
  if (options.queries.length === 0 || !("value" in source)) return null;
  const { measured } = source.value;
  if (!("value" in measured)) return null;
  const verdicts = evaluateQueries(options, source.value, fromIso(report.startedAt) ?? 0);
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
export function baselineNotices(
  { file }: BaselineOptions,
  sources: Sources,
  database: DatabaseEvidence,
): string[] {
  const source = sources.get(baselineSource(file));
  if (!("value" in source) || !("value" in source.value.measured)) return [];
  const { server, notices } = source.value.measured.value;
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
