/** A planner as simple as can be, to show how plans are carried out: each home wants one open issue with one text. */

import type { Settings } from "../../../src/core/settings.ts";
import type { Clock } from "../../../src/github/transport.ts";
import type { Home, IssuePlan, IssueWrite, Tracker } from "../../../src/issues/issue.ts";
import { bringInLine } from "../../../src/issues/sync/reconcile.ts";
import type { FakeGitHub } from "../github/github.ts";
import { settingsFor } from "../github/github-settings.ts";
import { ourBody } from "./our-issues.ts";

export interface Wish extends Partial<Omit<IssueWrite, "body">> {
  readonly home: Home;
  readonly shown: string | ((numbers: ReadonlyMap<Home, number>) => string);
}

export function wishing(...wishes: readonly Wish[]): (tracker: Tracker) => IssuePlan {
  return ({ issues }) => ({
    notices: [],
    writes: wishes.flatMap((wish): IssueWrite[] => {
      const [first, ...others] = issues.filter(({ home, isOpen }) => home === wish.home && isOpen);
      const text = (numbers: ReadonlyMap<Home, number>): string =>
        typeof wish.shown === "string" ? wish.shown : wish.shown(numbers);
      const write: IssueWrite = {
        action: first === undefined ? "open" : "update",
        number: first?.number ?? null,
        title: `The issue of ${wish.home}`,
        addLabels: (wish.number ?? first) === undefined ? ["pg-preflight"] : [],
        removeLabels: [],
        assignees: [],
        why: `${wish.home} is as it is`,
        ...wish,
        body: (numbers) => ourBody({ home: wish.home, shown: text(numbers) }),
      };
      const isWritten = first?.body.includes(text(new Map([[wish.home, first.number]]))) === true;
      const duplicates = others.map(
        ({ number }): IssueWrite => ({
          action: "close-duplicate",
          home: wish.home,
          number,
          body: () => ourBody({ home: wish.home, shown: "A duplicate.", parts: { closed: "duplicate" } }),
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
  plan: (tracker: Tracker) => IssuePlan,
  clock: Clock = watch(),
  labels: readonly string[] = [],
) {
  const { github: told } = settingsFor(github);
  const issues: Settings["issues"] = { from: "high", assignees: [], labels, write: "auto", dryRun: false };
  const { token = "", repository } = told;
  const settings = { github: told, issues, target: "database" };
  return bringInLine({ plan, settings, token, repository: repository ?? "", clock });
}
