import type { RulesSource } from "../core/rules-source.ts";

/** Whose configuration counts for a run. */
type Rules = "base commit" | "tip of the base branch" | "default branch" | "checkout";

interface EventGroup {
  readonly events: readonly string[];
  readonly rules: Rules;
  readonly why: string;
}

/**
 * Every event that GitHub starts a workflow with, as its documentation lists them. A workflow that is called
 * (workflow_call) has the event of its caller. docs/threat-model.md shows the table; a test compares the two.
 */
export const EVENT_GROUPS: readonly EventGroup[] = [
  {
    events: [
      "pull_request",
      "pull_request_comment",
      "pull_request_review",
      "pull_request_review_comment",
      "pull_request_target",
    ],
    rules: "base commit",
    why: "The checkout is the pull request's, and a pull request must not set its own rules.",
  },
  {
    events: ["merge_group"],
    rules: "tip of the base branch",
    why: "The group holds pull requests that are not merged, and its parent commit can be another group's.",
  },
  {
    events: ["check_run", "check_suite", "status", "workflow_run"],
    rules: "default branch",
    why: "The event reports on any commit, also of a fork, and workflows check that commit out.",
  },
  {
    events: [
      "discussion",
      "discussion_comment",
      "fork",
      "gollum",
      "issue_comment",
      "issues",
      "label",
      "milestone",
      "project",
      "project_card",
      "project_column",
      "watch",
    ],
    rules: "default branch",
    why: "A person without write access can cause it, and a workflow can check out what that person names.",
  },
  {
    events: ["create", "deployment", "deployment_status", "registry_package", "release"],
    rules: "default branch",
    why: "It names a commit, branch or tag that need not be merged.",
  },
  {
    events: ["repository_dispatch"],
    rules: "default branch",
    why: "A program outside of GitHub causes it, and its payload can name any commit.",
  },
  {
    events: ["branch_protection_rule", "delete", "image_version", "page_build", "public"],
    rules: "default branch",
    why: "It belongs to no commit, so a checkout of another branch is a choice of the workflow.",
  },
  {
    events: ["push", "workflow_dispatch"],
    rules: "checkout",
    why: "Only people with write access cause it, and they can change the workflow of that branch too. Outside of the default branch it writes no issues.",
  },
  {
    events: ["schedule"],
    rules: "checkout",
    why: "It runs on the default branch only.",
  },
];

/** An event that GitHub adds later goes by the default branch, and one that is named like a pull request's by its base. */
function rulesOf(eventName: string): Rules {
  const group = EVENT_GROUPS.find(({ events }) => events.includes(eventName));
  if (group !== undefined) return group.rules;
  // Outside of a runner there is no event.
  if (eventName === "") return "checkout";
  return eventName.startsWith("pull_request") ? "base commit" : "default branch";
}

/** The run belongs to one pull request: there may be no secrets, and it writes no issues by itself. */
export function isPullRequest(eventName: string): boolean {
  return rulesOf(eventName) === "base commit";
}

/** What the event names. */
interface EventFacts {
  readonly eventName: string;
  readonly ref: string | null;
  readonly baseSha: string | null;
  /** refs/heads/main, of a merge group. */
  readonly baseRef: string | null;
  readonly defaultBranch: string | null;
}

/** Undefined where the checkout's own files count. */
export function rulesSource({
  eventName,
  ref,
  baseSha,
  baseRef,
  defaultBranch,
}: EventFacts): RulesSource | undefined {
  const rules = rulesOf(eventName);
  const queue = queueBase(ref);
  if (rules === "base commit") return { of: "base branch", ref: baseSha, when: "on a pull request" };
  if (rules === "tip of the base branch" || (rules === "checkout" && queue !== null)) {
    return { of: "base branch", ref: baseRef ?? queue, when: "in a merge queue" };
  }
  if (rules === "checkout") return undefined;
  const branch = defaultBranch === null ? "HEAD" : `refs/heads/${defaultBranch}`;
  return { of: "default branch", ref: branch, when: `for the event ${eventName}` };
}

/** GitHub also pushes the branch of a merge group: refs/heads/gh-readonly-queue/main/pr-7-0123…. */
function queueBase(ref: string | null): string | null {
  const branch = /^refs\/heads\/gh-readonly-queue\/(.+)\/pr-\d+-[0-9a-f]+$/.exec(ref ?? "")?.[1];
  return branch === undefined ? null : `refs/heads/${branch}`;
}
