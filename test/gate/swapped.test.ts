/** What is swapped between the catalogs' answer and the read: the read finds the old one, refuses, or runs nothing. */
import assert from "node:assert/strict";
import { afterAll, afterEach, beforeAll, beforeEach, describe, it } from "vitest";
import { parseConnectionUrl } from "../../src/collect/postgres/connection-url.ts";
import { throughGate } from "../../src/collect/postgres/gate.ts";
import { readServer } from "../../src/collect/postgres/server.ts";
import { openSession, type Session } from "../../src/collect/postgres/session.ts";
import { beginTransaction, type PreparedQuery } from "../../src/collect/postgres/transaction.ts";
import { sql } from "../../src/generated/sql.ts";
import { VERSION } from "../support/postgres/installation.ts";
import { type Database, type OwnServer, startServer } from "../support/postgres/postgres.ts";
import { MALLORY, RAN, TRAP_FUNCTION } from "./traps.ts";

let server: OwnServer;
let database: Database;
let session: Session | undefined;
beforeAll(async () => {
  server = await startServer({ version: VERSION });
  await server.query(`CREATE ROLE ${MALLORY} LOGIN PASSWORD '${MALLORY}'`);
});
afterAll(() => server.remove());
beforeEach(async () => {
  database = await server.createDatabase();
  await run(
    `GRANT CREATE ON SCHEMA public TO ${MALLORY}; GRANT CREATE ON DATABASE "${database.name}" TO ${MALLORY};`,
  );
  await asMallory(TRAP_FUNCTION);
});
afterEach(async () => {
  await session?.end();
  session = undefined;
  await database.drop();
});

async function run(text: string, url = database.url): Promise<void> {
  const client = await database.connect(url);
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

const asMallory = (text: string) => run(text, server.urlOf(database.name, MALLORY, MALLORY));

/** The catalogs' answer, and what it allows to be sent. */
async function allowed(schema: string): Promise<PreparedQuery> {
  session = await openSession(parseConnectionUrl(database.url, "database-url"), undefined, 10_000);
  const prepared = throughGate(
    { statement: sql["migrations.version"], schema, columns: ["version"] },
    { server: await readServer(session), trustedOwners: [] },
  );
  assert.ok(!("unknown" in prepared), JSON.stringify(prepared));
  return prepared;
}

const MODES = ["pipelined", "sequential"] as const;

const VIEW = "CREATE VIEW app.schema_migrations AS SELECT public.trap('swapped') AS version;";
const SWAPS: Readonly<Record<string, string>> = {
  "its owner puts a view in its place": `DROP TABLE app.schema_migrations; ${VIEW}`,
  "its schema is renamed, and another has its name": `ALTER SCHEMA app RENAME TO old; CREATE SCHEMA app; ${VIEW}`,
  "its schema is renamed, and the other one has a table with an index on an expression": `ALTER SCHEMA app RENAME TO old;
    CREATE SCHEMA app; CREATE TABLE app.schema_migrations (version text);
    CREATE INDEX ON app.schema_migrations ((public.trap('index') || version));`,
  "its column gets a type with a cast of its own": `CREATE TYPE app.pair AS (v text);
    CREATE FUNCTION app.cast_pair(app.pair) RETURNS text LANGUAGE sql AS $$ SELECT public.trap(($1).v) $$;
    CREATE CAST (app.pair AS text) WITH FUNCTION app.cast_pair(app.pair);
    ALTER TABLE app.schema_migrations DROP version, ADD version app.pair;
    INSERT INTO app.schema_migrations VALUES (ROW('2'));`,
  "it gets an index on an expression, statistics and a policy": `
    CREATE INDEX ON app.schema_migrations ((public.trap('index') || version));
    CREATE POLICY own ON app.schema_migrations USING (public.trap('policy') IS NOT NULL);
    ALTER TABLE app.schema_migrations ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;`,
};

describe.each(MODES)("an untrusted owner's table, read %s", (mode) => {
  it.each(Object.keys(SWAPS))("runs nothing when %s", async (swap) => {
    await asMallory("CREATE SCHEMA app; CREATE TABLE app.schema_migrations (version text)");
    const prepared = await allowed("app");
    await asMallory(SWAPS[swap] ?? "");
    const before = server.log().length;
    await session?.runQuery(prepared, mode);
    assert.doesNotMatch(server.log().slice(before), new RegExp(RAN));
    // The trap is set: the statement in the place of the copy runs it.
    const plain = sql["migrations.version"].replaceAll(":schema", "app");
    await run(plain.replace("from app.", "from only app.")).catch(() => undefined);
    await run(plain).catch(() => undefined);
    assert.match(server.log().slice(before), new RegExp(RAN));
  });
});

describe.each(MODES)("a trusted owner's view, read %s", (mode) => {
  beforeEach(() =>
    run(`CREATE SCHEMA preflight; GRANT USAGE, CREATE ON SCHEMA preflight TO ${MALLORY};
      CREATE TABLE public.history (version text); INSERT INTO public.history VALUES ('1');
      CREATE VIEW preflight.schema_migrations AS SELECT version FROM public.history;`),
  );

  it("is read", async () => {
    const prepared = await allowed("preflight");
    assert.deepEqual(await session?.runQuery(prepared, mode), { rows: [{ version: "1" }] });
  });

  const view = "CREATE VIEW preflight.schema_migrations AS SELECT public.trap('swapped') AS version";
  it.each([
    ["drops it and another takes its name", "DROP VIEW preflight.schema_migrations", view],
    [
      "renames its schema and another takes its name",
      "ALTER SCHEMA preflight RENAME TO old",
      `CREATE SCHEMA preflight; ${view}`,
    ],
    [
      "gives it to another",
      `ALTER VIEW preflight.schema_migrations OWNER TO ${MALLORY}`,
      view.replace("CREATE", "CREATE OR REPLACE"),
    ],
    [
      "gives its schema to another",
      `ALTER SCHEMA preflight OWNER TO ${MALLORY}`,
      `DROP VIEW preflight.schema_migrations; ${view}`,
    ],
  ])("is not read when its owner %s", async (_, byOwner, byMallory) => {
    const prepared = await allowed("preflight");
    await run(byOwner);
    await asMallory(byMallory);
    const before = server.log().length;
    const outcome = await session?.runQuery(prepared, mode);
    assert.doesNotMatch(server.log().slice(before), new RegExp(RAN));
    assert.deepEqual(outcome, { error: { code: "changed", message: "what is read was replaced" } });
    await run("SELECT version FROM preflight.schema_migrations");
    assert.match(server.log().slice(before), new RegExp(RAN), "the trap is set");
    // The session is of use after that.
    assert.deepEqual(await session?.runQuery({ text: "select 1 as one" }, mode), { rows: [{ one: 1 }] });
  });

  it("can't be swapped once it is locked", async () => {
    const prepared = await allowed("preflight");
    const reader = await database.connect();
    await reader.query(beginTransaction(prepared));
    for (const change of [
      "DROP VIEW preflight.schema_migrations",
      "DROP SCHEMA preflight CASCADE",
      "ALTER VIEW preflight.schema_migrations RENAME TO other",
      "ALTER VIEW preflight.schema_migrations SET SCHEMA public",
      `ALTER VIEW preflight.schema_migrations OWNER TO ${MALLORY}`,
      "CREATE OR REPLACE VIEW preflight.schema_migrations AS SELECT public.trap('x') AS version",
      "ALTER TABLE public.history DROP version CASCADE",
    ])
      await assert.rejects(run(`SET lock_timeout = '100ms'; ${change}`), { code: "55P03" }, change);
    await reader.end();
  });
});

it("waits for a lock no longer than a second, and the next question is answered", async () => {
  await run(
    `CREATE SCHEMA preflight; CREATE VIEW preflight.schema_migrations AS SELECT '1'::text AS version`,
  );
  const prepared = await allowed("preflight");
  const migration = await database.connect();
  await migration.query("BEGIN; LOCK TABLE preflight.schema_migrations IN ACCESS EXCLUSIVE MODE");
  const outcome = await session?.runQuery(prepared, "pipelined");
  assert.deepEqual(outcome && "error" in outcome ? outcome.error.code : outcome, "55P03");
  await migration.end();
  assert.deepEqual(await session?.runQuery(prepared, "pipelined"), { rows: [{ version: "1" }] });
});

it("leaves nothing of a trusted view's code in the session", async () => {
  await run(`CREATE FUNCTION public.stay() RETURNS text LANGUAGE sql AS $$ SELECT pg_catalog.set_config('search_path', 'stayed', false) $$;
    CREATE SCHEMA preflight; CREATE VIEW preflight.schema_migrations AS SELECT public.stay() AS version`);
  const prepared = await allowed("preflight");
  for (const mode of MODES) {
    assert.deepEqual(await session?.runQuery(prepared, mode), { rows: [{ version: "stayed" }] });
    const own = { role: undefined, settings: {} };
    const outcome = await session?.runQuery({ text: "select current_setting('search_path')", own }, mode);
    assert.deepEqual(outcome, { rows: [['"$user", public']] });
  }
});
