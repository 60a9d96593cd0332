import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, it } from "vitest";
import { parse } from "yaml";
import { workflowProblems } from "../../scripts/check-workflows.ts";
import { readAction } from "../../scripts/readme-tables.ts";
import { PRIORITIES } from "../../src/core/priority.ts";
import { runAction } from "../support/github/runner.ts";

const root = join(import.meta.dirname, "../..");

describe("action.yml", () => {
  const action = readAction();

  it("is valid by GitHub's own schema", async () => {
    assert.deepEqual(await workflowProblems([join(root, "action.yml")]), []);
  });

  it("runs the bundle on Node 24", async () => {
    const { runs } = parse(await readFile(join(root, "action.yml"), "utf8"));
    assert.deepEqual(runs, { using: "node24", main: "dist/index.js" });
  });

  it("has inputs of the public contract only, with its defaults", () => {
    const contract: Record<string, string | undefined> = {
      "database-url": undefined,
      "replica-urls": undefined,
      "pgbouncer-admin-url": undefined,
      "baseline-database-url": undefined,
      "ssl-ca": undefined,
      "supabase-access-token": undefined,
      "github-token": undefined,
      target: "database",
      config: ".github/pg-preflight.yml",
      suite: "health",
      checks: undefined,
      "fail-on": "high",
      "write-issues": "auto",
      "dry-run": "false",
    };
    for (const [name, input] of Object.entries(action.inputs)) {
      assert.ok(name in contract, `${name} is not in the contract`);
      // The token's default is an expression that the runner fills in.
      if (name !== "github-token") assert.equal(input.default, contract[name], name);
    }
    for (const name of [
      "database-url",
      "pgbouncer-admin-url",
      "ssl-ca",
      "supabase-access-token",
      "github-token",
      "target",
      "config",
      "suite",
      "checks",
      "fail-on",
      "replica-urls",
      "write-issues",
      "dry-run",
    ]) {
      assert.ok(name in action.inputs, `${name} is missing`);
    }
  });

  it("has the job's own token by default", () => {
    assert.equal(action.inputs["github-token"]?.default, "${{ github.token }}");
  });

  it("requires nothing, for pull requests of forks have no secrets", () => {
    const required = Object.entries(action.inputs).filter(([, input]) => input.required === true);
    assert.deepEqual(required, []);
  });

  it("has exactly the outputs of the public contract", () => {
    assert.deepEqual(Object.keys(action.outputs), [
      "conclusion",
      "report-file",
      "baseline-file",
      "failed-checks",
      "unknown-checks",
      "issue-changes",
      "critical-findings",
      "high-findings",
      "medium-findings",
      "low-findings",
    ]);
  });

  it("counts the findings of every priority that the gate knows", () => {
    for (const priority of PRIORITIES.filter((name) => name !== "info")) {
      assert.ok(`${priority}-findings` in action.outputs, priority);
    }
  });
});

describe("the action that the workflows to call use", () => {
  const OWN = ".github/actions/run";

  it("is action.yml once more, by its own path to the bundle", async () => {
    const { runs, ...rest } = parse(await readFile(join(root, OWN, "action.yml"), "utf8"));
    const { runs: _, ...action } = parse(await readFile(join(root, "action.yml"), "utf8"));
    assert.deepEqual(rest, action);
    assert.deepEqual(runs, { using: "node24", main: "../../../dist/index.js" });
    assert.deepEqual(await workflowProblems([join(root, OWN, "action.yml")]), []);
  });

  it("runs where the runner unpacks the commit, with nothing of the repository but it and dist", async () => {
    // As actions/runner's ActionManager.cs does it: _actions/owner/name/commit, then the path of the reference.
    const actions = await mkdtemp(join(tmpdir(), "pg-preflight-actions-"));
    const commit = join(actions, "pg-preflight/pg-preflight", "0".repeat(40));
    await cp(join(root, OWN), join(commit, OWN), { recursive: true });
    await cp(join(root, "dist"), join(commit, "dist"), { recursive: true });
    const run = await runAction({ dir: join(commit, OWN) });
    await rm(actions, { recursive: true });
    assert.equal(run.exitCode, 1);
    assert.deepEqual(run.warnings, []);
    assert.match(run.annotations.map(({ message }) => message).join("\n"), /database-url/);
  });
});

describe("the check of workflows", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "pg-preflight-workflows-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("finds a wrong key in an action.yml", async () => {
    const file = join(folder, "action.yml");
    await writeFile(
      file,
      (await readFile(join(root, "action.yml"), "utf8")).replace("using: node24", "using: node26"),
    );
    assert.match((await workflowProblems([file])).join("\n"), /node26/);
  });

  it("finds a wrong key in a workflow and tells its line", async () => {
    const file = join(folder, "ci.yml");
    await writeFile(
      file,
      "on: push\njobs:\n  ci:\n    runs_on: ubuntu-24.04\n    steps:\n      - run: echo\n",
    );
    assert.match((await workflowProblems([file])).join("\n"), /ci\.yml:4:5 .*runs_on/);
  });
});
