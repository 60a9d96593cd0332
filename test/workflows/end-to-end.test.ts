/**
 * The three workflows as the examples call them, each step as the runner runs it: a pull request with trouble is
 * stopped, the night opens the issues, the fixed night closes them, the week tells the indexes. The job's token can do
 * what the called job states and no more.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, it, vi } from "vitest";
import { type FakeGitHub, type FakeIssue, type FakeRun, startGitHub } from "../support/github/github.ts";
import { issueRun, managedIssues, openIssue, problemsOf, shownOf } from "../support/github/issue-runs.ts";
import type { ActionRun, ActionRunOptions } from "../support/github/runner.ts";
import { settleCall } from "../support/github/workflow.ts";
import { REPOSITORY } from "../support/postgres/installation.ts";
import { type Database, startServer } from "../support/postgres/postgres.ts";

const example = (file: string): string => readFileSync(join(REPOSITORY, "examples", file), "utf8");
const ADVISORY = example("gate.yml");
/** As its first lines say. */
const GATE = ADVISORY.replace(/^ +fail-on: never\n/m, "");
const NIGHTLY = example("nightly.yml");
const WEEKLY = example("weekly-index-usage.yml");

/** Where each example says that it belongs. */
const pathOf = (text: string): string => /^# (\.github\/workflows\/\S+)/.exec(text)?.[1] ?? assert.fail(text);

const CONFIG = `
replicas: none
checks:
  migrations: { directory: supabase/migrations, tool: supabase }
  application-pool: { roles: { app: 5 } }
  statement-timeout: { roles: [app] }
  autovacuum-activity: { enabled: false }
checklist:
  cron-refresh-configured: { dropped: no materialized view }
  connection-pooling-configured: { dropped: one small application }
  backup-schedule-verified: { dropped: the data comes from elsewhere each night }
  performance-baseline-established: { dropped: not yet }
  error-logging-enabled: WORD
  keys-have-room: { title: Integer keys have numbers left, check: sequence-exhaustion }
`;
const DAY = 86_400_000;
const dayOf = (offset: number): string => new Date(Date.now() + offset * DAY).toISOString().slice(0, 10);
const WORD = `{ attested-by: "@dba", attested-on: ${dayOf(-1)}, expires: ${dayOf(60)} }`;
const MIGRATION = "supabase/migrations/20251116220935_tables.sql";

const FILES: Readonly<Record<string, string>> = {
  [pathOf(GATE)]: GATE,
  [pathOf(NIGHTLY)]: NIGHTLY,
  [pathOf(WEEKLY)]: WEEKLY,
  ".github/pg-preflight.yml": CONFIG.replace("WORD", WORD),
  [MIGRATION]: "SELECT 1;",
};

const BASE_SHA = "0123456789abcdef0123456789abcdef01234567";

const TABLES = `
  CREATE EXTENSION pg_stat_statements;
  CREATE ROLE app LOGIN;
  ALTER ROLE app SET statement_timeout = '30s';
  ALTER DATABASE app SET log_min_duration_statement = '1s';
  ALTER DATABASE app SET log_statement = 'ddl';
  CREATE SCHEMA supabase_migrations;
  CREATE TABLE supabase_migrations.schema_migrations (version text PRIMARY KEY, statements text[], name text);
  INSERT INTO supabase_migrations.schema_migrations VALUES ('20251116220935', '{}', 'tables');
  CREATE TABLE public.customers (id int PRIMARY KEY, name text);
  CREATE TABLE public.orders (id int PRIMARY KEY, state text);
  INSERT INTO public.orders SELECT n, 'open' FROM generate_series(1, 20000) AS n;
  CREATE SEQUENCE public.tickets MAXVALUE 1000;
  GRANT USAGE ON SCHEMA supabase_migrations TO PUBLIC;
  GRANT SELECT ON ALL TABLES IN SCHEMA supabase_migrations TO PUBLIC;
  GRANT SELECT ON SEQUENCE public.tickets TO PUBLIC;
  ANALYZE;`;
const SPENT = "SELECT setval('public.tickets', 1000);";
const TROUBLE = `${SPENT}
  CREATE INDEX orders_state ON public.orders (state, id);
  CREATE INDEX orders_state_again ON public.orders (state, id);`;
const MENDED = `
  SELECT setval('public.tickets', 1);
  DROP INDEX public.orders_state, public.orders_state_again;`;

interface CallOptions extends ActionRunOptions {
  /** What somebody took away from the called job's permissions. */
  readonly without?: readonly string[];
}

interface CallRun extends ActionRun {
  /** Of the called workflow, as the caller's other jobs see it. */
  readonly conclusionOutput: string | undefined;
  /** Whether the caller's job `id` starts now. */
  starts(id: string): boolean;
}

let database: Database;
let url: string;
beforeAll(async () => {
  // One of its own: health looks at the whole server, where other tests make trouble of all kinds.
  database = await (await startServer()).createDatabase({ name: "app" });
  await database.query(TABLES);
  url = await database.monitor();
});

class Scene {
  readonly github: FakeGitHub;
  readonly pull: number;
  readonly #runs: FakeRun[] = [];

  private constructor(github: FakeGitHub) {
    this.github = github;
    this.pull = github.people.opens({ isPullRequest: true, title: "Add a table" });
    this.#publish();
  }

  static async begin(): Promise<Scene> {
    return new Scene(await startGitHub());
  }

  gate(text = GATE, options: CallOptions = {}): Promise<CallRun> {
    return this.#call(text, "pull_request", {
      ref: `refs/pull/${this.pull}/merge`,
      event: { pull_request: { number: this.pull, base: { sha: BASE_SHA } } },
      ...options,
    });
  }

  /** After the merge. */
  push(): Promise<CallRun> {
    return this.#call(GATE, "push");
  }

  async night(options: CallOptions = {}): Promise<CallRun> {
    const made = await this.#call(NIGHTLY, "schedule", options);
    const { job, step } = settleCall(NIGHTLY, "schedule", {});
    this.#runs.push({ at: Date.now(), jobs: { [job]: { [step]: made.conclusion } } });
    this.#publish();
    return made;
  }

  week(): Promise<CallRun> {
    return this.#call(WEEKLY, "schedule");
  }

  /** GitHub has seen the nights that were run, and nothing else. */
  #publish(): void {
    this.github.repository = {
      workflows: [
        { path: pathOf(GATE) },
        { path: pathOf(NIGHTLY), runs: [...this.#runs] },
        { path: pathOf(WEEKLY), createdAt: Date.now() },
      ],
      files: { main: FILES, [BASE_SHA]: FILES },
    };
  }

  async #call(
    text: string,
    eventName: string,
    { without = [], ...options }: CallOptions = {},
  ): Promise<CallRun> {
    const { github } = this;
    const call = settleCall(text, eventName, { DATABASE_URL: url });
    assert.equal(call.runsOn, "ubuntu-latest");
    github.permissions = new Set(call.permissions.filter((permission) => !without.includes(permission)));
    github.writes.length = 0;
    const { inputs } = call;
    const made = await issueRun(github, inputs["database-url"] ?? "", {
      dir: call.folder,
      eventName,
      files: FILES,
      secrets: [url],
      ...options,
      inputs,
      env: { GITHUB_WORKFLOW_REF: `acme/app/${pathOf(text)}@refs/heads/main` },
    });
    assert.deepEqual(github.violations, [], made.log);
    assert.deepEqual(made.warnings, [], "the action knows every input that it is given");
    return {
      ...made,
      conclusionOutput: call.outputsOf(made.outputs).conclusion,
      starts: (id) => call.starts(id, made.conclusion, eventName),
    };
  }
}

const commentsOf = ({ comments }: FakeIssue): string[] => comments.map(({ body }) => body);

/** What the permissions should be enough for, and the run could not do. */
function assertEnough(made: ActionRun): void {
  assert.deepEqual(problemsOf(made), []);
  assert.doesNotMatch(made.log, /\((?:401|403|404)\)|permissions:/);
}

describe("the three workflows over the life of a pull request", () => {
  let scene: Scene;
  let github: FakeGitHub;
  beforeAll(async () => {
    scene = await Scene.begin();
    ({ github } = scene);
  });

  let isBroken = false;
  /** After a step that went wrong the next ones say nothing. */
  const then = (what: string, step: () => Promise<void>): void =>
    void it(what, async () => {
      assert.ok(!isBroken, "an earlier step went wrong");
      isBroken = true;
      await step();
      isBroken = false;
    });

  then("a quiet night opens the overview alone, and the gate lets a pull request through", async () => {
    const night = await scene.night();
    assert.equal(night.conclusion, "success", night.log);
    assert.deepEqual(managedIssues(github), ["#2 overview open"], night.log);
    assertEnough(night);

    const gate = await scene.gate();
    assert.equal(gate.conclusion, "success", gate.log);
    assert.equal(gate.conclusionOutput, "pass");
    assert.match(gate.summary, /is ready: 10 of 11 by evidence, 1 attested/);
    assert.ok(!gate.starts("deploy"), "a pull request deploys nothing");
    assert.deepEqual(github.writes, [], "there is nothing to tell");
    assertEnough(gate);
  });

  then(
    "trouble: an advisory gate tells and stops nobody, a tightened one stops the pull request",
    async () => {
      await database.query(TROUBLE);
      const advisory = await scene.gate(ADVISORY);
      assert.equal(advisory.conclusion, "success", advisory.log);
      assert.equal(advisory.conclusionOutput, "fail");
      assert.deepEqual(github.writes, [`POST #${scene.pull} comment`]);
      assertEnough(advisory);

      const gate = await scene.gate();
      assert.equal(gate.conclusion, "failure", gate.log);
      assert.match(
        gate.summary,
        /<b>This step fails:<\/b>[\s\S]*<li>1 finding is high or worse: sequence-exhaustion/,
      );
      assert.deepEqual(github.writes, [`PATCH #${scene.pull} comment`], "the one comment, edited in place");
      const [comment = "", ...others] = commentsOf(github.issue(scene.pull));
      assert.deepEqual(others, []);
      assert.match(comment, /<code>public\.tickets<\/code>/);
      assert.match(comment, /This step fails/);
      assert.deepEqual(managedIssues(github), ["#2 overview open"], "a pull request opens no issue");
      assertEnough(gate);
    },
  );

  then("the night is green and opens the issue; what it holds lets the pull request through", async () => {
    const night = await scene.night();
    assert.equal(night.conclusion, "success", night.log);
    assert.equal(night.conclusionOutput, "fail");
    assert.deepEqual(managedIssues(github), ["#2 overview open", "#3 sequence-exhaustion open"]);
    assert.equal(github.issue(3).title, "Failing on production: Sequences have numbers left");
    assertEnough(night);

    const gate = await scene.gate();
    assert.equal(gate.conclusion, "success", gate.log);
    const [comment = "", ...others] = commentsOf(github.issue(scene.pull));
    assert.deepEqual(others, []);
    assert.match(comment, /no new finding/);
    assert.match(comment, /issues\/3">#3</);
  });

  then("before the deploy the gate is red all the same, and opens the checklist", async () => {
    const push = await scene.push();
    assert.equal(push.conclusion, "failure", push.log);
    assert.ok(!push.starts("deploy"));
    const checklist = openIssue(github, "checklist");
    assert.match(shownOf(checklist), /Integer keys have numbers left/);
    assertEnough(push);
  });

  then("the week tells the indexes in one issue", async () => {
    const week = await scene.week();
    assert.equal(week.conclusion, "success", week.log);
    // The server is too young to call any index unused.
    assert.equal(week.conclusionOutput, "unknown");
    assert.deepEqual(github.writes, ["POST issues"]);
    const issue = openIssue(github, "index-usage");
    assert.equal(issue.title, "Index usage: production");
    assert.match(shownOf(issue), /public\.orders_state_again/);
    assertEnough(week);
  });

  then("mended: the next night closes its issue, the deploy goes on, and so does the week", async () => {
    await database.query(MENDED);
    await scene.night();
    assert.ok(managedIssues(github).includes("#3 sequence-exhaustion closed as completed"));

    const push = await scene.push();
    assert.equal(push.conclusion, "success", push.log);
    assert.ok(push.starts("deploy"));
    assert.ok(managedIssues(github).includes("#4 checklist closed as completed"));

    const gate = await scene.gate();
    assert.equal(gate.conclusion, "success", gate.log);
    assert.doesNotMatch(commentsOf(github.issue(scene.pull))[0] ?? "", /public\.tickets/);

    const week = await scene.week();
    // No index is left that could be unused: there is nothing to wait for.
    assert.equal(week.conclusionOutput, "pass", week.log);
    assert.equal(week.outputs["unknown-checks"], "[]");
    assert.deepEqual(github.writes, ["PATCH #5 body state", "POST #5 comment"]);
    assert.match(commentsOf(github.issue(5)).join("\n"), /public\.orders_state_again/);
    assert.deepEqual(managedIssues(github), [
      "#2 overview open",
      "#3 sequence-exhaustion closed as completed",
      "#4 checklist closed as completed",
      "#5 index-usage closed as completed",
    ]);
  });
});

vi.setConfig({ maxConcurrency: 2 });

describe("each permission that a workflow states is needed", () => {
  beforeAll(() => database.query(SPENT));

  it.concurrent("issues: write, or the night says in one sentence that it kept no issue", async () => {
    const scene = await Scene.begin();
    const night = await scene.night({ without: ["issues: write"] });
    assert.equal(night.conclusion, "success", night.log);
    assert.match(night.summary, /public\.tickets/, "the summary is there all the same");
    assert.deepEqual(scene.github.writes, []);
    const [problem = "", ...others] = problemsOf(night);
    assert.deepEqual(others, []);
    assert.match(problem, /\(403\).*issues: write/s);
  });

  it.concurrent("pull-requests: write, or the gate says in one sentence that it wrote no comment", async () => {
    const scene = await Scene.begin();
    const told = await scene.gate(GATE, { without: ["issues: write"] });
    assert.deepEqual(scene.github.writes, [`POST #${scene.pull} comment`], told.log);
    // GitHub takes either of the two for a comment on a pull request.
    const silent = await scene.gate(GATE, { without: ["issues: write", "pull-requests: write"] });
    assert.equal(silent.conclusion, "failure", silent.log);
    assert.match(silent.summary, /public\.tickets/, "the summary is there all the same");
    assert.deepEqual(scene.github.writes, []);
    const [problem = "", ...others] = problemsOf(silent);
    assert.deepEqual(others, []);
    assert.match(problem, /\(403\).*pull-requests: write/s);
  });

  it.concurrent("actions: read, or the boxes of the monitoring are not shown", async () => {
    const scene = await Scene.begin();
    const gate = await scene.gate(GATE, { without: ["actions: read"] });
    assert.equal(gate.conclusion, "failure", gate.log);
    assert.match(gate.summary, /actions: read/);
    assert.match(gate.summary, /not complete: .*index-usage-monitoring-active/);
  });

  it.concurrent("contents: read, or the base branch's configuration does not count", async () => {
    const scene = await Scene.begin();
    const gate = await scene.gate(GATE, { without: ["contents: read"] });
    assert.equal(gate.conclusion, "failure", gate.log);
    assert.match(gate.summary, /configuration did not count.*contents: read/);
  });
});

describe("a call is settled as GitHub does", () => {
  const called = (text: string) => settleCall(text, "schedule", { DATABASE_URL: "postgres://here" });

  it("has the caller's word, else the default, and only the secrets that are handed on", () => {
    const { inputs, job, permissions } = called(NIGHTLY);
    assert.equal(inputs.target, "production");
    assert.equal(inputs["fail-on"], "never");
    assert.equal(inputs["database-url"], "postgres://here");
    assert.equal(inputs["ssl-ca"], "");
    assert.equal(job, "health / Database health");
    assert.deepEqual(permissions, ["contents: read", "actions: read", "issues: write"]);
    assert.equal(called(NIGHTLY.replace(/^ +DATABASE_URL.*\n/m, "")).inputs["database-url"], "");
  });

  it("does not start with less permission, another input or secret, or on another event", () => {
    const refused = (from: string, to: string, why: RegExp) => {
      assert.ok(NIGHTLY.includes(from), from);
      assert.throws(() => called(NIGHTLY.replace(from, to)), why);
    };
    refused("issues: write", "issues: read", /gives issues: read, not write/);
    refused("target: production", "targets: production", /input targets is not declared/);
    refused("DATABASE_URL:", "DATABASE:", /secret DATABASE is not declared/);
    refused("schedule:", "push:", /does not run on schedule/);
  });
});
