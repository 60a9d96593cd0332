/** Two bundles started at the same moment: one open issue of each kind, every time. */
import assert from "node:assert/strict";
import { beforeAll, describe, it } from "vitest";
import { type FakeGitHub, startGitHub } from "../support/github/github.ts";
import {
  changesOf,
  issueRun,
  managedIssues,
  openIssue,
  problemsOf,
  shownOf,
  stateOf,
} from "../support/github/issue-runs.ts";
import type { ActionRun } from "../support/github/runner.ts";
import { sharedServer } from "../support/postgres/postgres.ts";

const TIMES = 50;

/** Of two runs at once: the list, and where they surely meet. */
const RACES: readonly (readonly [what: string, meet: (github: FakeGitHub) => void])[] = [
  ["as they come", () => undefined],
  ["both create the overview", (github) => github.hold({ operation: "issues/create" }, 2)],
  [
    "both create every issue",
    (github) => {
      for (let issue = 0; issue < 3; issue += 1) github.hold({ operation: "issues/create" }, 2);
    },
  ],
  [
    "both create, and one answer is lost",
    (github) => {
      github.hold({ operation: "issues/create" }, 2);
      github.order({ operation: "issues/create", times: 1, takesEffect: true, answer: { status: 502 } });
    },
  ],
  [
    "both create, and both look at the same list afterwards",
    (github) => {
      github.hold({ operation: "issues/list-for-repo" }, 2);
      github.hold({ operation: "issues/list-for-repo" }, 2);
      github.hold({ operation: "issues/list-for-repo" }, 2);
    },
  ],
];

describe("two runs at the same moment", () => {
  let url: string;
  beforeAll(async () => {
    const database = await (await sharedServer()).createDatabase();
    await database.query(
      "CREATE SEQUENCE public.tickets MAXVALUE 3; SELECT setval('public.tickets', 3); GRANT SELECT ON SEQUENCE public.tickets TO PUBLIC",
    );
    url = await database.monitor();
  });

  const run = (github: FakeGitHub): Promise<ActionRun> =>
    issueRun(github, url, {
      inputs: { checks: "sequence-exhaustion, query-statistics", "fail-on": "never" },
    });

  let raced = 0;
  for (const [index, [what, meet]] of RACES.entries()) {
    const times = TIMES / RACES.length;
    it(`leave one open issue of each kind, ${times} times: ${what}`, async () => {
      for (let turn = 0; turn < times; turn += 1) {
        const github = await startGitHub({}, index % 2 === 0 ? "" : "/api/v3");
        meet(github);
        const runs = await Promise.all([run(github), run(github)]);
        const story = `${managedIssues(github).join("\n")}\n${github.writes.join("\n")}`;
        for (const topic of ["overview", "query-statistics", "sequence-exhaustion"]) {
          const kept = openIssue(github, topic);
          assert.equal(stateOf(kept).closed, null, story);
          assert.deepEqual(kept.comments, [], story);
        }
        for (const issue of github.issues.filter(({ state }) => state === "closed")) {
          assert.equal(stateOf(issue).closed, "duplicate", story);
          assert.ok(issue.comments.length <= 1, story);
        }
        if (github.issues.length > 3) raced += 1;
        for (const made of runs) {
          assert.equal(made.conclusion, "success", made.log);
          assert.deepEqual(problemsOf(made).filter(isNoNews), [], story);
        }
        await settled(github, story);
        assert.deepEqual(github.violations, []);
      }
    });
  }

  /** The overview's links lead to what stayed, and the next run writes its block alone. */
  async function settled(github: FakeGitHub, story: string): Promise<void> {
    github.mend();
    const before = managedIssues(github);
    github.writes.length = 0;
    const made = await run(github);
    const overview = openIssue(github, "overview");
    assert.deepEqual(managedIssues(github), before, story);
    assert.deepEqual(github.writes, [`PATCH #${overview.number} body`], story);
    assert.deepEqual(changesOf(made), [`update overview #${overview.number}`], story);
    for (const topic of ["query-statistics", "sequence-exhaustion"]) {
      assert.match(shownOf(overview), new RegExp(`#${openIssue(github, topic).number}\\b`), story);
    }
  }

  it("did race", () => {
    assert.ok(raced >= TIMES / 2, `${raced} of ${TIMES}`);
  });
});

/** That the other run wrote last is no trouble. */
function isNoNews(warning: string): boolean {
  return !/later run|newer run/.test(warning);
}
