/** A planner as simple as can be, to show how plans are carried out: each home wants one open issue with one text. */

import type { RunConfig } from "../../../src/core/settings.ts";
import type { Clock } from "../../../src/github/clock.ts";
import type { IssueOperation, IssuePlan, IssueSnapshot, IssueTopic } from "../../../src/issues/issue.ts";
import { bodyOf } from "../../../src/issues/render/fit.ts";
import type { OverviewView } from "../../../src/issues/render/model.ts";
import { reconcile } from "../../../src/issues/sync/reconcile.ts";
import type { FakeGitHub } from "../github/github.ts";
import { settingsFor } from "../github/github-settings.ts";
import { aState, ourBody } from "./our-issues.ts";

export interface Wish extends Partial<Omit<IssueOperation, "body">> {
  readonly topic: IssueTopic;
  /** A view names issues that the same plan opens. */
  readonly shown: string | OverviewView;
}

export function wishing(...wishes: readonly Wish[]): (tracker: IssueSnapshot) => IssuePlan {
  return ({ issues }) => ({
    notices: [],
    writes: wishes.flatMap((wish): IssueOperation[] => {
      const [first, ...others] = issues.filter(({ topic, isOpen }) => topic === wish.topic && isOpen);
      const { topic, shown } = wish;
      const write: IssueOperation = {
        action: first === undefined ? "open" : "update",
        number: first?.number ?? null,
        title: `The issue of ${wish.topic}`,
        addLabels: (wish.number ?? first) === undefined ? ["pg-preflight"] : [],
        removeLabels: [],
        assignees: [],
        why: `${wish.topic} is as it is`,
        ...wish,
        body:
          typeof shown === "string"
            ? ourBody({ topic, shown })
            : {
                frame: { target: "database", topic, before: "", after: "", room: 60_000, state: aState() },
                view: shown,
              },
      };
      const numbers = new Map(issues.map((issue) => [issue.topic, issue.number]));
      const isWritten =
        typeof shown === "string"
          ? first?.body.includes(shown) === true
          : first?.body === bodyOf(write, numbers);
      const duplicates = others.map(
        ({ number }): IssueOperation => ({
          action: "close-duplicate",
          topic: wish.topic,
          number,
          body: ourBody({ topic: wish.topic, shown: "A duplicate.", parts: { closed: "duplicate" } }),
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

export interface Watch extends Clock {
  /** Milliseconds, one for each time that somebody waited. */
  readonly waits: number[];
  /** What happens while the first one waits. */
  meanwhile: () => void;
}

/** A clock on which waiting takes no time. */
export function watch(requestTimeout = 1_000): Watch {
  let ahead = 0;
  const clock: Watch = {
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

export async function carryOutOn(
  github: FakeGitHub,
  plan: (tracker: IssueSnapshot) => IssuePlan,
  clock: Clock = watch(10_000),
  labels: readonly string[] = [],
) {
  const { github: told } = settingsFor(github);
  const issues: RunConfig["issues"] = { from: "high", assignees: [], labels, write: "auto", dryRun: false };
  const { token = "", repository } = told;
  const settings = { github: told, issues, target: "database" };
  return reconcile({ plan, settings, token, repository: repository ?? "", clock });
}
