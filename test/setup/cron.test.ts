/**
 * The setup files that schedule jobs, with the real pg_cron of Debian's PostgreSQL 15.
 *
 * @module-tag waits
 */
import assert from "node:assert/strict";
import { describe, test } from "vitest";
import { debian, embedded, VERSIONS } from "../support/postgres/installation.ts";
import { needs } from "../support/postgres/needs.ts";
import { type Database, type OwnServer, startServer, until } from "../support/postgres/postgres.ts";
import {
  createOwner,
  DOCUMENT_TABLES,
  runSetup,
  setupFile,
  statesOf,
  todoOf,
} from "../support/postgres/setup-files.ts";

const FILES = ["cron-refresh-and-analyze", "delete-old-events", "weekly-vacuum-analyze"];
const JOBS = [
  "cleanup-old-events",
  "refresh-org-document-stats",
  "update-table-statistics",
  "vacuum-analyze",
];
const cronOnly = needs("postgresql-15", "pg_cron");

/** pg_cron as Supabase hands it to its `postgres`. */
const SUPABASE_CRON_GRANTS = `
  GRANT USAGE ON SCHEMA cron TO owner WITH GRANT OPTION;
  GRANT SELECT ON cron.job TO owner WITH GRANT OPTION;
  GRANT ALL ON cron.job_run_details TO owner WITH GRANT OPTION;`;

async function start(settings: Record<string, string> = {}): Promise<[OwnServer, Database]> {
  const installation = debian(15);
  assert.ok(installation);
  const server = await startServer({
    installation,
    preload: ["pg_stat_statements", "pg_cron"],
    settings: { "cron.database_name": "app", ...settings },
  });
  return [server, await server.createDatabase({ name: "app" })];
}

/** The document's database with pg_cron, and the URL of the one who owns its tables. */
async function prepare(database: Database, runner: string): Promise<string> {
  await database.query("CREATE ROLE anon; CREATE ROLE authenticated;");
  const url = runner === "the owner" ? await createOwner(database) : database.url;
  if (runner === "the owner") await database.query(`CREATE EXTENSION pg_cron; ${SUPABASE_CRON_GRANTS}`);
  const client = await database.connect(url);
  await client.query(DOCUMENT_TABLES);
  await client.end();
  return url;
}

async function jobs(database: Database): Promise<Record<string, string>> {
  const rows = await database.query("SELECT * FROM cron.job ORDER BY jobname, username");
  return Object.fromEntries(
    rows.map(({ jobname, username, schedule, command, active }) => [
      jobname,
      `${schedule} | ${command} | ${username} | ${active ? "active" : "inactive"}`,
    ]),
  );
}

for (const runner of ["a superuser", "the owner"]) {
  test(
    `run by ${runner}, twice, they schedule the document's jobs and turn on what was off`,
    cronOnly,
    async () => {
      const [server, database] = await start({ "cron.launch_active_jobs": "off" });
      const url = await prepare(database, runner);
      const name = runner === "the owner" ? "owner" : "postgres";
      for (const file of FILES) await runSetup(database, file, { url });
      const expected = {
        "cleanup-old-events": `0 2 * * * | CALL public.delete_old_events(); | ${name} | active`,
        "refresh-org-document-stats": `*/5 * * * * | SELECT refresh_org_document_stats(); | ${name} | active`,
        "update-table-statistics": `0 3 * * 0 | ANALYZE; | ${name} | active`,
        "vacuum-analyze": `0 4 * * 0 | VACUUM ANALYZE; | ${name} | active`,
      };
      assert.deepEqual(await jobs(database), expected);
      const ids = await database.query("SELECT jobid FROM cron.job ORDER BY jobid");

      for (const file of FILES) await runSetup(database, file, { url });
      assert.deepEqual(await jobs(database), expected);
      assert.deepEqual(
        await database.query("SELECT jobid FROM cron.job ORDER BY jobid"),
        ids,
        "the same jobs",
      );

      await database.query("UPDATE cron.job SET active = false, schedule = '0 0 1 1 *'");
      for (const file of FILES) await runSetup(database, file, { url });
      assert.deepEqual(await jobs(database), expected);

      const client = await database.connect(url);
      for (const [, statement = ""] of FILES.flatMap((file) => [
        ...setupFile(file).matchAll(/(SELECT cron\.unschedule\('[^']+'\);|DROP PROCEDURE [^;]+;)\n/g),
      ]))
        await client.query(statement);
      await client.end();
      assert.deepEqual(await jobs(database), {}, "undone with the statements on top of the files");
      await server.remove();
    },
  );
}

for (const workers of ["on", "off"]) {
  test(`the jobs do their work, with cron.use_background_workers = ${workers}`, {
    ...cronOnly,
    timeout: 150_000,
  }, async () => {
    const [server, database] = await start({ "cron.use_background_workers": workers });
    if (workers === "off") await trustLocalhost(server);
    const url = await prepare(database, "the owner");
    await database.query(`
        INSERT INTO public.documents VALUES (1, gen_random_uuid(), 'done', now());
        INSERT INTO public.events SELECT n, NULL, now() - n * interval '1 day' FROM generate_series(1, 200) n;
        CREATE TABLE public.parted (at date) PARTITION BY RANGE (at);
        CREATE TABLE public.part PARTITION OF public.parted DEFAULT;
        INSERT INTO public.parted SELECT now() FROM generate_series(1, 9);
        ALTER TABLE public.parted OWNER TO owner;`);
    const soon = (text: string) =>
      text.replaceAll(/'(\*\/5 \* \* \* \*|0 \d \* \* [*0])';/g, "'* * * * *';").replace(":= 5000", ":= 7");
    for (const file of FILES) await runSetup(database, file, { url, edit: soon });
    await until90("every job ran", async () => {
      const [row] = await database.query(
        `SELECT count(DISTINCT jobid)::int AS n FROM cron.job_run_details WHERE status IN ('succeeded', 'failed')`,
      );
      return row?.n === JOBS.length;
    });
    const runs = await database.query(
      "SELECT DISTINCT jobname, status, CASE status WHEN 'failed' THEN return_message END AS why FROM cron.job_run_details JOIN cron.job USING (jobid) ORDER BY 1, 2",
    );
    assert.deepEqual(
      runs,
      JOBS.map((jobname) => ({ jobname, status: "succeeded", why: null })),
    );
    const [left] = await database.query(
      `SELECT (SELECT count(*)::int FROM public.events) AS events, (SELECT max(id)::int FROM public.events) AS oldest,
           (SELECT documents::int FROM public.mv_org_document_stats) AS documents,
           EXISTS (SELECT FROM pg_stats WHERE tablename = 'parted' AND inherited) AS analyzed,
           (SELECT last_vacuum IS NOT NULL FROM pg_stat_user_tables WHERE relname = 'events') AS vacuumed`,
    );
    assert.deepEqual(left, { events: 89, oldest: 89, documents: 1, analyzed: true, vacuumed: true });
    await server.remove();
  });
}

/** pg_cron without workers logs in over TCP, without a password. */
async function trustLocalhost(server: OwnServer): Promise<void> {
  const { writeFileSync } = await import("node:fs");
  writeFileSync(`${server.cluster.data}/pg_hba.conf`, "host all all 127.0.0.0/8 trust\n");
  await server.query("ALTER SYSTEM SET cron.host = '127.0.0.1'").catch(() => undefined);
  await server.query("SELECT pg_reload_conf()");
}

/** A job may have to wait for the next full minute. */
async function until90(what: string, isTrue: () => Promise<boolean>): Promise<void> {
  const TURNS = 4;
  for (let turn = 1; ; turn++) {
    try {
      await until(what, isTrue);
      return;
    } catch (error) {
      if (turn === TURNS) throw error;
    }
  }
}

describe("cron-refresh-and-analyze", () => {
  test(
    "a SECURITY DEFINER function is closed to end users and its search_path pinned",
    cronOnly,
    async () => {
      const [server, database] = await start({ "cron.launch_active_jobs": "off" });
      const url = await prepare(database, "the owner");
      const owner = await database.connect(url);
      await owner.query(`
      CREATE FUNCTION public.refresh_org_document_stats() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
        AS $$ BEGIN REFRESH MATERIALIZED VIEW CONCURRENTLY mv_org_document_stats; END $$;
      GRANT SELECT ON public.mv_org_document_stats TO authenticated;`);
      const anon = await database.connect();
      await anon.query("SET ROLE anon");
      const report = await runSetup(database, "cron-refresh-and-analyze", { url });
      const states = statesOf(report);
      assert.equal(states["function public.refresh_org_document_stats()"], "closed to end users");
      assert.equal(states["materialized view public.mv_org_document_stats"], "can be refreshed CONCURRENTLY");
      assert.match(
        states["readers of public.mv_org_document_stats"] ?? "",
        /^authenticated: row-level security /,
      );
      await assert.rejects(anon.query("SELECT public.refresh_org_document_stats()"), { code: "42501" });
      const [{ proconfig }] = (await database.query(
        "SELECT proconfig FROM pg_proc WHERE proname = 'refresh_org_document_stats'",
      )) as [{ proconfig: string[] }];
      assert.deepEqual(proconfig, ["search_path=pg_catalog, public, pg_temp"]);
      // A name that another could put before ours leads nowhere else, and the function still works.
      await owner.query(
        "CREATE TEMP TABLE mv_org_document_stats (); SELECT public.refresh_org_document_stats()",
      );
      await server.remove();
    },
  );

  test("a search_path of the function's own stays", cronOnly, async () => {
    const [server, database] = await start({ "cron.launch_active_jobs": "off" });
    await prepare(database, "a superuser");
    await database.query(`CREATE FUNCTION public.refresh_org_document_stats() RETURNS void LANGUAGE sql SECURITY DEFINER
      SET search_path = '' AS $$ REFRESH MATERIALIZED VIEW public.mv_org_document_stats $$;`);
    await runSetup(database, "cron-refresh-and-analyze");
    const [row] = await database.query(
      "SELECT proconfig FROM pg_proc WHERE proname = 'refresh_org_document_stats'",
    );
    assert.deepEqual(row?.proconfig, ['search_path=""']);
    await server.remove();
  });

  test("a view that can't be refreshed CONCURRENTLY is said, with what it lacks", cronOnly, async () => {
    const [server, database] = await start({ "cron.launch_active_jobs": "off" });
    await prepare(database, "a superuser");
    await database.query(`DROP MATERIALIZED VIEW public.mv_org_document_stats;
      CREATE MATERIALIZED VIEW public.mv_org_document_stats AS SELECT 1 AS org_id FROM generate_series(1, 2) WITH NO DATA;`);
    const item = "materialized view public.mv_org_document_stats";
    const unfilled = await runSetup(database, "cron-refresh-and-analyze");
    assert.equal(todoOf(unfilled, item), "REFRESH MATERIALIZED VIEW public.mv_org_document_stats;");
    await database.query(`DROP INDEX public.mv_org_document_stats_org_id_idx;
      REFRESH MATERIALIZED VIEW public.mv_org_document_stats;`);
    const doubled = await runSetup(database, "cron-refresh-and-analyze");
    assert.match(statesOf(doubled)[item] ?? "", /^can't be refreshed CONCURRENTLY: /);
    await server.remove();
  });

  test("without the view the other job is scheduled all the same", cronOnly, async () => {
    const [server, database] = await start({ "cron.launch_active_jobs": "off" });
    const report = await runSetup(database, "cron-refresh-and-analyze");
    const states = statesOf(report);
    assert.equal(states["materialized view"], "there is no public.mv_org_document_stats");
    assert.equal(
      states["job refresh-org-document-stats"],
      "not scheduled: there is nothing that it could refresh",
    );
    assert.deepEqual(Object.keys(await jobs(database)), ["update-table-statistics"]);
    await server.remove();
  });

  test("what another owns is said: the job is not doubled, the tables are counted", cronOnly, async () => {
    const [server, database] = await start({ "cron.launch_active_jobs": "off" });
    const url = await prepare(database, "the owner");
    await database.query(`SELECT cron.schedule('update-table-statistics', '0 0 * * *', 'ANALYZE');
      CREATE TABLE public.foreign_owned ();
      ALTER ROLE owner SET statement_timeout = '2min';`);
    const report = await runSetup(database, "cron-refresh-and-analyze", { url });
    assert.match(statesOf(report).ANALYZE ?? "", /^skips \d+ tables that do not belong to owner$/);
    assert.equal(statesOf(report)["time limit of the jobs"], "statement_timeout = 2min ends them");

    const asSuperuser = await runSetup(database, "cron-refresh-and-analyze");
    assert.equal(statesOf(asSuperuser)["job refresh-org-document-stats"], "left alone: it belongs to owner");
    await server.remove();
  });
});

describe("delete-old-events", () => {
  test("batches by the primary key, whatever it is, and steps over rows in use", cronOnly, async () => {
    const [server, database] = await start({ "cron.launch_active_jobs": "off" });
    await prepare(database, "a superuser");
    await database.query(`DROP TABLE public.events;
      CREATE TABLE public.events ("Tenant" int, no int, created_at timestamptz, PRIMARY KEY ("Tenant", no));
      INSERT INTO public.events SELECT n % 3, n, now() - n * interval '10 days' FROM generate_series(1, 100) n;`);
    const report = await runSetup(database, "delete-old-events");
    const todo = todoOf(report, "index on created_at") ?? "";
    assert.equal(
      todo,
      "By itself, in no transaction: CREATE INDEX CONCURRENTLY ON public.events (created_at);",
    );
    await database.query(todo.slice(todo.indexOf("CREATE")));
    assert.equal(
      statesOf(await runSetup(database, "delete-old-events"))["index on created_at"],
      "there is one",
    );

    const busy = await database.connect();
    await busy.query("BEGIN; SELECT FROM public.events WHERE no = 100 FOR UPDATE");
    await database.query("CALL public.delete_old_events(batch => 4)");
    const [row] = await database.query("SELECT array_agg(no ORDER BY no) AS left FROM public.events");
    assert.deepEqual(row?.left, [1, 2, 3, 4, 5, 6, 7, 8, 100]);
    await assert.rejects(database.query("CALL public.delete_old_events('0 days')"), /younger than a day/);
    await server.remove();
  });

  test("stops when its time is over, and keeps what it did", cronOnly, async () => {
    const [server, database] = await start({ "cron.launch_active_jobs": "off" });
    await prepare(database, "a superuser");
    await database.query(
      "INSERT INTO public.events SELECT n, NULL, now() - interval '1 year' FROM generate_series(1, 50) n",
    );
    await runSetup(database, "delete-old-events");
    await database.query("CALL public.delete_old_events(batch => 10, for_at_most => '0 s')");
    assert.deepEqual(await database.query("SELECT count(*)::int FROM public.events"), [{ count: 40 }]);
    await server.remove();
  });

  test("end users can't call it, even those who may delete", cronOnly, async () => {
    const [server, database] = await start({ "cron.launch_active_jobs": "off" });
    await prepare(database, "a superuser");
    await database.query(`ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO anon, authenticated;
      GRANT SELECT, UPDATE, DELETE ON public.events TO authenticated;`);
    await runSetup(database, "delete-old-events");
    const client = await database.connect();
    await client.query("SET ROLE authenticated");
    await assert.rejects(client.query("CALL public.delete_old_events()"), { code: "42501" });
    await server.remove();
  });

  for (const [what, sql, state] of [
    ["the table", "DROP TABLE public.events", "there is no table public.events"],
    ["the column", "ALTER TABLE public.events DROP created_at", "public.events has no column created_at"],
    [
      "a primary key",
      "ALTER TABLE public.events DROP CONSTRAINT events_pkey",
      "public.events has no primary key to delete by",
    ],
  ] as const) {
    test(`without ${what} it says so and schedules nothing`, cronOnly, async () => {
      const [server, database] = await start({ "cron.launch_active_jobs": "off" });
      await prepare(database, "a superuser");
      await database.query(sql);
      const report = await runSetup(database, "delete-old-events");
      assert.equal(statesOf(report)["job cleanup-old-events"], `not scheduled: ${state}`);
      assert.deepEqual(await jobs(database), {});
      assert.deepEqual(await database.query("SELECT FROM pg_proc WHERE proname = 'delete_old_events'"), []);
      await server.remove();
    });
  }
});

/** Enough of pg_cron to run the files where the real one can't be had. */
const PRETENDED_CRON = `
  CREATE SCHEMA cron;
  CREATE TABLE cron.job (jobid bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, schedule text, command text,
    username text DEFAULT current_user, active boolean DEFAULT true, jobname text, UNIQUE (jobname, username));
  CREATE FUNCTION cron.schedule(job_name text, schedule text, command text) RETURNS bigint LANGUAGE sql AS $$
    INSERT INTO cron.job (jobname, schedule, command) VALUES ($1, $2, $3)
    ON CONFLICT (jobname, username) DO UPDATE SET schedule = $2, command = $3 RETURNING jobid $$;
  CREATE FUNCTION cron.alter_job(job_id bigint, schedule text DEFAULT NULL, command text DEFAULT NULL,
    database text DEFAULT NULL, username text DEFAULT NULL, active boolean DEFAULT NULL) RETURNS void LANGUAGE sql
    AS $$ UPDATE cron.job SET active = $6 WHERE jobid = $1 $$;`;

for (const version of VERSIONS) {
  test(`PostgreSQL ${version}: the files run, and what they schedule runs`, async () => {
    const server = await startServer({ version });
    const database = await server.createDatabase();
    await database.query(`${DOCUMENT_TABLES} ${PRETENDED_CRON}
      INSERT INTO public.events SELECT n, NULL, now() - n * interval '1 day' FROM generate_series(1, 200) n;`);
    const edit = (text: string) => text.replace("extname = 'pg_cron'", "extname = 'plpgsql'");
    for (const file of FILES) await runSetup(database, file, { edit });
    const scheduled = await jobs(database);
    assert.deepEqual(Object.keys(scheduled), JOBS);
    await database.query("UPDATE cron.job SET active = false");
    for (const file of FILES) await runSetup(database, file, { edit });
    assert.deepEqual(await jobs(database), scheduled);
    for (const { command } of await database.query("SELECT command FROM cron.job"))
      await database.query(command);
    assert.deepEqual(await database.query("SELECT count(*)::int FROM public.events"), [{ count: 89 }]);
    await server.remove();
  });
}

describe("where pg_cron is missing", () => {
  test("each file says what to do and leaves nothing behind", async () => {
    const server = await startServer({ installation: embedded(VERSIONS.at(-1) ?? 18) });
    const database = await server.createDatabase();
    await database.query(DOCUMENT_TABLES);
    const everything = () =>
      database.query(
        "SELECT oid, relname FROM pg_class UNION ALL SELECT oid, proname FROM pg_proc ORDER BY 1",
      );
    const before = await everything();
    for (const file of FILES)
      await assert.rejects(runSetup(database, file), {
        message: /^pg_cron is not installed in this database, and postgres could not install it: /,
        hint: /On Supabase enable it .* shared_preload_libraries/,
      });
    assert.deepEqual(await everything(), before);
  });

  test("a role without its schema learns the grant, and the grant is enough", cronOnly, async () => {
    const [server, database] = await start({ "cron.launch_active_jobs": "off" });
    await database.query("CREATE EXTENSION pg_cron");
    const url = await createOwner(database);
    for (const file of FILES)
      await assert.rejects(runSetup(database, file, { url }), {
        message: "owner may not use pg_cron",
        hint: "As a superuser: GRANT USAGE ON SCHEMA cron TO owner;",
      });
    await database.query("GRANT USAGE ON SCHEMA cron TO owner");
    const owner = await database.connect(url);
    await owner.query(DOCUMENT_TABLES);
    for (const file of FILES) await runSetup(database, file, { url });
    assert.deepEqual(Object.keys(await jobs(database)), JOBS);
    await server.remove();
  });
});
