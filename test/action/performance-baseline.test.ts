/** The declared queries of the document's application on 2,100,000 rows, as the bundle sees them. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, it } from "vitest";
import {
  type RecordedBaseline,
  recordedSchema,
} from "../../src/checks/performance-baseline/baseline-file.ts";
import { startGitHub } from "../support/github/github.ts";
import { type ActionRun, type ActionRunOptions, runAction } from "../support/github/runner.ts";
import {
  APP_SERVER,
  appConfig,
  buildApp,
  INDEXES,
  optimize,
  QUERIES,
  TENTH,
} from "../support/postgres/document-app.ts";
import { REPOSITORY, VERSION } from "../support/postgres/installation.ts";
import { type Database, type OwnServer, startServer, until } from "../support/postgres/postgres.ts";

const CHECK = "performance-baseline";
const CONFIG = ".github/pg-preflight.yml";
const RECORDED = ".github/pg-preflight.baseline.json";
const NAMES = QUERIES.map(({ name }) => name);
const DAY = 86_400_000;

/** What the recorded baseline must see alone. */
const WITHOUT_BUDGETS = QUERIES.map(({ name, sql, ...rest }) => ({
  name,
  sql,
  ...("params-from" in rest ? { "params-from": rest["params-from"] } : {}),
}));

/** A login that reads what its queries read, made by the file that the docs name. */
const SETUP = readFileSync(join(REPOSITORY, "sql/setup/baseline-role.sql"), "utf8");
const LOGIN = "preflight_baseline";
const PASSWORD = "of-the-measuring-login";

let server: OwnServer;
let app: Database;

beforeAll(async () => {
  server = await startServer({
    version: VERSION,
    settings: { ...APP_SERVER, log_min_error_statement: "panic" },
  });
  await server.query("CREATE ROLE authenticated NOLOGIN");
  app = await server.createDatabase({ name: "app" });
  await buildApp(app);
  await giveLogin(app);
});

describe("the document's four queries", () => {
  let recorded: string;

  it("fail before its indexes and its materialized view: each says why, with its table and its plan", async () => {
    const run = await measure(app, appConfig({ runs: 3 }));
    assert.equal(run.exitCode, 1, run.log);
    const result = resultOf(run);
    assert.equal(result.status, "fail");
    assert.deepEqual(result.findings.map(({ key }: Finding) => key).sort(), [...NAMES].sort());
    for (const [name, words] of [
      [
        "Document list",
        [
          /reads [\d,]+ blocks where max-blocks is 50/,
          /public\.documents \(600,\d{3} rows\) sequentially|public\.documents \([\d,]+ rows\)/,
          /idx_documents_org_status_created/,
        ],
      ],
      [
        "Memory retrieval",
        [
          /blocks where max-blocks is 500/,
          /public\.memories \([\d,]+ rows\)/,
          /idx_memories_document_created/,
        ],
      ],
      [
        "Job queue",
        [
          /blocks where max-blocks is 200/,
          /public\.ingestion_jobs \([\d,]+ rows\)/,
          /idx_ingestion_jobs_status_created/,
        ],
      ],
      [
        "Organisation statistics",
        [/blocks where max-blocks is 20/, /where max-time is 5 ms/, /public\.documents/],
      ],
    ] as const) {
      const finding = findingOf(run, name);
      for (const pattern of words) assert.match(finding.message, pattern);
      assert.match(finding.plan, /Seq Scan/);
      assert.ok(
        run.summary.includes(`Plan of <code>${name}</code>`),
        `the plan of ${name} is in the summary`,
      );
    }
    assertDocumentsTable(run);
    assert.equal(run.outputs["baseline-file"], "", "a run with findings leaves nothing to commit");
  });

  it("pass after them, and what was measured may be committed", async () => {
    await optimize(app);
    const run = await measure(app, appConfig());
    assert.equal(run.exitCode, 0, run.log);
    const result = resultOf(run);
    assert.equal(result.status, "pass", JSON.stringify(result));
    for (const [index, row] of rowsOf(run).entries()) {
      assert.equal(row.query, NAMES[index]);
      assert.ok(row.now_ms <= row.budget_ms, `${row.query}: ${row.now_ms} ms`);
      assert.ok(row.since_promised_percent < -80, `${row.query}: ${row.since_promised_percent} %`);
      assert.equal(row.baseline_ms, null, "there is nothing yet to compare with");
    }
    assertDocumentsTable(run);
    recorded = readFileSync(run.outputs["baseline-file"] ?? "", "utf8");
    const baseline = recordedSchema.parse(JSON.parse(recorded));
    assert.deepEqual(
      baseline.queries.map(({ name }) => name),
      NAMES,
    );
    assert.equal(baseline.server.version.split(".")[0], String(VERSION));
    const rows = new Map(
      baseline.queries.flatMap(({ tables }) => tables.map((table) => [table.name, table.rows])),
    );
    const read = ["documents", "memories", "ingestion_jobs"].map((name) =>
      Number(rows.get(`public.${name}`)),
    );
    assert.ok(read.reduce((sum, each) => sum + each) > 2_000_000, "so large is what they read");
  });

  it("are compared with the committed file in the next run", async () => {
    const run = await measure(app, appConfig(), { [RECORDED]: recorded });
    assert.equal(run.exitCode, 0, run.log);
    for (const row of rowsOf(run)) {
      assert.equal(row.baseline, "compared");
      assert.ok(row.baseline_ms > 0);
      assert.equal(row.blocks_change_percent, 0, `${row.query}: the same data, the same blocks`);
    }
    assertDocumentsTable(run);
  });

  it("pass the checklist's box with a committed file, and not without one", async () => {
    const run = await measure(
      app,
      appConfig(),
      { [RECORDED]: recorded },
      { suite: "deploy", checks: "", "fail-on": "never" },
    );
    assert.equal(itemOf(run).status, "pass", JSON.stringify(itemOf(run)));
    const without = await measure(app, appConfig(), {}, { suite: "deploy", checks: "", "fail-on": "never" });
    assert.equal(itemOf(without).status, "unknown", JSON.stringify(itemOf(without)));
  });

  for (const [name, index] of [
    ["Document list", "idx_documents_org_status_created"],
    ["Memory retrieval", "idx_memories_document_created"],
    ["Job queue", "idx_ingestion_jobs_status_created"],
  ] as const) {
    it(`${name} fails in the first run without ${index}, with the statement that makes it again`, async () => {
      await app.query(`DROP INDEX ${index}`);
      try {
        const run = await measure(app, appConfig({ queries: WITHOUT_BUDGETS, runs: 3 }), {
          [RECORDED]: recorded,
        });
        assert.equal(run.exitCode, 1, run.log);
        const finding = findingOf(run, name);
        assert.match(finding.message, new RegExp(`index public\\.${index} is no longer used`));
        assert.match(
          finding.fix ?? "",
          new RegExp(`^CREATE INDEX CONCURRENTLY IF NOT EXISTS ${index} ON public\\.`),
        );
        assert.ok(run.summary.includes(index));
      } finally {
        await app.query(`CREATE INDEX ${index} ON ${INDEXES[index]}`);
      }
      const mended = await measure(app, appConfig(), { [RECORDED]: recorded });
      assert.equal(mended.exitCode, 0, mended.log);
    });
  }

  it("do not fail for rows that no vacuum has seen yet", async () => {
    await app.query("UPDATE ingestion_jobs SET attempts = attempts + 1 WHERE id % 1000 = 0");
    try {
      const run = await measure(app, appConfig({ queries: WITHOUT_BUDGETS }), { [RECORDED]: recorded });
      assert.equal(run.exitCode, 0, run.log);
      const jobs = rowsOf(run).find(({ query }: { query: string }) => query === "Job queue");
      assert.ok(
        jobs.blocks > 4 * jobs.baseline_blocks,
        `they are looked up in the table: ${jobs.blocks} blocks`,
      );
    } finally {
      await app.query("VACUUM ingestion_jobs");
    }
  });

  const edited = (edit: (baseline: RecordedBaseline) => object): string => {
    const baseline = recordedSchema.parse(JSON.parse(recorded));
    return JSON.stringify({ ...baseline, ...edit(baseline) });
  };
  const other = VERSION === 13 ? 14 : 13;
  for (const [what, file, says] of [
    [
      "another major version",
      () => edited(({ server }) => ({ server: { ...server, version: `${other}.1` } })),
      new RegExp(`PostgreSQL ${other}`),
    ],
    [
      "one too old",
      () => edited(() => ({ recordedAt: new Date(Date.now() - 91 * DAY).toISOString() })),
      /older than max-age/,
    ],
    ["a text that is no baseline", () => `<<<<<<< HEAD\n${recorded}`, /is no JSON/],
  ] as const) {
    it(`say of ${what} that it does not fit, and are not compared`, async () => {
      const run = await measure(app, appConfig(), { [RECORDED]: file() });
      assertNotCompared(run, NAMES, says);
    });
  }

  it("say of a changed query that it does not fit, and compare the others", async () => {
    const queries = QUERIES.map((query) =>
      query.name === "Job queue" ? { ...query, sql: query.sql.replace("LIMIT 25", "LIMIT 26") } : query,
    );
    const run = await measure(app, appConfig({ queries }), { [RECORDED]: recorded });
    assertNotCompared(run, ["Job queue"], /SQL, parameters, role or settings have changed/);
  });

  it("say of a tenth of the data that it does not fit, and are not compared", async () => {
    const tenth = await server.createDatabase({ name: "tenth" });
    await buildApp(tenth, TENTH);
    await optimize(tenth);
    await giveLogin(tenth);
    const run = await measure(tenth, appConfig(), { [RECORDED]: recorded });
    assertNotCompared(
      run,
      ["Document list", "Memory retrieval", "Job queue"],
      /(?:60|45|105),\d{3} rows now and had [\d,]+ rows then/,
    );
  });
});

describe("a query that takes too long", () => {
  it("is stopped by the server, and nothing of it is left there", async () => {
    const sql = "SELECT count(*) FROM memories AS a JOIN memories AS b ON a.content < b.content";
    const run = await measure(app, declare({ name: "Endless", sql, timeout: "300ms", "max-time": "200ms" }));
    assert.equal(run.exitCode, 1, run.log);
    assert.match(findingOf(run, "Endless").message, /was stopped by the server after 300 ms/);
    assert.ok(count(server.log(), "canceling statement due to statement timeout") >= 2);
    const busy = await server.query("SELECT state FROM pg_stat_activity WHERE usename = $1", [LOGIN]);
    assert.deepEqual(busy, []);
  });

  it("has stopped there also when the action was killed before", async () => {
    const sql = "SELECT count(*) FROM memories AS a JOIN memories AS b ON a.content < b.content";
    const running = async () =>
      (await server.query("SELECT FROM pg_stat_activity WHERE usename = $1 AND state = 'active'", [LOGIN]))
        .length > 0;
    const run = measure(app, declare({ name: "Endless", sql, timeout: "4s" }), {}, {}, { timeout: 3_000 });
    await until("it runs", running);
    const { timedOut } = await run;
    assert.ok(timedOut, "the process was killed while its query ran");
    await until("the server has stopped it", async () => !(await running()));
  });
});

/** Each is refused when the configuration is read, on its own line. */
const REFUSED: readonly (readonly [sql: string, says: RegExp])[] = [
  ["INSERT INTO audit DEFAULT VALUES", /it is an INSERT/],
  ["UPDATE audit SET at = now()", /it is an UPDATE/],
  ["DELETE FROM audit", /it is a DELETE/],
  ["MERGE INTO audit USING audit AS b ON false WHEN NOT MATCHED THEN INSERT DEFAULT VALUES", /it is a MERGE/],
  ["TRUNCATE audit", /it is a TRUNCATE/],
  ["SELECT * FROM audit FOR UPDATE", /locks rows with FOR UPDATE/],
  ["SELECT * FROM (SELECT * FROM audit FOR NO KEY UPDATE) AS a", /locks rows with FOR NO KEY UPDATE/],
  ["SELECT 1; DROP TABLE audit", /2 statements/],
  ["SELECT 1; COMMIT; DROP TABLE audit", /3 statements/],
  ["SELECT 1 /* */; -- \n DROP TABLE audit", /2 statements/],
  ["WITH gone AS (DELETE FROM audit RETURNING *) SELECT * FROM gone", /it holds a DELETE/],
  [
    "SELECT * FROM audit WHERE EXISTS (WITH w AS (INSERT INTO audit DEFAULT VALUES RETURNING 1) SELECT 1)",
    /it holds an INSERT/,
  ],
  ["SELECT * INTO copied FROM audit", /INTO creates a table/],
  ["CREATE TABLE copied AS SELECT 1", /write the SELECT alone/],
  ["COPY audit TO PROGRAM 'true'", /it is a COPY/],
  ["COPY (SELECT 1) TO '/tmp/x'", /it is a COPY/],
  ["DO 'BEGIN END'", /it is a DO/],
  ["CALL anything()", /it is a CALL/],
  ["EXPLAIN ANALYZE DELETE FROM audit", /it is an EXPLAIN/],
  ["SET ROLE postgres", /it is a SET/],
  ["BEGIN READ WRITE", /command of a transaction/],
  ["COMMIT", /command of a transaction/],
  ["PREPARE p AS DELETE FROM audit", /it is a PREPARE/],
  ["DECLARE c CURSOR FOR SELECT 1", /write the SELECT alone/],
  ["LISTEN channel", /it is a LISTEN/],
  ["LOCK TABLE audit", /it is a LOCK/],
  ["VACUUM", /VACUUM or ANALYZE/],
  ["SELECT 1 /* never closed", /cannot read it: unterminated \/\* comment/],
  ["-- SELECT 1", /it holds no statement/],
  ["SELECT $2::int", /uses \$2 and not \$1/],
];

/** Each passes the parser, and is refused by what the server's catalogue says of it, before anything of it ran. */
const HIDDEN: readonly (readonly [name: string, sql: string, says: RegExp])[] = [
  ["nextval", "SELECT nextval('numbers')", /nextval/],
  ["setval", "SELECT setval('numbers', 77)", /setval/],
  ["set_config", "SELECT set_config('transaction_read_only', 'off', false)", /set_config/],
  ["advisory lock", "SELECT pg_advisory_lock(7)", /pg_advisory_lock/],
  ["large object", "SELECT lo_create(0)", /lo_create/],
  ["notify", "SELECT pg_notify('channel', 'x')", /pg_notify/],
  ["terminate", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity", /pg_terminate_backend/],
  [
    "statement in a text",
    "SELECT query_to_xml('SELECT nextval(''numbers'')', true, true, '')",
    /query_to_xml/,
  ],
  ["own function", "SELECT public.writes()", /writes/],
  ["own function in FROM", "SELECT * FROM public.writes()", /writes/],
  ["own function in WHERE", "SELECT * FROM audit WHERE public.writes() > 0", /writes/],
  ["own function in ORDER BY", "SELECT * FROM audit ORDER BY public.writes()", /writes/],
  ["own function in a subquery", "SELECT * FROM audit WHERE id = (SELECT public.writes())", /writes/],
  ["behind a CASE", "SELECT CASE WHEN now() < '2000-01-01' THEN public.writes() END", /writes/],
  ["own operator", "SELECT 1 OPERATOR(public.=~=) 1", /=~=|writes_op/],
  ["own aggregate", "SELECT public.writing_sum(1)", /writing_sum|writes_op/],
  ["view", "SELECT * FROM public.innocent", /writes/],
  ["view of a view", "SELECT id FROM public.still_innocent", /writes/],
  ["dblink", "SELECT * FROM public.dblink('dbname=play', 'DELETE FROM audit') AS t (x text)", /dblink/],
];

describe("a way out of the read-only SELECT", () => {
  let play: Database;
  beforeAll(async () => {
    play = await server.createDatabase({ name: "play" });
    await play.query(`
      CREATE EXTENSION dblink;
      CREATE SEQUENCE numbers;
      CREATE TABLE audit (id int DEFAULT 1, at timestamptz DEFAULT now());
      INSERT INTO audit DEFAULT VALUES;
      CREATE FUNCTION writes() RETURNS int LANGUAGE sql VOLATILE SECURITY DEFINER
        AS 'INSERT INTO public.audit DEFAULT VALUES; SELECT 1';
      CREATE FUNCTION writes_op(int, int) RETURNS int LANGUAGE plpgsql VOLATILE
        AS 'BEGIN RETURN public.writes(); END';
      CREATE OPERATOR =~= (FUNCTION = writes_op, LEFTARG = int, RIGHTARG = int);
      CREATE AGGREGATE writing_sum (int) (SFUNC = writes_op, STYPE = int, INITCOND = '0');
      CREATE VIEW innocent AS SELECT id, public.writes() AS number FROM audit;
      CREATE VIEW still_innocent AS SELECT id FROM innocent WHERE number > 0;
      CREATE TABLE guarded (id int);
      INSERT INTO guarded VALUES (1);
      ALTER TABLE guarded ENABLE ROW LEVEL SECURITY;
      CREATE POLICY p ON guarded USING (public.writes() > 0);
      GRANT SELECT ON ALL TABLES IN SCHEMA public TO authenticated;
      GRANT USAGE ON SEQUENCE numbers TO PUBLIC;`);
    await giveLogin(play);
    // Made now, for a new login is a transaction that writes.
    await play.monitor();
  });

  it("is refused when the configuration is read, with its line and what to write instead", async () => {
    const lines = ["checks:", "  performance-baseline:", "    queries:"];
    const places = REFUSED.map(([sql], index) => {
      lines.push(`      - name: query ${index}`, `        sql: ${JSON.stringify(sql)}`);
      return lines.length;
    });
    const untouched = await fingerprint(play);
    const run = await measure(play, lines.join("\n"));
    assert.equal(run.exitCode, 1);
    const told = run.log.split("\n");
    for (const [index, [sql, says]] of REFUSED.entries()) {
      const line = told.find((each) => each.includes(`${CONFIG}:${places[index]}:`));
      assert.match(line ?? "", says, `${sql}\n${run.log}`);
    }
    assert.deepEqual(await fingerprint(play), untouched);
  });

  it("is refused by the catalogue, before it ran", async () => {
    const cases = [
      ...HIDDEN.map(([name, sql, says]) => ({ query: { name, sql }, says })),
      {
        query: { name: "policy", sql: "SELECT * FROM public.guarded", role: "authenticated" },
        says: /writes/,
      },
      {
        query: { name: "params-from", sql: "SELECT $1::int", "params-from": "SELECT public.writes()" },
        says: /writes/,
      },
    ];
    const untouched = await fingerprint(play);
    // Of so many queries all names and all reasons are told; more are counted.
    for (let start = 0; start < cases.length; start += 3) {
      const some = cases.slice(start, start + 3);
      const run = await measure(play, declare(...some.map(({ query }) => query)));
      for (const { query, says } of some) {
        assert.match(queryErrorOf(run, query.name), says, `${query.sql}\n${JSON.stringify(resultOf(run))}`);
      }
      for (const row of rowsOf(run)) assert.equal(row.now_ms, null, `${row.query} was not measured`);
    }
    assert.deepEqual(await fingerprint(play), untouched);
  });
});

describe("row-level security", () => {
  let tenants: Database;
  beforeAll(async () => {
    tenants = await server.createDatabase({ name: "tenants" });
    await tenants.query(`
      CREATE TABLE notes (id int PRIMARY KEY, tenant text NOT NULL, body text NOT NULL);
      INSERT INTO notes SELECT n, CASE WHEN n <= 100 THEN 'small' ELSE 'large' END, 'note ' || n FROM generate_series(1, 5000) AS n;
      ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
      CREATE POLICY tenant ON notes FOR SELECT TO authenticated
        USING (tenant = current_setting('request.jwt.claims')::json ->> 'tenant');
      GRANT SELECT ON notes TO authenticated;
      ANALYZE notes;`);
    await giveLogin(tenants);
  });

  it("counts when the role and its settings are declared", async () => {
    const sql = "SELECT * FROM notes ORDER BY id";
    const of = (tenant: string) => ({
      name: tenant,
      sql,
      role: "authenticated",
      settings: { "request.jwt.claims": JSON.stringify({ tenant }) },
      "max-blocks": 500,
    });
    const run = await measure(
      tenants,
      declare(of("small"), of("large"), { name: "login", sql, "max-blocks": 500 }),
    );
    const rows = new Map(rowsOf(run).map((row: { query: string; rows: number }) => [row.query, row.rows]));
    assert.deepEqual(
      [...rows],
      [
        ["small", 100],
        ["large", 4_900],
        ["login", 0],
      ],
      run.log,
    );
    assert.match(queryErrorOf(run, "login"), /No row came back, which proves nothing/);
  });
});

describe("rows, parameters and literals", () => {
  const MARKER = "zebrafish7431";
  let secret: Database;
  beforeAll(async () => {
    secret = await server.createDatabase({ name: "secret" });
    await secret.query(`
      CREATE TABLE people (id int PRIMARY KEY, name text NOT NULL, kind text NOT NULL);
      INSERT INTO people SELECT n, '${MARKER} ' || n, '${MARKER}' FROM generate_series(1, 20000) AS n;
      CREATE INDEX partial ON people (name) WHERE kind = '${MARKER}';
      CREATE VIEW marked AS SELECT * FROM people WHERE kind = '${MARKER}';
      ANALYZE people;`);
    await giveLogin(secret);
  });
  const queries = [
    { name: "literal", sql: `SELECT * FROM people WHERE kind = '${MARKER}' LIMIT 10` },
    {
      name: "param",
      sql: "SELECT * FROM people WHERE name = $1 AND kind = $2",
      params: [`${MARKER} 7`, MARKER],
    },
    {
      name: "picked",
      sql: "SELECT * FROM people WHERE name = $1",
      "params-from": "SELECT name FROM people ORDER BY id LIMIT 1",
    },
    {
      name: "partial",
      sql: `SELECT name FROM people WHERE kind = '${MARKER}' AND name < '${MARKER} 2' ORDER BY name LIMIT 5`,
    },
    { name: "view", sql: "SELECT count(*) FROM marked" },
    {
      name: "settings",
      sql: "SELECT current_setting('app.who') FROM people LIMIT 1",
      settings: { "app.who": MARKER },
    },
  ].map((query) => ({ ...query, "max-blocks": 100_000 }));

  it("are in no output of a run that passes, nor in the file that is committed", async () => {
    const run = await measure(secret, declare(...queries));
    assert.equal(resultOf(run).status, "pass", JSON.stringify(resultOf(run)));
    const file = readFileSync(run.outputs["baseline-file"] ?? "", "utf8");
    assert.equal(recordedSchema.parse(JSON.parse(file)).queries.length, queries.length);
    assertNowhere(MARKER, run, file);
  });

  it("are in no output of a run that fails, in no error and in no issue", async () => {
    const broken = [
      { name: "cast of a row", sql: "SELECT name::int FROM people" },
      { name: "cast of a literal", sql: `SELECT '${MARKER}'::int` },
      { name: "cast of a parameter", sql: "SELECT $1::text::int", params: [MARKER] },
      {
        name: "cast of a picked value",
        sql: "SELECT $1::text::int",
        "params-from": "SELECT name FROM people LIMIT 1",
      },
      { name: "cast while picking", sql: "SELECT $1::int", "params-from": "SELECT name::int FROM people" },
      { name: "no such column", sql: `SELECT "${MARKER}" FROM people` },
    ];
    const github = await startGitHub();
    const budgets = queries.map((query) => ({ ...query, "max-blocks": 0 }));
    const config = { ...JSON.parse(declare(...budgets, ...broken)), issues: { from: "low" } };
    const run = await measure(
      secret,
      JSON.stringify(config),
      {},
      { "write-issues": "always" },
      { token: github.token, env: { GITHUB_API_URL: github.url } },
    );
    assert.equal(resultOf(run).findings.length, queries.length);
    for (const { name } of broken) {
      const row = rowsOf(run).find(({ query }: { query: string }) => query === name);
      assert.equal(row?.now_ms, null, `${name} could not be measured`);
    }
    assert.match(resultOf(run).unknown.detail, /cast of a row/);
    assert.match(JSON.stringify(github.changes), /Plan of/, "an issue holds the findings");
    assertNowhere(MARKER, run, JSON.stringify(github.changes));
  });
});

interface Finding {
  readonly key: string;
  readonly message: string;
  readonly plan: string;
  readonly fix?: string;
}

/** The login may be made once for the whole server; what it reads, in each database. */
async function giveLogin(database: Database): Promise<void> {
  await database.query(SETUP);
  await database.query(`ALTER ROLE ${LOGIN} LOGIN PASSWORD '${PASSWORD}'`);
}

async function measure(
  database: Database,
  config: string,
  files: Readonly<Record<string, string>> = {},
  inputs: Readonly<Record<string, string>> = {},
  options: ActionRunOptions = {},
): Promise<ActionRun> {
  return runAction({
    inputs: {
      "database-url": await database.monitor(),
      "baseline-database-url": server.urlOf(database.name, LOGIN, PASSWORD),
      checks: CHECK,
      "fail-on": "medium",
      "write-issues": "never",
      ...inputs,
    },
    files: { [CONFIG]: config, ...files },
    ...options,
  });
}

function declare(...queries: readonly object[]): string {
  return JSON.stringify({ checks: { [CHECK]: { queries } } });
}

function resultOf({ report, log }: ActionRun) {
  // biome-ignore lint/suspicious/noExplicitAny: the report's shape is tested elsewhere.
  const result = report?.results.find(({ check }: any) => check === CHECK);
  assert.ok(result, log);
  return result;
}

function rowsOf(run: ActionRun) {
  return resultOf(run).measurements ?? [];
}

function findingOf(run: ActionRun, name: string): Finding {
  const finding = resultOf(run).findings?.find(({ key }: Finding) => key === name);
  assert.ok(finding, `${name} has a finding: ${JSON.stringify(resultOf(run))}`);
  return finding;
}

/** What is said of one query that could not be measured, or not wholly; the same of several is said once. */
function queryErrorOf(run: ActionRun, name: string): string {
  const detail: string = resultOf(run).unknown?.detail ?? "";
  const one = rowsOf(run)
    .map(({ query }: { query: string }) => query)
    .join("|");
  const parts = detail.split(new RegExp(`(?:^| )((?:${one})(?:, (?:${one}))*): `));
  const at = parts.findIndex((part, index) => index % 2 === 1 && part.split(", ").includes(name));
  return parts[at + 1] ?? "";
}

function itemOf({ report, log }: ActionRun) {
  // biome-ignore lint/suspicious/noExplicitAny: the report's shape is tested elsewhere.
  const items = report?.checklist?.flatMap((section: any) => section.items) ?? [];
  const item = items.find(({ id }: { id: string }) => id === "performance-baseline-established");
  assert.ok(item, log);
  return item;
}

/** Query | Promised before | Budget | … with a row for each of the four. */
function assertDocumentsTable(run: ActionRun): void {
  const text = run.summary.replace(/<[^>]*>/g, " ");
  const heading = text.search(/Promised before +Budget +(Baseline +)?Now +Change +Blocks +Rows/);
  assert.ok(heading >= 0, run.summary);
  for (const row of [
    /Document list +500.ms +50.ms /,
    /Memory retrieval +300.ms +100.ms /,
    /Job queue +250.ms +40.ms /,
    /Organisation statistics +1.s +5.ms /,
  ]) {
    assert.match(text.slice(heading), row);
  }
}

/** Those named are judged by their budgets alone, and the report says so; the others are compared. */
function assertNotCompared(run: ActionRun, names: readonly string[], says: RegExp): void {
  assert.equal(resultOf(run).status, "unknown", JSON.stringify(resultOf(run)));
  assert.match(resultOf(run).unknown.detail, says);
  assert.match(run.summary, says);
  for (const row of rowsOf(run)) {
    if (!names.includes(row.query)) assert.equal(row.baseline, "compared", row.query);
    else {
      assert.match(row.baseline, says);
      assert.equal(row.baseline_ms, null);
      assert.equal(row.change_percent, null);
    }
  }
}

/** What a statement with an effect would have left: rows, numbers, locks, objects, and any transaction that wrote. */
async function fingerprint(database: Database): Promise<unknown> {
  const [state] = await database.query(`
    SELECT (SELECT count(*) FROM audit) AS rows, (SELECT last_value FROM numbers) AS number,
      (SELECT is_called FROM numbers) AS called,
      (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory') AS locks,
      (SELECT count(*) FROM pg_largeobject_metadata) AS objects, (SELECT count(*) FROM pg_class) AS relations,
      pg_snapshot_xmax(pg_current_snapshot())::text AS next_transaction`);
  return state;
}

function count(text: string, words: string): number {
  return text.split(words).length - 1;
}

function assertNowhere(marker: string, run: ActionRun, ...files: readonly string[]): void {
  const report = readFileSync(run.outputs["report-file"] ?? "", "utf8");
  for (const text of [run.rawLog, run.rawSummary, JSON.stringify(run.outputs), report, ...files]) {
    const at = text.indexOf(marker);
    assert.equal(at, -1, `it is shown: ${text.slice(Math.max(0, at - 200), at + 50)}`);
  }
}
