import type { Home, IssueWrite, OurIssue } from "../issue.ts";
import { duplicateText } from "../render/comments.ts";
import { issueFooter } from "../render/footer.ts";
import type { PlanContext } from "./context.ts";
import { type Draft, writeOf } from "./write.ts";

/** Two runs that started at the same moment opened one each: the lowest number stays. */
export function closeDuplicates(ctx: PlanContext, home: Home): IssueWrite[] {
  const { issue, duplicates } = ctx.homes.of(home);
  return issue === undefined ? [] : duplicates.map((duplicate) => closeOne(ctx, issue, duplicate));
}

function closeOne(ctx: PlanContext, stays: OurIssue, duplicate: OurIssue): IssueWrite {
  const content = duplicateText(ctx.run, stays.number);
  const draft: Draft = {
    home: duplicate.home,
    issue: duplicate,
    closed: "duplicate",
    priority: duplicate.state?.priority ?? null,
    findings: [],
    sawAll: true,
    slots: {},
    text: () => ({ content, footer: issueFooter(ctx.run) }),
  };
  const knows = !ctx.rules.isEnterpriseServer;
  const manner = {
    action: "close-duplicate",
    reason: knows ? "duplicate" : "not_planned",
    why: `#${stays.number} stays`,
    ...(knows ? { duplicateOf: { number: stays.number, id: stays.id } } : {}),
  } as const;
  const write = writeOf(ctx, draft, manner);
  // People's text fills it: it is closed as it is.
  const { home, number, body } = duplicate;
  return (
    write ?? { home, number, body: () => body, addLabels: [], removeLabels: [], assignees: [], ...manner }
  );
}
