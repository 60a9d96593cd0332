import { checkById } from "../../checks/index.ts";
import { mostUrgent } from "../../core/priority.ts";
import { CHECKLIST, INDEX_USAGE, OVERVIEW } from "../issue.ts";
import type { CheckChangesView, OverviewRow } from "../render/model.ts";
import { type RememberedCheck, type Slot, stands } from "../state/schema.ts";
import { type PlanContext, shownFindings } from "./context.ts";
import { ignoredRefs } from "./diff.ts";
import { slotsIn } from "./issues-by-topic.ts";

/** The number of a home's open issue once the plan is carried out; null when none is open. */
export type IssueOf = (home: string) => number | null;

/** Every check that any suite of this target remembers, in its last state. */
export function overviewRows(ctx: PlanContext, issueOf: IssueOf): OverviewRow[] {
  const latest = new Map<string, RememberedCheck>();
  for (const slot of slotsOf(ctx)) {
    for (const [check, remembered] of Object.entries(slot.checks)) {
      // A runner's clock may have been ahead: nothing is later than this run.
      const at = Math.min(remembered.at, ctx.facts.run.at);
      if (at > (latest.get(check)?.at ?? Number.NEGATIVE_INFINITY)) latest.set(check, { ...remembered, at });
    }
  }
  return [...latest].map(([check, remembered]) => rowOf(ctx, check, remembered, issueOf));
}

/** This run's own slot first: of two alike the first is taken. */
function slotsOf({ homes, remembered, refs, facts }: PlanContext): Slot[] {
  const others = [OVERVIEW, CHECKLIST, INDEX_USAGE].flatMap((home) =>
    Object.entries(slotsIn(homes, home, refs))
      .filter(([suite]) => home !== OVERVIEW || suite !== facts.report.suite)
      .map(([, slot]) => slot),
  );
  return [remembered.slot, ...others];
}

function rowOf(ctx: PlanContext, check: string, remembered: RememberedCheck, issueOf: IssueOf): OverviewRow {
  const { facts, shown } = ctx;
  const result = shown.results.find((each) => each.check === check);
  const { findings, leftOut, status, since, at, blindSince } = remembered;
  const pending = findings.filter((finding) => !stands(finding)).length;
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
    standing: findings.length - pending + leftOut,
    pending,
    since,
    at,
    blindSince,
    blindness: result?.unknown?.detail,
    issue: issueOf(facts.indexUsage.has(check) ? INDEX_USAGE : check),
  };
}

/** What became otherwise since this suite's last run; nothing at its first. */
export function changesSince(ctx: PlanContext): CheckChangesView[] {
  const { previous, remembered, facts, refs } = ctx;
  if (previous === undefined) return [];
  return facts.report.results.flatMap(({ check, title, status }) => {
    const changes = remembered.checks.get(check);
    const before = previous.checks[check]?.status ?? null;
    const { appeared = [], resolved: gone = [] } = changes ?? {};
    const ignored = ignoredRefs(ctx, check);
    const resolved = gone.filter(({ ref }) => !ignored.has(ref));
    const isSame = before === status;
    if (isSame && appeared.length === 0 && resolved.length === 0) return [];
    const resolvedNames = refs.form === "plain" ? resolved.map(({ ref }) => ref) : [];
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
