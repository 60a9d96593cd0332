/** Migrations as real projects have them: their folders, and the tables of the tools that they use. */
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "vitest";
import { parse } from "yaml";
import { examine } from "../../../test/support/postgres/examine.ts";
import { restoreHistory, sourcesFor, Workspace } from "../../../test/support/postgres/migration-histories.ts";
import { type Database, sharedServer } from "../../../test/support/postgres/postgres.ts";
import type { CheckOutcome } from "../../core/finding.ts";
import check from "./check.ts";

let workspace: Workspace;
beforeEach(() => {
  workspace = new Workspace();
});
afterEach(() => workspace.remove());

async function databaseWith(sql: string): Promise<Database> {
  const database = await (await sharedServer()).createDatabase();
  if (sql !== "") await database.query(sql);
  return database;
}

async function look(
  database: Database,
  options: Record<string, unknown> = {},
  url = database.url,
): Promise<CheckOutcome> {
  return examine(check, database, {
    options,
    url,
    sources: await sourcesFor(check, workspace.path, options),
  });
}

/** What a person would paste, as the options that it sets. */
function offered({ unknown, skipped }: CheckOutcome): Record<string, unknown> {
  const read = parse((unknown ?? skipped)?.fix?.text ?? "");
  return read?.checks?.migrations ?? {};
}

const states = ({ findings = [] }: CheckOutcome) => findings.map(({ key, facts }) => [key, facts.state]);
const versions = (...all: string[]) => all.map((version) => `('${version}')`).join(", ");

describe("Rails", () => {
  const migrations = (folder: string, ...all: string[]) => {
    workspace.write(all.map((version) => `${folder}/${version}_step.rb`));
  };
  const TABLE = "CREATE TABLE public.schema_migrations (version text PRIMARY KEY, finished_at timestamptz)";

  it("reads db/post_migrate beside db/migrate, and a table with more columns", async () => {
    migrations("db/migrate", "20260101000000", "20260103000000");
    migrations("db/post_migrate", "20260102000000", "20260104000000");
    workspace.write(["db/fixtures/development/01_admin.rb", "db/seeds/01_web_app.rb"]);
    const database = await databaseWith(
      `${TABLE}; INSERT INTO schema_migrations VALUES ${versions("20260101000000", "20260102000000", "20260103000000")}`,
    );
    const byItself = await look(database);
    assert.deepEqual([byItself.findings, byItself.unknown, byItself.skipped], [[], undefined, undefined]);
    assert.equal(byItself.measurements?.[0]?.directory, "db/migrate and db/post_migrate");
    assert.deepEqual(byItself.measurements?.[0]?.pending_files, ["db/post_migrate/20260104000000_step.rb"]);
    for (const directory of ["db", ["db/migrate", "./db/post_migrate/"]]) {
      const { findings, measurements } = await look(database, { directory });
      assert.deepEqual([findings, measurements?.[0]?.applied], [[], 3], JSON.stringify(directory));
    }
    const one = await look(database, { directory: ["db/post_migrate"] });
    assert.deepEqual(states(one), [], "what has its file in another folder is not missing");
  });

  it("reads the same with the rights that it asks for", async () => {
    migrations("db/migrate", "20260101000000");
    const database = await databaseWith(`${TABLE}; INSERT INTO schema_migrations VALUES ('20260101000000')`);
    const monitor = await database.monitor();
    const { unknown } = await look(database, {}, monitor);
    assert.match(unknown?.fix?.text ?? "", /GRANT SELECT \(version\) ON public\.schema_migrations/);
    await database.query(unknown?.fix?.text ?? "");
    assert.equal((await look(database, {}, monitor)).measurements?.[0]?.applied, 1);
  });

  it("still tells what no folder of the commit has", async () => {
    migrations("db/migrate", "20260101000000");
    migrations("plugins/chat/db/migrate", "20260102000000", "20260109000000");
    migrations("plugins/chat/db/post_migrate", "20260103000000");
    const database = await databaseWith(
      `${TABLE}; INSERT INTO schema_migrations VALUES ${versions("20260101000000", "20260102000000", "20260103000000", "20260105000000")}`,
    );
    const outcome = await look(database);
    assert.deepEqual(states(outcome), [["20260105000000", "only in the database"]]);
    assert.equal(outcome.measurements?.[0]?.applied_with_a_file_in_another_folder, 2);
  });

  it("finds the folder of a second database by what is applied", async () => {
    migrations("db/migrate", "20260101000000", "20260105000000");
    migrations("db/animals_migrate", "20260102000000", "20260103000000");
    const animals = await databaseWith(
      `${TABLE}; INSERT INTO schema_migrations VALUES ${versions("20260102000000")}`,
    );
    const { findings, measurements } = await look(animals);
    assert.deepEqual([findings, measurements?.[0]?.directory], [[], "db/animals_migrate"]);
    const primary = await databaseWith(
      `${TABLE}; INSERT INTO schema_migrations VALUES ${versions("20260101000000")}`,
    );
    assert.equal((await look(primary)).measurements?.[0]?.directory, "db/migrate");
    const neither = await databaseWith(
      `${TABLE}; INSERT INTO schema_migrations VALUES ${versions("20260102000000", "20260104000000")}`,
    );
    assert.ok(
      states(await look(neither)).some(([key]) => key === "20260104000000"),
      "a folder that holds not all is not taken",
    );
  });

  it("sums old versions up whose files are gone", async () => {
    const all = Array.from({ length: 120 }, (_, index) => String(20260101000000 + index));
    migrations("db/migrate", "20150101000000", ...all);
    const database = await databaseWith(
      `${TABLE}; INSERT INTO schema_migrations VALUES ${versions("20150101000000", "20150102000000", "20250102000000", ...all)}`,
    );
    const { findings = [] } = await look(database);
    assert.deepEqual(
      findings.map(({ key, priority, facts }) => [key, priority, facts.migration]),
      [["long without a file", "low", "20150102000000, 20250102000000"]],
    );
    assert.match(
      findings[0]?.message ?? "",
      /^2 old migrations are applied to the database and have no file/,
    );
  });
});

describe("a table that is not the tool's default one", () => {
  const FLYWAY = `(installed_rank int, version text, description text, type text, script text, checksum int,
    installed_by text, installed_on timestamp, execution_time int, success boolean)`;

  it("of Flyway, golang-migrate, Drizzle or Rails does not prove that nothing is applied, and is read once it is named", async () => {
    const cases: [folder: string, tool: string, sql: string][] = [
      [
        "sql",
        "flyway",
        `CREATE TABLE public.schema_version ${FLYWAY};
        INSERT INTO schema_version VALUES (1, '1', 'customers', 'SQL', 'V1__customers.sql', 1, 'a', now(), 1, true)`,
      ],
      [
        "migrations",
        "golang-migrate",
        "CREATE TABLE public.app_version (version bigint, dirty boolean); INSERT INTO app_version VALUES (1, false)",
      ],
      [
        "drizzle",
        "drizzle",
        `CREATE TABLE public."My history" (id serial, hash text, created_at bigint);
        INSERT INTO "My history" (hash, created_at) VALUES ('x', 1795378739932)`,
      ],
      [
        "db/migrate",
        "rails",
        "CREATE TABLE public.my_versions (version text); INSERT INTO my_versions VALUES ('20261101090000')",
      ],
    ];
    for (const [folder, tool, sql] of cases) {
      workspace.checkOut(tool, folder);
      const database = await databaseWith(sql);
      for (const options of [{}, { tool }]) {
        const outcome = await look(database, options);
        assert.equal(outcome.findings, undefined, `${tool}: ${outcome.findings?.[0]?.message}`);
        assert.match(outcome.unknown?.detail ?? "", /may be its history table under another name/, tool);
        const named = await look(database, offered(outcome));
        assert.equal(named.unknown, undefined, named.unknown?.detail);
        assert.deepEqual(named.findings, [], tool);
        assert.equal(named.measurements?.[0]?.applied, 1, tool);
        assert.ok(Number(named.measurements?.[0]?.pending) >= 1, tool);
      }
      workspace.remove(folder);
    }
  });

  it("is read with the grants that it asks for, and behind row-level security by its helper view", async () => {
    workspace.checkOut("golang-migrate", "migrations");
    const database = await databaseWith(
      `CREATE SCHEMA "a ""b"; CREATE TABLE "a ""b"."c d" (version bigint, dirty boolean);
      INSERT INTO "a ""b"."c d" VALUES (3, false)`,
    );
    const monitor = await database.monitor();
    const options = { tool: "golang-migrate", table: 'a "b.c d' };
    for (const protect of ["", 'ALTER TABLE "a ""b"."c d" ENABLE ROW LEVEL SECURITY']) {
      if (protect !== "") await database.query(protect);
      const { unknown } = await look(database, options, monitor);
      assert.equal(unknown?.reason, "permission");
      await database.query(unknown?.fix?.text ?? "");
      assert.equal((await look(database, options, monitor)).measurements?.[0]?.applied, 3, protect);
    }
  });

  it("that is declared and missing, or lacks columns, is unknown", async () => {
    workspace.checkOut("flyway", "sql");
    const database = await databaseWith("CREATE TABLE public.schema_version (version int, at timestamptz)");
    const lacking = await look(database, { tool: "flyway", table: "public.schema_version" });
    assert.match(
      lacking.unknown?.detail ?? "",
      /lacks columns that Flyway's table has: installed_rank, type/,
    );
    const missing = await look(database, { tool: "flyway", table: "app.history" });
    assert.match(
      missing.unknown?.detail ?? "",
      /^The database has no table app\.history, .*\. It has public\.schema_version/,
    );
    const nameless = await databaseWith("CREATE TABLE public.steps (id int, step text)");
    assert.match(
      (await look(nameless, { table: "public.steps" })).unknown?.detail ?? "",
      /which tool it belongs to: it has the columns id and step\. Name the tool/,
    );
    const none = await databaseWith("");
    const first = await look(none, { tool: "flyway", table: "public.flyway_schema_history" });
    assert.equal(first.findings?.length, 1, "the default name, and nothing that may be it");
  });

  it("of the default name whose columns no tool has is unknown, never critical", async () => {
    workspace.write("db/migrate/20260101000000_step.rb");
    for (const columns of ["id int, name text, applied_at timestamptz", "id int, version text, name text"]) {
      const database = await databaseWith(`CREATE TABLE public.schema_migrations (${columns})`);
      const { unknown, findings } = await look(database);
      assert.equal(findings, undefined);
      assert.match(
        unknown?.detail ?? "",
        /^public\.schema_migrations has columns that the table of .*Rails.* does not have/,
      );
    }
  });
});

describe("Supabase", () => {
  it("leaves out only an early file with a whole timestamp", async () => {
    workspace.write(["supabase/migrations/0001_init.sql", "supabase/migrations/0002_more.sql"]);
    const table =
      "CREATE SCHEMA supabase_migrations; CREATE TABLE supabase_migrations.schema_migrations (version text, statements text[], name text)";
    const insert = "INSERT INTO supabase_migrations.schema_migrations VALUES";
    const both = await databaseWith(`${table}; ${insert} ('0001', '{}', 'init'), ('0002', '{}', 'more')`);
    assert.deepEqual(states(await look(both)), []);
    const second = await databaseWith(`${table}; ${insert} ('0002', '{}', 'more')`);
    assert.deepEqual(states(await look(second)), [["0001", "out of order"]]);
  });
});

describe("Flyway", () => {
  it("reads several locations, and none is forgotten", async () => {
    workspace.write(["app/migration_postgres/V1__customers.sql", "app/migration_postgres/V1_1__orders.sql"]);
    workspace.write(["app/migration_data/V2__orders_customer.sql", "app/migration_data/R__order_list.sql"]);
    workspace.write("app/unused/V7__c.sql");
    const database = await databaseWith("");
    await restoreHistory(database, "flyway", "all");
    const directory = ["app/migration_postgres", "app/migration_data"];
    assert.deepEqual((await look(database, { directory })).findings, []);
    assert.deepEqual(
      states(await look(database, { directory: directory.slice(0, 1) })).map(([key]) => key),
      ["2", "R__order_list"],
    );
    const { unknown } = await look(database, { directory: [...directory, "app/gone"] });
    assert.match(unknown?.detail ?? "", /^The workspace has no folder app\/gone/);
  });

  it("is not taken for refinery or Evolve, whose files have the same names", async () => {
    workspace.write(["migrations/V1__initial.sql", "migrations/V2__more.sql"]);
    const { unknown, findings } = await look(await databaseWith(""));
    assert.equal(findings, undefined);
    assert.match(unknown?.detail ?? "", /migrations holds 2 files that Flyway might apply/);
    const refinery = await databaseWith(
      "CREATE TABLE public.refinery_schema_history (version int, name text, applied_on text, checksum text)",
    );
    assert.match(
      (await look(refinery)).skipped?.detail ?? "",
      /refinery's history table, which this check does not read/,
    );
  });
});

describe("a folder alone", () => {
  it("declares no tool", async () => {
    workspace.write(["app/migrations/0001_start.up.sql", "app/migrations/0002_more.up.sql"]);
    const database = await databaseWith("CREATE TABLE public.migrations (id text, applied_at timestamptz)");
    const { unknown, findings } = await look(database, { directory: "app/migrations" });
    assert.equal(findings, undefined);
    assert.match(unknown?.detail ?? "", /public\.migrations may be its history table/);
    const empty = await look(await databaseWith(""), { directory: "app/migrations" });
    assert.match(empty.unknown?.detail ?? "", /golang-migrate might apply/);
    const declared = await look(await databaseWith(""), {
      directory: "app/migrations",
      tool: "golang-migrate",
    });
    assert.equal(declared.findings?.length, 1);
  });
});

describe("Drizzle 1.0", () => {
  const TABLE = `CREATE SCHEMA drizzle; CREATE TABLE drizzle.__drizzle_migrations (id serial PRIMARY KEY, hash text NOT NULL,
    created_at bigint, name text, applied_at timestamptz DEFAULT now(), version int)`;

  it("is read by the names of its folders", async () => {
    workspace.write(
      ["20261101090000_a", "20261102090000_b", "20261103090000_c"].map(
        (name) => `drizzle/${name}/migration.sql`,
      ),
    );
    const database = await databaseWith(`${TABLE};
      INSERT INTO drizzle.__drizzle_migrations (hash, created_at, name) VALUES
        ('x', ${Date.parse("2026-11-01T09:00:00Z")}, '20261101090000_a'), ('y', ${Date.parse("2026-11-02T09:00:00.5Z")}, NULL)`);
    const { findings, measurements } = await look(database);
    assert.deepEqual([findings, measurements?.[0]?.applied], [[], 2]);
    assert.deepEqual(measurements?.[0]?.pending_files, ["20261103090000_c/migration.sql"]);
    workspace.remove("drizzle/20261101090000_a");
    workspace.write("drizzle/20261101080000_d/migration.sql");
    assert.deepEqual(states(await look(database)), [
      ["20261101080000_d", "out of order"],
      ["20261101090000_a", "only in the database"],
    ]);
  });

  it("is found in Supabase's folder, where its guide puts it", async () => {
    workspace.write("supabase/migrations/20261101090000_a/migration.sql");
    const database = await databaseWith(
      `${TABLE}; INSERT INTO drizzle.__drizzle_migrations (hash, created_at, name) VALUES ('x', 1, '20261101090000_a')`,
    );
    assert.equal((await look(database)).measurements?.[0]?.directory, "supabase/migrations");
  });
});

describe("a monorepo", () => {
  it("has its folder taken where it holds all that is applied, else offered", async () => {
    workspace.checkOut("prisma", "packages/db/prisma/migrations");
    workspace.write("node_modules/x/prisma/migrations/20200101000000_x/migration.sql");
    const database = await databaseWith("");
    await restoreHistory(database, "prisma", "pending");
    const { findings, measurements } = await look(database);
    assert.deepEqual([findings, measurements?.[0]?.directory], [[], "packages/db/prisma/migrations"]);
    await database.query(
      "UPDATE _prisma_migrations SET migration_name = '20991231000000_other' WHERE migration_name = (SELECT max(migration_name) FROM _prisma_migrations WHERE finished_at IS NOT NULL)",
    );
    const outcome = await look(database);
    assert.equal(outcome.findings, undefined);
    assert.match(outcome.unknown?.detail ?? "", /It has packages\/db\/prisma\/migrations/);
    assert.doesNotMatch(JSON.stringify(outcome), /checkout|node_modules/);
    assert.ok(states(await look(database, offered(outcome))).length > 0);
  });

  it("has Drizzle's journal offered", async () => {
    workspace.checkOut("drizzle", "apps/api/drizzle");
    const database = await databaseWith("");
    await restoreHistory(database, "drizzle", "pending");
    const outcome = await look(database);
    assert.deepEqual((await look(database, offered(outcome))).measurements?.[0]?.pending, 1);
  });
});

describe("a tool that is not read", () => {
  const TABLES: Readonly<Record<string, string>> = {
    Alembic: "alembic_version (version_num varchar(32))",
    Atlas: "atlas_schema_revisions (version text, description text)",
    Diesel: "__diesel_schema_migrations (version varchar(50), run_on timestamp)",
    Django: "django_migrations (id bigint, app text, name text, applied timestamptz)",
    Ecto: "schema_migrations (version bigint, inserted_at timestamp)",
    "EF Core": '"__EFMigrationsHistory" ("MigrationId" text, "ProductVersion" text)',
    goose: "goose_db_version (id int, version_id bigint, is_applied boolean, tstamp timestamp)",
    "graphile-migrate":
      "graphile_migrate.migrations (hash text, previous_hash text, filename text, date timestamptz)",
    Hasura:
      "hdb_catalog.hdb_version (hasura_uuid uuid, version text, upgraded_on timestamptz, cli_state jsonb)",
    Knex: "knex_migrations (id int, name text, batch int, migration_time timestamptz)",
    Laravel: "migrations (id int, migration text, batch int)",
    Liquibase: "databasechangelog (id text, author text, filename text)",
    "node-pg-migrate": "pgmigrations (id int, name text, run_on timestamp)",
    pgroll: "pgroll.migrations (schema text, name text, migration jsonb, parent text, done boolean)",
    Sequelize: '"SequelizeMeta" (name text)',
    Sqitch: "sqitch.changes (change_id text, change text, project text, planned_at timestamptz)",
    sqlx: "_sqlx_migrations (version bigint, description text, success boolean)",
    TypeORM: 'migrations (id int, "timestamp" bigint, name text)',
  };

  for (const [tool, table] of Object.entries(TABLES)) {
    it(`${tool} is named, with what a person can do`, async () => {
      // Its own files may look like another tool's.
      workspace.write(["migrations/0001_a.sql", "db/migrations/20260101000000_a.sql"]);
      const [, schema] = /^(\w+)\./.exec(table) ?? [];
      const database = await databaseWith(
        `${schema === undefined ? "" : `CREATE SCHEMA ${schema};`} SET search_path = public; CREATE TABLE ${table}`,
      );
      const { skipped, unknown, findings } = await look(database, {}, await database.monitor());
      assert.deepEqual([findings, unknown], [undefined, undefined]);
      assert.ok(
        skipped?.detail.includes(`${tool}'s history table, which this check does not read`),
        skipped?.detail,
      );
      const fix = parse(skipped?.fix?.text ?? "");
      assert.deepEqual(Object.keys(fix.checklist), ["migrations-applied"]);
      assert.match(skipped?.fix?.text ?? "", /# {3}migrations: \{ enabled: false \}/);
      assert.doesNotMatch(skipped?.fix?.text ?? "", /tool:/);
    });
  }

  it("is not seen in tables of the application that have a version", async () => {
    workspace.checkOut("supabase", "supabase/migrations");
    const database = await databaseWith(
      "CREATE TABLE public.orders (id int, version text, name text); CREATE TABLE public.versions (version text, item int)",
    );
    assert.equal((await look(database)).findings?.length, 1);
  });
});

describe("several histories", () => {
  it("are offered by their tables, each with its own tool", async () => {
    workspace.checkOut("dbmate", "db/migrations");
    const database = await databaseWith(
      "CREATE SCHEMA supabase_migrations; CREATE TABLE supabase_migrations.schema_migrations (version text, name text)",
    );
    await restoreHistory(database, "dbmate", "all");
    const outcome = await look(database);
    assert.match(outcome.unknown?.fix?.text ?? "", /"public\.schema_migrations" \} # Rails or dbmate/);
    assert.match(
      outcome.unknown?.fix?.text ?? "",
      /# migrations: .*"supabase_migrations\.schema_migrations" \} # Supabase/,
    );
    const chosen = await look(database, offered(outcome));
    assert.deepEqual([chosen.findings, chosen.measurements?.[0]?.tool], [[], "dbmate"]);
  });
});
