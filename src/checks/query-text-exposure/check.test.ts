import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { contextOf } from "../../../test/support/builders/context.ts";
import { examine } from "../../../test/support/postgres/examine.ts";
import { sharedServer, uniqueName } from "../../../test/support/postgres/postgres.ts";
import check from "./check.ts";

describe("query-text-exposure on PostgreSQL", () => {
  it("finds a role of end users that reads texts, and the fix takes that away but not from monitoring", async () => {
    const database = await (await sharedServer()).createDatabase();
    const name = uniqueName(`end "user`);
    const url = await database.login({ name });
    const roles = [name, "no such role"];
    assert.equal((await examine(check, database)).skipped?.reason, "not-applicable", "no extension");

    await database.query("CREATE SCHEMA ext; CREATE EXTENSION pg_stat_statements SCHEMA ext");
    assert.equal(
      (await examine(check, database)).skipped?.reason,
      "not-applicable",
      "PUBLIC may read it by default, but no role is shared by end users",
    );
    assert.deepEqual(await examine(check, database, { options: { roles } }), {}, "the schema is closed");

    await database.query("GRANT USAGE ON SCHEMA ext TO PUBLIC");
    const { findings } = await examine(check, database, { options: { roles } });
    assert.equal(findings?.length, 1);
    assert.equal(findings?.[0]?.key, "ext.pg_stat_statements");
    assert.deepEqual(findings?.[0]?.facts.readers, [name]);
    assert.deepEqual(findings?.[0]?.facts.readers_of_all_roles, []);

    await database.query(findings?.[0]?.fix?.sql ?? "");
    assert.deepEqual(await examine(check, database, { options: { roles } }), {});
    const reader = await database.connect(url);
    await assert.rejects(reader.query("SELECT query FROM ext.pg_stat_statements"), /permission denied/);
    await assert.rejects(reader.query("SELECT query FROM ext.pg_stat_statements(true)"), /permission denied/);
    const monitor = await database.connect(await database.monitor());
    await monitor.query("SELECT query FROM ext.pg_stat_statements");
  });

  it("sees that a closed view leaves the function open", async () => {
    const database = await (await sharedServer()).createDatabase();
    const name = uniqueName("end_user");
    await database.login({ name });
    await database.query("CREATE EXTENSION pg_stat_statements; REVOKE ALL ON pg_stat_statements FROM PUBLIC");
    const { findings } = await examine(check, database, { options: { roles: [name] } });
    assert.deepEqual(findings?.[0]?.facts.readers, [name]);
  });
});

describe("query-text-exposure judges", () => {
  const row = {
    role_name: "anon",
    quoted_role: "anon",
    reads_texts: true,
    reads_view: true,
    reads_all_roles: false,
    view_name: "extensions.pg_stat_statements",
    function_name: "extensions.pg_stat_statements(showtext boolean)",
    owner_name: "postgres",
  };

  it("Supabase's API roles by default, and no other", () => {
    const readers = ["anon", "authenticated", "app"].map((role) => ({
      ...row,
      role_name: role,
      quoted_role: role,
    }));
    const { findings } = check.evaluate(readers, contextOf(check));
    assert.deepEqual(findings?.[0]?.facts.readers, ["anon", "authenticated"]);
    assert.match(
      findings?.[0]?.fix?.sql ?? "",
      /^REVOKE ALL ON extensions\.\S+ FROM PUBLIC, anon, authenticated;/,
    );
  });

  it("tells who reads everybody's", () => {
    const { findings } = check.evaluate([{ ...row, reads_all_roles: true }], contextOf(check));
    assert.deepEqual(findings?.[0]?.facts.readers_of_all_roles, ["anon"]);
  });
});
