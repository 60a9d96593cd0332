/** Whose configuration counts for each event: the bundled action beside a database and GitHub's stand-in. */
import assert from "node:assert/strict";
import { beforeAll, describe, it } from "vitest";
import { EVENT_GROUPS } from "../../src/config/events.ts";
import { type FakeGitHub, startGitHub } from "../support/github/github.ts";
import { type ActionRunOptions, runAction } from "../support/github/runner.ts";
import { type Database, sharedServer } from "../support/postgres/postgres.ts";

const PATH = ".github/pg-preflight.yml";
const BASE_SHA = "0123456789abcdef0123456789abcdef01234567";
const GROUP_SHA = "f".repeat(40);
const CHECKS = "sequence-exhaustion, duplicate-indexes, invalid-indexes";
/** The branch disables the two checks that find something. */
const OWN = "checks: { sequence-exhaustion: { enabled: false }, duplicate-indexes: { enabled: false } }\n";
const COUNTING = "checks: { sequence-exhaustion: { priority: high } }\n";
/** What no event may take: another place of the same repository. */
const WRONG = "ignore: [{ check: sequence-exhaustion, key: 'public.*', reason: wrong place }]\n";

/** What the runner gives for each kind of rules; the files are those of the place that counts. */
const RUNS: Readonly<
  Record<
    (typeof EVENT_GROUPS)[number]["rules"],
    ActionRunOptions & { readonly repository: Readonly<Record<string, Readonly<Record<string, string>>>> }
  >
> = {
  "base commit": {
    ref: "refs/pull/7/merge",
    event: { pull_request: { number: 7, base: { sha: BASE_SHA } } },
    repository: { [BASE_SHA]: { [PATH]: COUNTING }, main: { [PATH]: WRONG } },
  },
  "tip of the base branch": {
    ref: "refs/heads/gh-readonly-queue/release/1/pr-7-abc",
    event: { merge_group: { base_ref: "refs/heads/release/1", base_sha: GROUP_SHA } },
    repository: {
      "release/1": { [PATH]: COUNTING },
      [GROUP_SHA]: { [PATH]: WRONG },
      main: { [PATH]: WRONG },
    },
  },
  "default branch": {
    ref: "refs/heads/main",
    sha: GROUP_SHA,
    repository: { main: { [PATH]: COUNTING }, [GROUP_SHA]: { [PATH]: WRONG } },
  },
  checkout: { ref: "refs/heads/feature", repository: { main: { [PATH]: COUNTING } } },
};

describe("a branch that disables two checks", () => {
  let database: Database;
  let url: string;
  beforeAll(async () => {
    database = await (await sharedServer()).createDatabase();
    await database.query(
      `CREATE SEQUENCE public.tickets MAXVALUE 3; SELECT setval('public.tickets', 3);
       GRANT SELECT ON SEQUENCE public.tickets TO PUBLIC;
       CREATE TABLE public.orders (id int); CREATE INDEX a ON public.orders (id); CREATE INDEX b ON public.orders (id)`,
    );
    url = await database.monitor();
  });

  const run = (github: FakeGitHub, options: ActionRunOptions) =>
    runAction({
      files: { [PATH]: OWN },
      token: github.token,
      env: { GITHUB_API_URL: github.url },
      ...options,
      inputs: { "database-url": url, checks: CHECKS, "fail-on": "low", ...options.inputs },
    });

  const statusesOf = ({ report }: Awaited<ReturnType<typeof run>>) =>
    Object.fromEntries(
      report.results.map((result: { check: string; status: string }) => [result.check, result.status]),
    );

  for (const { events, rules } of EVENT_GROUPS.filter((group) => group.rules !== "checkout")) {
    for (const eventName of [...events, ...(events.includes("watch") ? ["an_event_of_2027"] : [])]) {
      it.concurrent(`does not do so for ${eventName}: it goes by the ${rules}`, async () => {
        const { repository, ...options } = RUNS[rules];
        const github = await startGitHub({ files: repository });
        const ran = await run(github, { ...options, eventName });
        assert.equal(ran.conclusion, "failure", ran.log);
        assert.equal(ran.outputs.conclusion, "fail");
        assert.deepEqual(statusesOf(ran), {
          "duplicate-indexes": "fail",
          "invalid-indexes": "pass",
          "sequence-exhaustion": "fail",
        });
        assert.match(ran.summary, /changes .*pg-preflight\.yml/);
        assert.deepEqual(github.violations, []);
      });
    }
  }

  it("does not do so by a push of the merge queue's branch", async () => {
    const { repository, ref } = RUNS["tip of the base branch"];
    const github = await startGitHub({ files: repository });
    const ran = await run(github, { eventName: "push", ...(ref === undefined ? {} : { ref }) });
    assert.equal(ran.outputs.conclusion, "fail", ran.log);
  });

  const NO_ISSUES = /This run writes no issues: with write-issues: auto only runs on the default branch do/;

  for (const eventName of ["push", "workflow_dispatch"]) {
    it(`does so for its own ${eventName}, which writes no issues and says so`, async () => {
      const { repository, ...options } = RUNS.checkout;
      const github = await startGitHub({ files: repository });
      const ran = await run(github, { ...options, eventName });
      assert.equal(ran.outputs.conclusion, "pass", ran.log);
      assert.deepEqual(github.writes, []);
      assert.match(ran.log, NO_ISSUES);
      assert.equal(ran.summary.split("This run writes no issues").length, 2, "one notice");
      assert.match(ran.summary, NO_ISSUES);
      const onMain = await run(github, { ...options, eventName, ref: "refs/heads/main" });
      assert.ok(github.writes.length > 0, onMain.log);
      assert.doesNotMatch(onMain.summary, /This run writes no issues/);
    });
  }

  it("does so for a schedule, which runs on the default branch only", async () => {
    const github = await startGitHub({ files: RUNS.checkout.repository });
    const ran = await run(github, { eventName: "schedule" });
    assert.equal(ran.outputs.conclusion, "pass", ran.log);
    assert.doesNotMatch(ran.summary, /This run writes no issues/);
  });

  describe("where the configuration that counts cannot be read", () => {
    const ANSWERS: Readonly<Record<string, (github: FakeGitHub) => void>> = {
      "500 at each attempt": (github) =>
        github.order({ operation: "repos/get-content", answer: { status: 500 } }),
      "403": (github) => {
        github.permissions = new Set(["issues: write"]);
      },
      "a rate limit": (github) =>
        github.order({
          operation: "repos/get-content",
          answer: {
            status: 403,
            headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "4000000000" },
          },
        }),
      "a connection that is cut": (github) =>
        github.order({ operation: "repos/get-content", answer: "drop" }),
      "an answer that is no file": (github) =>
        github.order({ operation: "repos/get-content", answer: { status: 200, body: "[]" } }),
      "404, the token sees nothing": (github) =>
        github.order({ operation: "repos/get-content", answer: { status: 404 } }),
    };
    for (const [title, order] of Object.entries(ANSWERS)) {
      it(`(${title}) the step fails unless fail-on is never, and the conclusion is unknown`, async () => {
        for (const [rules, eventName] of [
          ["base commit", "pull_request"],
          ["default branch", "issue_comment"],
        ] as const) {
          const { repository, ...options } = RUNS[rules];
          const github = await startGitHub({ files: repository });
          order(github);
          const inputs = { checks: "invalid-indexes" };
          const strict = await run(github, { ...options, eventName, inputs });
          assert.deepEqual(
            [strict.conclusion, strict.outputs.conclusion],
            ["failure", "unknown"],
            strict.log,
          );
          assert.match(strict.summary, /configuration that counts could not be read/);
          const advisory = await run(github, {
            ...options,
            eventName,
            inputs: { ...inputs, "fail-on": "never" },
          });
          assert.deepEqual([advisory.conclusion, advisory.outputs.conclusion], ["success", "unknown"]);
          assert.match(advisory.summary, /^<h2>❔ .*the rules of this run are not known/);
        }
      });
    }

    it("once, the next attempt counts", async () => {
      const { repository, ...options } = RUNS["base commit"];
      const github = await startGitHub({ files: repository });
      github.order({ operation: "repos/get-content", times: 2, answer: { status: 500 } });
      const ran = await run(github, { ...options, eventName: "pull_request" });
      assert.equal(ran.outputs.conclusion, "fail");
      assert.equal(github.unspent(), 0);
    });
  });
});
