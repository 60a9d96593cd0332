import { checkById } from "../../checks/index.ts";
import { mostUrgent } from "../../core/priority.ts";
import { CHECKLIST, INDEX_USAGE, OVERVIEW } from "../issue.ts";
import type { CheckChangesView, OverviewRow } from "../render/model.ts";
import { isConfirmed, type StoredCheck, type SuiteState } from "../state/schema.ts";
import { type PlanContext, shownFindings } from "./context.ts";
import { ignoredIds } from "./diff.ts";
import { suiteStatesIn } from "./issues-by-topic.ts";

/** The number of a topic's open issue after the plan was applied; null when none is open. */
export type IssueOf = (topic: string) => number | null;

/** Every check that a suite of this target has stored, with its last status. */
export function overviewRows(ctx: PlanContext, issueOf: IssueOf): OverviewRow[] {
  const latest = new Map<string, StoredCheck>();
  for (const suiteState of suiteStatesOf(ctx)) {
    for (const [check, stored] of Object.entries(suiteState.checks)) {
      // A runner's clock may have been ahead, so a time after this run counts as this run's.
      const at = Math.min(stored.at, ctx.facts.run.at);
      if (at > (latest.get(check)?.at ?? Number.NEGATIVE_INFINITY)) latest.set(check, { ...stored, at });
    }
  }
  return [...latest].map(([check, stored]) => rowOf(ctx, check, stored, issueOf));
}

/** This run's state first: of two equal times the first is taken. */
function suiteStatesOf({ topics, stored, ids, facts }: PlanContext): SuiteState[] {
  const others = [OVERVIEW, CHECKLIST, INDEX_USAGE].flatMap((topic) =>
    Object.entries(suiteStatesIn(topics, topic, ids))
      .filter(([suite]) => topic !== OVERVIEW || suite !== facts.report.suite)
      .map(([, suiteState]) => suiteState),
  );
  return [stored.suiteState, ...others];
}

function rowOf(ctx: PlanContext, check: string, stored: StoredCheck, issueOf: IssueOf): OverviewRow {
  const { facts, shown } = ctx;
  const result = shown.results.find((each) => each.check === check);
  const { findings, leftOut, status, since, at, unknownSince } = stored;
  const pending = findings.filter((finding) => !isConfirmed(finding)).length;
  const entry = checkById(check);
  return {
    check,
    title: result?.title ?? entry?.title ?? check,
    status,
    priority:
      result?.priority ??
      (findings.length > 0
        ? mostUrgent(findings.map(({ priority }) => priority))
        : (entry?.priority ?? "info")),
    confirmed: findings.length - pending + leftOut,
    pending,
    since,
    at,
    unknownSince,
    unknownDetail: result?.unknown?.detail,
    issue: issueOf(facts.indexUsage.has(check) ? INDEX_USAGE : check),
  };
}

/** Changes since this suite's last run; none at its first run. */
export function changesSince(ctx: PlanContext): CheckChangesView[] {
  const { previous, stored, facts, ids } = ctx;
  if (previous === undefined) return [];
  return facts.report.results.flatMap(({ check, title, status }) => {
    const changes = stored.checks.get(check);
    const before = previous.checks[check]?.status ?? null;
    const { appeared = [], resolved: gone = [] } = changes ?? {};
    const ignored = ignoredIds(ctx, check);
    const resolved = gone.filter(({ ref }) => !ignored.has(ref));
    const isSame = before === status;
    if (isSame && appeared.length === 0 && resolved.length === 0) return [];
    const resolvedNames = ids.idFormat === "plain" ? resolved.map(({ ref }) => ref) : [];
    return [
      {
        check,
        title,
        before,
        now: status,
        appeared: shownFindings(ctx, appeared),
        resolvedNames,
        resolved: resolved.length,
      },
    ];
  });
}
