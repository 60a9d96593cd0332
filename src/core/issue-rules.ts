import type { Priority } from "./priority.ts";

/** From `issues` of the configuration. */
export interface IssueRules {
  /** A failing check of this priority or a more urgent one has an issue of its own. */
  readonly from: Priority;
  readonly assignees: readonly string[];
  readonly labels: readonly string[];
}
