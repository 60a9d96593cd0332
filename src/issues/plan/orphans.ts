import { checkById } from "../../checks/index.ts";
import { CHECKLIST, INDEX_USAGE, OVERVIEW, type Tracker } from "../issue.ts";
import type { PlanContext } from "./context.ts";

/**
 * Open issues of checks that this version does not have, or gives no issue of their own. Another version may be at
 * work in the same repository, so none of them is closed; but nobody is to wait for it for ever.
 */
export function tellOrphans({ facts, notice }: PlanContext, { issues, untouchable }: Tracker): void {
  const looked = new Set(facts.report.results.map(({ check }) => check));
  for (const { number, home, isOpen } of issues) {
    if (!isOpen || [OVERVIEW, CHECKLIST, INDEX_USAGE, ...untouchable].includes(home)) continue;
    const isFollowed = checkById(home) !== undefined || looked.has(home);
    if (isFollowed && !facts.indexUsage.has(home)) continue;
    notice(
      `Issue #${number} tells of the check ${home}, and this version of pg-preflight keeps no such issue: close it when you are done with it.`,
    );
  }
}
