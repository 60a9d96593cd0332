import type { CommentText } from "../comment/render.ts";
import type { PublishedComment } from "../comment/sync.ts";
import { errorName } from "../core/errors.ts";
import type { RunConfig } from "../core/settings.ts";
import { EMPTY_SNAPSHOT, type IssueChange, type IssueEvidence, type IssuePlan } from "../issues/issue.ts";
import { describeUnread } from "../issues/known-findings.ts";
import type { Told } from "../issues/render/summary-section.ts";
import type { RunFacts } from "../issues/run-facts.ts";
import { publishIssues } from "../issues/sync/reconcile.ts";
import type { ShownReport } from "../report/redact.ts";

export interface ToGitHub {
  /** As everybody may see it. */
  readonly shown: ShownReport;
  readonly facts: RunFacts;
  readonly tracking: IssueEvidence;
  readonly settings: RunConfig;
}

export interface OnGitHub {
  readonly changes: readonly IssueChange[];
  /** For the log and the end of the summary. */
  readonly told: Told;
  /** What somebody should mend, one sentence each. */
  readonly problems: readonly string[];
}

export const NOTHING_ON_GITHUB: OnGitHub = { changes: [], told: { summary: "", log: [] }, problems: [] };

/**
 * Writes the issues and the pull request's comment; with `dry-run` it only says what it would write. It never throws:
 * the report stands, whatever becomes of them.
 */
export async function publishToGitHub(all: ToGitHub): Promise<OnGitHub> {
  try {
    if (all.settings.issues.dryRun) return await describeDryRun(all);
    return mayWriteToGitHub(all) ? await write(all) : NOTHING_ON_GITHUB;
  } catch (error) {
    return { ...NOTHING_ON_GITHUB, problems: [describeDefect("The issues could not be told of", error)] };
  }
}

export function mayWriteToGitHub({ tracking, settings }: Pick<ToGitHub, "tracking" | "settings">): boolean {
  return !settings.issues.dryRun && (tracking.writes || mayComment(settings));
}

function describeDefect(what: string, error: unknown): string {
  return `${what}: a defect of pg-preflight (${errorName(error)}); please report it.`;
}

async function write(all: ToGitHub): Promise<OnGitHub> {
  const { facts, tracking, settings, shown } = all;
  const issues = tracking.writes
    ? await publishIssues(facts, tracking, settings)
    : { changes: [], problems: [] };
  // What was done to issues is told, whatever becomes of the comment.
  const { done } = await comment(all).catch(
    (error: unknown): Pick<Commented, "done"> => ({
      done: {
        action: "none",
        problem: describeDefect("The pull request's comment could not be written", error),
      },
    }),
  );
  const problems = [...issues.problems, ...(done.problem === undefined ? [] : [done.problem])];
  const { describeDone } = await import("../issues/render/summary-section.ts");
  const told = describeDone(shown, { changes: issues.changes, comment: done.action, problems });
  const remarks = done.remark === undefined ? [] : [{ group: null, lines: [done.remark] }];
  // The summary has it among its notices.
  const unread =
    tracking.writes && "unknown" in tracking.tracker ? [describeUnread(tracking.tracker.unknown)] : [];
  return {
    changes: issues.changes,
    told: { ...told, log: [...told.log, ...remarks] },
    problems: [...unread, ...problems],
  };
}

async function describeDryRun(all: ToGitHub): Promise<OnGitHub> {
  const { done, text } = await comment(all);
  const problems = [done.problem, done.remark].filter((sentence) => sentence !== undefined);
  const { describePlan } = await import("../issues/render/summary-section.ts");
  const told = describePlan(all.shown, {
    plan: await planOf(all),
    comment: done.action,
    text: text?.content,
    problems,
  });
  return { ...NOTHING_ON_GITHUB, told };
}

/** What would be done to the issues, or why nothing. */
async function planOf({ facts, tracking, settings }: ToGitHub): Promise<IssuePlan | string> {
  const { writes, tracker, showsNames } = tracking;
  const { issues, github } = settings;
  if (!writes) {
    if (issues.write === "never") return "This run writes no issues: write-issues is never.";
    if (github.token === undefined) return "This run writes no issues: no github-token was given.";
    return "This run writes no issues: with write-issues: auto only runs on the default branch do, and none on a pull request.";
  }
  // Why they could not be read is among the notices.
  if (!("value" in tracker)) return "This run would write no issues: the open ones could not be read.";
  const { planIssues, rulesOf } = await import("../issues/plan/plan.ts");
  return planIssues(facts, tracker.value, rulesOf(settings, showsNames));
}

function mayComment({ isPullRequest, pullRequestComment }: RunConfig): boolean {
  return isPullRequest && pullRequestComment;
}

interface Commented {
  readonly done: PublishedComment;
  /** Undefined where there is no pull request to comment on. */
  readonly text: CommentText | undefined;
}

async function comment({ facts, tracking, settings, shown }: ToGitHub): Promise<Commented> {
  if (!mayComment(settings)) return { done: { action: "none" }, text: undefined };
  const [{ publishComment }, { renderComment }, { issuesOfKnown }] = await Promise.all([
    import("../comment/sync.ts"),
    import("../comment/render.ts"),
    import("../issues/render/summary-section.ts"),
  ]);
  const tracker = "value" in tracking.tracker ? tracking.tracker.value : EMPTY_SNAPSHOT;
  const issues = issuesOfKnown(facts.report, tracker, facts.indexUsage);
  const text = renderComment({ report: shown, run: facts.run, issues });
  return { text, done: await publishComment(text, facts.run, settings) };
}
