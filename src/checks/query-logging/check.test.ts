import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { contextOf } from "../../../test/support/builders/context.ts";
import { examine } from "../../../test/support/postgres/examine.ts";
import { sharedServer, uniqueName } from "../../../test/support/postgres/postgres.ts";
import type { EffectiveSetting } from "../shared/effective-settings.ts";
import check from "./check.ts";

describe("query-logging on PostgreSQL", () => {
  it("finds a database that logs neither slow statements nor schema changes, and the fixes mend both", async () => {
    const database = await (await sharedServer()).createDatabase();
    await database.query(`ALTER DATABASE "${database.name}" SET log_min_duration_sample = '1ms'`);
    const { findings, unknown } = await examine(check, database);
    assert.equal(unknown, undefined);
    assert.deepEqual(
      findings?.map(({ key, facts }) => [key, facts.value, facts.set_for]),
      [
        ["log_min_duration_statement", "-1", "server"],
        ["log_statement", "none", "server"],
      ],
      "a sample is no log",
    );
    for (const finding of findings ?? []) await database.query(finding.fix?.sql ?? "");
    assert.deepEqual((await examine(check, database)).findings, []);
  });

  it("finds the login that logs less than the database, and no other", async () => {
    const database = await (await sharedServer()).createDatabase();
    const here = `"${database.name}"`;
    const [weak, strong] = [uniqueName("weak 'x"), uniqueName("strong")];
    await database.login({ name: weak });
    await database.login({ name: strong });
    await database.query(`
      ALTER DATABASE ${here} SET log_min_duration_statement = '500ms';
      ALTER DATABASE ${here} SET log_statement = 'ddl';
      ALTER ROLE "${weak}" IN DATABASE ${here} SET log_statement = 'none';
      ALTER ROLE "${strong}" IN DATABASE ${here} SET log_statement = 'mod'`);
    const ours = decodeURIComponent(new URL(await database.monitor()).username);
    await database.query(`ALTER ROLE "${ours}" SET log_statement = 'none'`);
    const { findings } = await examine(check, database);
    assert.deepEqual(
      findings?.map(({ key }) => key),
      [`"${weak}".log_statement`],
      "our own login is no application's",
    );
    await database.query(findings?.[0]?.fix?.sql ?? "");
    assert.deepEqual((await examine(check, database)).findings, []);

    const options = { roles: [weak, "no such role"], log_min_duration_statement: "499ms" };
    const declared = await examine(check, database, { options });
    assert.deepEqual(
      declared.findings?.map(({ key }) => key),
      [`"${weak}".log_min_duration_statement`],
    );
    assert.match(declared.unknown?.detail ?? "", /no such role/);
  });

  it("does not take our login's own value for the database's", async () => {
    const database = await (await sharedServer()).createDatabase();
    const ours = decodeURIComponent(new URL(await database.monitor()).username);
    await database.query(`ALTER ROLE "${ours}" SET log_min_duration_statement = 0`);
    const { unknown } = await examine(check, database);
    assert.equal(unknown?.reason, "permission");
    await database.query(unknown?.fix?.text ?? "");
    assert.equal((await examine(check, database)).unknown, undefined);
  });
});

const row = (setting: string, value: string, role: string | null = null): EffectiveSetting => ({
  role_name: role,
  quoted_role: role,
  can_login: role !== null,
  setting,
  value,
  level: role === null ? "server" : "role",
});

describe("query-logging judges", () => {
  const found = (setting: string, value: string) =>
    check.evaluate([row(setting, value)], contextOf(check)).findings?.length;

  it("both settings at their edges", () => {
    const durations = ["0", "1000", "1s", "1001", "-1", "2min"];
    assert.deepEqual(
      durations.map((value) => found("log_min_duration_statement", value)),
      [0, 0, 0, 1, 1, 1],
    );
    assert.deepEqual(
      ["none", "ddl", "mod", "all", "DDL", "None"].map((value) => found("log_statement", value)),
      [1, 0, 0, 0, 0, 1],
    );
  });

  it("on Supabase the roles that people log in as, for the database's own value can't be set there", () => {
    const rows = [
      row("log_min_duration_statement", "-1"),
      ...["authenticator", "postgres", "supabase_admin"].map((role) =>
        row("log_min_duration_statement", "-1", role),
      ),
    ];
    const context = contextOf(check, { server: { isSupabase: true } });
    assert.deepEqual(
      check.evaluate(rows, context).findings?.map(({ fix }) => fix?.sql),
      [
        "ALTER ROLE authenticator SET log_min_duration_statement = '1s';",
        "ALTER ROLE postgres SET log_min_duration_statement = '1s';",
      ],
    );
  });

  it("auto_explain's threshold as a fact that excuses nothing", () => {
    const rows = [row("auto_explain.log_min_duration", "1s"), row("log_min_duration_statement", "-1")];
    const { findings, measurements } = check.evaluate(rows, contextOf(check));
    assert.equal(findings?.length, 1);
    assert.equal(measurements?.[0]?.["auto_explain.log_min_duration"], "1s");
  });
});
