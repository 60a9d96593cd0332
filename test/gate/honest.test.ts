/** Whose relations are read: every supported tool's own table, and what each kind of trusted role made. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, it } from "vitest";
import { checkById } from "../../src/checks/index.ts";
import { parseConnectionUrl } from "../../src/collect/postgres/connection-url.ts";
import { readServer } from "../../src/collect/postgres/server.ts";
import { openSession } from "../../src/collect/postgres/session.ts";
import type { QueryCheck } from "../../src/core/check.ts";
import type { Unknown } from "../../src/core/finding.ts";
import { readingOf } from "../../src/core/trust.ts";
import { examine } from "../support/postgres/examine.ts";
import { VERSION } from "../support/postgres/installation.ts";
import { MIGRATION_HISTORIES, sourcesFor } from "../support/postgres/migration-histories.ts";
import { type Database, type OwnServer, startServer } from "../support/postgres/postgres.ts";
import { runSetup } from "../support/postgres/setup-files.ts";

const SUPABASE_SCHEMA_OWNER_VERSION = 15;
/** From then on who creates a role is its member, with the ADMIN option alone. */
const CREATOR_IS_MEMBER = 16;

const migrations = checkById("migrations") as QueryCheck;

let server: OwnServer;
beforeAll(async () => {
  server = await startServer({ version: VERSION });
  await server.query(`
    CREATE ROLE app LOGIN PASSWORD 'app'; CREATE ROLE master LOGIN PASSWORD 'master' CREATEROLE CREATEDB;
    CREATE ROLE supabase_admin SUPERUSER; CREATE ROLE authenticator; CREATE ROLE hosted LOGIN PASSWORD 'hosted' CREATEROLE;
    GRANT pg_monitor TO master, hosted WITH ADMIN OPTION;`);
});
afterAll(() => server.remove());
const made: Database[] = [];
afterEach(async () => {
  for (const database of made.splice(0)) await database.drop();
});

async function createDatabase(owner?: string): Promise<Database> {
  const database = await server.createDatabase();
  made.push(database);
  await run(
    database,
    `GRANT CREATE ON DATABASE "${database.name}" TO app; GRANT CREATE ON SCHEMA public TO app;`,
  );
  if (owner !== undefined) await run(database, `ALTER DATABASE "${database.name}" OWNER TO ${owner}`);
  return database;
}

async function run(database: Database, sql: string, role?: string): Promise<void> {
  const client = await database.connect(
    role === undefined ? database.url : server.urlOf(database.name, role, role),
  );
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** How public.schema_migrations is read, by a superuser unless `role` says otherwise. */
async function reading(database: Database, trustedOwners: readonly string[] = [], schema = "public") {
  const session = await openSession(parseConnectionUrl(database.url, "database-url"), undefined, 10_000);
  const facts = await readServer(session);
  await session.end();
  const relation = facts.knownRelations.find(
    (one) => one.schema === schema && one.name === "schema_migrations",
  );
  assert.ok(relation);
  return readingOf(relation, ["version"], { server: facts, trustedOwners });
}

const unknownOf = (outcome: Awaited<ReturnType<typeof reading>>): Partial<Unknown> =>
  typeof outcome === "string" ? {} : outcome.unknown;

const VIEW = "CREATE VIEW public.schema_migrations AS SELECT '1'::text AS version;";

describe.each(["supabase", "prisma", "drizzle", "rails", "dbmate", "golang-migrate", "flyway"])(
  "the table of %s, owned by the tool's role in a database of somebody else's",
  (tool) => {
    it("is read by a superuser and by the monitoring role", async () => {
      const database = await createDatabase();
      await run(database, readFileSync(join(MIGRATION_HISTORIES, tool, "all.sql"), "utf8"), "app");
      const directory = join(tool, "migrations");
      const options = { tool, directory };
      const sources = await sourcesFor(migrations, MIGRATION_HISTORIES, options);
      for (const url of [database.url, await database.monitor()]) {
        let outcome = await examine(migrations, database, { options, url, sources });
        if (url !== database.url) {
          assert.equal(outcome.unknown?.reason, "permission");
          await run(database, outcome.unknown?.fix?.text ?? "");
          outcome = await examine(migrations, database, { options, url, sources });
        }
        assert.equal(outcome.unknown, undefined, JSON.stringify(outcome.unknown));
        assert.deepEqual(outcome.findings, []);
        assert.ok(Number(outcome.measurements?.[0]?.applied) >= 3);
      }
    });
  },
);

describe("a view, in which code can run, is read when it belongs to", () => {
  it("a superuser", async () => {
    const database = await createDatabase("app");
    await run(database, VIEW);
    assert.equal(await reading(database), "locked");
  });

  it("the database's owner, in a schema of that owner, and to nobody after the database is given away", async () => {
    const database = await createDatabase("app");
    await run(database, VIEW, "app");
    assert.equal(await reading(database), "locked");
    await run(database, `ALTER DATABASE "${database.name}" OWNER TO master`);
    assert.match(unknownOf(await reading(database)).detail ?? "", /its owner app is neither a superuser/);
  });

  it("a master user as RDS has it: CREATEROLE, no superuser, the database's owner", async () => {
    const database = await createDatabase("master");
    await run(database, "ALTER SCHEMA public OWNER TO master");
    await run(database, VIEW, "master");
    await run(database, "CREATE EXTENSION pg_stat_statements");
    assert.equal(await reading(database), "locked");
    const statistics = checkById("query-statistics") as QueryCheck;
    assert.deepEqual((await examine(statistics, database)).unknown, undefined);
  });

  it("Supabase's postgres and supabase_admin, with their services' roles beside", async () => {
    const database = await createDatabase("hosted");
    await run(
      database,
      `ALTER SCHEMA public OWNER TO ${VERSION >= SUPABASE_SCHEMA_OWNER_VERSION ? "pg_database_owner" : "supabase_admin"};
       GRANT CREATE ON SCHEMA public TO hosted, authenticator;
       CREATE SCHEMA extensions AUTHORIZATION hosted; CREATE EXTENSION pg_stat_statements SCHEMA extensions;
       GRANT USAGE ON SCHEMA extensions TO PUBLIC;`,
    );
    await run(database, VIEW, "hosted");
    assert.equal(await reading(database), "locked");
    await run(database, "ALTER VIEW public.schema_migrations OWNER TO supabase_admin");
    assert.equal(await reading(database), "locked");
    await run(database, "ALTER VIEW public.schema_migrations OWNER TO authenticator");
    assert.match(unknownOf(await reading(database)).detail ?? "", /its owner authenticator/);
    const statistics = checkById("query-statistics") as QueryCheck;
    assert.deepEqual((await examine(statistics, database)).unknown, undefined);
  });

  it("a member of the database's owner, also by a group, and not to a member of a member's own role", async () => {
    const database = await createDatabase("master");
    await run(database, `${VIEW} ALTER VIEW public.schema_migrations OWNER TO app`);
    assert.notEqual(await reading(database), "locked");
    try {
      await run(database, "CREATE ROLE admins; GRANT admins TO app;");
      assert.notEqual(await reading(database), "locked");
      await run(database, "GRANT master TO admins;");
      assert.equal(await reading(database), "locked");
    } finally {
      await run(database, "DROP ROLE admins");
    }
    // The other way round: the owner is a member of app, which makes app no owner.
    await run(database, "GRANT app TO master");
    assert.notEqual(await reading(database), "locked");
    await run(database, "REVOKE app FROM master");
  });

  it("who created the database owner's role, only by a grant that lets it act as that role", async () => {
    const database = await createDatabase();
    await run(database, "CREATE ROLE shop", "master");
    try {
      await run(
        database,
        `ALTER DATABASE "${database.name}" OWNER TO shop; ${VIEW} ALTER VIEW public.schema_migrations OWNER TO master`,
      );
      const [row] = await database.query("SELECT pg_has_role('master', 'shop', 'member') AS is_member");
      assert.equal(row?.is_member, VERSION >= CREATOR_IS_MEMBER, "what pg_has_role says");
      assert.match(unknownOf(await reading(database)).detail ?? "", /its owner master is neither/);
      if (VERSION >= CREATOR_IS_MEMBER) {
        await run(database, "GRANT shop TO master WITH INHERIT FALSE, SET FALSE, ADMIN TRUE");
        assert.notEqual(await reading(database), "locked");
        await run(database, "GRANT shop TO master WITH INHERIT TRUE, SET FALSE");
        assert.equal(await reading(database), "locked");
        await run(database, "GRANT shop TO master WITH INHERIT FALSE, SET TRUE");
      } else await run(database, "GRANT shop TO master");
      assert.equal(await reading(database), "locked");
    } finally {
      await run(database, `ALTER DATABASE "${database.name}" OWNER TO CURRENT_USER; DROP ROLE shop`);
    }
  });

  it("a role that the configuration trusts, by its exact name", async () => {
    const database = await createDatabase();
    await run(database, VIEW, "app");
    for (const names of [[], ["APP"], ["ap"], ["public.app"]])
      assert.notEqual(await reading(database, names), "locked");
    assert.equal(await reading(database, ["app"]), "locked");
  });
});

describe("what is not read says what to do", () => {
  it("by the owner, the configuration's line and the ALTER, which help", async () => {
    const database = await createDatabase();
    await run(database, VIEW, "app");
    const { reason, detail, fix: { text: fix } = { text: "" } } = unknownOf(await reading(database));
    assert.equal(reason, "permission");
    assert.match(
      detail ?? "",
      /^public\.schema_migrations was not read: it is a view, and its owner app is neither a superuser/,
    );
    assert.match(fix, /\ntrusted-owners: \["app"\]\n/);
    await run(database, /^# (ALTER VIEW .*)$/m.exec(fix)?.[1] ?? "");
    assert.equal(await reading(database), "locked");
  });

  it("by the schema's owner too", async () => {
    const database = await createDatabase();
    await run(database, `CREATE SCHEMA "my.app"`, "app");
    await run(database, `${VIEW} ALTER VIEW public.schema_migrations SET SCHEMA "my.app"`);
    const { fix: { text: fix } = { text: "" } } = unknownOf(await reading(database, [], "my.app"));
    await run(database, /^# (ALTER SCHEMA .*)$/m.exec(fix)?.[1] ?? "");
    assert.equal(await reading(database, [], "my.app"), "locked");
  });

  it("without a text to paste when a name could be more than a name", async () => {
    for (const name of ["x\nGRANT postgres TO mallory; --", "x\\! touch file", "x\u2028y", "x\u202ey"]) {
      const database = await createDatabase();
      await run(
        database,
        `CREATE ROLE "${name}"; ${VIEW} ALTER VIEW public.schema_migrations OWNER TO "${name}"`,
      );
      const { detail = "", fix } = unknownOf(await reading(database));
      assert.equal(fix, undefined);
      assert.doesNotMatch(detail, /[\n\u2028\u202e]/);
      await run(database, `ALTER VIEW public.schema_migrations OWNER TO CURRENT_USER; DROP ROLE "${name}"`);
    }
  });
});

it("the helper views of sql/setup/monitoring-role.sql belong to who is trusted, whoever of them ran it", async () => {
  for (const [owner, runner] of [
    ["master", "master"],
    ["master", undefined],
  ] as const) {
    const database = await createDatabase(owner);
    await runSetup(
      database,
      "monitoring-role",
      runner === undefined ? {} : { url: server.urlOf(database.name, runner, runner) },
    );
    await run(
      database,
      `CREATE SCHEMA preflight; ${VIEW} ALTER VIEW public.schema_migrations SET SCHEMA preflight`,
      runner,
    ).catch(
      // On 14 and older, master may not create in public.
      () =>
        run(
          database,
          `CREATE SCHEMA preflight; ${VIEW} ALTER VIEW public.schema_migrations SET SCHEMA preflight`,
        ),
    );
    assert.equal(await reading(database, [], "preflight"), "locked");
    await run(database, "DROP OWNED BY preflight; DROP ROLE preflight");
  }
});
