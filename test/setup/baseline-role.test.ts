/** The file that makes the baseline's login: each right it gives is used, each it must not give is tried. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type pg from "pg";
import { describe, test } from "vitest";
import { REPOSITORY, VERSIONS } from "../support/postgres/installation.ts";
import { type Database, startServer } from "../support/postgres/postgres.ts";
import { createOwner, runSetup, type SetupLine, statesOf, todoOf } from "../support/postgres/setup-files.ts";

const LOGIN = "preflight_baseline";
const PASSWORD = "correct horse battery staple";
const INSUFFICIENT_PRIVILEGE = "42501";
const READ_ONLY = "25006";
/** The oldest and the newest, each with its own way to keep a role's rights apart from the login's. */
const ENDS = [...new Set([VERSIONS.at(0) ?? 18, VERSIONS.at(-1) ?? 18])];

/** A team's database: end users share one role and are told apart by row-level security. */
const APPLICATION = `
  CREATE TABLE public.documents (id int PRIMARY KEY, org int, title text);
  INSERT INTO public.documents VALUES (1, 1, 'ours'), (2, 1, 'ours too'), (3, 2, 'theirs');
  ALTER TABLE public.documents ENABLE ROW LEVEL SECURITY;
  CREATE POLICY own ON public.documents TO authenticated
    USING (org = (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'org')::int);
  CREATE TABLE public.jobs (id serial PRIMARY KEY, state text);
  INSERT INTO public.jobs (state) VALUES ('queued');
  CREATE TABLE public.events (id int, at date) PARTITION BY RANGE (at);
  CREATE TABLE public.events_2026 PARTITION OF public.events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
  CREATE VIEW public.totals AS SELECT count(*) FROM public.jobs;
  CREATE MATERIALIZED VIEW public.stats AS SELECT state, count(*) FROM public.jobs GROUP BY state;
  CREATE SCHEMA private; CREATE TABLE private.salaries (amount int);
  GRANT USAGE ON SCHEMA public TO authenticated;
  GRANT SELECT, INSERT, UPDATE, DELETE ON public.documents TO authenticated;`;

async function application(version = 18, isOwner = false): Promise<{ database: Database; url: string }> {
  const database = await (await startServer({ version })).createDatabase({ name: "app" });
  const url = isOwner ? await createOwner(database) : database.url;
  await database.query("CREATE ROLE authenticated; CREATE ROLE anon;");
  // Supabase's `postgres` holds it from 16 on; before, CREATEROLE was enough.
  if (isOwner && version >= 16) await database.query("GRANT authenticated TO owner WITH ADMIN OPTION");
  await database.query(isOwner ? `SET ROLE owner; ${APPLICATION}` : APPLICATION);
  return { database, url };
}

const setUp = (
  database: Database,
  url = database.url,
  edit?: (text: string) => string,
): Promise<SetupLine[]> =>
  runSetup(database, "baseline-role", { url, ...(edit === undefined ? {} : { edit }) });

async function logIn(database: Database): Promise<pg.Client> {
  await database.query(`ALTER ROLE ${LOGIN} LOGIN PASSWORD '${PASSWORD}'`);
  return database.connect(database.server.urlOf(database.name, LOGIN, PASSWORD));
}

async function refuses(client: pg.Client, sql: string, code = INSUFFICIENT_PRIVILEGE): Promise<void> {
  await assert.rejects(client.query(sql), { code }, sql);
}

for (const version of ENDS) {
  for (const isOwner of [false, true]) {
    const runner = isOwner ? "an owner who is no superuser" : "a superuser";
    test(`${version}: run by ${runner}, twice, it lets the login read and no more`, async () => {
      const { database, url } = await application(version, isOwner);
      const report = await setUp(database, url);
      assert.deepEqual(await setUp(database, url), report);
      assert.equal(statesOf(report)[`login ${LOGIN}`], "has no password yet");
      assert.match(statesOf(report)["role authenticated"] ?? "", /^queries may run as it\. It may write/);
      assert.deepEqual(
        report.filter(({ item }) => item === "reads public").map(({ state }) => state),
        ["readable: 5 tables and views", "no rows of public.documents without a role: row-level security"],
      );

      const client = await logIn(database);
      await reads(client);
      await readsAsTheRole(client);
      await readsNothingElse(client);
      await writesNothing(client);
      await client.end();
      await setUp(database, url);
      await (await database.connect(database.server.urlOf("app", LOGIN, PASSWORD))).end();
    });
  }
}

async function reads(client: pg.Client): Promise<void> {
  for (const relation of ["jobs", "events", "totals", "stats"])
    await client.query(`EXPLAIN ANALYZE SELECT * FROM public.${relation}`);
  const { rows } = await client.query("SELECT state FROM public.jobs");
  assert.deepEqual(rows, [{ state: "queued" }]);
  const { rows: set } = await client.query(
    "SELECT name || ' = ' || setting AS rail FROM pg_settings WHERE source = 'user' ORDER BY name",
  );
  assert.deepEqual(
    set.map(({ rail }) => rail),
    [
      "default_transaction_read_only = on",
      "idle_in_transaction_session_timeout = 60000",
      "statement_timeout = 300000",
    ],
  );
}

/** As the action asks: in the role's skin, for one transaction. */
async function readsAsTheRole(client: pg.Client): Promise<void> {
  const titles = async (organisation: number) => {
    await client.query(`BEGIN READ ONLY; SET LOCAL ROLE authenticated;
      SET LOCAL request.jwt.claims = '{"org": ${organisation}}'`);
    const { rows } = await client.query("SELECT title FROM public.documents ORDER BY id");
    await client.query("ROLLBACK");
    return rows.map(({ title }) => title);
  };
  assert.deepEqual(await titles(1), ["ours", "ours too"]);
  assert.deepEqual(await titles(2), ["theirs"]);
  const { rows } = await client.query("SELECT title FROM public.documents");
  assert.deepEqual(rows, [], "without the role no policy lets it see a row");
}

async function readsNothingElse(client: pg.Client): Promise<void> {
  await refuses(client, "SELECT * FROM private.salaries");
  await refuses(client, "SELECT rolpassword FROM pg_authid");
  await refuses(client, "SELECT pg_read_file('postgresql.conf')");
  await refuses(client, "SET ROLE anon");
  const { rows } = await client.query("SELECT pg_has_role('pg_monitor', 'member') AS sees_statistics");
  assert.deepEqual(rows, [{ sees_statistics: false }]);
}

async function writesNothing(client: pg.Client): Promise<void> {
  const write = "INSERT INTO public.documents VALUES (4, 1, 'new')";
  await refuses(client, "CREATE TABLE public.mine ()", READ_ONLY);
  await refuses(client, "SELECT nextval('public.jobs_id_seq')");
  await client.query(
    `BEGIN READ ONLY; SET LOCAL ROLE authenticated; SET LOCAL request.jwt.claims = '{"org": 1}'`,
  );
  await refuses(client, write, READ_ONLY);
  await client.query("ROLLBACK");
  // By default it is read-only; without the guard rail the missing rights are left, but for the role's own.
  await client.query("SET default_transaction_read_only = off");
  await refuses(client, write);
  await refuses(client, "UPDATE public.jobs SET state = 'done'");
  await refuses(client, "DELETE FROM public.jobs");
  await refuses(client, "CREATE TABLE private.mine ()");
  await refuses(client, "CREATE ROLE mine");
  await client.query(
    `BEGIN; SET LOCAL ROLE authenticated; SET LOCAL request.jwt.claims = '{"org": 1}'; ${write}; ROLLBACK`,
  );
}

describe("the table that it prints", () => {
  const only =
    (readable: string, roles = "{authenticated}") =>
    (text: string) => {
      const edited = text.replace("'{public}'", `'${readable}'`).replace("'{authenticated}'", `'${roles}'`);
      assert.notEqual(edited, text);
      return edited;
    };

  test("a table that is named is read, and its neighbours are not", async () => {
    const { database } = await application();
    const report = await setUp(database, database.url, only("{public.jobs,nowhere,public.nothing}", "{}"));
    assert.deepEqual(
      report.slice(1).map(({ item, state }) => `${item}: ${state}`),
      [
        "reads public.jobs: readable: 1 table",
        "reads nowhere: does not exist",
        "reads public.nothing: does not exist",
      ],
    );
    const client = await logIn(database);
    await client.query("SELECT FROM public.jobs");
    await refuses(client, "SELECT FROM public.events");
    await refuses(client, "SET ROLE authenticated");
  });

  test("what it could not give, it says with the statement that mends it", async () => {
    const { database, url } = await application(18, true);
    await database.query(
      "REVOKE ADMIN OPTION FOR authenticated FROM owner; CREATE TABLE public.foreign_made (id int)",
    );
    const report = await setUp(database, url);
    assert.equal(statesOf(report)["role authenticated"], "missing: owner may not lend it");
    await database.query(
      todoOf(report, "role authenticated")?.replace("As a superuser: ", "") ?? assert.fail(),
    );
    const reading = report.find(({ state }) => state.startsWith("not readable"));
    assert.equal(reading?.state, "not readable: 1 of 6, of other owners");
    await database.query(reading["to do"]?.split("owner: ")[1] ?? assert.fail());
    const again = statesOf(await setUp(database, url));
    assert.match(again["role authenticated"] ?? "", /^queries may run as it/);
    await (await logIn(database)).query("SELECT FROM public.foreign_made");
  });

  test("the policy that it proposes shows the rows of a table that no end user reads", async () => {
    const { database } = await application();
    const mend = (await setUp(database)).find(({ state }) => state.startsWith("no rows of"))?.["to do"];
    await database.query(/CREATE POLICY.*;/.exec(mend ?? "")?.[0] ?? assert.fail(mend ?? ""));
    assert.deepEqual(
      (await setUp(database)).filter(({ state }) => state.startsWith("no rows of")),
      [],
    );
    const { rows } = await (await logIn(database)).query("SELECT FROM public.documents");
    assert.equal(rows.length, 3);
  });

  test("a mighty role is not lent, and what everybody may write is said", async () => {
    const { database } = await application();
    await database.query("CREATE ROLE service_role BYPASSRLS; GRANT INSERT ON public.jobs TO PUBLIC");
    const report = await setUp(database, database.url, only("{public}", "{service_role}"));
    assert.match(statesOf(report)["role service_role"] ?? "", /^not lent/);
    await refuses(await logIn(database), "SET ROLE service_role");
    const written = report.find(({ state }) => state === "may be written too: public.jobs");
    await database.query(written?.["to do"] ?? assert.fail());
    assert.ok(!(await setUp(database)).some(({ state }) => state.startsWith("may be written")));
  });

  test("who may not create roles is told so, and nothing is left behind", async () => {
    const { database } = await application();
    await assert.rejects(setUp(database, await createOwner(database, "")), {
      message: /^owner may not create the role preflight_baseline: permission denied/,
      hint: "Run this file as a superuser, on Supabase as postgres.",
    });
    assert.deepEqual(await database.query("SELECT FROM pg_roles WHERE rolname = $1", [LOGIN]), []);
  });
});

test("tables made later are read too, and Supabase's extensions are found", async () => {
  const { database, url } = await application(18, true);
  await database.query("CREATE SCHEMA extensions AUTHORIZATION owner");
  await setUp(database, url);
  const owner = await database.connect(url);
  await owner.query("CREATE TABLE public.made_later (id int)");
  const client = await logIn(database);
  await client.query("SELECT FROM public.made_later");
  const { rows } = await client.query("SHOW search_path");
  assert.deepEqual(rows, [{ search_path: '"$user", public, extensions' }]);
  // A path that somebody chose stays.
  await database.query(`ALTER ROLE ${LOGIN} SET search_path = app`);
  await setUp(database, url);
  const [role] = await database.query("SELECT rolconfig FROM pg_roles WHERE rolname = $1", [LOGIN]);
  assert.ok(role?.rolconfig.includes("search_path=app"), String(role?.rolconfig));
});

for (const isOwner of [false, true]) {
  test(`${isOwner ? "an owner" : "a superuser"} removes it with the statements of docs/database-role.md`, async () => {
    const { database, url } = await application(18, isOwner);
    await setUp(database, url);
    const page = readFileSync(`${REPOSITORY}/docs/database-role.md`, "utf8");
    const [, chapter = ""] = page.split("### Remove the baseline's login");
    const [, sql] = /```sql\n([^`]+)```/.exec(chapter) ?? assert.fail();
    await (await database.connect(url)).query(sql ?? "");
    assert.deepEqual(await database.query("SELECT FROM pg_roles WHERE rolname = $1", [LOGIN]), []);
  });
}
