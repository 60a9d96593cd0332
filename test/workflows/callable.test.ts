import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, it } from "vitest";
import { parse } from "yaml";
import { workflowProblems } from "../../scripts/check-workflows.ts";
import { readAction } from "../../scripts/readme-tables.ts";
import { readWorkflowFile } from "../../src/collect/workflows/workflow-file.ts";
import { REPOSITORY } from "../support/postgres/installation.ts";

const FOLDER = ".github/workflows";
const CALLABLE = ["gate.yml", "incident.yml", "nightly.yml", "weekly-index-usage.yml"];
const EXAMPLES = globSync("examples/*.yml", { cwd: REPOSITORY }).sort();

// biome-ignore lint/suspicious/noExplicitAny: a workflow is a tree of anything.
type Tree = any;

function load(path: string): Tree {
  return parse(readFileSync(join(REPOSITORY, path), "utf8"));
}

for (const file of CALLABLE) {
  describe(`the workflow to call ${file}`, () => {
    const workflow = load(join(FOLDER, file));
    const [id, job] = Object.entries<Tree>(workflow.jobs)[0] ?? [];
    const { inputs, secrets } = workflow.on.workflow_call;
    const step: Tree = job.steps.at(-1);

    it("has one job, with the least permissions, each with its reason", () => {
      assert.deepEqual(Object.keys(workflow.on), ["workflow_call"]);
      assert.equal(Object.keys(workflow.jobs).length, 1);
      assert.deepEqual(workflow.permissions, {});
      const text = readFileSync(join(REPOSITORY, FOLDER, file), "utf8");
      for (const [permission, level] of Object.entries(job.permissions)) {
        assert.match(text, new RegExp(`^ {6}${permission}: ${level} # \\w`, "m"));
      }
    });

    it("uses nothing but checkout, pinned by its commit, and the action of the workflow's own commit", () => {
      assert.deepEqual(
        job.steps.map(({ uses }: Tree) => uses.replace(/@[0-9a-f]{40}$/, "@sha")),
        ["actions/checkout@sha", "$/.github/actions/run"],
      );
      assert.equal(job.steps[0].with["persist-credentials"], false);
    });

    it("hands on every input and secret that it takes, and gives the action none that it does not know", () => {
      const given = JSON.stringify([step.with, job]);
      for (const name of Object.keys(inputs)) assert.ok(given.includes(`inputs.${name}`), name);
      for (const name of Object.keys(secrets)) assert.ok(given.includes(`secrets.${name}`), name);
      const known = readAction().inputs;
      for (const name of Object.keys(step.with)) assert.ok(name in known, name);
    });

    it("keeps runs of one target apart from those of another, and cancels none that writes issues", () => {
      assert.match(job.concurrency.group, /\$\{\{ inputs\.target \}\}/);
      if (file === "gate.yml") {
        assert.match(job.concurrency.group, /\$\{\{ github\.ref \}\}/);
        assert.equal(job.concurrency["cancel-in-progress"], "${{ startsWith(github.ref, 'refs/pull/') }}");
      } else assert.equal(job.concurrency["cancel-in-progress"], false);
    });

    it("is known to the check monitoring-schedule as what it is", async () => {
      const caller = (withs: string) =>
        `on: { schedule: [{ cron: "0 3 * * *" }] }\njobs:\n  db:\n    uses: pg-preflight/pg-preflight/${FOLDER}/${file}@v1\n    with: ${withs}\n`;
      const read = async (withs: string) => {
        const path = ".github/workflows/caller.yml";
        const [found] = (await readWorkflowFile(path, new Map([[path, caller(withs)]]), false)).steps;
        assert.ok(found !== undefined);
        return found;
      };
      const given = await read("{ target: production }");
      // The file's own step, with its inputs filled in as GitHub does.
      const settled = (name: string): string => {
        const text = String(step.with[name] ?? "");
        const input = /^\$\{\{ inputs\.([a-z-]+) \}\}$/.exec(text)?.[1];
        return input === undefined ? text : String(inputs[input].default);
      };
      assert.equal(given.inputs?.suite, settled("suite"));
      assert.equal(given.inputs?.target, "production");
      assert.equal((await read("{}")).inputs?.target || "database", settled("target"));
      assert.equal((await read("{}")).inputs?.config || ".github/pg-preflight.yml", settled("config"));
      assert.ok(given.jobPattern.test(`db / ${job.name ?? id}`));
      assert.ok(!given.jobPattern.test(`other / ${job.name ?? id}`));
      assert.ok(given.stepPattern.test(step.name));
      assert.ok(given.stepPattern.test("Run pg-preflight/pg-preflight@v1"), "as versions before listed it");
    });
  });
}

describe("the login that reads rows", () => {
  it("is for the nightly workflow alone: the gate runs on pull requests", () => {
    const taking = CALLABLE.filter((file) =>
      readFileSync(join(REPOSITORY, FOLDER, file), "utf8").includes("baseline-database-url"),
    );
    assert.deepEqual(taking, ["nightly.yml"]);
    assert.ok("BASELINE_DATABASE_URL" in load("examples/nightly.yml").jobs.health.secrets);
  });
});

describe("the workflow for an incident", () => {
  it("is started by hand with a target to choose, gives that target's own secret, and writes nothing", () => {
    const { on, jobs } = load("examples/incident.yml");
    assert.deepEqual(Object.keys(on), ["workflow_dispatch"]);
    const { target } = on.workflow_dispatch.inputs;
    assert.equal(target.type, "choice");
    assert.ok(target.options.includes(target.default) && target.options.length > 1);
    assert.equal(jobs.incident.with.target, "${{ inputs.target }}");
    assert.match(jobs.incident.secrets.DATABASE_URL, /^\$\{\{ secrets\[inputs\.target == .+\] \}\}$/);
    const [called] = Object.values<Tree>(load(join(FOLDER, "incident.yml")).jobs);
    assert.deepEqual(called.permissions, { contents: "read", issues: "read" });
  });
});

describe("the examples", () => {
  it("are valid by GitHub's own schema, one for each workflow to call", async () => {
    assert.deepEqual(
      EXAMPLES.map((path) => basename(path)),
      CALLABLE,
    );
    assert.deepEqual(await workflowProblems(EXAMPLES.map((path) => join(REPOSITORY, path))), []);
  });

  for (const path of EXAMPLES) {
    it(`${path} gives what the called workflow takes, and every permission that it wants`, () => {
      const calls = Object.values<Tree>(load(path).jobs).filter(({ uses }) => uses !== undefined);
      assert.equal(calls.length, 1);
      const [call] = calls;
      const file = /^pg-preflight\/pg-preflight\/(\.github\/workflows\/.+)@v1$/.exec(call.uses)?.[1] ?? "";
      const called = load(file);
      const { inputs, secrets } = called.on.workflow_call;
      for (const name of Object.keys(call.with)) assert.ok(name in inputs, name);
      for (const name of Object.keys(call.secrets)) assert.ok(name in secrets, name);
      const [job] = Object.values<Tree>(called.jobs);
      assert.deepEqual(call.permissions, job.permissions);
    });
  }

  it("begin advisory, at an hour of their own, in a named time zone, and can be started by hand", () => {
    const gate = load("examples/gate.yml");
    assert.equal(gate.jobs.gate.with["fail-on"], "never");
    for (const path of ["examples/nightly.yml", "examples/weekly-index-usage.yml"]) {
      const { schedule, workflow_dispatch } = load(path).on;
      assert.equal(workflow_dispatch, null);
      assert.match(schedule[0].cron, /^(?!0 )\d+ /);
      assert.ok(schedule[0].timezone);
    }
  });
});
