import { NO_RUNS, type RememberedRuns } from "../../checks/shared/sources/scheduled-runs.ts";
import type { Source } from "../../core/sources.ts";
import type { IssueEvidence } from "../issue.ts";
import type { StoredCheck, SuiteState } from "./schema.ts";

/** What the issues of this target remember of the runs of each check, whichever suite had it in it. */
export function rememberedRuns({ tracker }: IssueEvidence): Source<ReadonlyMap<string, RememberedRuns>> {
  if (!("value" in tracker)) return tracker;
  const runs = new Map<string, RememberedRuns>();
  for (const { state } of tracker.value.issues) {
    for (const suiteState of Object.values(state?.suites ?? {})) {
      for (const [check, stored] of Object.entries(suiteState.checks)) {
        runs.set(check, newest(runs.get(check) ?? NO_RUNS, runsOf(stored, suiteState)));
      }
    }
  }
  return { value: runs };
}

function runsOf({ scheduled, at, status }: StoredCheck, { runs }: SuiteState): RememberedRuns {
  const event = runs.find((run) => run.at === at)?.event;
  const isOther = event !== undefined && event !== "schedule" && status !== "skipped" && status !== "unknown";
  return {
    scheduledAt: scheduled?.at ?? null,
    checkedAt: scheduled?.checkedAt ?? null,
    other: isOther ? { at, event } : null,
  };
}

function newest(one: RememberedRuns, other: RememberedRuns): RememberedRuns {
  const later = (a: number | null, b: number | null) =>
    a === null || b === null ? (a ?? b) : Math.max(a, b);
  return {
    scheduledAt: later(one.scheduledAt, other.scheduledAt),
    checkedAt: later(one.checkedAt, other.checkedAt),
    other: (one.other?.at ?? 0) >= (other.other?.at ?? 0) ? one.other : other.other,
  };
}
