/** The file a person runs once: each right it gives is used, each right it must not give is tried. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import pg from "pg";
import { test } from "vitest";
import { debian, REPOSITORY, VERSIONS } from "../support/postgres/installation.ts";
import { needs } from "../support/postgres/needs.ts";
import { type Database, type OwnServer, startServer } from "../support/postgres/postgres.ts";

const SETUP = readFileSync(`${REPOSITORY}/sql/setup/monitoring-role.sql`, "utf8");
const PASSWORD = "correct horse battery staple";

const INSUFFICIENT_PRIVILEGE = "42501";
const READ_ONLY = "25006";
const ROW_SECURITY = /row-level security policy/;

interface Line {
  readonly item: string;
  readonly state: string;
  readonly "to do": string | null;
}

/** Runs the file as Supabase's SQL editor does: all of it in one message. */
async function setUp(database: Database, url = database.url): Promise<Line[]> {
  const client = await database.connect(url);
  try {
    const results = (await client.query(SETUP)) as unknown as pg.QueryResult<Line>[];
    return results.flatMap(({ rows }) => rows);
  } finally {
    await client.end();
  }
}

/** A connection as the new login, with the password that the person would set. */
async function logIn(database: Database): Promise<pg.Client> {
  await database.query(`ALTER ROLE preflight LOGIN PASSWORD '${PASSWORD}'`);
  return database.connect(database.server.urlOf(database.name, "preflight", PASSWORD));
}

function stateOf(report: readonly Line[], item: string): string | undefined {
  return report.find((line) => line.item === item)?.state;
}

async function refuses(client: pg.Client, sql: string, code = INSUFFICIENT_PRIVILEGE): Promise<void> {
  await assert.rejects(client.query(sql), { code }, sql);
}

/**
 * What Supabase's `postgres` is: no superuser, owns the database's own schemas, may create roles, sees through
 * row-level security, and may hand on pg_monitor.
 */
async function createOwner(database: Database, rights = "CREATEROLE BYPASSRLS"): Promise<string> {
  const owner = await database.login({ name: "owner", attributes: rights });
  await database.query(`
    ALTER DATABASE ${pg.escapeIdentifier(database.name)} OWNER TO owner;
    ALTER SCHEMA public OWNER TO owner;
    GRANT pg_monitor TO owner WITH ADMIN OPTION;`);
  return owner;
}

/** A team's database: its data, its ledger, and pg_stat_statements where Supabase has it. */
async function fill(database: Database, owner: string): Promise<void> {
  await database.query(`
    CREATE SCHEMA extensions AUTHORIZATION ${owner};
    CREATE EXTENSION pg_stat_statements SCHEMA extensions;
    CREATE SCHEMA supabase_migrations AUTHORIZATION ${owner};
    SET ROLE ${owner};
    CREATE TABLE public.customers (name text, id serial);
    INSERT INTO public.customers VALUES ('Ada');
    CREATE TABLE supabase_migrations.schema_migrations (version text PRIMARY KEY, statements text[], name text);
    INSERT INTO supabase_migrations.schema_migrations VALUES ('20251116220935', '{secret}', 'sync');`);
}

for (const version of VERSIONS) {
  for (const runner of ["a superuser", "an owner who is none"] as const) {
    test(`${version}: run by ${runner}, twice, it gives the login what it needs and no more`, async () => {
      const server = await startServer({ version });
      const database = await server.createDatabase();
      const isOwner = runner !== "a superuser";
      const url = isOwner ? await createOwner(database) : database.url;
      await fill(database, isOwner ? "owner" : "postgres");

      const report = await setUp(database, url);
      assert.equal(stateOf(report, "login preflight"), "has no password yet");
      assert.equal(stateOf(report, "pg_monitor"), "granted");
      assert.equal(stateOf(report, "pg_stat_statements"), "readable");
      assert.equal(
        stateOf(report, "migrations: supabase_migrations.schema_migrations (Supabase)"),
        "readable: version, name",
      );
      assert.deepEqual(await setUp(database, url), report);

      const client = await logIn(database);
      await canRead(client);
      await canNotReadMore(client);
      await canNotWrite(client);

      await setUp(database, url);
      await (await database.connect(server.urlOf(database.name, "preflight", PASSWORD))).end();
      await server.remove();
    });
  }

  test(`${version}: the login can't do anything before a person gave it a password`, async () => {
    const server = await startServer({ version });
    const database = await server.createDatabase();
    await setUp(database);
    const [role] = await database.query(
      "SELECT rolcanlogin, rolpassword FROM pg_authid WHERE rolname = 'preflight'",
    );
    assert.deepEqual(role, { rolcanlogin: false, rolpassword: null });
    await server.remove();
  });
}

async function canRead(client: pg.Client): Promise<void> {
  const { rows: sessions } = await client.query(
    "SELECT count(*) FILTER (WHERE query = '<insufficient privilege>')::int AS hidden FROM pg_stat_activity",
  );
  assert.deepEqual(sessions, [{ hidden: 0 }]);
  const { rows: statements } = await client.query(
    `SELECT count(*) FILTER (WHERE query = '<insufficient privilege>')::int AS hidden, count(*) > 0 AS some
     FROM extensions.pg_stat_statements`,
  );
  assert.deepEqual(statements, [{ hidden: 0, some: true }]);
  const { rows: settings } = await client.query(
    "SELECT current_setting('shared_preload_libraries') AS value",
  );
  assert.deepEqual(settings, [{ value: "pg_stat_statements" }]);
  const { rows: migrations } = await client.query(
    "SELECT version, name FROM supabase_migrations.schema_migrations",
  );
  assert.deepEqual(migrations, [{ version: "20251116220935", name: "sync" }]);
  const { rows: sequences } = await client.query("SELECT last_value::int FROM public.customers_id_seq");
  assert.equal(sequences.length, 1, "a sequence's counter");
  const { rows: rails } = await client.query(
    `SELECT name, setting FROM pg_settings WHERE source = 'user' ORDER BY name`,
  );
  assert.deepEqual(
    rails.map(({ name, setting }) => `${name} = ${setting}`),
    // No time-outs: they would hide the server's own from the login.
    ["default_transaction_read_only = on"],
  );
  const { rows: limit } = await client.query(
    "SELECT rolconnlimit FROM pg_roles WHERE rolname = current_user",
  );
  assert.deepEqual(limit, [{ rolconnlimit: 3 }]);
}

async function canNotReadMore(client: pg.Client): Promise<void> {
  await refuses(client, "SELECT * FROM public.customers");
  await refuses(client, "SELECT statements FROM supabase_migrations.schema_migrations");
  await refuses(client, "SELECT rolpassword FROM pg_authid");
  await refuses(client, "SELECT pg_read_file('postgresql.conf')");
  await refuses(client, "EXPLAIN SELECT * FROM public.customers");
}

async function canNotWrite(client: pg.Client): Promise<void> {
  await refuses(client, "SELECT setval('public.customers_id_seq', 7)");
  await refuses(client, "CREATE TABLE extensions.mine ()", READ_ONLY);
  await client.query("SET default_transaction_read_only = off");
  await refuses(client, "CREATE TABLE extensions.mine ()");
  await refuses(client, "INSERT INTO public.customers VALUES ('Eve')");
  await refuses(client, "DELETE FROM supabase_migrations.schema_migrations");
  await refuses(client, "SELECT extensions.pg_stat_statements_reset()");
  await refuses(client, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'postgres'");
  await refuses(client, "CREATE ROLE mine");
}

test("an owner who may not hand on pg_monitor learns what is missing, and has the rest", async () => {
  const server = await startServer({ version: 18 });
  const database = await server.createDatabase();
  const owner = await createOwner(database);
  await fill(database, "owner");
  await database.query("REVOKE ADMIN OPTION FOR pg_monitor FROM owner");
  const report = await setUp(database, owner);
  const line = report.find(({ item }) => item === "pg_monitor");
  assert.equal(line?.state, "missing: owner may not grant it");
  assert.equal(line?.["to do"], "As a superuser: GRANT pg_monitor TO preflight;");
  assert.equal(stateOf(report, "pg_stat_statements"), "readable");

  await database.query("GRANT pg_monitor TO preflight");
  assert.equal(stateOf(await setUp(database, owner), "pg_monitor"), "granted");
});

test("who may not create roles is told so, and nothing is left behind", async () => {
  const server = await startServer({ version: 18 });
  const database = await server.createDatabase();
  const owner = await createOwner(database, "");
  await assert.rejects(setUp(database, owner), {
    message: /^owner may not create the role preflight: permission denied/,
    hint: "Run this file as a superuser, on Supabase as postgres.",
  });
  assert.deepEqual(await database.query("SELECT FROM pg_roles WHERE rolname = 'preflight'"), []);
});

test("a runner without rights to the extensions' schemas learns who has to grant what", async () => {
  const server = await startServer({ version: 18 });
  const database = await server.createDatabase();
  await database.query(`
    CREATE SCHEMA kept; CREATE EXTENSION pg_stat_statements SCHEMA kept;
    CREATE SCHEMA cron; CREATE TABLE cron.job (command text);
    CREATE TABLE public.alembic_version (version_num text);`);
  const report = await setUp(database, await createOwner(database));
  const todo = (item: string) => report.find((line) => line.item === item)?.["to do"];
  assert.equal(
    todo("pg_stat_statements"),
    "As a superuser: GRANT USAGE ON SCHEMA kept TO preflight; GRANT SELECT ON kept.pg_stat_statements TO preflight; GRANT EXECUTE ON FUNCTION kept.pg_stat_statements(boolean) TO preflight;",
  );
  assert.equal(
    todo("migrations: public.alembic_version (Alembic)"),
    "As their owner: GRANT USAGE ON SCHEMA public TO preflight; GRANT SELECT (version_num) ON public.alembic_version TO preflight;",
  );
  // Anybody may make a table of that name: only pg_cron's own counts.
  assert.equal(stateOf(report, "cron jobs"), "pg_cron is not installed in this database");
});

for (const runner of ["a superuser", "an owner who is none"] as const) {
  test(`${runner} removes it all with the statements of docs/database-role.md`, async () => {
    const server = await startServer({ version: 18 });
    const database = await server.createDatabase();
    const url = runner === "a superuser" ? database.url : await createOwner(database);
    await fill(database, runner === "a superuser" ? "postgres" : "owner");
    await setUp(database, url);
    const page = readFileSync(`${REPOSITORY}/docs/database-role.md`, "utf8").split("## Remove it")[1] ?? "";
    const blocks = [...page.matchAll(/```sql\n([^`]+)```/g)].map(([, sql]) => sql ?? "");
    assert.equal(blocks.length, 2);
    const client = await database.connect(url);
    for (const sql of blocks) await client.query(sql);
    assert.deepEqual(await database.query("SELECT FROM pg_roles WHERE rolname = 'preflight'"), []);
    assert.deepEqual(await database.query("SELECT FROM pg_namespace WHERE nspname = 'preflight'"), []);
  });
}

test("rights that were taken from everybody are given to the login alone", async () => {
  const server = await startServer({ version: 18 });
  const database = await server.createDatabase();
  await fill(database, "postgres");
  await database.query(`
    REVOKE CONNECT ON DATABASE ${pg.escapeIdentifier(database.name)} FROM PUBLIC;
    REVOKE SELECT ON extensions.pg_stat_statements, extensions.pg_stat_statements_info FROM PUBLIC;`);
  assert.equal(stateOf(await setUp(database), "pg_stat_statements"), "readable");
  await (await logIn(database)).query("SELECT dealloc FROM extensions.pg_stat_statements_info");
});

test("an existing login that holds too much is said", async () => {
  const server = await startServer({ version: 18 });
  const database = await server.createDatabase();
  await database.query("CREATE ROLE preflight LOGIN BYPASSRLS");
  const report = await setUp(database);
  assert.deepEqual(
    report.filter(({ item }) => item === "login preflight").map(({ state }) => state),
    ["can log in", "holds more than it needs"],
  );
});

test("before PostgreSQL 15 the login may create tables in public, and the report says how to end that", async () => {
  const server = await startServer({ version: 14 });
  const database = await server.createDatabase();
  const line = (await setUp(database)).find(({ item }) => item === "schema public");
  assert.match(line?.["to do"] ?? "", /REVOKE CREATE ON SCHEMA public FROM PUBLIC;$/);
  await database.query("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
  assert.equal(stateOf(await setUp(database), "schema public"), undefined);
});

test("of each migration tool's ledger the login reads what tells the applied migrations, and no more", async () => {
  const server = await startServer({ version: 18 });
  const database = await server.createDatabase();
  await database.query(`
    CREATE TABLE public._prisma_migrations (id varchar(36) PRIMARY KEY, checksum varchar(64), finished_at timestamptz,
      migration_name varchar(255), logs text, rolled_back_at timestamptz, started_at timestamptz, applied_steps_count int);
    CREATE SCHEMA drizzle;
    CREATE TABLE drizzle.__drizzle_migrations (id serial, hash text, created_at bigint);
    CREATE TABLE public.pgmigrations (id serial, name varchar(255), run_on timestamp);
    CREATE TABLE public.knex_migrations (id serial, name varchar(255), batch int, migration_time timestamptz);
    CREATE TABLE public.knex_migrations_lock (index serial, is_locked int);
    CREATE TABLE public.migrations (id serial, timestamp bigint, name varchar);
    CREATE SCHEMA graphile_migrate;
    CREATE TABLE graphile_migrate.migrations (hash text, previous_hash text, filename text, date timestamptz);
    CREATE TABLE public.schema_migrations (version varchar PRIMARY KEY);
    CREATE SCHEMA gitlab; CREATE TABLE gitlab.schema_migrations (version varchar, finished_at timestamptz);
    CREATE SCHEMA new; CREATE TABLE new.__drizzle_migrations (id serial, hash text, created_at bigint, name text, version int);
    CREATE SCHEMA supabase_migrations; CREATE TABLE supabase_migrations.schema_migrations (version text, statements text[]);
    CREATE SCHEMA own; CREATE TABLE own.schema_migrations (id int, version text, name text);
    CREATE SCHEMA hdb_catalog; CREATE TABLE hdb_catalog.schema_migrations (version bigint, dirty boolean);
    CREATE SCHEMA go; CREATE TABLE go.schema_migrations (version bigint, dirty boolean);
    CREATE SCHEMA ecto; CREATE TABLE ecto.schema_migrations (version bigint, inserted_at timestamp);
    CREATE TABLE public.flyway_schema_history (installed_rank int, version varchar(50), description text, type text,
      script text, checksum int, installed_by text, installed_on timestamp, execution_time int, success boolean);
    CREATE TABLE public.alembic_version (version_num varchar(32));
    CREATE SCHEMA "odd ""name"; CREATE TABLE "odd ""name".alembic_version (version_num varchar(32));
    -- Not the team's ledger, and somebody's own data under a ledger's name.
    CREATE SCHEMA auth; CREATE TABLE auth.schema_migrations (version varchar);
    CREATE SCHEMA birds; CREATE TABLE birds.migrations (id int, timestamp bigint, name text, ringed_by text);
    CREATE TABLE birds.schema_migrations (version text, diary text);`);
  await setUp(database);
  const granted = await database.query(`
    SELECT format('%I.%I', nspname, relname) AS ledger, string_agg(attname, ' ' ORDER BY attnum) AS columns
    FROM pg_attribute JOIN pg_class c ON c.oid = attrelid JOIN pg_namespace n ON n.oid = relnamespace
    WHERE n.nspname !~ '^pg_|^information_schema' AND relkind = 'r' AND attnum > 0
      AND has_column_privilege('preflight', attrelid, attnum, 'select') GROUP BY 1 ORDER BY 1`);
  assert.deepEqual(Object.fromEntries(granted.map(({ ledger, columns }) => [ledger, columns])), {
    "birds.schema_migrations": "version",
    "drizzle.__drizzle_migrations": "id hash created_at",
    "ecto.schema_migrations": "version inserted_at",
    "gitlab.schema_migrations": "version",
    "go.schema_migrations": "version dirty",
    "graphile_migrate.migrations": "hash previous_hash filename date",
    "new.__drizzle_migrations": "id hash created_at name",
    '"odd ""name".alembic_version': "version_num",
    "public._prisma_migrations": "checksum finished_at migration_name rolled_back_at started_at",
    "public.alembic_version": "version_num",
    "public.flyway_schema_history": "installed_rank version type script checksum installed_on success",
    "public.knex_migrations": "id name batch migration_time",
    "public.knex_migrations_lock": "is_locked",
    "public.migrations": "id timestamp name",
    "public.pgmigrations": "id name run_on",
    "public.schema_migrations": "version",
    "supabase_migrations.schema_migrations": "version",
  });
});

test("a ledger behind row-level security is said to be hidden", async () => {
  const server = await startServer({ version: 18 });
  const database = await server.createDatabase();
  await fill(database, "postgres");
  await database.query("ALTER TABLE supabase_migrations.schema_migrations ENABLE ROW LEVEL SECURITY");
  const report = await setUp(database);
  assert.equal(
    stateOf(report, "migrations: supabase_migrations.schema_migrations (Supabase)"),
    "hidden by its row-level security",
  );
  const client = await logIn(database);
  await client.query("SET row_security = off");
  await assert.rejects(
    client.query("SELECT version FROM supabase_migrations.schema_migrations"),
    ROW_SECURITY,
  );
});

const cronOnly = needs("postgresql-15", "pg_cron");
const installation = debian(15);

async function startCron(): Promise<{ server: OwnServer; database: Database }> {
  assert.ok(installation);
  const server = await startServer({
    installation,
    preload: ["pg_stat_statements", "pg_cron"],
    settings: { "cron.database_name": "app", "cron.launch_active_jobs": "off" },
  });
  return { server, database: await server.createDatabase({ name: "app" }) };
}

/** pg_cron as Supabase hands it to its `postgres`. */
const SUPABASE_CRON_GRANTS = `
  GRANT USAGE ON SCHEMA cron TO owner WITH GRANT OPTION;
  GRANT SELECT ON cron.job TO owner WITH GRANT OPTION;
  GRANT ALL ON cron.job_run_details TO owner WITH GRANT OPTION;`;

/** The normalisation in words of sql/setup/monitoring-role.sql, as TypeScript would compute it. */
function commandHash(command: string): string {
  const normalised = command
    .replace(/[ \t\n\r\f\v]+/g, " ")
    .replace(/[ ;]+$/, "")
    .replace(/^ +/, "");
  return createHash("sha256").update(normalised, "utf8").digest("hex");
}

for (const runner of ["a superuser", "Supabase's postgres"] as const) {
  test(
    `pg_cron: run by ${runner} the login sees all jobs and runs, but no command and no message`,
    cronOnly,
    async () => {
      const { server, database } = await startCron();
      const url = runner === "a superuser" ? database.url : await createOwner(database);
      assert.equal(
        stateOf(await setUp(database, url), "cron jobs"),
        "pg_cron is not installed in this database",
      );

      await database.query("CREATE EXTENSION pg_cron");
      if (runner !== "a superuser") await database.query(SUPABASE_CRON_GRANTS);
      const commands = {
        plain: "SELECT refresh_org_document_stats();",
        spaced: "\n\t SELECT  refresh_org_document_stats ( ) \r\n ; ;\n",
        foreign: "SELECT 'Grüße\u00a0\u2003— 漢字 🎉';\v\f",
        secret: 'SELECT net.http_post(headers := \'{"apikey": "hunter2"}\')',
        odd: "SELECT E'\\\\s;' ; -- ;",
        empty: " ; ",
      };
      for (const [name, command] of Object.entries(commands)) {
        await database.query("SELECT cron.schedule($1, '*/5 * * * *', $2)", [name, command]);
      }
      await plantRuns(database);
      assert.equal(stateOf(await setUp(database, url), "cron jobs"), "readable, without commands");
      assert.equal(stateOf(await setUp(database, url), "cron jobs"), "readable, without commands");

      const client = await logIn(database);
      // The session frame's own setting: what is hidden says so.
      await client.query("SET row_security = off");
      const { rows: jobs } = await client.query("SELECT * FROM preflight.cron_jobs ORDER BY jobid");
      assert.deepEqual(
        jobs.map(({ jobname, command_hash }) => [jobname, command_hash]),
        Object.entries(commands).map(([name, command]) => [name, commandHash(command)]),
      );
      assert.deepEqual(Object.keys(jobs[0]), [
        "jobid",
        "jobname",
        "schedule",
        "database",
        "username",
        "active",
        "command_hash",
      ]);
      const { rows: runs } = await client.query(
        "SELECT status, failure FROM preflight.cron_runs ORDER BY runid",
      );
      assert.deepEqual(
        runs.map(({ status, failure }) => `${status} ${failure}`),
        Object.values(RUNS),
      );
      const { fields } = await client.query("SELECT * FROM preflight.cron_runs");
      assert.deepEqual(
        fields.map(({ name }) => name),
        ["jobid", "runid", "status", "start_time", "end_time", "failure"],
      );
      for (const sql of [
        "SELECT command FROM cron.job",
        "SELECT return_message FROM cron.job_run_details",
        "DELETE FROM cron.job_run_details",
        "SELECT cron.schedule('mine', '* * * * *', 'SELECT 1')",
      ]) {
        await assert.rejects(client.query(sql), { code: /42501|25006/ }, sql);
      }
      await server.remove();
    },
  );
}

/** What pg_cron may have written, and what the view makes of it. */
const RUNS: Record<string, string> = {
  "1 row": "succeeded null",
  "job startup timeout": "failed job startup timeout",
  "server restarted": "failed server restarted",
  "connection failed": "failed connection failed",
  "connection lost": "failed connection lost",
  "job canceled": "failed job canceled",
  "could not start background process; more details may be available in the server log":
    "failed could not start background process",
  "ERROR:  canceling statement due to statement timeout\n": "failed statement timeout",
  "ERROR:  duplicate key\nDETAIL:  Key (email)=(ada@example.com) already exists.": "failed error",
};

async function plantRuns(database: Database): Promise<void> {
  for (const [message, verdict] of Object.entries(RUNS)) {
    await database.query(
      `INSERT INTO cron.job_run_details (jobid, command, status, return_message, start_time)
       VALUES (1, 'SELECT ''hunter2''', $1, $2, now())`,
      [verdict.split(" ")[0], message],
    );
  }
}

test(
  "pg_cron: the API's roles do not reach the views, whatever default privileges say",
  cronOnly,
  async () => {
    const { database, server } = await startCron();
    await database.query(`
    CREATE ROLE anon; CREATE ROLE authenticated; CREATE ROLE service_role;
    ALTER DEFAULT PRIVILEGES GRANT USAGE ON SCHEMAS TO PUBLIC, anon;
    ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO PUBLIC, anon, authenticated, service_role;
    CREATE EXTENSION pg_cron;`);
    await setUp(database);
    for (const role of ["anon", "authenticated", "service_role", "pg_read_all_settings"]) {
      const [rights] = await database.query(
        `SELECT has_schema_privilege($1, 'preflight', 'usage, create') AS schema,
              has_table_privilege($1, 'preflight.cron_jobs', 'select, insert, update, delete') AS jobs,
              has_table_privilege($1, 'preflight.cron_runs', 'select, insert, update, delete') AS runs`,
        [role],
      );
      assert.deepEqual(rights, { schema: false, jobs: false, runs: false }, role);
    }
    await server.remove();
  },
);

test(
  "pg_cron: a runner who does not see all jobs is told so, and the login is never shown an empty list",
  cronOnly,
  async () => {
    const { database, server } = await startCron();
    const owner = await createOwner(database, "CREATEROLE NOBYPASSRLS");
    await database.query("CREATE EXTENSION pg_cron");
    await database.query(SUPABASE_CRON_GRANTS);
    await database.query("SELECT cron.schedule('nightly', '0 0 * * *', 'SELECT 1')");
    const report = await setUp(database, owner);
    assert.equal(stateOf(report, "cron jobs"), "hidden: row-level security shows owner its own jobs only");
    const client = await logIn(database);
    await client.query("SET row_security = off");
    await assert.rejects(client.query("SELECT * FROM preflight.cron_jobs"), ROW_SECURITY);
    await server.remove();
  },
);
