import assert from "node:assert/strict";
import { beforeAll, describe, it } from "vitest";
import { plantRuns, preflightLogin, startCron } from "../../../test/support/postgres/cron.ts";
import { examine } from "../../../test/support/postgres/examine.ts";
import { needs } from "../../../test/support/postgres/needs.ts";
import {
  type Database,
  type OwnServer,
  sharedServer,
  startServer,
} from "../../../test/support/postgres/postgres.ts";
import type { CheckOutcome } from "../../core/finding.ts";
import check from "./check.ts";

const cronOnly = needs("postgresql-15", "pg_cron");

function problems({ findings = [] }: CheckOutcome): Record<string, unknown> {
  return Object.fromEntries(findings.map(({ key, facts }) => [key, facts.problem]));
}

const views = (...declared: Record<string, unknown>[]) => ({ options: { views: declared } });

describe("materialized-views without pg_cron", () => {
  it("does not apply where there are none", async () => {
    const database = await (await sharedServer()).createDatabase();
    await database.query("CREATE TABLE public.t (id int); CREATE VIEW public.v AS SELECT * FROM public.t");
    const { skipped } = await examine(check, database);
    assert.equal(skipped?.reason, "not-applicable");
  });

  it("lists those that nobody declared, and does not judge whether they are fresh", async () => {
    const database = await (await sharedServer()).createDatabase();
    await database.query(`CREATE MATERIALIZED VIEW public."A ""b\n::x" AS SELECT 1 AS id`);
    const { skipped, findings, measurements } = await examine(check, database);
    assert.equal(findings, undefined);
    assert.equal(skipped?.reason, "not-configured");
    const name = 'public."A ""b\n::x"';
    assert.ok(skipped?.fix?.text.includes(`      - { name: ${JSON.stringify(name)}, refreshed-by:`));
    assert.deepEqual(measurements, [
      {
        view: name,
        populated: true,
        bytes: Number(measurements?.[0]?.bytes),
        can_refresh_concurrently: false,
        refreshed_or_altered_at: null,
      },
    ]);
  });

  it("finds one that is not populated without a declaration, and its fix populates what it reads first", async () => {
    const database = await (await sharedServer()).createDatabase();
    await database.query(`
      CREATE SCHEMA elsewhere;
      CREATE MATERIALIZED VIEW elsewhere.base AS SELECT 1 AS id WITH NO DATA;
      CREATE MATERIALIZED VIEW public.filled AS SELECT id FROM elsewhere.base WITH NO DATA;
      CREATE VIEW public."b\n between" AS SELECT id FROM public.filled;
      CREATE MATERIALIZED VIEW public.a AS SELECT x.id FROM public."b\n between" AS x, elsewhere.base WITH NO DATA;
      CREATE MATERIALIZED VIEW public."a ""z\n::x" AS SELECT id FROM public.a WITH NO DATA;`);
    for (const options of [{}, { views: [{ name: "public.filled" }] }]) {
      const outcome = await examine(check, database, { options, schemas: ["public"] });
      assert.equal(outcome.skipped, undefined);
      assert.deepEqual(problems(outcome), {
        'public."a ""z\n::x"': ["not populated"],
        "public.a": ["not populated"],
        "public.filled": ["not populated"],
      });
      assert.deepEqual([...new Set(outcome.findings?.map(({ priority }) => priority))], ["critical"]);
    }
    const { findings = [] } = await examine(check, database, { schemas: ["public"] });
    const last = findings.find(({ key }) => key.includes("z"));
    assert.equal(
      findings.find(({ key }) => key === "public.a")?.message,
      "public.a is not populated (WITH NO DATA): every query of it fails.",
    );
    await assert.rejects(database.query("SELECT FROM public.a"), { code: "55000" });
    await database.query(last?.fix?.sql ?? "");
    assert.equal((await database.query("SELECT id FROM public.a")).length, 1);
    const after = await examine(check, database, { schemas: ["public"] });
    assert.equal(after.findings, undefined);
    assert.equal(after.skipped?.reason, "not-configured");

    // It reads the data of a populated one, whatever that one was made of.
    await database.query("REFRESH MATERIALIZED VIEW elsewhere.base WITH NO DATA");
    await database.query("REFRESH MATERIALIZED VIEW public.a WITH NO DATA");
    const again = await examine(check, database, { schemas: ["public"] });
    assert.deepEqual(
      again.findings?.map(({ fix }) => fix?.sql),
      ["REFRESH MATERIALIZED VIEW elsewhere.base;\nREFRESH MATERIALIZED VIEW public.a;"],
    );
    await database.query(again.findings?.[0]?.fix?.sql ?? "");
  });

  it("finds one that is missing, and one that was never filled; its fix fills it", async () => {
    const database = await (await sharedServer()).createDatabase();
    await database.query(
      `CREATE SCHEMA "S s"; CREATE MATERIALIZED VIEW "S s".mv AS SELECT 1 AS id WITH NO DATA`,
    );
    const declared = views({ name: "S s.mv" }, { name: "public.mv" });
    // A declared view counts wherever it is.
    const outcome = await examine(check, database, { ...declared, schemas: ["public"] });
    assert.deepEqual(problems(outcome), { '"S s".mv': ["not populated"], "public.mv": ["missing"] });
    assert.equal(outcome.findings?.[0]?.priority, "critical");
    await database.query(outcome.findings?.[0]?.fix?.sql ?? "");
    assert.deepEqual(problems(await examine(check, database, declared)), { "public.mv": ["missing"] });
  });

  it("takes a name without its schema where one schema has it, and asks for it where several do", async () => {
    const database = await (await sharedServer()).createDatabase();
    const look = () => examine(check, database, views({ name: "mv", concurrently: true }));
    assert.deepEqual(problems(await look()), { mv: ["missing"] });
    await database.query("CREATE MATERIALIZED VIEW public.mv AS SELECT 1 AS id");
    assert.deepEqual(problems(await look()), { "public.mv (unique index)": ["no key"] });
    await database.query('CREATE SCHEMA "b.c"; CREATE MATERIALIZED VIEW "b.c".mv AS SELECT 1 AS id');
    const { unknown, findings } = await look();
    assert.deepEqual(findings, []);
    assert.match(
      unknown?.detail ?? "",
      /2 schemas have one: write (?:public\.mv or "b\.c"\.mv|"b\.c"\.mv or public\.mv)\./,
    );
    const qualified = await examine(check, database, views({ name: "public.mv", concurrently: true }));
    assert.deepEqual(problems(qualified), { "public.mv (unique index)": ["no key"] });
  });

  it("finds one that is refreshed CONCURRENTLY and can't be", async () => {
    const database = await (await sharedServer()).createDatabase();
    await database.query("CREATE MATERIALIZED VIEW public.mv AS SELECT 1 AS id, 2 AS n");
    const look = async () =>
      problems(await examine(check, database, views({ name: "public.mv", concurrently: true })));
    const missing = { "public.mv (unique index)": ["no key"] };
    assert.deepEqual(await look(), missing);
    await database.query(`
      CREATE INDEX ON public.mv (id);
      CREATE UNIQUE INDEX ON public.mv (id) WHERE id > 0;
      CREATE UNIQUE INDEX ON public.mv ((id + 1));`);
    assert.deepEqual(await look(), missing);
    await assert.rejects(database.query("REFRESH MATERIALIZED VIEW CONCURRENTLY public.mv"));
    await database.query("CREATE UNIQUE INDEX ON public.mv (n, id)");
    await database.query("REFRESH MATERIALIZED VIEW CONCURRENTLY public.mv");
    assert.deepEqual(await look(), {});
  });

  it("does not know a refresh's time by itself, and says what would tell it", async () => {
    const database = await (await sharedServer()).createDatabase();
    await database.query("CREATE MATERIALIZED VIEW public.mv AS SELECT 1 AS id");
    const { unknown, findings } = await examine(
      check,
      database,
      views({ name: "public.mv", "max-age": "1h" }),
    );
    assert.deepEqual(findings, []);
    assert.match(unknown?.detail ?? "", /PostgreSQL keeps no time of it/);
    assert.match(unknown?.fix?.text ?? "", /track_commit_timestamp = on/);
    const byJob = await examine(check, database, views({ name: "public.mv", "refreshed-by": "j" }));
    assert.match(byJob.unknown?.detail ?? "", /no run of the job j can be seen from this database/);
  });

  it("is not fresh only because nobody said how old it may be", async () => {
    const database = await (await sharedServer()).createDatabase();
    await database.query("CREATE MATERIALIZED VIEW public.mv AS SELECT 1 AS id");
    const { unknown, findings } = await examine(check, database, views({ name: "public.mv" }));
    assert.deepEqual(findings, []);
    assert.match(unknown?.detail ?? "", /^How old public\.mv may be is not declared/);
  });

  it("knows it where the server keeps the times of transactions", async () => {
    const server = await startServer({ settings: { track_commit_timestamp: "on" } });
    const database = await server.createDatabase();
    await database.query(`
      CREATE MATERIALIZED VIEW public.mv AS SELECT 1 AS id; CREATE UNIQUE INDEX ON public.mv (id);`);
    const look = async (age: string) =>
      examine(check, database, views({ name: "public.mv", "max-age": age }));
    assert.deepEqual(problems(await look("1h")), {});
    const stale = await look("1ms");
    assert.deepEqual(problems(stale), { "public.mv": ["stale"] });
    assert.equal(stale.findings?.[0]?.fix?.sql, "REFRESH MATERIALIZED VIEW CONCURRENTLY public.mv;");
    const [earlier] = stale.measurements ?? [];
    await new Promise((done) => setTimeout(done, 1_100));
    await database.query(stale.findings?.[0]?.fix?.sql ?? "");
    const [later] = (await look("1h")).measurements ?? [];
    assert.ok(String(later?.refreshed_or_altered_at) > String(earlier?.refreshed_or_altered_at));
    await server.remove();
  });
});

describe("materialized-views refreshed by a job of the real pg_cron", cronOnly, () => {
  let server: OwnServer;
  let database: Database;
  let preflight: string;

  beforeAll(async () => {
    ({ server, database } = await startCron());
    await database.query("CREATE MATERIALIZED VIEW public.mv AS SELECT 1 AS id");
    // pg_cron itself runs it on New Year's Day only.
    await database.query(
      "SELECT cron.schedule('refresh', '0 0 1 1 *', 'REFRESH MATERIALIZED VIEW public.mv')",
    );
  });

  const mv = (maxAge?: string) =>
    views({
      name: "public.mv",
      "refreshed-by": "refresh",
      ...(maxAge === undefined ? {} : { "max-age": maxAge }),
    });

  it("is unknown where the jobs are hidden from the login, but still tells what needs none", async () => {
    const { unknown } = await examine(check, database, mv("15min"));
    assert.equal(unknown?.reason, "permission");
    assert.match(unknown?.fix?.text ?? "", /sql\/setup\/monitoring-role\.sql/);
    const both = await examine(check, database, views(...mv().options.views, { name: "public.gone" }));
    assert.deepEqual(problems(both), { "public.gone": ["missing"] });
    preflight = await preflightLogin(database);
  });

  it("a job without a run proves nothing", async () => {
    for (const url of [database.url, preflight]) {
      const { findings, unknown } = await examine(check, database, { ...mv("15min"), url });
      assert.deepEqual(findings, []);
      assert.match(unknown?.detail ?? "", /^The job refresh has no run yet/);
    }
  });

  it("goes by the last run that succeeded", async () => {
    const expect = async (expected: Record<string, unknown>, maxAge?: string) => {
      for (const url of [database.url, preflight]) {
        const outcome = await examine(check, database, { ...mv(maxAge), url });
        assert.equal(outcome.unknown, undefined);
        assert.deepEqual(problems(outcome), expected);
      }
    };
    await plantRuns(database, [{ job: "refresh", status: "succeeded", ago: "20 min" }]);
    await expect({ "public.mv": ["stale"] }, "15min");
    await expect({}, "25min");
    // By its own schedule it had to run on New Year's Day, and has run since.
    await expect({});

    await plantRuns(database, [{ job: "refresh", status: "failed", ago: "5 min", message: "ERROR: x" }]);
    await expect({ "public.mv": ["stale"] }, "15min");
    const { findings } = await examine(check, database, { ...mv("15min"), url: preflight });
    assert.match(
      findings?.[0]?.message ?? "",
      /^public\.mv was last refreshed 20 minutes ago: the job refresh fails\.$/,
    );

    await plantRuns(database, [{ job: "refresh", status: "succeeded", ago: "1 min" }]);
    await expect({}, "15min");
    // In progress is no success.
    await plantRuns(database, [{ job: "refresh", status: "running", ago: "10 s" }]);
    await expect({}, "15min");
    await expect({ "public.mv": ["stale"] }, "30s");
  });

  it("a run in progress does not hide that the one before failed", async () => {
    await plantRuns(database, [
      { job: "refresh", status: "failed", ago: "20 s", message: "ERROR: x" },
      { job: "refresh", status: "running", ago: "5 s" },
    ]);
    for (const url of [database.url, preflight]) {
      const { findings } = await examine(check, database, { ...mv("30s"), url });
      assert.match(findings?.[0]?.message ?? "", /: the job refresh fails\.$/);
    }
  });

  it("does not take another database's job for its own", async () => {
    await database.query("UPDATE cron.job SET database = 'elsewhere' WHERE jobname = 'refresh'");
    for (const url of [database.url, preflight]) {
      const { findings } = await examine(check, database, { ...mv("25min"), url });
      assert.equal(
        findings?.[0]?.message,
        "public.mv is refreshed by nobody: the job refresh runs in the database elsewhere.",
      );
    }
  });

  it("finds a view whose job is gone", async () => {
    await database.query("SELECT cron.unschedule('refresh')");
    const { findings } = await examine(check, database, { ...mv("15min"), url: preflight });
    assert.equal(findings?.[0]?.message, "public.mv is refreshed by nobody: there is no job refresh.");
    await server.remove();
  });
});
