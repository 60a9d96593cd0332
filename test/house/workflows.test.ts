/** What every workflow of ours keeps to: it runs beside our token, or beside other people's secrets. */
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, it } from "vitest";
import { parse } from "yaml";
import { workflowProblems } from "../../scripts/check-workflows.ts";
import { REPOSITORY, VERSIONS } from "../support/postgres/installation.ts";

const FOLDER = ".github/workflows";
const WORKFLOWS = globSync("*.{yml,yaml}", { cwd: join(REPOSITORY, FOLDER) }).sort();
/** GitHub's own, and no other's. */
const ALLOWED = ["actions/checkout", "actions/setup-node"];
/** Our action at the workflow's own commit, in the workflows that people call. */
const OWN = "$/.github/actions/run";

// biome-ignore lint/suspicious/noExplicitAny: a workflow is a tree of anything.
type Tree = any;
const read = (path: string) => readFileSync(join(REPOSITORY, path), "utf8");
const load = (path: string): Tree => parse(read(path));
const jobsOf = (workflow: Tree): [string, Tree][] => Object.entries(workflow.jobs);
const stepsOf = (job: Tree): Tree[] => job.steps ?? [];
const mayWrite = (job: Tree) => Object.values<string>(job.permissions).includes("write");

it("the workflows are valid by GitHub's own schema", async () => {
  assert.ok(WORKFLOWS.length >= 6);
  assert.deepEqual(await workflowProblems(WORKFLOWS.map((file) => join(REPOSITORY, FOLDER, file))), []);
});

for (const file of WORKFLOWS) {
  describe(`the workflow ${file}`, () => {
    const text = read(join(FOLDER, file));
    const workflow = parse(text);
    const jobs = jobsOf(workflow);
    const isCallable = Object.keys(workflow.on).join() === "workflow_call";

    it("uses GitHub's own actions only, pinned by their commit, with the version beside it", () => {
      const lines = [...text.matchAll(/uses: *(\S+)(?: # (v\d+\.\d+\.\d+))?$/gm)];
      assert.equal(lines.length, [...text.matchAll(/\buses:/g)].length);
      for (const [, uses = "", version] of lines) {
        const [action = "", ref] = uses.split("@");
        if (uses.startsWith("./")) continue;
        if (uses === OWN) assert.ok(isCallable, uses);
        else {
          assert.ok(ALLOWED.includes(action), uses);
          assert.match(ref ?? "", /^[0-9a-f]{40}$/, uses);
          assert.ok(version !== undefined, `${uses} says its version in a comment`);
        }
      }
    });

    it("gives no permission by itself, and each job its own, with the reason", () => {
      assert.deepEqual(workflow.permissions, {});
      for (const [id, job] of jobs) {
        assert.equal(typeof job.permissions, "object", `${id} states its permissions`);
      }
      for (const [line] of text.matchAll(/^ {6}[a-z-]+: (read|write)\b.*$/gm)) {
        assert.match(line, / # \w+/, `why ${line.trim()}?`);
      }
    });

    it("is started by nothing that gives strangers our token", () => {
      for (const event of ["pull_request_target", "workflow_run", "issue_comment", "issues"]) {
        assert.ok(!(event in workflow.on), event);
      }
    });

    it("puts no expression into a script: what strangers name comes through the environment", () => {
      for (const [id, job] of jobs) {
        for (const { run = "" } of stepsOf(job)) assert.doesNotMatch(run, /\$\{\{/, `${id}: ${run}`);
      }
      assert.doesNotMatch(text, /github\.(event\.(?!_name)|head_ref|actor)/);
    });

    it("leaves no token behind in the clone", () => {
      for (const step of jobs.flatMap(([, job]) => stepsOf(job))) {
        if (step.uses?.startsWith("actions/checkout@")) assert.equal(step.with["persist-credentials"], false);
      }
    });

    it("ends by itself, and says of what runs at once which gives way", () => {
      for (const [id, job] of jobs) {
        if (job.uses === undefined) assert.ok(job["timeout-minutes"] > 0, id);
        const { group, "cancel-in-progress": cancels } = job.concurrency ?? workflow.concurrency;
        assert.ok(group && cancels !== undefined, id);
      }
    });

    it("runs nothing of npm in a job that may write", () => {
      for (const [id, job] of jobs.filter(([, one]) => mayWrite(one))) {
        for (const { run = "" } of stepsOf(job)) assert.doesNotMatch(run, /\bnp[mx]\b/, id);
      }
    });
  });
}

it("one version of an action is one commit, everywhere", () => {
  const pins = WORKFLOWS.flatMap((file) => [
    ...read(join(FOLDER, file)).matchAll(/uses: *([\w-]+\/[\w-]+)@([0-9a-f]{40}) # (\S+)/g),
  ]).map(([, action, commit, version]) => ({ action, pin: `${commit} ${version}` }));
  const found = Map.groupBy(pins, ({ action }) => action);
  for (const [action, all] of found) assert.equal(new Set(all.map(({ pin }) => pin)).size, 1, action);
});

describe("CI", () => {
  const { jobs } = load(join(FOLDER, "ci.yml"));

  it("does all that .ci/run does, and gives every version of PostgreSQL a run of its own", () => {
    assert.equal(jobs.ci.steps.at(-1).run, "bash .ci/run");
    assert.deepEqual(jobs.postgres.strategy.matrix.postgres, [13, 14, 15, 16, 17, 18]);
    assert.equal(jobs.postgres.steps.at(-1).run, "npm test -- test/house/versions.test.ts");
    assert.equal(jobs.postgres.env.PG_PREFLIGHT_TEST_VERSION, "${{ matrix.postgres }}");
    assert.ok(VERSIONS.every((version) => jobs.postgres.strategy.matrix.postgres.includes(version)));
  });
});

describe("the release", () => {
  const { jobs, concurrency } = load(join(FOLDER, "release.yml"));
  const runs = (job: Tree) => stepsOf(job).flatMap(({ run }) => run ?? []);

  it("tags nothing before CI passed, dist is proved and dist has run", () => {
    assert.deepEqual(jobs.publish.needs, ["due", "ci", "prove"]);
    assert.equal(jobs.ci.uses, "./.github/workflows/ci.yml");
    assert.deepEqual(runs(jobs.prove), [
      "npm ci --no-fund --no-audit",
      "npm run release -- prove",
      "npm run demo",
    ]);
    assert.deepEqual(runs(jobs.publish), ["node scripts/release.ts publish"]);
    assert.equal(
      jobs.publish.if,
      undefined,
      "a condition of its own would let it run when another job failed",
    );
  });

  it("may write in one job only, that waits for the environment, and is never cancelled", () => {
    const writers = jobsOf({ jobs }).filter(([, job]) => mayWrite(job));
    assert.deepEqual(
      writers.map(([id]) => id),
      ["publish"],
    );
    assert.equal(jobs.publish.environment, "release");
    assert.deepEqual(concurrency, { group: "release", "cancel-in-progress": false, queue: "max" });
  });

  it("comes from main alone", () => {
    assert.equal(jobs.due.if, "github.ref == 'refs/heads/main'");
    assert.equal(load(join(FOLDER, "release-pull-request.yml")).jobs.prepare.if, jobs.due.if);
  });
});

describe("what people meet when they open an issue", () => {
  const folder = ".github/ISSUE_TEMPLATE";
  const forms = globSync("*.yml", { cwd: join(REPOSITORY, folder) }).filter((file) => file !== "config.yml");

  for (const file of forms.sort()) {
    it(`${basename(file)} is a form as GitHub takes it, and warns of secrets`, () => {
      const form = load(join(folder, file));
      assert.ok(form.name && form.description);
      const fields: Tree[] = form.body.filter(({ type }: Tree) => type !== "markdown");
      const ids = fields.map(({ id }) => id);
      assert.equal(new Set(ids).size, ids.length);
      for (const { id, type, attributes } of fields) {
        assert.match(id, /^[a-z-]+$/);
        assert.ok(["input", "textarea", "dropdown"].includes(type), id);
        assert.ok(attributes.label, id);
        if (type === "dropdown") assert.equal(new Set(attributes.options).size, attributes.options.length);
      }
      assert.match(form.body[0].attributes.value, /never paste an address of a database, a token/);
      for (const id of ["version", "postgres"]) assert.ok(ids.includes(id), id);
    });
  }

  it("has a form for a wrong verdict, for that matters most", () => {
    assert.deepEqual(forms, ["bug.yml", "false-verdict.yml"]);
  });
});

it("Dependabot comes weekly, in groups, for npm and for the actions", () => {
  const { updates } = load(".github/dependabot.yml");
  assert.deepEqual(
    updates.map((one: Tree) => [
      one["package-ecosystem"],
      one.schedule.interval,
      Object.keys(one.groups).length > 0,
    ]),
    [
      ["npm", "weekly", true],
      ["github-actions", "weekly", true],
    ],
  );
});
