/** A planner as simple as can be, to show how plans are applied: one open issue with one text for each topic. */

import type { RunConfig } from "../../../src/core/settings.ts";
import type { Clock } from "../../../src/github/clock.ts";
import type { IssueOperation, IssuePlan, IssueSnapshot, IssueTopic } from "../../../src/issues/issue.ts";
import { bodyOf } from "../../../src/issues/render/fit.ts";
import type { OverviewView } from "../../../src/issues/render/model.ts";
import { reconcile } from "../../../src/issues/sync/reconcile.ts";
import type { FakeGitHub } from "../github/github.ts";
import { settingsFor } from "../github/github-settings.ts";
import { anIssueBody, anIssueState } from "./issue-bodies.ts";

export interface DesiredIssue extends Partial<Omit<IssueOperation, "body">> {
  readonly topic: IssueTopic;
  /** A view names issues that the same plan opens. */
  readonly shown: string | OverviewView;
}

export function planFor(...desired: readonly DesiredIssue[]): (tracker: IssueSnapshot) => IssuePlan {
  return ({ issues }) => ({
    notices: [],
    writes: desired.flatMap((issue): IssueOperation[] => {
      const [first, ...others] = issues.filter(({ topic, isOpen }) => topic === issue.topic && isOpen);
      const { topic, shown } = issue;
      const write: IssueOperation = {
        action: first === undefined ? "open" : "update",
        number: first?.number ?? null,
        title: `The issue of ${issue.topic}`,
        addLabels: (issue.number ?? first) === undefined ? ["pg-preflight"] : [],
        removeLabels: [],
        assignees: [],
        why: `${issue.topic} is as it is`,
        ...issue,
        body:
          typeof shown === "string"
            ? anIssueBody({ topic, shown })
            : {
                frame: {
                  target: "database",
                  topic,
                  before: "",
                  after: "",
                  room: 60_000,
                  state: anIssueState(),
                },
                view: shown,
              },
      };
      const numbers = new Map(issues.map((each) => [each.topic, each.number]));
      const isWritten =
        typeof shown === "string"
          ? first?.body.includes(shown) === true
          : first?.body === bodyOf(write, numbers);
      const duplicates = others.map(
        ({ number }): IssueOperation => ({
          action: "close-duplicate",
          topic: issue.topic,
          number,
          body: anIssueBody({ topic: issue.topic, shown: "A duplicate.", parts: { closed: "duplicate" } }),
          addLabels: [],
          removeLabels: [],
          assignees: [],
          reason: "duplicate",
          duplicateOf: { number: first?.number ?? 0, id: first?.id ?? 0 },
          why: `#${first?.number} says it`,
        }),
      );
      return [...(isWritten ? [] : [write]), ...duplicates];
    }),
  });
}

export interface FakeClock extends Clock {
  /** Milliseconds, one for each time that somebody waited. */
  readonly waits: number[];
  /** What happens while the first one waits. */
  meanwhile: () => void;
}

/** A clock on which waiting takes no time. */
export function fakeClock(requestTimeout = 1_000): FakeClock {
  let ahead = 0;
  const clock: FakeClock = {
    requestTimeout,
    waits: [],
    meanwhile: () => undefined,
    now: () => Date.now() + ahead,
    sleep: async (milliseconds) => {
      clock.waits.push(milliseconds);
      if (clock.waits.length === 1) clock.meanwhile();
      ahead += milliseconds;
    },
  };
  return clock;
}

export async function reconcileOn(
  github: FakeGitHub,
  plan: (tracker: IssueSnapshot) => IssuePlan,
  clock: Clock = fakeClock(10_000),
  labels: readonly string[] = [],
) {
  const { github: told } = settingsFor(github);
  const issues: RunConfig["issues"] = { from: "high", assignees: [], labels, write: "auto", dryRun: false };
  const { token = "", repository } = told;
  const deadline = clock.now() + 600_000;
  const settings = { github: told, issues, target: "database", deadline };
  return reconcile({ plan, settings, token, repository: repository ?? "", clock });
}
