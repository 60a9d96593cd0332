import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { contextOf } from "../../../test/support/builders/context.ts";
import { examine } from "../../../test/support/postgres/examine.ts";
import { sharedServer, startServer } from "../../../test/support/postgres/postgres.ts";
import { collectDatabase } from "../../collect/postgres/collect.ts";
import type { QueryCheck } from "../../core/check.ts";
import { evaluateAnswer } from "../../core/evaluate/evaluate-check.ts";
import type { Connection } from "../../core/server.ts";
import check from "./check.ts";

describe("connection-security on PostgreSQL", () => {
  it("finds a superuser's login, and the fix makes one that is content", async () => {
    const server = await startServer();
    const database = await server.createDatabase({ name: 'my "db"' });
    const { findings, unknown } = await examine(check, database, { url: database.url });
    assert.equal(unknown, undefined);
    assert.deepEqual(
      findings?.map(({ key, facts }) => [key, facts.rights]),
      [["login", ["SUPERUSER"]]],
      "plain text over loopback is no finding",
    );
    await database.query(findings?.[0]?.fix?.sql ?? "");
    await database.query("ALTER ROLE preflight PASSWORD 'x'");
    const url = server.urlOf(database.name, "preflight", "x");
    assert.deepEqual((await examine(check, database, { url })).findings, []);
  });

  it("finds logins that read or own data, and lets pg_monitor and a stranger be", async () => {
    // PostgreSQL 13 has no pg_read_all_data.
    const database = await (await sharedServer(18)).createDatabase();
    const rightsOf = async (url: string) =>
      (await examine(check, database, { url })).findings?.map(({ facts }) => facts.rights);
    assert.deepEqual(await rightsOf(await database.monitor()), []);
    assert.deepEqual(await rightsOf(await database.stranger()), []);

    const reader = await database.login({ memberOf: ["pg_read_all_data"], attributes: "BYPASSRLS" });
    assert.deepEqual(await rightsOf(reader), [["BYPASSRLS", "member of pg_read_all_data"]]);

    const ender = await database.login({ memberOf: ["pg_signal_backend"], attributes: "CREATEDB" });
    assert.deepEqual(await rightsOf(ender), [["CREATEDB", "member of pg_signal_backend"]]);

    const owner = await database.login();
    await database.query(
      `CREATE TABLE orders (); ALTER TABLE orders OWNER TO "${decodeURIComponent(new URL(owner).username)}"`,
    );
    assert.deepEqual(await rightsOf(owner), [["owner of 1 table"]]);
    await database.query("DROP TABLE orders");
  });

  it("takes back what the action's own login was given, for it can't be made again", async () => {
    const server = await startServer();
    const database = await server.createDatabase();
    const url = await database.login({
      name: "preflight",
      attributes: "BYPASSRLS CREATEDB",
      memberOf: ["pg_monitor", "pg_read_all_data"],
    });
    await database.query("CREATE TABLE orders (); ALTER TABLE orders OWNER TO preflight");
    const { findings } = await examine(check, database, { url });
    assert.deepEqual(findings?.[0]?.facts.rights, [
      "BYPASSRLS",
      "CREATEDB",
      "member of pg_read_all_data",
      "owner of 1 table",
    ]);
    await database.query(findings?.[0]?.fix?.sql ?? "");
    assert.deepEqual((await examine(check, database, { url })).findings, []);
  });

  it("sees TLS", async () => {
    const server = await startServer({ tls: true });
    const database = await server.createDatabase();
    const options = {};
    const evidence = await collectDatabase({
      url: `${await database.monitor()}?sslmode=verify-full`,
      ca: server.ca,
      checks: [{ check: check as unknown as QueryCheck, options }],
      schemas: undefined,
      timeout: 30_000,
    });
    assert.ok(evidence.reached);
    const outcome = evaluateAnswer(check as unknown as QueryCheck, evidence.answers.get(check.id), {
      ...contextOf(check),
      server: evidence.server,
    });
    assert.deepEqual(outcome.findings, []);
    assert.equal(outcome.measurements?.[0]?.server_sees, "TLS");
    assert.match(String(outcome.measurements?.[0]?.tls_version), /^TLSv1/);
  });
});

const row = {
  is_encrypted: false,
  tls_version: null,
  tls_cipher: null,
  is_local: false,
  attributes: [],
  memberships: [],
  owned_tables: 0,
};

describe("connection-security judges", () => {
  const found = (own: Partial<Connection>) =>
    check
      .evaluate(
        [row],
        contextOf(check, {
          server: { connection: { isEncrypted: false, isLoopback: false, isDirect: true, ...own } },
        }),
      )
      .findings?.map(({ key }) => key);

  it("plain text that leaves this machine, whatever line the server sees behind a pooler", () => {
    assert.deepEqual(found({}), ["encryption"]);
    assert.deepEqual(found({ isDirect: false }), ["encryption"]);
    assert.deepEqual(found({ isEncrypted: true }), []);
    assert.deepEqual(found({ isEncrypted: true, isDirect: false }), []);
    assert.deepEqual(found({ isLoopback: true }), []);
  });
});
