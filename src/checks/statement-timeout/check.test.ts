import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { contextOf } from "../../../test/support/builders/context.ts";
import { examine } from "../../../test/support/postgres/examine.ts";
import {
  type Database,
  sharedServer,
  startServer,
  uniqueName,
} from "../../../test/support/postgres/postgres.ts";
import errorLogging from "../error-logging/check.ts";
import queryLogging from "../query-logging/check.ts";
import type { EffectiveSetting } from "../shared/effective-settings.ts";
import check from "./check.ts";

interface Application {
  readonly database: Database;
  readonly name: string;
  readonly url: string;
  readonly role: string;
}

/** A database with a login whose name wants quotes. */
async function application(): Promise<Application> {
  const database = await (await sharedServer()).createDatabase();
  const name = uniqueName(`app "x'`);
  const url = await database.login({ name });
  return { database, name, url, role: `"${name.replaceAll('"', '""')}"` };
}

async function show({ database, url }: Application): Promise<string> {
  const session = await database.connect(url);
  const { rows } = await session.query("SHOW statement_timeout");
  await session.end();
  return rows[0].statement_timeout;
}

describe("statement-timeout on PostgreSQL", () => {
  it("finds a role without a limit, at whatever level it has none, and the fix limits its sessions", async () => {
    const app = await application();
    const { database, role, name } = app;
    const here = `"${database.name}"`;
    const options = { roles: [name] };
    const levels = [
      ["SELECT 1", "server"],
      [`ALTER DATABASE ${here} SET statement_timeout = 0`, "database"],
      [`ALTER ROLE ${role} SET statement_timeout = '31s'`, "role"],
      [`ALTER ROLE ${role} IN DATABASE ${here} SET statement_timeout = '2h'`, "role in database"],
    ] as const;
    for (const [spoil, level] of levels) {
      await database.query(spoil);
      const { findings, unknown } = await examine(check, database, { options });
      assert.equal(unknown, undefined, level);
      assert.deepEqual(
        findings?.map(({ key, facts }) => [key, facts.set_for]),
        [[role, level]],
      );
      await database.query(findings?.[0]?.fix?.sql ?? "");
      assert.deepEqual((await examine(check, database, { options })).findings, [], level);
      assert.equal(await show(app), "30s", level);
      await database.query(`ALTER ROLE ${role} RESET ALL`);
    }
  });

  it("lets a limit of the database stand for a role without its own, and not one of another database", async () => {
    const { database, name, role } = await application();
    const options = { roles: [name] };
    await database.query(`ALTER ROLE ${role} IN DATABASE postgres SET statement_timeout = '1s'`);
    assert.equal((await examine(check, database, { options })).findings?.length, 1);
    await database.query(`ALTER DATABASE "${database.name}" SET statement_timeout = '20s'`);
    const { findings, measurements } = await examine(check, database, { options });
    assert.deepEqual(findings, []);
    assert.equal(measurements?.[0]?.statement_timeout_ms, 20_000);
    assert.equal(measurements?.[0]?.idle_in_transaction_session_timeout_ms, 0, "not our own session's");
  });

  it("does not take our login's own limit for the server's", async () => {
    const { database, name } = await application();
    const options = { roles: [name] };
    const monitor = decodeURIComponent(new URL(await database.monitor()).username);
    await database.query(`ALTER ROLE "${monitor}" SET statement_timeout = '15s'`);
    const { findings, unknown } = await examine(check, database, { options });
    assert.deepEqual([findings, unknown?.reason], [[], "permission"]);
    await database.query(unknown?.fix?.text ?? "");
    assert.equal((await examine(check, database, { options })).findings?.length, 1);
  });

  it("names the login roles when none is declared, and doubts one that does not exist", async () => {
    const { database, name } = await application();
    const { skipped } = await examine(check, database);
    assert.equal(skipped?.reason, "not-configured");
    assert.match(skipped?.detail ?? "", /^This server's login roles: /);
    assert.match(skipped?.fix?.text ?? "", /statement-timeout: \{ roles: \["app"\] \}/);
    const { unknown } = await examine(check, database, { options: { roles: [name, "no such role"] } });
    assert.match(unknown?.detail ?? "", /no such role/);
  });

  it("copes with a role for each of thousands of tenants, and so do its two neighbours", async () => {
    const server = await startServer();
    const database = await server.createDatabase();
    await database.query(`DO $$ BEGIN FOR i IN 1..4000 LOOP
      EXECUTE format('CREATE ROLE tenant_%s LOGIN', i);
      EXECUTE format('ALTER ROLE tenant_%s SET statement_timeout = %L', i, '5s');
      EXECUTE format('ALTER ROLE tenant_%s SET log_min_error_statement = error', i);
    END LOOP; END $$`);
    const options = { roles: ["tenant_1", "tenant_4000"] };
    // Each ran into its time-out of 10 s, or nearly, when every role walked over the values of all.
    for (const evaluate of [
      () => examine(check, database, { options }),
      () => examine(errorLogging, database),
      () => examine(queryLogging, database, { options }),
    ]) {
      const started = performance.now();
      assert.equal((await evaluate()).unknown, undefined);
      assert.ok(performance.now() - started < 3_000);
    }
  });

  it("needs no grant", async () => {
    const { database, name } = await application();
    const seen = await examine(check, database, {
      url: await database.stranger(),
      options: { roles: [name] },
    });
    assert.deepEqual([seen.findings?.length, seen.unknown], [1, undefined]);
  });
});

const timeout = (
  role: string,
  value: string | null,
  changes: Partial<EffectiveSetting> = {},
): EffectiveSetting => ({
  role_name: role,
  quoted_role: role,
  can_login: true,
  setting: "statement_timeout",
  value,
  level: "role",
  ...changes,
});

describe("statement-timeout judges", () => {
  const limits = { max: "30s", roles: ["app"] };
  const found = (value: string) =>
    check.evaluate([timeout("app", value)], contextOf(check, { options: limits })).findings?.length;

  it("a limit at its edge, however it is written", () => {
    assert.deepEqual(["30s", "30000", "0.5min", "1"].map(found), [0, 0, 0, 0]);
    assert.deepEqual(["30001", "31s", "0", "0ms", "1h"].map(found), [1, 1, 1, 1, 1]);
  });

  it("Supabase's API roles, the login's limit where they have none, and neither service_role nor postgres", () => {
    const noLogin = { can_login: false, level: "server" } as const;
    const rows = [
      timeout("anon", "3s", { can_login: false }),
      timeout("authenticated", "0", noLogin),
      timeout("authenticator", "8s"),
      timeout("postgres", "0"),
      timeout("service_role", "0", noLogin),
    ];
    const context = contextOf(check, { server: { isSupabase: true } });
    assert.deepEqual(check.evaluate(rows, context).findings, []);

    const [, , , ...rest] = rows;
    const open = [...rest, timeout("authenticator", "0"), timeout("authenticated", "0", noLogin)];
    const { findings } = check.evaluate(open, context);
    assert.deepEqual(
      findings?.map(({ key, fix }) => [key, fix?.sql]),
      [
        [
          "authenticated",
          "ALTER ROLE authenticated SET statement_timeout = '30s';\nNOTIFY pgrst, 'reload config';",
        ],
      ],
    );
  });

  it("a role that can't log in and has no limit of its own as unknown", () => {
    const rows = [timeout("app", "20s", { can_login: false, level: "server" })];
    assert.equal(check.evaluate(rows, contextOf(check, { options: limits })).unknown?.reason, "error");
  });
});
