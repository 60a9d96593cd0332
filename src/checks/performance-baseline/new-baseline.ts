import type { DatabaseEvidence } from "../../core/evidence.ts";
import type { Report } from "../../core/report.ts";
import type { Sources } from "../../core/sources.ts";
import { fromIso } from "../../lib/time.ts";
import { type RecordedBaseline, recordOf } from "./baseline-file.ts";
import { verdictsOn } from "./evaluate.ts";
import { baselineSource } from "./measurement.ts";
import type { BaselineOptions } from "./options.ts";

/**
 * What this run may leave as the recorded baseline: null unless every declared query was measured, returned rows
 * and kept its budgets and the old baseline. What the team ignores is not kept: what is wrong is no yardstick.
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
  const verdicts = verdictsOn(options, source.value, fromIso(report.startedAt) ?? 0);
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

/** What the reader should know of how the declared queries were measured. */
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
  // A standby of the same server has its identifier.
  const measuredOn = server.system ?? null;
  const isOther = system !== null && measuredOn !== null && measuredOn !== system;
  if (isOther) return [...notices, OTHER_SERVER];
  return [...notices, ...(server.database === database.server.database ? [] : [OTHER_DATABASE])];
}

export const OTHER_SERVER =
  "The declared queries were measured on another server than the rest of this report: baseline-database-url leads elsewhere than database-url.";

export const OTHER_DATABASE =
  "The declared queries were measured in another database than the rest of this report: baseline-database-url names another one than database-url.";
