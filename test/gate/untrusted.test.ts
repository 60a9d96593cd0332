/** Relations of a role that nobody trusts: nothing of theirs runs, whoever reads them, and each refusal says why. */
import assert from "node:assert/strict";
import { afterAll, afterEach, beforeAll, describe, it } from "vitest";
import { checkById } from "../../src/checks/index.ts";
import { collectDatabase } from "../../src/collect/postgres/collect.ts";
import type { CheckAnswer } from "../../src/core/evidence.ts";
import { VERSION } from "../support/postgres/installation.ts";
import { type Database, type OwnServer, startServer } from "../support/postgres/postgres.ts";
import { HARMLESS, MALLORY, RAN, TRAP_FUNCTION, TRAPS } from "./traps.ts";

let server: OwnServer;
beforeAll(async () => {
  server = await startServer({ version: VERSION });
  await server.query(`CREATE ROLE ${MALLORY} LOGIN PASSWORD '${MALLORY}'`);
});
afterAll(() => server.remove());
const made: Database[] = [];
afterEach(async () => {
  for (const database of made.splice(0)) await database.drop();
});

/** Runs `sql` as mallory, who can create in the database and in schema public. */
async function databaseOfMallory(sql: string, bySuperuser = ""): Promise<Database> {
  await server.query("ALTER ROLE ALL RESET ALL");
  const database = await server.createDatabase();
  made.push(database);
  const url = server.urlOf(database.name, MALLORY, MALLORY);
  await run(
    database,
    `GRANT CREATE ON SCHEMA public TO ${MALLORY}; GRANT CREATE ON DATABASE "${database.name}" TO ${MALLORY};`,
  );
  await run(database, `${TRAP_FUNCTION} ${sql}`, url);
  await run(database, `${bySuperuser}; GRANT SELECT ON ALL TABLES IN SCHEMA public TO PUBLIC;`);
  return database;
}

async function run(database: Database, sql: string, url = database.url): Promise<void> {
  const client = await database.connect(url);
  await client.query(sql);
  await client.end();
}

/** Asks these checks, and gives what the trap wrote into the log meanwhile. */
async function ask(url: string, ids: readonly string[]) {
  const before = server.log().length;
  const evidence = await collectDatabase({
    url,
    ca: undefined,
    checks: ids.map((id) => {
      const check = checkById(id);
      assert.ok(check);
      return { check, options: check.options.parse(OPTIONS[id] ?? {}) };
    }),
    schemas: undefined,
    timeout: 30_000,
  });
  assert.ok(evidence.reached);
  return { answers: evidence.answers, ran: trapsIn(server.log().slice(before)) };
}

const OPTIONS: Readonly<Record<string, unknown>> = {
  "cron-jobs": { jobs: [{ name: "refresh" }] },
  "materialized-views": { views: [{ name: "public.mv", "refreshed-by": "refresh" }] },
};

function trapsIn(log: string): string[] {
  return log.split("\n").filter((line) => line.includes(RAN));
}

function detailOf(answer: CheckAnswer | undefined): string {
  return answer !== undefined && "outcome" in answer
    ? (answer.outcome.unknown?.detail ?? "")
    : JSON.stringify(answer);
}

const readers = ["a superuser", "the monitoring role"] as const;

async function urlOf(database: Database, reader: (typeof readers)[number]): Promise<string> {
  return reader === "a superuser" ? database.url : database.monitor();
}

describe.each(readers)("read by %s", (reader) => {
  const here = TRAPS.filter(({ since = 13, until = 18 }) => VERSION >= since && VERSION <= until);
  it.each(here)("$name does not run", async ({ sql, bySuperuser, plainRead, reason }) => {
    const database = await databaseOfMallory(sql, bySuperuser);
    const { answers, ran } = await ask(await urlOf(database, reader), ["migrations"]);
    assert.deepEqual(ran, []);
    assert.match(detailOf(answers.get("migrations")), reason);
    if (plainRead !== undefined) {
      const before = server.log().length;
      await run(database, plainRead, await urlOf(database, reader)).catch(() => undefined);
      assert.ok(trapsIn(server.log().slice(before)).length > 0, "the trap is set");
    }
  });

  it.each(HARMLESS)("a table with $name is read", async ({ sql, bySuperuser, versions }) => {
    const database = await databaseOfMallory(sql, bySuperuser);
    const { answers, ran } = await ask(await urlOf(database, reader), ["migrations"]);
    assert.deepEqual(ran, []);
    assert.deepEqual(answers.get("migrations"), {
      rows: versions.map((version) => ({ copied: { version } })),
    });
  });

  it.each(["_prisma_migrations", "__drizzle_migrations", "flyway_schema_history"])(
    "a view %s does not run",
    async (name) => {
      const columns = [
        "migration_name",
        "finished_at",
        "rolled_back_at",
        "hash",
        "created_at",
        "installed_rank",
        "version",
        "type",
        "script",
        "success",
      ];
      const database = await databaseOfMallory(
        `CREATE VIEW public.${name} AS SELECT ${columns.map((column) => `public.trap('${column}') AS ${column}`).join(", ")};`,
      );
      const { answers, ran } = await ask(await urlOf(database, reader), ["migrations"]);
      assert.deepEqual(ran, []);
      assert.match(detailOf(answers.get("migrations")), /it is a view, and its owner mallory/);
    },
  );

  it("a foreign table and a materialized view are no history tables", async () => {
    const database = await databaseOfMallory(
      "CREATE MATERIALIZED VIEW public.schema_migrations AS SELECT 'x' || public.trap('1') AS version;",
      `CREATE FOREIGN DATA WRAPPER nothing; CREATE SERVER nowhere FOREIGN DATA WRAPPER nothing;
       CREATE FOREIGN TABLE public.flyway_schema_history (installed_rank int) SERVER nowhere;`,
    );
    const { answers, ran } = await ask(await urlOf(database, reader), ["migrations"]);
    const answer = answers.get("migrations");
    const named = answer !== undefined && "rows" in answer ? answer.rows.map((row) => Object(row).name) : [];
    assert.deepEqual([named, ran], [["flyway_schema_history", "schema_migrations"], []], "named, not read");
  });

  it("fake schemas cron and preflight do not run", async () => {
    for (const relations of [
      ["cron.job", "cron.job_run_details"],
      ["preflight.cron_jobs", "preflight.cron_runs"],
      ["preflight.cron_jobs", "preflight.cron_runs", "preflight.http_responses"],
    ]) {
      const [schema] = (relations[0] ?? "").split(".");
      const columns =
        "jobid jobname schedule command command_hash database username active runid status return_message start_time end_time failure status_code timed_out responses oldest"
          .split(" ")
          .map((column) => `public.trap('${column}') AS ${column}`)
          .join(", ");
      const database = await databaseOfMallory(
        `CREATE SCHEMA ${schema}; ${relations.map((name) => `CREATE VIEW ${name} AS SELECT ${columns};`).join(" ")}
         GRANT USAGE ON SCHEMA ${schema} TO PUBLIC; GRANT SELECT ON ${relations.join(", ")} TO PUBLIC;`,
      );
      const { answers, ran } = await ask(await urlOf(database, reader), ["cron-jobs", "materialized-views"]);
      assert.deepEqual(ran, []);
      for (const id of ["cron-jobs", "materialized-views"])
        assert.match(
          detailOf(answers.get(id)),
          new RegExp(`${schema}\\.\\w+ was not read: it is a view, and its owner mallory`),
          id,
        );
    }
  });

  it("a fake preflight.schema_migrations does not take the place of a filtered table", async () => {
    const database = await databaseOfMallory(
      `CREATE SCHEMA preflight; CREATE VIEW preflight.schema_migrations AS SELECT public.trap('1') AS version;
       GRANT USAGE ON SCHEMA preflight TO PUBLIC; GRANT SELECT ON preflight.schema_migrations TO PUBLIC;`,
      `CREATE TABLE public.schema_migrations (version text PRIMARY KEY);
       ALTER TABLE public.schema_migrations ENABLE ROW LEVEL SECURITY;`,
    );
    const { answers, ran } = await ask(await urlOf(database, reader), ["migrations"]);
    assert.deepEqual(ran, []);
    // A superuser sees two tables, and nothing says which of them counts.
    assert.match(
      detailOf(answers.get("migrations")),
      reader === "a superuser" ? /several/ : /preflight\.schema_migrations was not read/,
    );
  });

  it("a plain preflight.schema_migrations does not take the place of a filtered table either", async () => {
    const database = await databaseOfMallory(
      `CREATE SCHEMA preflight; CREATE TABLE preflight.schema_migrations (version text);
       INSERT INTO preflight.schema_migrations VALUES ('1');
       GRANT USAGE ON SCHEMA preflight TO PUBLIC; GRANT SELECT ON preflight.schema_migrations TO PUBLIC;`,
      `CREATE TABLE public.schema_migrations (version text PRIMARY KEY);
       ALTER TABLE public.schema_migrations ENABLE ROW LEVEL SECURITY;`,
    );
    const { answers } = await ask(await urlOf(database, reader), ["migrations"]);
    assert.match(
      detailOf(answers.get("migrations")),
      reader === "a superuser"
        ? /several/
        : /preflight\.schema_migrations was not read: its owner mallory is neither/,
    );
  });

  it("another's temporary table is no history table", async () => {
    const database = await databaseOfMallory("");
    await run(
      database,
      "CREATE TABLE public.schema_migrations (version text); GRANT SELECT ON public.schema_migrations TO PUBLIC",
    );
    const other = await database.connect();
    await other.query("CREATE TEMPORARY TABLE schema_migrations (version text)");
    const { answers } = await ask(await urlOf(database, reader), ["migrations"]);
    assert.deepEqual(answers.get("migrations"), { rows: [] });
    await other.end();
  });
});

it("a row of 80 MB in an untrusted owner's table takes no other check's answer away", async () => {
  const database = await databaseOfMallory(
    `CREATE TABLE public.schema_migrations (version text);
     INSERT INTO public.schema_migrations SELECT repeat('x', 80000000);`,
  );
  const others = [
    "invalid-indexes",
    "statement-timeout",
    "table-bloat",
    "error-logging",
    "duplicate-indexes",
  ];
  const { answers } = await ask(database.url, ["migrations", ...others]);
  assert.match(detailOf(answers.get("migrations")), /too long/);
  for (const id of others)
    assert.ok("rows" in (answers.get(id) ?? {}), `${id}: ${detailOf(answers.get(id))}`);
});

it.runIf(VERSION >= 18)("row counts that a table's owner set at will are numbers to the checks", async () => {
  const database = await databaseOfMallory(
    `CREATE TABLE public.huge (i int PRIMARY KEY, t text); INSERT INTO public.huge SELECT 1, 'x';
     CREATE TABLE public.odd (i int); INSERT INTO public.odd SELECT 1;
     SELECT pg_restore_relation_stats('version', 180000, 'schemaname', 'public', 'relname', 'huge', 'relpages', 2147483647, 'reltuples', '1e38'::real);
     SELECT pg_restore_relation_stats('version', 180000, 'schemaname', 'public', 'relname', 'odd', 'reltuples', 'NaN'::real);`,
  );
  const ids = [
    "autovacuum-activity",
    "table-bloat",
    "statistics-freshness",
    "index-sizes",
    "foreign-key-indexes",
  ];
  const { answers } = await ask(database.url, ids);
  for (const id of ids) assert.ok("rows" in (answers.get(id) ?? {}), `${id}: ${detailOf(answers.get(id))}`);
});

describe("pg_stat_statements", () => {
  const ids = ["query-statistics", "query-summary", "slow-queries"];

  it("is read where trusted roles made it, beside a function of the same name", async () => {
    const database = await databaseOfMallory(
      "CREATE FUNCTION public.pg_stat_statements(text, boolean DEFAULT false) RETURNS text LANGUAGE sql AS $$ SELECT public.trap($1) $$;",
      "CREATE EXTENSION pg_stat_statements SCHEMA public",
    );
    for (const reader of readers) {
      const { answers, ran } = await ask(await urlOf(database, reader), ids);
      assert.deepEqual(ran, []);
      for (const id of ids)
        assert.ok("rows" in (answers.get(id) ?? {}), `${id}: ${JSON.stringify(answers.get(id))}`);
    }
  });

  it("is not read in a schema that somebody else can rename, nor as somebody else's view", async () => {
    const inSchema = await databaseOfMallory(
      "CREATE SCHEMA mon;",
      "CREATE EXTENSION pg_stat_statements SCHEMA mon; GRANT USAGE ON SCHEMA mon TO PUBLIC",
    );
    const owned = await databaseOfMallory(
      "",
      `CREATE EXTENSION pg_stat_statements SCHEMA public; ALTER VIEW public.pg_stat_statements OWNER TO ${MALLORY};
       ALTER FUNCTION public.pg_stat_statements OWNER TO ${MALLORY}`,
    );
    const moved = await databaseOfMallory(
      "CREATE VIEW public.pg_stat_statements AS SELECT public.trap('1') AS queryid, 1 AS calls;",
      "CREATE SCHEMA extensions; CREATE EXTENSION pg_stat_statements SCHEMA extensions; GRANT USAGE ON SCHEMA extensions TO PUBLIC",
    );
    for (const reader of readers) {
      for (const [database, why] of [
        [inSchema, /owner of its schema mallory/],
        [owned, /its owner mallory|owner of its function mallory/],
      ] as const) {
        const { answers, ran } = await ask(await urlOf(database, reader), ids);
        assert.deepEqual(ran, []);
        for (const id of ids) assert.match(detailOf(answers.get(id)), why, id);
      }
      const { answers, ran } = await ask(await urlOf(moved, reader), ids);
      assert.deepEqual(ran, []);
      for (const id of ids) assert.ok("rows" in (answers.get(id) ?? {}), id);
    }
  });
});
