/** `npm run baseline`: one run, its table, and the file in the team's repository. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, it } from "vitest";
import { changesBetween } from "../../scripts/baseline/changes.ts";
import { terminalTable } from "../../scripts/baseline/table.ts";
import { recordedSchema } from "../../src/checks/performance-baseline/baseline-file.ts";
import { aQueryRow, aRecorded, aRecordedQuery, KEPT } from "../support/builders/performance.ts";
import { REPOSITORY } from "../support/postgres/installation.ts";
import { type Database, sharedServer } from "../support/postgres/postgres.ts";

describe("the table in the terminal", () => {
  it("has the page's columns and words, the slow query first", () => {
    const lines = terminalTable([
      ...KEPT.slice(0, 1),
      aQueryRow({ query: "Job\u001b[31m", verdict: "fail" }),
    ]);
    assert.deepEqual(lines, [
      "Query            Promised before  Budget  Baseline              Now  Change  Blocks          Rows",
      "✗ Job\\u{1b}[31m           200 ms   50 ms   0.42 ms          0.44 ms   ≈ 0 %      24            20",
      "                                                    0.41 to 0.61 ms                  of 2,000,000",
      "✓ Document list           200 ms   50 ms   0.42 ms          0.44 ms   ≈ 0 %      24            20",
      "                                                    0.41 to 0.61 ms                  of 2,000,000",
    ]);
  });

  it("says why a query is not compared", () => {
    assert.equal(
      terminalTable(KEPT).at(-1),
      "Not compared with the recorded baseline: Job queue: it is not in the file yet.",
    );
  });
});

describe("what a new baseline has otherwise, in words", () => {
  const old = aRecorded();
  const changes = (parts: Parameters<typeof aRecordedQuery>[0]) =>
    changesBetween(old, aRecorded({ queries: [aRecordedQuery(parts)] }));

  it("is nothing where only the time wavers", () => {
    assert.deepEqual(changes({ ms: { median: 0.51, fastest: 0.4, slowest: 3, runs: 7 } }), []);
  });

  it("is blocks, times, rows, indexes and tables read sequentially", () => {
    const slow = {
      rows: 18,
      blocks: 41_722,
      ms: { median: 812, fastest: 798, slowest: 871, runs: 7 },
      indexes: [],
      plan: [
        { depth: 0, type: "Limit", rows: 20, expectedRows: 20, blocks: 41_722 },
        { depth: 1, type: "Seq Scan", relation: "public.documents", rows: 20, expectedRows: 9, blocks: 9 },
      ],
    };
    assert.deepEqual(changes(slow), [
      "Document list: 41,722 blocks, was 24; 812 ms, was 0.42 ms; 18 rows, was 20; " +
        "no longer uses public.documents_list_idx; now reads sequentially public.documents",
    ]);
  });

  it("is a query that is new, another or gone, and another server", () => {
    const queries = [aRecordedQuery({ name: "Job queue" }), aRecordedQuery({ statement: "other" })];
    const server = { version: "19.1", database: "app" };
    const before = aRecorded({ queries: [aRecordedQuery(), aRecordedQuery({ name: "Memory" })] });
    assert.deepEqual(changesBetween(before, aRecorded({ queries, server })), [
      "PostgreSQL 19.1, was 18.4",
      "Job queue: new, 0.42 ms, 24 blocks",
      "Document list: its SQL, parameters, role or settings are others",
      "Memory: no longer declared",
    ]);
  });
});

describe("npm run baseline", () => {
  const CONFIG = ".github/pg-preflight.yml";
  const FILE = ".github/pg-preflight.baseline.json";
  const QUERY = "{ name: One order, sql: SELECT note FROM public.orders WHERE ref = $1, params: [77] }";
  let database: Database;
  let team: string;
  beforeAll(async () => {
    database = await (await sharedServer()).createDatabase();
    await database.query(
      `CREATE TABLE public.orders (ref int, note text);
       INSERT INTO public.orders SELECT n, repeat('n', 100) FROM generate_series(1, 20000) AS n;
       CREATE INDEX orders_ref_idx ON public.orders (ref)`,
    );
    await database.query("VACUUM ANALYZE public.orders");
  });
  beforeEach(() => {
    team = mkdtempSync(join(tmpdir(), "baseline-team-"));
    mkdirSync(join(team, ".git"));
    mkdirSync(join(team, ".github"));
    declare(QUERY);
  });
  afterEach(() => rmSync(team, { recursive: true }));

  const declare = (...queries: string[]): void =>
    writeFileSync(
      join(team, CONFIG),
      `checks:\n  performance-baseline:\n    runs: 3\n    queries:\n${queries.map((query) => `      - ${query}\n`).join("")}`,
    );
  const recorded = () => recordedSchema.parse(JSON.parse(readFileSync(join(team, FILE), "utf8")));

  interface Ended {
    readonly status: number | null;
    readonly said: string;
  }

  const run = (words: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Ended> =>
    new Promise((done, fail) => {
      const child = spawn(process.execPath, [join(REPOSITORY, "scripts/baseline.ts"), ...words], {
        cwd: REPOSITORY,
        // As npm tells from where it was called; and a runner's words, which are about another step.
        env: {
          ...process.env,
          INIT_CWD: team,
          GITHUB_EVENT_NAME: "pull_request",
          INPUT_SUITE: "deploy",
          BASELINE_DATABASE_URL: database.url,
          ...environment,
        },
      });
      let said = "";
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding("utf8").on("data", (text: string) => {
          said += text;
        });
      }
      child.on("error", fail);
      child.on("close", (status) => done({ status, said }));
    });
  const baseline = (...words: string[]) => run(["--config", CONFIG, ...words]);

  it("records the first baseline, shows the table and asks nothing", async () => {
    declare(QUERY.replace("}", ", max-blocks: 100 }"));
    const { status, said } = await baseline("--target", "production");
    assert.equal(status, 0, said);
    assert.match(
      said,
      /^Measuring 1 query of \.github\/pg-preflight\.yml as production\n\nQuery +Now +Blocks/,
    );
    assert.match(said, /\n✓ One order +[\d.]+ ms +\d+ +1\n/);
    assert.match(said, /Recorded 1 query in \.github\/pg-preflight\.baseline\.json\.\nIt is the first\.\n/);
    assert.equal(recorded().target, "production");
    assert.deepEqual(
      recorded().queries.map(({ name, indexes }) => [name, indexes.map((index) => index.name)]),
      [["One order", ["public.orders_ref_idx"]]],
    );
  });

  it("replaces one, and says in words what changed", async () => {
    const first = aRecorded({ target: "staging", queries: [aRecordedQuery({ name: "Gone" })] });
    writeFileSync(join(team, FILE), JSON.stringify(first));
    declare(QUERY.replace("}", ", max-blocks: 100 }"));
    const { status, said } = await baseline();
    assert.equal(status, 0, said);
    assert.match(said, / as staging\n/);
    assert.match(said, /It replaces the one of 2026-11-16 03:00 UTC:\n/);
    assert.match(said, /\n {2}One order: new, [\d.]+ ms, \d+ blocks\n {2}Gone: no longer declared\n/);
    assert.equal(recorded().target, "staging");
  });

  it("writes nothing of a run that is worse than the recorded one, and says why and what to do", async () => {
    declare(QUERY.replace("}", ", max-blocks: 100 }"));
    assert.equal((await baseline()).status, 0);
    const before = readFileSync(join(team, FILE), "utf8");
    await database.query("DROP INDEX public.orders_ref_idx");
    try {
      const { status, said } = await baseline();
      assert.equal(status, 1, said);
      assert.match(said, /\n✗ One order /);
      assert.match(said, /Nothing was recorded: \.github\/pg-preflight\.baseline\.json is as it was\.\n/);
      assert.match(said, /\n {2}`One order` reads [\d,]+ blocks where max-blocks is 100/);
      assert.match(
        said,
        /what is worse than the recorded one, delete \.github\/pg-preflight\.baseline\.json and run/,
      );
      assert.equal(readFileSync(join(team, FILE), "utf8"), before);
    } finally {
      await database.query("CREATE INDEX orders_ref_idx ON public.orders (ref)");
    }
  });

  it("writes nothing of a query that returns nothing, for it proves nothing", async () => {
    declare(QUERY.replace("[77]", "[-1]"));
    const { status, said } = await baseline();
    assert.equal(status, 1, said);
    assert.match(said, /Nothing was recorded\.\n {2}.*No row came back, which proves nothing/);
    assert.ok(!existsSync(join(team, FILE)));
  });

  it("says what is wrong with the configuration, the address and its own words, and shows no secret", async () => {
    const secret = "postgres://someone:hush-7f3@127.0.0.1:1/app?sslmode=disable";
    const [refused, none, bare, absent] = await Promise.all([
      run(["--config", CONFIG], { BASELINE_DATABASE_URL: secret }),
      run(["--config", CONFIG], { BASELINE_DATABASE_URL: "" }),
      run([]),
      run(["--config", "no.yml"]),
    ]);
    assert.equal(refused.status, 1);
    assert.match(refused.said, /Nothing was recorded\.\n {2}.*The connection was refused/);
    assert.doesNotMatch(refused.said, /hush-7f3/);
    assert.match(none.said, /^BASELINE_DATABASE_URL is not set: /);
    declare("{ name: Two, sql: DELETE FROM public.orders }");
    const written = await baseline();
    assert.equal(written.status, 1);
    assert.match(written.said, /^\S*\.github\/pg-preflight\.yml:5: /);
    assert.match(bare.said, /^--config is missing: npm run baseline -- --config /);
    assert.match(absent.said, /^config: there is no \S*no\.yml\.\n$/);
  });

  it("stays in the team's repository", async () => {
    writeFileSync(
      join(team, CONFIG),
      `checks:\n  performance-baseline:\n    file: ../elsewhere.json\n    queries: [${QUERY}]\n`,
    );
    const { status, said } = await baseline();
    assert.equal(status, 1, said);
    assert.ok(!existsSync(join(team, "../elsewhere.json")));
  });
});
