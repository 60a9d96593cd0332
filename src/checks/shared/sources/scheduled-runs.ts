import type { SourceKey } from "../../../core/sources.ts";

/**
 * The runs of this target that the suites' issues remember, by check id. No reader collects it: the run adds it from the
 * issues that it loaded.
 */
export const REMEMBERED_RUNS: SourceKey<ReadonlyMap<string, RememberedRuns>> = {
  provider: "issues",
  name: "runs",
};

/** Times in milliseconds since 1970. */
export interface RememberedRuns {
  /** The newest run by a schedule that had this check in it. */
  readonly scheduledAt: number | null;
  /** The newest run by a schedule that carried this check out. */
  readonly checkedAt: number | null;
  /** The newest run that no schedule started, and GitHub's name of the event that did. */
  readonly other: { readonly at: number; readonly event: string } | null;
}

export const NO_RUNS: RememberedRuns = { scheduledAt: null, checkedAt: null, other: null };
