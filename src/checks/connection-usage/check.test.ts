import assert from "node:assert/strict";
import { describe, it } from "vitest";
import type { z } from "zod";
import { contextOf } from "../../../test/support/builders/context.ts";
import { examine } from "../../../test/support/postgres/examine.ts";
import { type Database, startServer, uniqueName } from "../../../test/support/postgres/postgres.ts";
import check from "./check.ts";

/** Opens sessions and keeps them. */
async function occupy(database: Database, sessions: number, url?: string) {
  return Promise.all(Array.from({ length: sessions }, () => database.connect(url)));
}

describe("connection-usage on PostgreSQL", () => {
  it("follows the sessions of the whole server, all databases together", async () => {
    // 20 - 3 reserved for superusers leave 17; the run itself takes up to two.
    const server = await startServer({ settings: { max_connections: "20" } });
    const database = await server.createDatabase();
    const other = await server.createDatabase();
    assert.deepEqual((await examine(check, database)).findings, []);

    const held = await occupy(other, 11);
    assert.deepEqual((await examine(check, database)).findings, [], "11 and ours are below 85 %");

    await held[0]?.query("BEGIN");
    const more = await occupy(other, 4);
    const { findings, measurements } = await examine(check, database);
    assert.deepEqual(
      findings?.map((finding) => finding.key),
      ["max_connections"],
    );
    assert.equal(findings?.[0]?.facts.limit, 17);
    assert.equal(findings?.[0]?.facts.idle_in_transaction, 1);
    assert.equal(measurements?.[0]?.role, "all");
    assert.equal(measurements?.find((row) => row.role === "postgres")?.sessions, 15);

    await Promise.all([...held, ...more].map((client) => client.end()));
    assert.deepEqual((await examine(check, database)).findings, []);
  });

  it("finds a role and a database at their own limits", async () => {
    const server = await startServer();
    const database = await server.createDatabase();
    const name = uniqueName("ap'p <b>");
    const url = await database.login({ name, attributes: "CONNECTION LIMIT 6" });
    await occupy(database, 5, url);
    assert.deepEqual((await examine(check, database)).findings, [], "5 of 6 are below 85 %");
    await occupy(database, 1, url);
    const { findings } = await examine(check, database);
    assert.deepEqual(
      findings?.map(({ key, priority }) => [key, priority]),
      [[`role ${name}`, "high"]],
    );
    await database.query(`ALTER DATABASE ${database.name} CONNECTION LIMIT 8`);
    const both = await examine(check, database);
    assert.deepEqual(
      both.findings?.map((finding) => finding.key),
      ["database", `role ${name}`],
    );
  });

  it("counts for a login that holds nothing but CONNECT, without what the sessions do", async () => {
    const server = await startServer({ settings: { max_connections: "20" } });
    const database = await server.createDatabase();
    await occupy(database, 15);
    const url = await database.stranger();
    const { findings, unknown, measurements } = await examine(check, database, { url });
    assert.equal(findings?.[0]?.key, "max_connections");
    assert.equal(unknown, undefined, "the total is to be trusted");
    assert.equal(measurements?.[0]?.active, null);
    assert.ok(Number(measurements?.[0]?.sessions) >= 16);
  });
});

type Row = z.infer<typeof check.query.row>;

const role: Row = {
  role_name: "app",
  is_ours: false,
  sessions: 10,
  active: 1,
  idle: 9,
  idle_in_transaction: 0,
  waiting_for_lock: 0,
  role_limit: -1,
  database_limit: -1,
  database_sessions: 10,
};

function evaluate(rows: Partial<Row>[], overrides: Parameters<typeof contextOf>[1] = {}) {
  const server = { maxConnections: 110, reservedConnections: 10 };
  return check.evaluate(
    rows.map((row) => ({ ...role, ...row })),
    contextOf(check, { server, ...overrides }),
  );
}

const told = (rows: Partial<Row>[], overrides: Parameters<typeof contextOf>[1] = {}) =>
  evaluate(rows, overrides).findings?.map(({ key, priority }) => `${key}: ${priority}`);

describe("connection-usage's judge", () => {
  it("is medium from 85 % and high from 95 % of what is not reserved", () => {
    assert.deepEqual(told([{ sessions: 84 }]), []);
    assert.deepEqual(told([{ sessions: 60 }, { sessions: 25 }]), ["max_connections: medium"]);
    assert.deepEqual(told([{ sessions: 94 }]), ["max_connections: medium"]);
    assert.deepEqual(told([{ sessions: 95 }]), ["max_connections: high"]);
    assert.deepEqual(told([{ sessions: 90 }], { priority: "critical" }), ["max_connections: medium"]);
    assert.deepEqual(told([{ sessions: 95 }], { priority: "critical" }), ["max_connections: critical"]);
    assert.deepEqual(told([{ sessions: 90 }], { priority: "low" }), ["max_connections: low"]);
  });

  it("takes the percents from the options", () => {
    const options = { "max-percent": 50, "urgent-percent": 60 };
    assert.deepEqual(told([{ sessions: 49 }], { options }), []);
    assert.deepEqual(told([{ sessions: 50 }], { options }), ["max_connections: medium"]);
    assert.deepEqual(told([{ sessions: 60 }], { options }), ["max_connections: high"]);
  });

  it("lets a limit of one and our own login's limit be", () => {
    assert.deepEqual(told([{ sessions: 1, role_limit: 1 }]), []);
    assert.deepEqual(told([{ sessions: 2, role_limit: 2, is_ours: true }]), []);
    assert.deepEqual(told([{ sessions: 2, role_limit: 2 }]), ["role app: high"]);
  });

  it("counts roles past the twentieth together", () => {
    const rows = Array.from({ length: 23 }, (_, index) => ({ role_name: `r${index}`, sessions: 1 }));
    const { measurements } = evaluate(rows);
    assert.equal(measurements?.length, 22);
    assert.deepEqual([measurements?.at(-1)?.role, measurements?.at(-1)?.sessions], ["3 others", 3]);
  });
});
