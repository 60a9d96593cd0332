import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { contextOf } from "../../../test/support/builders/context.ts";
import { sourcesFrom } from "../../../test/support/builders/sources.ts";
import { examine } from "../../../test/support/postgres/examine.ts";
import { sharedServer, uniqueName, until } from "../../../test/support/postgres/postgres.ts";
import type { Source } from "../../core/sources.ts";
import { supabaseSource } from "../shared/sources/supabase.ts";
import check from "./check.ts";

describe("application-pool on PostgreSQL", () => {
  it("counts a role's sessions against what was declared, whoever looks", async () => {
    const database = await (await sharedServer()).createDatabase();
    const name = uniqueName('a"pp');
    const url = await database.login({ name });
    const options = { roles: { [name]: 2 } };
    const empty = await examine(check, database, { options });
    assert.deepEqual(empty.findings, []);
    assert.deepEqual(empty.measurements, [
      { role: name, sessions: 0, declared_sessions: 2, role_limit: null },
    ]);

    await database.connect(url);
    await database.connect(url);
    assert.deepEqual(
      (await examine(check, database, { options })).findings,
      [],
      "a full pool is a good pool",
    );

    const third = await database.connect(url);
    const { findings } = await examine(check, database, { options });
    assert.deepEqual(
      findings?.map(({ key, priority, facts }) => [key, priority, facts.sessions]),
      [[name, "medium", 3]],
    );
    const stranger = await examine(check, database, { options, url: await database.stranger() });
    assert.deepEqual(stranger.findings, findings);

    await third.end();
    await until("the server has noticed", async () => {
      const [row] = await database.query("SELECT count(*)::int FROM pg_stat_activity WHERE usename = $1", [
        name,
      ]);
      return row?.count === 2;
    });
    assert.deepEqual((await examine(check, database, { options })).findings, []);
  });

  it("says when a declared role is missing or can't log in", async () => {
    const database = await (await sharedServer()).createDatabase();
    const group = uniqueName("group");
    await database.login({ name: group });
    await database.query(`ALTER ROLE ${group} NOLOGIN`);
    const options = { roles: { authentcator: 20, [group]: 5 } };
    const { findings } = await examine(check, database, { options });
    assert.deepEqual(
      findings?.map((finding) => finding.key),
      ["authentcator", group],
    );
    assert.match(findings?.[0]?.message ?? "", /does not exist/);
    assert.match(findings?.[1]?.message ?? "", /can't log in/);
  });

  it("is skipped with the lines to add when nothing is declared", async () => {
    const database = await (await sharedServer()).createDatabase();
    const { skipped } = await examine(check, database);
    assert.equal(skipped?.reason, "not-configured");
    assert.match(skipped?.fix?.text ?? "", /application-pool: \{ roles: \{ authenticator: 20 \} \}/);
  });
});

describe("application-pool's judge", () => {
  it("tells the role's own limit beside the declared one", () => {
    const row = { role_name: "app", can_login: true, role_limit: 30, sessions: 21 };
    const { findings } = check.evaluate([row], contextOf(check, { options: { roles: { app: 20 } } }));
    assert.equal(findings?.[0]?.facts.role_limit, 30);
  });

  it("refuses a limit that is no whole number of sessions", () => {
    for (const roles of [{ app: 0 }, { app: 1.5 }, { app: "20" }]) {
      assert.equal(check.options.safeParse({ roles }).success, false);
    }
  });
});

describe("application-pool and Supabase's Data API", () => {
  const row = { role_name: "authenticator", can_login: true, role_limit: -1, sessions: 5 };
  const evaluate = (
    postgrest: Source<{ readonly poolSize: number | null }> | undefined,
    roles = { authenticator: 20 },
  ) =>
    check.evaluate([row], {
      ...contextOf(check, { options: { roles } }),
      sources: sourcesFrom({ supabase: { value: postgrest === undefined ? {} : { postgrest } } }),
    });

  it("is asked only when its role is declared", () => {
    const sourcesOf = (roles: Record<string, number>) => check.sources?.(check.options.parse({ roles }));
    assert.deepEqual(sourcesOf({ authenticator: 20, app: 5 }), [supabaseSource("postgrest")]);
    assert.deepEqual(sourcesOf({ app: 5 }), []);
  });

  it("may be configured up to what was declared", () => {
    assert.deepEqual(evaluate({ value: { poolSize: 20 } }).findings, []);
    const { findings, measurements } = evaluate({ value: { poolSize: 21 } });
    assert.deepEqual(
      findings?.map(({ key, facts }) => [key, facts.sessions, facts.data_api_pool]),
      [["authenticator: db_pool", 5, 21]],
    );
    assert.equal(measurements?.[0]?.data_api_pool, 21);
  });

  it("says when the platform's default counts", () => {
    const { findings, measurements } = evaluate({ value: { poolSize: null } });
    assert.deepEqual(findings, []);
    assert.equal(measurements?.[0]?.data_api_pool, "the platform's default");
  });

  it("is unknown when it could not be asked, and sessions are still counted", () => {
    const unknown = {
      reason: "permission",
      detail: "No.",
      fix: { language: "yaml", text: "Data API Config (Read)" },
    } as const;
    assert.deepEqual(evaluate({ unknown }).unknown, unknown);
    const both = evaluate({ unknown }, { authenticator: 4 });
    assert.deepEqual([both.findings?.length, both.unknown], [1, unknown]);
  });

  it("is nobody's matter without a Supabase project", () => {
    const context = contextOf(check, { options: { roles: { authenticator: 20 } } });
    assert.deepEqual(Object.keys(check.evaluate([row], context)), ["findings", "measurements"]);
    assert.equal(evaluate(undefined).unknown, undefined);
  });
});
