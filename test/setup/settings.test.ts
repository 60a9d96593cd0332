/** The setup files that need no pg_cron: on every version, as a superuser and as an owner who is none, twice. */
import assert from "node:assert/strict";
import { describe, test } from "vitest";
import loggingCheck from "../../src/checks/query-logging/check.ts";
import exposureCheck from "../../src/checks/query-text-exposure/check.ts";
import timeoutCheck from "../../src/checks/statement-timeout/check.ts";
import type { QueryCheck } from "../../src/core/check.ts";
import { examine } from "../support/postgres/examine.ts";
import { VERSIONS } from "../support/postgres/installation.ts";
import { type Database, type OwnServer, startServer } from "../support/postgres/postgres.ts";
import {
  createOwner,
  DOCUMENT_TABLES,
  runSetup,
  type SetupLine,
  setupFile,
  statesOf,
  todoOf,
} from "../support/postgres/setup-files.ts";

const INSUFFICIENT_PRIVILEGE = "42501";
const API_ROLES = "CREATE ROLE anon; CREATE ROLE authenticated; CREATE ROLE authenticator LOGIN NOINHERIT;";

async function start(version = 18, preload = ["pg_stat_statements"]): Promise<[OwnServer, Database]> {
  const server = await startServer({ version, preload });
  return [server, await server.createDatabase({ name: "app" })];
}

async function findings(
  check: QueryCheck,
  database: Database,
  options: Record<string, unknown> = {},
): Promise<string[]> {
  const outcome = await examine(check, database, { options });
  assert.equal(outcome.unknown, undefined);
  return (outcome.findings ?? []).map(({ key }) => key);
}

for (const version of VERSIONS) {
  describe(`PostgreSQL ${version}`, () => {
    test("pg-stat-statements: end users lose the texts, monitoring keeps them", async () => {
      const [server, database] = await start(version);
      await database.query(
        `${API_ROLES} CREATE SCHEMA extensions; GRANT USAGE ON SCHEMA extensions TO anon, authenticated;`,
      );
      const report = await runSetup(database, "pg-stat-statements");
      const states = statesOf(report);
      assert.match(states.extension ?? "", /^1\.\d+ in schema extensions$/);
      assert.equal(states.library, "loaded");
      assert.equal(states["query texts"], "kept from end users");
      assert.deepEqual(await runSetup(database, "pg-stat-statements"), report);
      assert.deepEqual(await findings(exposureCheck, database), []);

      const texts = "SELECT count(*) FILTER (WHERE query = '<insufficient privilege>')::int AS hidden FROM";
      const monitor = await database.connect(await database.monitor());
      // The grant of the schema comes from the file, to those who may see all statistics.
      assert.deepEqual((await monitor.query(`${texts} extensions.pg_stat_statements`)).rows, [{ hidden: 0 }]);
      for (const role of ["anon", "authenticated"]) {
        const client = await database.connect();
        await client.query(`SET ROLE ${role}`);
        for (const source of ["pg_stat_statements", "pg_stat_statements(true)"])
          await assert.rejects(client.query(`${texts} extensions.${source}`), {
            code: INSUFFICIENT_PRIVILEGE,
          });
      }
      await server.remove();
    });

    test("logging-and-timeouts: the database logs and the application's roles are limited", async () => {
      const [server, database] = await start(version);
      await database.query(`${API_ROLES}
        ALTER ROLE anon SET statement_timeout = '3s';
        ALTER ROLE authenticated SET statement_timeout = '2min';
        ALTER ROLE authenticated IN DATABASE app SET statement_timeout = 0;
        CREATE ROLE quiet LOGIN; ALTER ROLE quiet SET log_statement = 'none';
        CREATE ROLE loud LOGIN; ALTER ROLE loud SET log_min_duration_statement = 250;`);
      const before = await settingsOf(database);
      const roles = { roles: ["anon", "authenticated", "authenticator"] };
      assert.notDeepEqual(await findings(loggingCheck, database), []);
      assert.notDeepEqual(await findings(timeoutCheck, database, roles), []);

      const report = await runSetup(database, "logging-and-timeouts");
      assert.deepEqual(statesOf(report), {
        "database app: log_min_duration_statement": "set to 1s",
        "role loud: log_min_duration_statement": "enough already: 250",
        "database app: log_statement": "set to ddl",
        "role quiet: log_statement": "set to ddl",
        "role anon: statement_timeout": "enough already: 3s",
        "role authenticated: statement_timeout": "set to 30s",
        "role authenticator: statement_timeout": "set to 30s",
      });
      assert.deepEqual(await findings(loggingCheck, database), []);
      assert.deepEqual(await findings(timeoutCheck, database, roles), []);

      const after = await settingsOf(database);
      const again = await runSetup(database, "logging-and-timeouts");
      assert.deepEqual(
        again.filter(({ state }) => !state.startsWith("enough already")),
        [],
      );
      assert.deepEqual(await settingsOf(database), after);
      await undo(database, report);
      assert.deepEqual(await settingsOf(database), before);
      await server.remove();
    });

    for (const runner of ["a superuser", "the owner"]) {
      test(`autovacuum: run by ${runner} it sets what is too high, and can put it back`, async () => {
        const [server, database] = await start(version);
        const url = runner === "the owner" ? await createOwner(database) : database.url;
        const client = await database.connect(url);
        await client.query(`${DOCUMENT_TABLES}
          ALTER TABLE public.memories SET (autovacuum_vacuum_scale_factor = 0.01, fillfactor = 90);
          ALTER TABLE public.ingestion_jobs SET (autovacuum_vacuum_scale_factor = 0.4, autovacuum_enabled = off);
          DROP TABLE public.events;
          CREATE TABLE public.events (id bigint, created_at timestamptz) PARTITION BY RANGE (created_at);
          CREATE TABLE public."events 2026" PARTITION OF public.events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');`);
        const before = await optionsOf(database);
        const report = await runSetup(database, "autovacuum", { url });
        const set = (scale: string) => scale.split(" ").map((name) => `autovacuum_${name}_scale_factor=0.05`);
        assert.deepEqual(await optionsOf(database), {
          documents: set("analyze vacuum"),
          "events 2026": set("analyze vacuum"),
          ingestion_jobs: ["autovacuum_enabled=off", ...set("analyze vacuum")].sort(),
          memories: ["autovacuum_vacuum_scale_factor=0.01", "fillfactor=90", ...set("analyze")].sort(),
        });
        assert.equal(
          report.find(({ state }) => state === "autovacuum is turned off for it")?.["to do"],
          "ALTER TABLE public.ingestion_jobs RESET (autovacuum_enabled);",
        );
        const again = await runSetup(database, "autovacuum", { url });
        assert.equal(again.filter(({ state }) => state === "set already").length, 4);
        // What was written down is what was there before the first run.
        const undoOf = (lines: readonly SetupLine[]) => lines.flatMap((line) => line.undo ?? []);
        assert.deepEqual(undoOf(again), undoOf(report));
        await undo(database, again, url);
        assert.deepEqual(await optionsOf(database), before);
        await server.remove();
      });
    }
  });
}

/** Runs the column "undo" of the table that a file printed. */
async function undo(database: Database, report: readonly SetupLine[], url = database.url): Promise<void> {
  const client = await database.connect(url);
  for (const line of report) if (line.undo) await client.query(line.undo);
  await client.end();
}

async function settingsOf(database: Database): Promise<unknown> {
  return database.query(
    `SELECT setdatabase, setrole, s FROM pg_db_role_setting, LATERAL (SELECT array_agg(c ORDER BY c) AS s FROM unnest(setconfig) c) x
     ORDER BY 1, 2`,
  );
}

async function optionsOf(database: Database): Promise<Record<string, string[]>> {
  const rows = await database.query(
    `SELECT relname, (SELECT array_agg(o ORDER BY o) FROM unnest(reloptions) AS o) AS options FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'`,
  );
  return Object.fromEntries(
    rows.sort(byName).flatMap(({ relname, options }) => (options ? [[relname, options]] : [])),
  );
}

function byName(a: { relname?: string }, b: { relname?: string }): number {
  return (a.relname ?? "") < (b.relname ?? "") ? -1 : 1;
}

describe("pg-stat-statements", () => {
  test("says that the library is not loaded, where CREATE EXTENSION alone looks like success", async () => {
    const [, database] = await start(18, []);
    const report = await runSetup(database, "pg-stat-statements");
    assert.match(statesOf(report).extension ?? "", / in schema public$/);
    assert.equal(statesOf(report).library, "not loaded: nothing is counted");
    assert.equal(
      todoOf(report, "library"),
      "Add pg_stat_statements to shared_preload_libraries and restart the server.",
    );
  });

  test("closes what the document's GRANT opened, and a grant on the function alone", async () => {
    const [, database] = await start();
    await database.query(`${API_ROLES} CREATE EXTENSION pg_stat_statements;
      GRANT SELECT ON pg_stat_statements TO authenticated;
      GRANT EXECUTE ON FUNCTION pg_stat_statements(boolean) TO anon;`);
    assert.equal((await findings(exposureCheck, database)).length, 1);
    assert.equal(
      statesOf(await runSetup(database, "pg-stat-statements"))["query texts"],
      "kept from end users",
    );
    assert.deepEqual(await findings(exposureCheck, database), []);
  });

  test("an owner of the database may not create it, and learns who may", async () => {
    const [, database] = await start();
    const url = await createOwner(database);
    await assert.rejects(runSetup(database, "pg-stat-statements", { url }), {
      message: /^owner may not create the extension pg_stat_statements: permission denied/,
      hint: "Run this file as a superuser, on Supabase as postgres.",
    });
  });

  test("what belongs to another stays open, and that is said with its owner", async () => {
    const [, database] = await start();
    const url = await createOwner(database);
    await database.query(`${API_ROLES} CREATE EXTENSION pg_stat_statements`);
    const report = await runSetup(database, "pg-stat-statements", { url });
    assert.equal(statesOf(report)["query texts"], "anon and authenticated may read them");
    assert.match(
      todoOf(report, "query texts") ?? "",
      /^As postgres: REVOKE ALL ON public\.pg_stat_statements FROM PUBLIC; /,
    );
  });

  test("an extension that was left behind by an upgrade is said", async () => {
    const [, database] = await start();
    await database.query("CREATE EXTENSION pg_stat_statements VERSION '1.8'");
    const report = await runSetup(database, "pg-stat-statements");
    assert.equal(
      todoOf(report, "extension"),
      "ALTER EXTENSION pg_stat_statements UPDATE; then run this file again.",
    );
    assert.equal(statesOf(report)["query texts"], "kept from end users");
  });
});

describe("logging-and-timeouts", () => {
  test("on Supabase it sets the roles and never the database, and shorter limits stay", async () => {
    const [, database] = await start();
    await database.query(`${API_ROLES} CREATE ROLE supabase_admin SUPERUSER;
      ALTER ROLE anon SET statement_timeout = '3s';
      ALTER ROLE authenticator SET statement_timeout = '8s';`);
    const report = await runSetup(database, "logging-and-timeouts");
    assert.deepEqual(statesOf(report), {
      "role authenticator: log_min_duration_statement": "set to 1s",
      "role postgres: log_min_duration_statement": "set to 1s",
      "role authenticator: log_statement": "set to ddl",
      "role postgres: log_statement": "set to ddl",
      // authenticated has no value of its own: the API's login's counts for it.
      "role anon: statement_timeout": "enough already: 3s",
      "role authenticator: statement_timeout": "enough already: 8s",
    });
    assert.deepEqual(
      await database.query("SELECT FROM pg_db_role_setting WHERE setdatabase <> 0 OR setrole = 0"),
      [],
    );
    assert.deepEqual(await findings(loggingCheck, database), []);
    assert.deepEqual(await findings(timeoutCheck, database), []);
  });

  test("Supabase's own postgres, who is no superuser, sets what the platform lets him", async () => {
    const [server, database] = await start();
    await database.query(`${API_ROLES}
      CREATE ROLE rename_it LOGIN SUPERUSER PASSWORD 'x';
      ALTER ROLE authenticator SET statement_timeout = '8s';`);
    const platform = await database.connect(server.urlOf("app", "rename_it", "x"));
    await platform.query(`
      ALTER ROLE postgres RENAME TO supabase_admin;
      CREATE ROLE postgres LOGIN CREATEROLE BYPASSRLS PASSWORD 'postgres';
      GRANT anon, authenticated, authenticator TO postgres WITH ADMIN OPTION;
      -- What supautils does there: it lets him set this one, and on old images not the other.
      GRANT SET ON PARAMETER log_min_duration_statement TO postgres;`);
    const report = await runSetup(database, "logging-and-timeouts");
    assert.deepEqual(statesOf(report), {
      "role authenticator: log_min_duration_statement": "set to 1s",
      "role postgres: log_min_duration_statement": "set to 1s",
      "role authenticator: log_statement": 'not set: permission denied to set parameter "log_statement"',
      "role postgres: log_statement": 'not set: permission denied to set parameter "log_statement"',
      "role authenticator: statement_timeout": "enough already: 8s",
    });
    assert.equal(
      todoOf(report, "role postgres: log_statement"),
      "Newer images of Supabase take it; update the project, or set it in its settings: ALTER ROLE postgres SET log_statement = 'ddl';",
    );
    await platform.query("GRANT SET ON PARAMETER log_statement TO postgres");
    const again = statesOf(await runSetup(database, "logging-and-timeouts"));
    assert.equal(again["role postgres: log_statement"], "set to ddl");
    await server.remove();
  });

  test("an owner who is no superuser limits his own roles, and learns who sets the rest", async () => {
    const [, database] = await start();
    const url = await createOwner(database);
    const owner = await database.connect(url);
    await owner.query("CREATE ROLE authenticator LOGIN");
    const report = await runSetup(database, "logging-and-timeouts", { url });
    assert.equal(statesOf(report)["role authenticator: statement_timeout"], "set to 30s");
    assert.equal(
      todoOf(report, "database app: log_statement"),
      "As a superuser: ALTER DATABASE app SET log_statement = 'ddl';",
    );
    for (const line of report) {
      const [, statement] = /^As a superuser: (.*)$/.exec(line["to do"] ?? "") ?? [];
      if (statement) await database.query(statement);
    }
    assert.deepEqual(await findings(loggingCheck, database), []);
  });

  test("without a role of the application nothing is limited, and the file says what to name", async () => {
    const [, database] = await start();
    const report = await runSetup(database, "logging-and-timeouts");
    assert.equal(
      todoOf(report, "statement_timeout"),
      "Put the logins of your application at the top of this file and run it again.",
    );
    await database.query('CREATE ROLE "the app" LOGIN');
    const edit = (text: string) => text.replace("'{authenticator,anon,authenticated}'", `'{"the app"}'`);
    assert.equal(
      statesOf(await runSetup(database, "logging-and-timeouts", { edit }))[
        'role "the app": statement_timeout'
      ],
      "set to 30s",
    );
    assert.deepEqual(await findings(timeoutCheck, database, { roles: ["the app"] }), []);
  });
});

describe("autovacuum", () => {
  test("says which tables there are not, and does the rest", async () => {
    const [, database] = await start();
    await database.query("CREATE TABLE public.documents (id int)");
    const states = statesOf(await runSetup(database, "autovacuum"));
    assert.equal(states.tables, "not in schema public: memories, ingestion_jobs, events");
    assert.deepEqual(Object.keys(await optionsOf(database)), ["documents"]);
  });

  test("another's table is left alone, with the statement for its owner", async () => {
    const [, database] = await start();
    const url = await createOwner(database);
    await database.query("CREATE TABLE public.documents (id int)");
    const report = await runSetup(database, "autovacuum", { url });
    assert.match(
      todoOf(report, "table public.documents") ?? "",
      /^As postgres: ALTER TABLE public\.documents SET \(autovacuum_analyze_scale_factor = 0\.05, /,
    );
    assert.deepEqual(await database.query("SELECT FROM preflight.autovacuum_before"), []);
  });

  test("changes nothing where it can't write down what was", async () => {
    const [, database] = await start();
    const url = await createOwner(database);
    await database.query("CREATE SCHEMA preflight");
    const owner = await database.connect(url);
    await owner.query("CREATE TABLE public.documents (id int)");
    await assert.rejects(runSetup(database, "autovacuum", { url }), {
      message: /^Nothing was changed: owner may not write down the old settings/,
      hint: /GRANT USAGE, CREATE ON SCHEMA preflight TO owner;$/,
    });
    assert.deepEqual(await optionsOf(database), {});
    await database.query("GRANT USAGE, CREATE ON SCHEMA preflight TO owner");
    await runSetup(database, "autovacuum", { url });
    assert.deepEqual(Object.keys(await optionsOf(database)), ["documents"]);
  });

  test("does not wait for ever behind a table in use", async () => {
    const [, database] = await start();
    await database.query(DOCUMENT_TABLES);
    const busy = await database.connect();
    await busy.query("BEGIN; LOCK TABLE public.events");
    const edit = (text: string) => text.replace("lock_timeout = '5s'", "lock_timeout = '50ms'");
    const report = await runSetup(database, "autovacuum", { edit });
    assert.equal(statesOf(report)["table public.events"], "not set: it is in use");
    await busy.query("ROLLBACK");
    await runSetup(database, "autovacuum");
    assert.equal(Object.keys(await optionsOf(database)).length, 4);
  });
});

test("every file says on top what it does, who runs it, what it needs and how to undo it", () => {
  for (const name of [
    "pg-stat-statements",
    "logging-and-timeouts",
    "autovacuum",
    "cron-refresh-and-analyze",
    "delete-old-events",
    "weekly-vacuum-analyze",
  ]) {
    const [head = ""] = setupFile(name).split("\nbegin;");
    for (const word of ["What it does", "Who runs it", "What it needs", "Again", "How to undo"])
      assert.ok(head.includes(`-- ${word} `), `${name}: ${word}`);
    assert.doesNotMatch(setupFile(name).split("\nbegin;")[1] ?? "", /alter role all/i, name);
  }
});
