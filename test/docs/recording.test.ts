/** The workflow of docs/recipes.md that records the baseline: its steps in their order, in a repository with a remote. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, it } from "vitest";
import { parse } from "yaml";
import { recordedSchema } from "../../src/checks/performance-baseline/baseline-file.ts";
import { type ActionRun, runAction } from "../support/github/runner.ts";
import { REPOSITORY } from "../support/postgres/installation.ts";
import { type Database, sharedServer } from "../support/postgres/postgres.ts";

interface Step {
  readonly if?: string;
  readonly "continue-on-error"?: boolean;
  readonly run?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string | boolean>>;
  readonly env?: Readonly<Record<string, string>>;
}

const PAGE = readFileSync(join(REPOSITORY, "docs/recipes.md"), "utf8");
const [, CHAPTER = ""] = PAGE.split("## Record the performance baseline\n");
const { job, file } = readWorkflow(/```yaml\n([\s\S]*?)```/.exec(CHAPTER)?.[1] ?? assert.fail());
const [, forget, measure, propose] = job.steps;

const CONFIG = `
checks:
  performance-baseline:
    queries:
      - { name: one order, sql: "SELECT * FROM public.orders WHERE customer = $1", params: [7] }
`;
const PASSWORD = "secret-of-this-test";

function readWorkflow(text: string): { job: { steps: Step[] }; file: string } {
  const [found] = Object.values<{ env: { FILE: string }; steps: Step[] }>(parse(text).jobs);
  const job = found ?? assert.fail();
  return { job, file: job.env.FILE };
}

describe("the workflow that records the baseline", () => {
  let folder: string;
  let database: Database;
  let login: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "pg-preflight-recording-"));
    database = await (await sharedServer()).createDatabase();
    await database.query(`
      CREATE TABLE public.orders (id int PRIMARY KEY, customer int, note text);
      INSERT INTO public.orders SELECT n, n % 5000, repeat('x', 100) FROM generate_series(1, 20000) AS n;
      CREATE INDEX orders_customer ON public.orders (customer);
      ANALYZE public.orders;`);
    login = await database.login({ password: PASSWORD, memberOf: ["pg_monitor", "pg_read_all_data"] });
    makeRepository();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const at = (...names: string[]): string => join(folder, ...names);
  const git = (...given: string[]): string =>
    execFileSync("git", given, { cwd: at("clone"), encoding: "utf8", env: { ...process.env, ...NOBODY } });

  /** A remote, a clone of it as actions/checkout leaves one, and a `gh` that writes down what it is asked. */
  function makeRepository(): void {
    mkdirSync(at("bin"));
    const gh = '#!/bin/sh\n[ -n "$GH_TOKEN" ] && for word in "$@"; do echo "$word"; done > "$ASKED"\n';
    writeFileSync(at("bin", "gh"), gh, { mode: 0o755 });
    execFileSync("git", ["init", "--quiet", "--bare", "--initial-branch=main", at("remote")]);
    execFileSync("git", ["clone", "--quiet", at("remote"), at("clone")], { stdio: "ignore" });
    mkdirSync(at("clone", ".github"));
    writeFileSync(at("clone", ".github/pg-preflight.yml"), CONFIG);
    git("switch", "--quiet", "--create", "main");
    git("add", ".");
    git("-c", "user.name=Ada", "-c", "user.email=ada@example.com", "commit", "--quiet", "--message", "First");
    git("push", "--quiet", "origin", "main");
  }

  /** As GitHub's shell runs it. */
  function shell(
    { run = assert.fail(), env = {} }: Step,
    given: Readonly<Record<string, string>> = {},
  ): string {
    execFileSync("bash", ["-e", "-o", "pipefail", "-c", run], {
      cwd: at("clone"),
      stdio: ["ignore", "ignore", "pipe"],
      env: {
        ...process.env,
        ...NOBODY,
        ...env,
        ...given,
        FILE: file,
        ASKED: at("asked"),
        PATH: `${at("bin")}${delimiter}${process.env.PATH}`,
        GITHUB_REF_NAME: "main",
        GITHUB_REPOSITORY: "acme/app",
        GITHUB_SERVER_URL: "https://github.com",
      },
    });
    return git("rev-parse", "--abbrev-ref", "HEAD").trim();
  }

  function act(): Promise<ActionRun> {
    const inputs = Object.entries(measure?.with ?? {}).map(([name, value]) => [
      name,
      String(value).replace(/\$\{\{ secrets\.\w+ \}\}/, login),
    ]);
    return runAction({ inputs: Object.fromEntries(inputs), workspace: at("clone"), secrets: [PASSWORD] });
  }

  function publish(run: ActionRun, id: string): string {
    const measured = run.outputs["baseline-file"] ?? assert.fail(run.log);
    return shell(propose ?? assert.fail(), { GH_TOKEN: "token", MEASURED: measured, GITHUB_RUN_ID: id });
  }

  it("has the conditions that its steps rest on", () => {
    assert.equal(forget?.if, "inputs.accept");
    assert.equal(measure?.["continue-on-error"], true);
    assert.equal(propose?.if, undefined);
    assert.deepEqual(propose?.env, {
      GH_TOKEN: "${{ github.token }}",
      MEASURED: "${{ steps.preflight.outputs.baseline-file }}",
    });
  });

  it("opens a pull request with the file, which holds what was measured", async () => {
    const branch = publish(await act(), "41");
    assert.equal(branch, "performance-baseline-41");
    assert.match(
      readFileSync(at("asked"), "utf8"),
      /^pr\ncreate\n--base\nmain\n--head\nperformance-baseline-41\n/,
    );
    const text = git("show", `origin/${branch}:${file}`);
    const { queries, target } = recordedSchema.parse(JSON.parse(text));
    assert.equal(target, "production");
    assert.deepEqual(
      queries.map(({ name, indexes }) => [name, indexes.map((index) => index.name)]),
      [["one order", ["public.orders_customer"]]],
    );
    assert.equal(git("diff", "--name-only", "main", branch).trim(), file, "nothing else is committed");
  });

  it("is red and leaves no file when a query got worse, until somebody accepts it", async () => {
    await database.query("DROP INDEX public.orders_customer");
    const worse = await act();
    assert.match(worse.log, /one order.{0,2} reads [\d,]+ blocks and read \d+ on /);
    assert.equal(worse.outputs["baseline-file"], "");
    assert.throws(() => publish(worse, "0"), { status: 1 });
    shell(forget ?? assert.fail());
    const accepted = await act();
    const branch = publish(accepted, "42");
    assert.match(git("diff", "performance-baseline-41", branch), /-.*orders_customer/);
  });
});

/** Nothing of whoever runs the tests. */
const NOBODY = { GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" };
