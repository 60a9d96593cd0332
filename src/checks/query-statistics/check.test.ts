import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { contextOf } from "../../../test/support/builders/context.ts";
import { examine } from "../../../test/support/postgres/examine.ts";
import { type Database, sharedServer, startServer } from "../../../test/support/postgres/postgres.ts";
import check from "./check.ts";

async function freshDatabase(): Promise<Database> {
  return (await sharedServer()).createDatabase();
}

const CREATE = "CREATE EXTENSION pg_stat_statements";

describe("query-statistics on PostgreSQL", () => {
  it("wants the extension in this database, and is content once it is created", async () => {
    const database = await freshDatabase();
    const { findings, unknown } = await examine(check, database);
    assert.equal(unknown, undefined);
    assert.deepEqual(
      findings?.map(({ key, priority }) => [key, priority]),
      [["extension", "high"]],
    );
    await database.query(findings?.[0]?.fix?.sql ?? "");
    const after = await examine(check, database);
    assert.deepEqual(after.findings, []);
    assert.equal(after.unknown, undefined);
    assert.equal(after.measurements?.[0]?.track, "top");
  });

  it("finds the extension in a schema with a hostile name", async () => {
    const database = await freshDatabase();
    await database.query(`CREATE SCHEMA "a""b'; :schema $1"; ${CREATE} SCHEMA "a""b'; :schema $1"`);
    const refused = await examine(check, database);
    assert.equal(refused.unknown?.reason, "permission");
    await database.query(refused.unknown?.fix?.text ?? "");
    const { findings, unknown } = await examine(check, database);
    assert.deepEqual({ findings, unknown }, { findings: [], unknown: undefined });
  });

  it("says which grant shows the statements of others", async () => {
    const database = await freshDatabase();
    await database.query(CREATE);
    const url = await database.stranger();
    const { unknown } = await examine(check, database, { url });
    assert.equal(unknown?.reason, "permission");
    assert.match(unknown?.fix?.text ?? "", /^GRANT pg_monitor TO /);
    await database.query(unknown?.fix?.text ?? "");
    const after = await examine(check, database, { url });
    assert.deepEqual([after.findings, after.unknown], [[], undefined]);
  });

  it("says that nothing is counted in a database where tracking is off", async () => {
    const database = await freshDatabase();
    await database.query(CREATE);
    await database.query(`ALTER DATABASE "${database.name}" SET pg_stat_statements.track = 'none'`);
    const { findings } = await examine(check, database);
    assert.deepEqual(
      findings?.map(({ key }) => key),
      ["track"],
    );
    await database.query(findings?.[0]?.fix?.sql ?? "");
    assert.deepEqual((await examine(check, database)).findings, []);
  });

  it("says that nothing new is counted while statements get no id, whatever was counted before", async () => {
    const server = await startServer();
    const database = await server.createDatabase();
    await database.query(CREATE);
    await database.query(`ALTER DATABASE "${database.name}" SET compute_query_id = off`);
    const { findings } = await examine(check, database);
    assert.deepEqual(
      findings?.map(({ key }) => key),
      ["query-ids"],
    );
    assert.ok(Number(findings?.[0]?.facts.entries) > 0, "it looks healthy by its numbers");
    await database.query(`ALTER DATABASE "${database.name}" RESET compute_query_id`);
    await database.query("ALTER SYSTEM SET compute_query_id = off");
    await database.query("SELECT pg_reload_conf()");
    const { findings: again } = await examine(check, database);
    await database.query(again?.[0]?.fix?.sql ?? "");
    await database.query("SELECT pg_reload_conf()");
    assert.deepEqual((await examine(check, database)).findings, []);
  });

  it("does not take our own login's setting for the database's", async () => {
    const database = await freshDatabase();
    await database.query(CREATE);
    const login = decodeURIComponent(new URL(await database.monitor()).username);
    await database.query(`ALTER ROLE "${login}" SET pg_stat_statements.track = 'none'`);
    assert.deepEqual((await examine(check, database)).findings, []);
  });

  it("reads an extension that was left at an old version, and asks to update it", async () => {
    const database = await freshDatabase();
    await database.query(`${CREATE} VERSION '1.7'`);
    const { findings } = await examine(check, database);
    assert.deepEqual(
      findings?.map(({ key, priority }) => [key, priority]),
      [["version", "low"]],
    );
    await database.query(findings?.[0]?.fix?.sql ?? "");
    assert.deepEqual((await examine(check, database)).findings, []);
  });

  it("finds that the library is not loaded, and that loading it with the others and a restart mends it", async () => {
    const server = await startServer({
      preload: ["auto_explain"],
      // A line in postgresql.conf makes no library.
      settings: { "pg_stat_statements.max": "1000" },
    });
    const database = await server.createDatabase();
    assert.deepEqual(
      (await examine(check, database)).findings?.map(({ key }) => key),
      ["extension", "library"],
    );
    await database.query(CREATE);
    const { findings, unknown } = await examine(check, database);
    assert.equal(unknown, undefined, "an unloaded library is a problem, not a doubt");
    assert.deepEqual(
      findings?.map(({ key }) => key),
      ["library"],
    );
    assert.match(findings?.[0]?.fix?.sql ?? "", /= 'auto_explain', 'pg_stat_statements';$/);

    await database.query(findings?.[0]?.fix?.sql ?? "");
    await server.stop();
    await server.start();
    assert.deepEqual((await examine(check, database)).findings, []);
    const [row] = await database.query("SHOW shared_preload_libraries");
    assert.match(row?.shared_preload_libraries, /auto_explain/);
  });
});

const extensions = { pg_stat_statements: { version: "1.12", schema: "public", schemaUsable: true } };
const healthy = {
  is_loaded: true,
  other_libraries: null,
  sees_libraries: true,
  track: "top",
  track_level: "server",
  has_query_ids: true,
  capacity: 5000,
  entries: 40,
  hidden: 0,
  calls: 100,
  evictions: 3,
};

describe("query-statistics judges", () => {
  const context = contextOf(check, { server: { extensions }, priority: "critical" });

  it("tells how often entries were thrown out", () => {
    assert.equal(check.evaluate([healthy], context).measurements?.[0]?.evictions, 3);
  });

  it("a loaded library that counts nothing", () => {
    const { findings } = check.evaluate([{ ...healthy, entries: 0, calls: 0 }], context);
    assert.deepEqual(
      findings?.map(({ key, priority }) => [key, priority]),
      [["counting", "critical"]],
    );
  });

  it("never writes a list of libraries that would lose what it can't see", () => {
    const row = { ...healthy, is_loaded: false, sees_libraries: false };
    assert.doesNotMatch(check.evaluate([row], context).findings?.[0]?.fix?.sql ?? "", /ALTER SYSTEM/);
  });

  it("puts the extension where Supabase has it", () => {
    const fixWith = (names: readonly string[]) => {
      const schemas = names.map((name, oid) => ({
        oid,
        name,
        owner: "postgres",
        extension: null,
        isHelper: false,
      }));
      const onSupabase = contextOf(check, { server: { extensions: {}, isSupabase: true, schemas } });
      return check.evaluate([healthy], onSupabase).findings?.[0]?.fix?.sql ?? "";
    };
    assert.match(fixWith(["extensions", "public"]), / WITH SCHEMA extensions;$/);
    assert.match(fixWith(["public"]), /^CREATE EXTENSION IF NOT EXISTS pg_stat_statements;$/);
  });
});
