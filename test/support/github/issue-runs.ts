/** Runs of the bundled action that keep issues at GitHub's stand-in, and what a test asks of those issues. */
import assert from "node:assert/strict";
import { parseBody } from "../../../src/issues/body.ts";
import { decodeState } from "../../../src/issues/state/codec.ts";
import type { IssueState } from "../../../src/issues/state/schema.ts";
import type { FakeGitHub, FakeIssue } from "./github.ts";
import { type ActionRun, type ActionRunOptions, runAction } from "./runner.ts";

let lastRun = 1000;

/** Like a nightly schedule; each run has a number of its own unless the test gives one. */
export function issueRun(
  github: FakeGitHub,
  databaseUrl: string,
  { inputs, env, ...options }: ActionRunOptions = {},
): Promise<ActionRun> {
  lastRun += 1;
  return runAction({
    token: github.token,
    ...options,
    inputs: { "database-url": databaseUrl, ...inputs },
    env: { GITHUB_API_URL: github.url, GITHUB_RUN_ID: String(lastRun), ...env },
  });
}

/** The issue's topic: `overview`, `checklist`, `index-usage` or a check's id. Empty when it is none of ours. */
export function topicOf({ body }: Pick<FakeIssue, "body">): string {
  return parseBody(body ?? "")?.topic ?? "";
}

export function stateOf({ number, body }: FakeIssue): IssueState {
  const decoded = decodeState(parseBody(body ?? "")?.state ?? "");
  assert.ok("state" in decoded, `the state of #${number} can't be read`);
  return decoded.state;
}

/** What our block shows, without people's text and the hidden marks. */
export function shownOf({ body }: FakeIssue): string {
  return parseBody(body ?? "")?.shown ?? "";
}

/** `#1 overview open`, `#3 sequence-exhaustion closed as duplicate`: all that were ever ours. */
export function managedIssues(github: FakeGitHub): string[] {
  return github.issues.flatMap((issue) => {
    const topic = topicOf(issue);
    if (topic === "") return [];
    const state = issue.state === "open" ? "open" : `closed as ${issue.stateReason}`;
    return [`#${issue.number} ${topic} ${state}`];
  });
}

/** The open issue of a topic; there must be exactly one. */
export function openIssue(github: FakeGitHub, topic: string): FakeIssue {
  const open = github.issues.filter((issue) => issue.state === "open" && topicOf(issue) === topic);
  const [only] = open;
  assert.ok(only !== undefined && open.length === 1, `${open.length} open issues of ${topic}`);
  return only;
}

/** As the output has it: `open overview #1`. */
export function changesOf({ outputs }: ActionRun): string[] {
  const changes: { check: string; number: number; action: string }[] = JSON.parse(
    outputs["issue-changes"] || "[]",
  );
  return changes.map(({ check, number, action }) => `${action} ${check} #${number}`);
}

/** What of its issues the run could not do. */
export function problemsOf({ annotations }: ActionRun): string[] {
  return annotations.filter(({ title }) => title === "Issues").map(({ message }) => message);
}
