/** The files of sql/setup refuse a schema `preflight`, and do not read a `cron`, that somebody else made. */
import assert from "node:assert/strict";
import { afterAll, afterEach, beforeAll, beforeEach, describe, it } from "vitest";
import { VERSION } from "../support/postgres/installation.ts";
import { type Database, type OwnServer, startServer } from "../support/postgres/postgres.ts";
import { runSetup, statesOf } from "../support/postgres/setup-files.ts";

let server: OwnServer;
let database: Database;
let mallory: string;
beforeAll(async () => {
  server = await startServer({ version: VERSION });
  await server.query("CREATE ROLE mallory LOGIN PASSWORD 'mallory'");
});
afterAll(() => server.remove());
beforeEach(async () => {
  database = await server.createDatabase();
  await database.query(
    `GRANT CREATE ON DATABASE "${database.name}" TO mallory; CREATE TABLE public.events (id int);`,
  );
  mallory = server.urlOf(database.name, "mallory", "mallory");
});
afterEach(() => database.drop());

async function asMallory(sql: string): Promise<void> {
  const client = await database.connect(mallory);
  await client.query(sql);
  await client.end();
}

const TRAP = `
  CREATE FUNCTION preflight.trap() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE LOG 'THE TRAP RAN'; RETURN NULL; END $$;
  CREATE TABLE preflight.autovacuum_before (
    table_oid oid PRIMARY KEY, table_name text, settings text[], recorded_at timestamptz DEFAULT now());
  CREATE TRIGGER trap BEFORE INSERT ON preflight.autovacuum_before FOR EACH ROW EXECUTE FUNCTION preflight.trap();`;

describe.each(["monitoring-role", "autovacuum"])("sql/setup/%s.sql", (file) => {
  it("refuses the schema of another role, and changes nothing", async () => {
    await asMallory(`CREATE SCHEMA preflight; ${TRAP}`);
    await assert.rejects(runSetup(database, file), {
      message: /^Nothing was changed: the schema preflight belongs to mallory/,
      hint: /DROP SCHEMA preflight CASCADE; and run this file again\.$/,
    });
    assert.doesNotMatch(server.log(), /THE TRAP RAN/);
    assert.deepEqual(await database.query("SELECT FROM pg_roles WHERE rolname = 'preflight'"), []);
  });

  it("refuses another role's relation under a name of its own, and then runs without it", async () => {
    const name = file === "autovacuum" ? "autovacuum_before" : "cron_jobs";
    await database.query("CREATE SCHEMA preflight; GRANT USAGE, CREATE ON SCHEMA preflight TO mallory");
    await asMallory(`CREATE TABLE preflight.${name} (id int)`);
    await assert.rejects(runSetup(database, file), {
      message: new RegExp(`^Nothing was changed: the relation preflight\\.${name} belongs to mallory`),
    });
    await database.query(`DROP TABLE preflight.${name}`);
    assert.ok((await runSetup(database, file)).length > 0);
    // Its own schema is no stranger's when the file runs again.
    assert.ok((await runSetup(database, file)).length > 0);
    if (file === "monitoring-role") await database.query("DROP OWNED BY preflight; DROP ROLE preflight");
  });
});

it("sql/setup/monitoring-role.sql makes no view of a table cron.job that is not pg_cron's", async () => {
  await asMallory(
    "CREATE SCHEMA cron; CREATE TABLE cron.job (jobid int); CREATE TABLE cron.job_run_details (jobid int);",
  );
  const states = statesOf(await runSetup(database, "monitoring-role"));
  assert.equal(states["cron jobs"], "pg_cron is not installed in this database");
  assert.deepEqual(await database.query("SELECT FROM pg_namespace WHERE nspname = 'preflight'"), []);
  await database.query("DROP OWNED BY preflight; DROP ROLE preflight");
});
