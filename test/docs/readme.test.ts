/** What README has a newcomer paste is what works: the login in a few lines, the workflow, and the tighter gate. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, it } from "vitest";
import { parse } from "yaml";
import { workflowProblems } from "../../scripts/check-workflows.ts";
import type { CheckResult } from "../../src/core/report.ts";
import { type ActionRun, runAction } from "../support/github/runner.ts";
import { REPOSITORY } from "../support/postgres/installation.ts";
import { type Database, type OwnServer, startServer } from "../support/postgres/postgres.ts";
import { runSetup } from "../support/postgres/setup-files.ts";

const README = readFileSync(join(REPOSITORY, "README.md"), "utf8");
const START = README.slice(README.indexOf("## Start in five minutes"), README.indexOf("## What you get"));

const [LOGIN = "", WORKFLOW = "", TIGHTER = ""] = ["sql", "yaml", "diff"].map(
  (lang) => new RegExp(`^\`\`\`${lang}\\n([\\s\\S]*?)^\`\`\``, "m").exec(START)?.[1] ?? assert.fail(lang),
);

const PASSWORD = /PASSWORD '(.+?)'/.exec(LOGIN)?.[1] ?? assert.fail();

/** An application's database, as plain PostgreSQL has it. */
const APPLICATION = `
  CREATE EXTENSION pg_stat_statements;
  CREATE TABLE public.customers (id serial PRIMARY KEY, email text);
  CREATE TABLE public.orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, customer int REFERENCES public.customers);
  CREATE MATERIALIZED VIEW public.totals AS SELECT count(*) FROM public.orders;`;

describe("the start that README promises", () => {
  let server: OwnServer;
  let database: Database;
  beforeAll(async () => {
    server = await startServer({ preload: ["pg_stat_statements"] });
    database = await server.createDatabase({ name: "app" });
    await database.query(APPLICATION);
    await database.query(LOGIN);
    await database.query("CREATE SEQUENCE public.made_later");
  });
  afterAll(() => server.remove());

  async function start(): Promise<ActionRun> {
    const steps = (parse(WORKFLOW) as { jobs: { preflight: { steps: { with?: Record<string, string> }[] } } })
      .jobs.preflight.steps;
    const inputs = { ...steps.at(-1)?.with };
    assert.equal(inputs["database-url"], "${{ secrets.DATABASE_URL }}");
    inputs["database-url"] = server.urlOf("app", "preflight", PASSWORD);
    return runAction({ inputs, secrets: [PASSWORD] });
  }

  function lacking({ report, log }: ActionRun): string[] {
    assert.ok(report, log);
    return (report.results as CheckResult[])
      .filter(({ unknown }) => unknown?.reason === "permission")
      .map(({ check, unknown }) => `${check}: ${unknown?.detail}`);
  }

  it("passes with the login of its few lines, and no check misses a privilege", async () => {
    const run = await start();
    assert.equal(run.exitCode, 0, run.log);
    assert.deepEqual(lacking(run), []);
    const looked = (run.report.results as CheckResult[]).filter(({ status }) =>
      ["pass", "fail"].includes(status),
    );
    assert.ok(looked.length > 10, String(looked.length));
  });

  it("goes on with the same login and password after the whole file", async () => {
    await runSetup(database, "monitoring-role");
    const run = await start();
    assert.equal(run.exitCode, 0, run.log);
    assert.deepEqual(lacking(run), []);
  });

  it("keeps the login from the data", async () => {
    const client = await database.connect(server.urlOf("app", "preflight", PASSWORD));
    for (const sql of [
      "SELECT FROM public.customers",
      "SELECT FROM pg_authid",
      "SELECT nextval('customers_id_seq')",
    ])
      await assert.rejects(client.query(sql), /permission denied/, sql);
    await client.end();
  });
});

describe("the gate that README tightens", () => {
  const changes = TIGHTER.trimEnd().split("\n");
  const lines = WORKFLOW.trimEnd().split("\n");

  it("begins with 20 lines, advisory, each permission with its reason", () => {
    assert.ok(lines.length <= 20, String(lines.length));
    assert.equal(lines.at(-1)?.trim(), "fail-on: never");
    for (const permission of lines.filter((line) => /^ {2}[a-z-]+: (read|write)/.test(line)))
      assert.match(permission, /# \w/);
  });

  it("takes three lines more, in a workflow that GitHub still takes", async () => {
    assert.equal(changes.filter((line) => line.startsWith("+")).length, 3);
    const folder = mkdtempSync(join(tmpdir(), "pg-preflight-readme-"));
    try {
      const file = join(folder, "database.yml");
      writeFileSync(file, `${applied().join("\n")}\n`);
      assert.deepEqual(await workflowProblems([file]), []);
      const { on, permissions } = parse(readFileSync(file, "utf8"));
      assert.deepEqual(Object.keys(on), ["schedule", "workflow_dispatch", "pull_request"]);
      assert.equal(permissions["pull-requests"], "write");
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  /** As `patch` does: lines to keep and to take away are found one after another. */
  function applied(): string[] {
    const result: string[] = [];
    let at = 0;
    for (const change of changes) {
      const text = change.slice(1);
      if (change.startsWith("+")) {
        result.push(text);
        continue;
      }
      const found = lines.findIndex((line, index) => index >= at && line === text);
      assert.notEqual(found, -1, change);
      result.push(...lines.slice(at, change.startsWith("-") ? found : found + 1));
      at = found + 1;
    }
    return [...result, ...lines.slice(at)];
  }
});

describe("the gate that README shows", () => {
  it("is the example to copy", () => {
    const shown = [...README.matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map(([, text = ""]) => parse(text));
    const gate = shown.find(({ name }) => name === "Database gate");
    assert.deepEqual(gate, parse(readFileSync(join(REPOSITORY, "examples/gate.yml"), "utf8")));
  });
});
