/** When the declared queries are measured, as whom, for how long, and what else comes with them. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, it } from "vitest";
import { collect, measuredOn, measurementOf, settingsOf } from "../../../test/support/builders/baseline.ts";
import { aGitHubConfig } from "../../../test/support/builders/run-config.ts";
import { REPOSITORY_NAME, startGitHub } from "../../../test/support/github/github.ts";
import { needs } from "../../../test/support/postgres/needs.ts";
import { startPgBouncer } from "../../../test/support/postgres/pgbouncer.ts";
import {
  type Database,
  sharedServer,
  standbyOf,
  startServer,
  until,
} from "../../../test/support/postgres/postgres.ts";
import { statementProblems } from "../../../test/support/postgres/statement-rules.ts";
import { collectBaseline } from "./collect.ts";

const HERE = { sql: "select 1" };

describe("the declared queries", () => {
  let database: Database;
  let login: string;
  let role: string;
  beforeAll(async () => {
    database = await (await sharedServer()).createDatabase();
    role = decodeURIComponent(new URL(await database.login()).username);
    login = await database.login({ memberOf: [role] });
    await database.query(`
      create table docs (id int primary key, owner text, body text);
      insert into docs select i, 'o' || i % 10, 'x' from generate_series(1, 1000) as i;
      alter table docs enable row level security;
      create policy own on docs using (owner = current_setting('request.jwt.claims', true)::json ->> 'sub');
      analyze docs;
      grant select on docs to "${role}"`);
  });

  it("are not measured on a pull request, unless the base branch's configuration says so", async () => {
    const settings = { isPullRequest: true };
    const { measured } = await collect(login, [HERE], { settings });
    assert.deepEqual("skipped" in measured && measured.skipped.reason, "not-applicable");
    const allowed = await collect(login, [HERE], { settings, options: { "on-pull-requests": true } });
    assert.ok("value" in allowed.measured);
  });

  it("are skipped without a login of their own, with the line to add", async () => {
    const { measured, recorded } = await collect(undefined, [HERE]);
    assert.ok("skipped" in measured);
    assert.equal(measured.skipped.reason, "no-secret");
    assert.match(
      measured.skipped.fix?.text ?? "",
      /baseline-database-url: \$\{\{ secrets\.BASELINE_DATABASE_URL \}\}/,
    );
    assert.deepEqual(recorded, { value: null }, "the recorded baseline is read all the same");
  });

  it("wait until everything else was asked", async () => {
    let isQuiet = false;
    const quiet = sleep(150).then(() => {
      isQuiet = true;
    });
    await measuredOn(login, [HERE], { quiet, progress: () => assert.ok(isQuiet) });
    assert.ok(isQuiet);
  });

  it("run as the application does: its role, its settings, row-level security", async () => {
    const settings = { "request.jwt.claims": '{"sub": "o3"}' };
    const found = await measurementOf(login, { sql: "select * from docs", role, settings });
    assert.equal(found.rows, 100);
    assert.equal(found.rowsRead, 1000);
    const nobody = await measurementOf(login, { sql: "select * from docs", role });
    assert.equal(nobody.rows, 0);
  });

  it("take their parameters as they are written, or from a row, as the text that it came as", async () => {
    const all = { "request.jwt.claims": '{"sub": "o3"}' };
    const typed = await measurementOf(database.url, {
      sql: "select id from docs where id = $1 or owner = $2 or ($3 and $4::text is null)",
      params: [1, "o2", false, null],
    });
    assert.equal(typed.rows, 101);
    const picked = await measurementOf(database.url, {
      sql: "select where $1 = '2026-01-02 03:04:05.678901+00'::timestamptz and $2 = 12345678901234567890.5 and $3 = '{1,null}'::int[] and $4::text is null",
      "params-from":
        "select '2026-01-02 03:04:05.678901+00'::timestamptz, 12345678901234567890.5, '{1,null}'::int[], null",
      settings: all,
    });
    assert.equal(picked.rows, 1);
  });

  it("have a transaction of their own: read only, with their timeout, literals as the parser read them", async () => {
    await database.query(
      `alter role "${decodeURIComponent(new URL(login).username)}" set standard_conforming_strings = off`,
    );
    const settings = {
      transaction_read_only: "on",
      statement_timeout: "7s",
      lock_timeout: "1s",
      standard_conforming_strings: "on",
      row_security: "on",
      search_path: '"$user", public',
    };
    const conditions = Object.entries(settings).map(
      ([name, value]) => `current_setting('${name}') = '${value}'`,
    );
    const found = await measurementOf(login, {
      sql: `select where ${conditions.join(" and ")}`,
      timeout: "7s",
    });
    assert.equal(found.rows, 1);
  });

  it("can't write, and leave nothing behind in their session", async () => {
    await database.query(
      "create function liar() returns int language plpgsql stable as $$ begin perform set_config('request.jwt.claims', 'left', false); return 1; end $$",
    );
    const { queries } = await measuredOn(login, [
      { sql: "select liar()" },
      { sql: "select where coalesce(current_setting('request.jwt.claims', true), '') = ''" },
    ]);
    const rows = [...queries.values()].map((each) => "measurement" in each && each.measurement.rows);
    assert.deepEqual(rows, [1, 1]);
  });

  it("are measured once more when even the fastest run is over the budget, after all others", async () => {
    const lines: string[] = [];
    const slow = { sql: "select count(*) from generate_series(1, 20000)", "max-time": "1us" };
    const { queries } = await measuredOn(login, [slow, { ...HERE, "max-time": "5s" }], {
      progress: (line) => lines.push(line),
      options: { runs: 4 },
    });
    const [first, second] = [...queries.values()].map((each) => "measurement" in each && each.measurement);
    assert.ok(first && second);
    assert.deepEqual([first.times.length, first.again.length], [4, 4]);
    assert.deepEqual([second.times.length, second.again.length], [4, 0]);
    assert.equal(lines.length, 3);
    assert.match(lines[1] ?? "", /^performance-baseline: query 2 of 2, 4 runs, [\d.]+ ms$/);
    assert.match(lines[2] ?? "", /^performance-baseline: query 1 of 2, once more, 4 runs, [\d.]+ ms$/);
  });

  it("end with the run's time: what had no turn is unknown, and no connection stays", async () => {
    const start = Date.now();
    const { queries } = await measuredOn(
      login,
      [HERE, { sql: "select count(*) from generate_series(1, 2000000000)" }, HERE],
      { timeLeft: 2_000 },
    );
    const [first, ...rest] = queries.values();
    assert.ok(first !== undefined && "measurement" in first);
    for (const each of rest) assert.equal("unknown" in each && each.unknown.reason, "timeout");
    const user = decodeURIComponent(new URL(login).username);
    const sessions = "select from pg_stat_activity where usename = $1";
    await until("its session is gone", async () => (await database.query(sessions, [user])).length === 0);
    // A server does not notice that a client is gone: it must have stopped by itself.
    assert.ok(Date.now() - start < 6_000);
    const { measured } = await collect(login, [HERE], {
      timeLeft: 100,
      quiet: sleep(60_000, 0, { ref: false }),
    });
    assert.equal("unknown" in measured && measured.unknown.reason, "timeout");
  });

  it("survive the loss of their connection: the rest is unknown", async () => {
    const user = decodeURIComponent(new URL(login).username);
    const measuring = measuredOn(login, [
      HERE,
      { sql: "select count(*) from generate_series(1, 2000000000)" },
      HERE,
    ]);
    await until("it runs", async () => {
      const rows = await database.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where usename = $1 and query like '%ANALYZE%2000000000%' and state = 'active'",
        [user],
      );
      return rows.length > 0;
    });
    const results = [...(await measuring).queries.values()];
    assert.ok("measurement" in (results[0] ?? {}));
    for (const each of results.slice(1)) {
      assert.equal("unknown" in each && each.unknown.reason, "unreachable");
    }
  });

  it("say why the login failed, without the connection URL", async () => {
    const wrong = new URL(login);
    wrong.password = "s3cr3t-marker";
    const closed = new URL(login);
    closed.port = "1";
    for (const [url, words] of [
      [wrong, /^baseline-database-url: The user or the password is wrong/],
      [closed, /^baseline-database-url: The connection was refused/],
    ] as const) {
      const { measured } = await collect(url.href, [HERE]);
      assert.ok("unknown" in measured);
      assert.equal(measured.unknown.reason, "unreachable");
      assert.match(measured.unknown.detail, words);
      assert.ok(!measured.unknown.detail.includes("s3cr3t-marker"));
    }
  });

  it("say what server it was, and that a superuser proves little", async () => {
    const { server, notices } = await measuredOn(login, [HERE]);
    const [row] = await database.query("select system_identifier::text as system from pg_control_system()");
    assert.deepEqual([server.database, server.isStandby, server.system], [database.name, false, row?.system]);
    assert.match(server.version, /^18\.\d+$/);
    assert.deepEqual(notices, []);
    assert.match((await measuredOn(database.url, [HERE])).notices[0] ?? "", /superuser/);
  });

  it("name nothing in the log", async () => {
    const lines: string[] = [];
    const progress = (line: string): void => void lines.push(line);
    await measuredOn(login, [{ name: "Documents of ACME", sql: "select * from nowhere" }, HERE], {
      progress,
    });
    assert.equal(lines[0], "performance-baseline: query 1 of 2, not measured (error)");
    assert.match(lines[1] ?? "", /^performance-baseline: query 2 of 2, 3 runs, [\d.]+ ms$/);
  });

  it("go through a transaction pooler", needs("pgbouncer"), async () => {
    const pooler = await startPgBouncer(database.server);
    const settings = { "request.jwt.claims": '{"sub": "o3"}' };
    const found = await measurementOf(pooler.through(login), {
      sql: "select * from docs where id > $1",
      "params-from": "select 0",
      role,
      settings,
    });
    assert.equal(found.rows, 100);
    await pooler.stop();
  });
});

describe("a standby", () => {
  it("is measured like its primary, and says what it is", async () => {
    const primary = await startServer();
    await primary.query("create table t (a int); insert into t select generate_series(1, 100)");
    const standby = await standbyOf(primary);
    const { server, queries } = await measuredOn(standby.url, [
      { sql: "select * from t where a > $1", params: [10] },
    ]);
    assert.equal(server.isStandby, true);
    const [row] = await primary.query("select system_identifier::text as system from pg_control_system()");
    assert.equal(server.system, row?.system);
    const [only] = queries.values();
    assert.equal(only !== undefined && "measurement" in only && only.measurement.rows, 90);
    await standby.remove();
    await primary.remove();
  });
});

describe("the statements about a plan", () => {
  // They take more parameters than the schemas, and two lists side by side are unnested by ROWS FROM.
  const ALLOWED = /\$\d is not \$1::oid\[\]|: rows is not qualified by pg_catalog$/;
  const folder = join(import.meta.dirname, "../../../sql/baseline");
  for (const file of readdirSync(folder)) {
    it(`sql/baseline/${file} keeps the rules`, () => {
      const problems = statementProblems(readFileSync(join(folder, file), "utf8"));
      assert.deepEqual(
        problems.filter((problem) => !ALLOWED.test(problem)),
        [],
      );
    });
  }
});

describe("the recorded baseline", () => {
  it("is the workspace's file, and null when there is none", async () => {
    const settings = settingsOf(undefined, [HERE]);
    const context = {
      quiet: Promise.resolve(),
      deadline: Date.now() + 5_000,
      progress: () => undefined,
    };
    const read = async (file: string) => {
      const source = await collectBaseline(settings, file, context);
      return "value" in source ? source.value.recorded : undefined;
    };
    assert.deepEqual(await read("a.json"), { value: null });
    writeFileSync(join(settings.workspace, "a.json"), "{}");
    assert.deepEqual(await read("a.json"), { value: "{}" });
    assert.deepEqual(await read("../a.json"), {
      unknown: { reason: "error", detail: "../a.json could not be read: it leads out of the workspace." },
    });
  });

  it("is the base commit's on a pull request", async () => {
    const baseSha = "b".repeat(40);
    const github = await startGitHub({ files: { [baseSha]: { "baseline.json": "of the base" } } });
    const settings = {
      isPullRequest: true,
      rules: { of: "base branch", ref: baseSha, when: "on a pull request" } as const,
      github: aGitHubConfig({ token: github.token, apiUrl: github.url, repository: REPOSITORY_NAME }),
    };
    const { recorded } = await collect(undefined, [HERE], { settings });
    assert.deepEqual(recorded, { value: "of the base" });
    const without = await collect(undefined, [HERE], { settings: { ...settings, github: aGitHubConfig() } });
    assert.match(
      "unknown" in without.recorded ? without.recorded.unknown.detail : "",
      /^On a pull request the base branch's baseline counts, and without github-token/,
    );
  });
});
