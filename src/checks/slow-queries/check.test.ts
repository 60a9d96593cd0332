import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { contextOf, DAY, HOUR, NOW } from "../../../test/support/builders/context.ts";
import { examine, observed } from "../../../test/support/postgres/examine.ts";
import { VERSIONS } from "../../../test/support/postgres/installation.ts";
import { type Database, sharedServer, startServer } from "../../../test/support/postgres/postgres.ts";
import type { CheckOutcome } from "../../core/finding.ts";
import check from "./check.ts";
import type { StoredStatement } from "./stored-statement.ts";

type Row = Parameters<typeof check.evaluate>[0][number];

const windows = observed(30);
const options = { "max-mean-time": "30ms", "min-calls": 3 };

async function freshDatabase(version?: string): Promise<Database> {
  const database = await (await sharedServer()).createDatabase();
  await database.query(`CREATE EXTENSION pg_stat_statements ${version ? `VERSION '${version}'` : ""}`);
  return database;
}

async function times(number: number, database: Database, text: string): Promise<void> {
  const client = await database.connect();
  for (let run = 0; run < number; run++) await client.query(text);
  await client.end();
}

/** The rows that the judge is given, and what it says of them. */
async function counted(database: Database): Promise<{ rows: readonly Row[]; outcome: CheckOutcome }> {
  let rows: readonly Row[] = [];
  const watched: typeof check = {
    ...check,
    evaluate(given, context) {
      rows = given;
      return check.evaluate(given, context);
    },
  };
  const outcome = await examine(watched, database, { options, windows });
  return { rows, outcome };
}

for (const version of VERSIONS.filter((each) => [13, 15, 18].includes(each))) {
  it(`slow-queries shows no literal and no comment on PostgreSQL ${version}, also after an entry was thrown out`, async () => {
    const database = await (await sharedServer(version)).createDatabase();
    await database.query("CREATE EXTENSION pg_stat_statements");
    await times(3, database, "select /* a /* b */ user=bob card=4111 */ pg_sleep(0.04)");
    const client = await database.connect();
    // The text is kept with its literals when its entry is not there any more while the statement runs.
    const prepared = {
      name: "s",
      text: "SELECT pg_sleep(0.04), $t1$card 4111$t1$, $é$bob$é$, 4111 AS n, $1::text",
      values: ["x"],
    };
    await client.query(prepared);
    await database.query("SELECT pg_stat_statements_reset()");
    for (let run = 0; run < 3; run++) await client.query(prepared);
    await times(3, database, "select /* a /* b */ user=bob card=4111 */ pg_sleep(0.04)");
    const { findings } = await examine(check, database, { options, windows });
    assert.deepEqual(findings?.map(({ facts }) => facts.statement).sort(), [
      "SELECT pg_sleep(…), …, …, … AS n, $1::text",
      "select pg_sleep($1)",
    ]);
  });
}

describe("slow-queries on PostgreSQL", () => {
  it("finds a slow query of this database, whoever runs it, and forgets it after a reset", async () => {
    const database = await freshDatabase();
    assert.deepEqual((await examine(check, database, { options, windows })).findings, []);

    await times(2, database, "/* user: @alice */ SELECT pg_sleep(0.04), 'secret'");
    assert.deepEqual((await examine(check, database, { options, windows })).findings, [], "too few calls");

    const other = await database.connect(await database.stranger());
    await other.query("SELECT pg_sleep(0.05), 'secret'");
    const { findings, unknown } = await examine(check, database, { options, windows });
    assert.equal(unknown, undefined);
    assert.equal(findings?.length, 1, "one statement of two users is one finding");
    const [finding] = findings ?? [];
    assert.equal(finding?.facts.calls, 3);
    assert.equal(finding?.facts.statement, "SELECT pg_sleep($1), $2");
    assert.ok(Number(finding?.facts.mean_ms) >= 40 && Number(finding?.facts.mean_ms) < 5_000);
    assert.ok(Number(finding?.facts.share_percent) > 0 && Number(finding?.facts.share_percent) < 100);
    assert.equal(finding?.facts.rows, 3);

    const elsewhere = await freshDatabase();
    assert.deepEqual(
      (await examine(check, elsewhere, { options, windows })).findings,
      [],
      "another database",
    );

    await database.query(
      "SELECT pg_stat_statements_reset(0, (SELECT oid FROM pg_database WHERE datname = current_database()), 0)",
    );
    assert.deepEqual((await examine(check, database, { options, windows })).findings, []);
  });

  it("leaves out utility statements, monitoring and pg_cron's bookkeeping, but not what an API wraps", async () => {
    const database = await freshDatabase();
    await database.query(`CREATE SCHEMA cron; CREATE TABLE cron.job_run_details (id int, status text);
      CREATE TABLE "pg users" (id int); INSERT INTO "pg users" VALUES (1);
      CREATE MATERIALIZED VIEW slow_view AS SELECT pg_sleep(0.04)::text`);
    await times(3, database, "REFRESH MATERIALIZED VIEW slow_view");
    await times(
      3,
      database,
      "COPY (SELECT pg_sleep(0.04)) TO STDOUT".replace("STDOUT", "PROGRAM 'cat >/dev/null'"),
    );
    await times(3, database, "DO $$ BEGIN PERFORM pg_catalog.pg_sleep(0.04); END $$");
    await times(3, database, "SELECT pg_sleep(0.04) FROM pg_catalog.pg_database LIMIT 1");
    await times(3, database, "SELECT pg_sleep(0.04), count(*) FROM pg_stat_activity");
    await times(
      3,
      database,
      "SELECT pg_sleep(0.04) FROM (SELECT 1) x LEFT JOIN information_schema.tables ON false",
    );
    await times(
      3,
      database,
      "/* job */ WITH x AS MATERIALIZED (SELECT pg_sleep(0.04)::text) INSERT INTO cron.job_run_details SELECT 1 FROM x",
    );
    assert.deepEqual((await examine(check, database, { options, windows })).findings, []);

    // PostgREST's queries look like this, and so would be taken for monitoring by a simpler rule.
    await times(
      3,
      database,
      `-- page
       WITH source AS MATERIALIZED (SELECT pg_sleep(0.04) FROM "pg users") SELECT pg_catalog.count(*) FROM source`,
    );
    const { findings } = await examine(check, database, { options, windows });
    assert.deepEqual(
      findings?.map(({ facts }) => facts.statement),
      [
        `WITH source AS MATERIALIZED (SELECT pg_sleep($1) FROM "pg users") SELECT pg_catalog.count(*) FROM source`,
      ],
    );
  });

  it("gives the counters of what took the most time, and shows it, though nothing is slow", async () => {
    const database = await freshDatabase();
    await times(25, database, "SELECT 1 AS quick");
    const { rows, outcome } = await counted(database);
    assert.deepEqual(outcome.findings, []);
    const quick = rows.find(({ calls }) => calls === 25);
    assert.ok(outcome.measurements?.some(({ statement }) => statement === "SELECT $1 AS quick"));
    const [told] = await database.query(
      // The server is shared, and others call things 25 times too.
      `SELECT total_exec_time AS ms, stddev_exec_time AS deviation FROM pg_stat_statements
       WHERE calls = 25 AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    const squares = 25 * Number(told?.deviation) ** 2 + Number(told?.ms) ** 2 / 25;
    assert.ok(Math.abs((quick?.squares ?? 0) - squares) <= squares * 1e-9);
    assert.equal(quick?.total_ms, told?.ms);
  });

  for (const [version, changes] of [
    ["1.12", true],
    ["1.10", false],
    ["1.7", false],
  ] as const) {
    it(`tells by version ${version} which entries they are${changes ? ", each by when it began" : ": how many"}`, async () => {
      const database = await freshDatabase(version);
      const entries = async (): Promise<number | undefined> =>
        (await counted(database)).rows.find(({ calls }) => calls === 25)?.entries;
      await times(25, database, "SELECT 1 AS again");
      const before = await entries();
      assert.equal(await entries(), before);
      await database.query(`SELECT pg_stat_statements_reset(userid, dbid, queryid) FROM pg_stat_statements
        WHERE query LIKE '%again'`);
      await times(25, database, "SELECT 1 AS again");
      assert.equal((await entries()) !== before, changes);
      if (!changes) assert.equal(before, 1);
      const other = await database.connect(await database.stranger());
      await other.query("SELECT 1 AS again");
      const both = (await counted(database)).rows.find(({ calls }) => calls === 26)?.entries;
      assert.ok(both !== undefined && both !== before);
    });
  }

  it("shows the ten slowest on average, the slowest first, and none that it leaves out", async () => {
    const database = await freshDatabase();
    await times(
      2,
      database,
      Array.from({ length: 12 }, (_, n) => `SELECT pg_sleep(0.00${n % 5})${", 1".repeat(n)}`).join(
        "; ",
      ),
    );
    await times(2, database, "SELECT pg_sleep(0.01) FROM pg_catalog.pg_database LIMIT 1");
    await times(2, database, "DO $$ BEGIN PERFORM pg_catalog.pg_sleep(0.01); END $$");
    await times(1, database, "SELECT pg_sleep(0.01) AS once");
    const { findings, measurements = [] } = await examine(check, database, { windows });
    assert.deepEqual(findings, []);
    assert.equal(measurements.length, 10);
    const means = measurements.map(({ mean_ms }) => Number(mean_ms));
    assert.deepEqual(
      means,
      means.toSorted((x, y) => y - x),
    );
    for (const { statement } of measurements)
      assert.match(String(statement), /^SELECT pg_sleep\(\$1\)(, \$\d+)*$/);
  });

  it("names a statement by its text when it had one slow call, though its mean is low", async () => {
    const database = await freshDatabase();
    await times(30, database, "SELECT 2 AS mostly_quick, pg_sleep(0.0)");
    await times(1, database, "SELECT 2 AS mostly_quick, pg_sleep(0.05)");
    const { rows, outcome } = await counted(database);
    assert.deepEqual(outcome.findings, []);
    assert.equal(rows.find(({ calls }) => calls === 31)?.query, "SELECT $1 AS mostly_quick, pg_sleep($2)");
  });

  it("reads an extension that was left at an old version", async () => {
    const database = await freshDatabase("1.7");
    await times(3, database, "SELECT pg_sleep(0.04)");
    assert.equal((await examine(check, database, { options, windows })).findings?.length, 1);
  });

  it("is unknown without the extension, without the grant and without the library", async () => {
    const bare = await (await sharedServer()).createDatabase();
    const missing = await examine(check, bare, { windows });
    assert.equal(missing.unknown?.reason, "extension");
    await bare.query(missing.unknown?.fix?.text ?? "");

    const url = await bare.stranger();
    const hidden = await examine(check, bare, { url, windows });
    assert.equal(hidden.unknown?.reason, "permission");
    await bare.query(hidden.unknown?.fix?.text ?? "");
    assert.equal((await examine(check, bare, { url, windows })).unknown, undefined);

    const unloaded = await (await startServer({ preload: [] })).createDatabase();
    await unloaded.query("CREATE EXTENSION pg_stat_statements");
    assert.equal((await examine(check, unloaded, { windows })).unknown?.reason, "extension");
  });
});

const row = {
  query_id: "-42",
  entries: 1,
  calls: 20,
  total_ms: 20_001,
  squares: 20_010_000,
  max_ms: 5_000,
  row_count: 20,
  database_ms: 40_002,
  has_text: true,
  query: "SELECT $1",
};
const young = { statements: { since: NOW - HOUR, detail: "statistics were reset" } };
const untold = { statements: { since: null, detail: "nothing tells" } };

describe("slow-queries judges", () => {
  it("the average and the number of calls at their limits", () => {
    const evaluate = (changes: Partial<typeof row>) =>
      check.evaluate([{ ...row, ...changes }], contextOf(check)).findings?.length;
    assert.equal(evaluate({}), 1);
    assert.equal(evaluate({ total_ms: 20_000 }), 0, "a second is not longer than a second");
    assert.equal(evaluate({ calls: 19, total_ms: 40_000 }), 0);
  });

  it("a short window as unknown only when nothing slow was found", () => {
    const context = contextOf(check, { windows: young });
    assert.equal(check.evaluate([], context).unknown?.reason, "window");
    assert.equal(check.evaluate([row], context).unknown, undefined);
    assert.equal(
      check.evaluate(
        [],
        contextOf(check, { windows: { statements: { ...young.statements, since: NOW - DAY } } }),
      ).unknown,
      undefined,
    );
  });

  it("a window that nothing tells as unknown, with what mends it", () => {
    const on = (versionNumber: number) => contextOf(check, { windows: untold, server: { versionNumber } });
    assert.equal(
      check.evaluate([], on(180004)).unknown?.fix?.text,
      "ALTER EXTENSION pg_stat_statements UPDATE;",
    );
    assert.match(check.evaluate([], on(130023)).unknown?.fix?.text ?? "", /observed-for: 0s/);
    const told = contextOf(check, { windows: untold, options: { "observed-for": "0s" } });
    assert.equal(check.evaluate([], told).unknown, undefined);
  });

  it("a slow statement without its text as unknown", () => {
    const outcome = check.evaluate([{ ...row, has_text: false, query: null }], contextOf(check));
    assert.deepEqual([outcome.findings, outcome.unknown?.reason], [[], "error"]);
  });
});

/** A day ago, at the last run: 100,000 calls of 10 ms; 50 ms in the day before that. */
const held: StoredStatement = {
  ref: "-42",
  entries: 1,
  at: NOW - DAY,
  calls: 100_000,
  ms: 1_000_000,
  squares: 10_000_000,
  last: { from: NOW - 2 * DAY, to: NOW - DAY, calls: 1_000, mean: 50, doubt: 1 },
  before: [10, 10],
  since: NOW - 30 * DAY,
  slowed: 0,
};

/** What was counted since then, so many calls of a mean. */
const since = (calls: number, mean: number): Row => ({
  ...row,
  calls: held.calls + calls,
  total_ms: held.ms + calls * mean,
  squares: held.squares + calls * mean ** 2,
  max_ms: 60_000,
});

describe("slow-queries with memory", () => {
  const evaluate = (
    given: Row,
    memory: Partial<StoredStatement> = {},
    wanted: Record<string, unknown> = {},
  ) => {
    const context = contextOf(check, { options: wanted });
    const statements = (id: string) => (id === held.ref ? { ...held, ...memory } : undefined);
    return check.evaluate([given], { ...context, stored: statements }).findings ?? [];
  };

  it("calls slow what is slow since the last run, however fast it was before", () => {
    const [finding] = evaluate(since(100, 1_500), { before: [] });
    assert.equal(
      finding?.message,
      "A statement takes 1.5 s on average since 2026-11-21 12:00 UTC; it ran 100 times.",
    );
    assert.deepEqual(
      [finding?.facts.calls, finding?.facts.mean_ms, finding?.facts.since_at, finding?.facts.slowdown],
      [100, 1_500, "2026-11-21T12:00:00Z", undefined],
    );
    assert.deepEqual(evaluate(since(100, 1_000), { before: [] }), []);
  });

  it("calls slow no more what was mended, though its mean of all times is high", () => {
    const slow = { ...since(100, 5), total_ms: 200_000_000, squares: 4e12 };
    const memory = { ms: 200_000_000 - 500, squares: 4e12 - 2_500 };
    assert.deepEqual(evaluate(slow, memory), []);
    assert.equal(evaluate(slow, { ...memory, ref: "" }, {}).length, 0);
    assert.equal(check.evaluate([slow], contextOf(check)).findings?.length, 1, "without memory it is");
  });

  it("tells of a slowdown, what it was before, and in the same sentence that it is slow", () => {
    const [finding] = evaluate(since(400, 62));
    assert.equal(
      finding?.message,
      "A statement takes 62 ms on average since 2026-11-21 12:00 UTC, 6.2 times as long as before (10 ms); it ran 400 times.",
    );
    assert.deepEqual(
      [finding?.facts.mean_before_ms, finding?.facts.slowdown, finding?.key],
      [10, 6.2, "-42"],
    );
    const both = evaluate(since(400, 1_200));
    assert.equal(both.length, 1);
    assert.match(both[0]?.message ?? "", /takes 1\.2 s on average .* 120\.0 times as long as before/);
  });

  it("has options for how much slower, and for how many calls", () => {
    assert.deepEqual(evaluate(since(400, 62), {}, { "max-slowdown": 6.3 }), []);
    assert.deepEqual(evaluate(since(400, 62), { last: null }, { "min-calls": 401 }), []);
    assert.ok(!check.options.safeParse({ "max-slowdown": 1 }).success);
  });

  it("lets the last verdict stand while there are too few calls since, and says of when it is", () => {
    const last = { from: NOW - 3 * DAY, to: NOW - DAY, calls: 30, mean: 2_000, doubt: 1 };
    const [finding] = evaluate(since(5, 1), { last, before: [] });
    assert.equal(
      finding?.message,
      "A statement took 2.0 s on average from 2026-11-19 12:00 to 2026-11-21 12:00 UTC; it ran 30 times.",
    );
  });

  it("judges by all that was counted what memory met at the last run, and after a reset of it", () => {
    const fewSince = { ...since(5, 1), total_ms: 200_000_000, squares: 4e12 };
    const met = { ms: 200_000_000 - 5, squares: 4e12 - 5, last: null, before: [] };
    assert.match(
      evaluate(fewSince, met)[0]?.message ?? "",
      /^A statement takes 2\.0 s on average; it ran 100,005 times/,
    );
    const anew = { ...row, calls: 30, total_ms: 60_000, squares: 120_000_000 };
    assert.equal(evaluate(anew)[0]?.message, "A statement takes 2.0 s on average; it ran 30 times.");
  });

  it("says that it does not know which statement slowed down when its text is lost", () => {
    const context = contextOf(check);
    const { findings, unknown } = check.evaluate([{ ...since(400, 62), has_text: false, query: null }], {
      ...context,
      stored: () => held,
    });
    assert.deepEqual([findings, unknown?.reason], [[], "error"]);
  });
});
