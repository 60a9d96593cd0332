import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { contextOf } from "../../../test/support/builders/context.ts";
import { examine } from "../../../test/support/postgres/examine.ts";
import { sharedServer, startServer, uniqueName } from "../../../test/support/postgres/postgres.ts";
import type { EffectiveSetting } from "../shared/effective-settings.ts";
import check from "./check.ts";

describe("error-logging on PostgreSQL", () => {
  it("finds what keeps errors out of the log, and the fixes bring them back", async () => {
    const server = await startServer();
    const database = await server.createDatabase();
    const clean = await examine(check, database);
    assert.deepEqual([clean.findings, clean.unknown], [[], undefined]);
    assert.equal(
      clean.measurements?.[0]?.logging_collector,
      "off",
      "as in every container: a fact, no finding",
    );

    const fail = async (text: string) => assert.rejects(database.query(`SELECT '${text}'::int`));
    await database.query(`ALTER DATABASE "${database.name}" SET log_min_messages = 'log'`);
    await fail("silent");
    assert.doesNotMatch(server.log(), /silent/, "log is above error in this setting's order");
    await database.query(`ALTER DATABASE "${database.name}" SET log_min_error_statement = 'panic'`);
    const { findings } = await examine(check, database);
    assert.deepEqual(
      findings?.map(({ key, facts }) => [key, facts.value, facts.set_for]),
      [
        ["log_min_error_statement", "panic", "database"],
        ["log_min_messages", "log", "database"],
      ],
    );
    for (const finding of findings ?? []) await database.query(finding.fix?.sql ?? "");
    assert.deepEqual((await examine(check, database)).findings, []);
    await fail("heard");
    assert.match(server.log(), /STATEMENT: {2}SELECT 'heard'::int/);
  });

  it("finds the login whose errors are lost", async () => {
    const database = await (await sharedServer()).createDatabase();
    const name = uniqueName("Quiet\n::error");
    await database.login({ name });
    await database.query(
      `ALTER ROLE "${name}" IN DATABASE "${database.name}" SET log_min_messages = 'FATAL'`,
    );
    const { findings } = await examine(check, database);
    assert.deepEqual(
      findings?.map(({ key }) => key),
      [`"${name}".log_min_messages`],
    );
    await database.query(findings?.[0]?.fix?.sql ?? "");
    assert.deepEqual((await examine(check, database)).findings, []);
  });
});

const row = (value: string | null, role: string | null = null): EffectiveSetting => ({
  role_name: role,
  quoted_role: role,
  can_login: role !== null,
  setting: "log_min_messages",
  value,
  level: role === null ? "server" : "role",
});

describe("error-logging judges", () => {
  it("each level in the order that the server's log knows", () => {
    const found = (value: string) => check.evaluate([row(value)], contextOf(check)).findings?.length;
    const levels = ["debug5", "debug1", "info", "notice", "warning", "error", "log", "fatal", "panic"];
    assert.deepEqual(levels.map(found), [0, 0, 0, 0, 0, 0, 1, 1, 1]);
  });

  it("a hidden value as unknown", () => {
    assert.equal(check.evaluate([row(null)], contextOf(check)).unknown?.reason, "permission");
  });

  it("Supabase's own logins as Supabase's, and gives fixes that its users may run", () => {
    const context = contextOf(check, { server: { isSupabase: true } });
    const { findings } = check.evaluate([row("fatal"), row("fatal", "supabase_admin")], context);
    assert.deepEqual(
      findings?.map(({ fix }) => fix?.sql),
      [
        "ALTER ROLE postgres SET log_min_messages = 'warning';\nALTER ROLE authenticator SET log_min_messages = 'warning';",
      ],
    );
  });
});
