import { checks } from "../../checks/index.ts";
import type { CheckState } from "../../core/check-state.ts";
import type { Windows } from "../../core/server.ts";

interface StatefulCheck {
  readonly id: string;
  /** The statistics that it rests on. */
  readonly window: keyof Windows;
  // biome-ignore lint/suspicious/noExplicitAny: what a check reads and stores is its own affair.
  readonly state: CheckState<any, any, any, any>;
}

/** Every check that stores something for its next run. */
export const statefulChecks: readonly StatefulCheck[] = checks.flatMap(
  ({ id, window = "tables", ...check }) =>
    check.query === undefined || check.state === undefined ? [] : [{ id, window, state: check.state }],
);
