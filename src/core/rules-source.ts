/**
 * The branch or commit whose configuration, statements and baseline count for a run that may hold somebody else's
 * changes. Other runs go by the files of their checkout.
 */
export interface RulesSource {
  readonly of: "base branch" | "default branch";
  /** A commit or a branch, as GitHub's API takes it; null where the event does not name it. */
  readonly ref: string | null;
  /** Of the run, for sentences: "on a pull request". */
  readonly when: string;
}

/** A commit is shown with seven digits, a branch with its name. */
export function shortRef(ref: string): string {
  return /^[0-9a-f]{40}$/.test(ref) ? ref.slice(0, 7) : ref.replace(/^refs\/heads\//, "");
}
