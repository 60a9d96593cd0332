import type { CommentText } from "../comment/render.ts";
import type { PublishedComment } from "../comment/sync.ts";
import { INCIDENT } from "../config/selection.ts";
import { errorName } from "../core/errors.ts";
import type { RunConfig } from "../core/settings.ts";
import { EMPTY_SNAPSHOT, type IssueChange, type IssueEvidence, type IssuePlan } from "../issues/issue.ts";
import { describeUnread } from "../issues/known-findings.ts";
import type { RunFacts } from "../issues/run-facts.ts";
import { INCIDENT_WRITES_NONE } from "../issues/sync/load.ts";
import type { LogSection } from "../report/log.ts";
import type { ShownReport } from "../report/redact.ts";

/** What a run found, as far as its issues and its comment need it. */
export interface GitHubPublication {
  /** As everybody may see it. */
  readonly shown: ShownReport;
  readonly facts: RunFacts;
  readonly tracking: IssueEvidence;
  readonly settings: RunConfig;
}

/** What was done on GitHub, or would be. */
interface GitHubOutcome {
  readonly changes: readonly IssueChange[];
  /** The end of the summary; empty when there is nothing to say. */
  readonly summary: string;
  readonly log: readonly LogSection[];
  /** What somebody should fix, one sentence each. */
  readonly problems: readonly string[];
}

const NOTHING_DONE: GitHubOutcome = { changes: [], summary: "", log: [], problems: [] };

/**
 * Writes the issues and the pull request's comment; with `dry-run` it only describes what it would write. It never
 * throws: the report stands, whatever becomes of them.
 */
export async function publishToGitHub(publication: GitHubPublication): Promise<GitHubOutcome> {
  try {
    if (publication.settings.issues.dryRun) return await describeDryRun(publication);
    return mayWriteToGitHub(publication) ? await write(publication) : NOTHING_DONE;
  } catch (error) {
    return { ...NOTHING_DONE, problems: [describeDefect("The issues could not be told of", error)] };
  }
}

export function mayWriteToGitHub({
  tracking,
  settings,
}: Pick<GitHubPublication, "tracking" | "settings">): boolean {
  return !settings.issues.dryRun && (tracking.writes || mayComment(settings));
}

function describeDefect(what: string, error: unknown): string {
  return `${what}: a defect of pg-preflight (${errorName(error)}); please report it.`;
}

async function write(publication: GitHubPublication): Promise<GitHubOutcome> {
  const { shown, tracking } = publication;
  const { changes, problems: ofIssues } = await writeIssues(publication);
  // What was done to issues is reported, whatever becomes of the comment.
  const comment = await writeComment(publication).catch(
    (error: unknown): PublishedComment => ({
      action: "none",
      problem: describeDefect("The pull request's comment could not be written", error),
    }),
  );
  const problems = [...ofIssues, ...(comment.problem === undefined ? [] : [comment.problem])];
  const { describeDone } = await import("../issues/render/summary-section.ts");
  const { summary, log } = describeDone(shown, { changes, comment: comment.action, problems });
  const remarks = comment.remark === undefined ? [] : [{ group: null, lines: [comment.remark] }];
  // The summary has it among its notices.
  const unread =
    tracking.writes && "unknown" in tracking.tracker ? [describeUnread(tracking.tracker.unknown)] : [];
  return { changes, summary, log: [...log, ...remarks], problems: [...unread, ...problems] };
}

async function writeIssues({ facts, tracking, settings }: GitHubPublication) {
  if (!tracking.writes) return NOTHING_DONE;
  const { publishIssues } = await import("../issues/sync/reconcile.ts");
  return publishIssues(facts, tracking, settings);
}

async function describeDryRun(publication: GitHubPublication): Promise<GitHubOutcome> {
  const text = await commentText(publication);
  const { action, problem, remark } = await writeComment(publication, text);
  const problems = [problem, remark].filter((sentence) => sentence !== undefined);
  const { describePlan } = await import("../issues/render/summary-section.ts");
  const plan = await planOf(publication);
  return {
    ...NOTHING_DONE,
    ...describePlan(publication.shown, { plan, comment: action, text: text?.content, problems }),
  };
}

/** What would be done to the issues, or why nothing. */
async function planOf({ facts, tracking, settings }: GitHubPublication): Promise<IssuePlan | string> {
  const { writes, tracker, showsNames } = tracking;
  const { issues, github, suite } = settings;
  if (!writes) {
    if (issues.write === "never") return "This run writes no issues: write-issues is never.";
    if (github.token === undefined) return "This run writes no issues: no github-token was given.";
    if (suite === INCIDENT && issues.write === "auto") return INCIDENT_WRITES_NONE;
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

/** Undefined where there is no pull request to comment on. */
async function commentText({
  facts,
  tracking,
  settings,
  shown,
}: GitHubPublication): Promise<CommentText | undefined> {
  if (!mayComment(settings)) return undefined;
  const [{ renderComment }, { issuesOfKnown }] = await Promise.all([
    import("../comment/render.ts"),
    import("../issues/render/summary-section.ts"),
  ]);
  const tracker = "value" in tracking.tracker ? tracking.tracker.value : EMPTY_SNAPSHOT;
  const issues = issuesOfKnown(facts.report, tracker, facts.indexUsage);
  return renderComment({ report: shown, run: facts.run, issues });
}

async function writeComment(
  publication: GitHubPublication,
  rendered?: CommentText,
): Promise<PublishedComment> {
  const text = rendered ?? (await commentText(publication));
  if (text === undefined) return { action: "none" };
  const { publishComment } = await import("../comment/sync.ts");
  return publishComment(text, publication.facts.run, publication.settings);
}
