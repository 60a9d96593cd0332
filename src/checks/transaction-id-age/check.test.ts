import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, it } from "vitest";
import type { z } from "zod";
import { contextOf } from "../../../test/support/builders/context.ts";
import { examine } from "../../../test/support/postgres/examine.ts";
import {
  type Database,
  type OwnServer,
  sharedServer,
  startServer,
} from "../../../test/support/postgres/postgres.ts";
import check from "./check.ts";

/** Uses up transaction ids, one for each turn. */
async function burn(server: OwnServer, ids: number): Promise<void> {
  await server.query(`DO $$ BEGIN FOR i IN 1..${ids} LOOP PERFORM txid_current(); COMMIT; END LOOP; END $$`);
}

async function freeze(server: OwnServer, database: Database, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const client = await database.connect(server.urlOf(name));
    await client.query("VACUUM (FREEZE)");
    await client.end();
  }
}

describe("transaction-id-age on PostgreSQL", () => {
  it("finds nothing on a young server, with any login", async () => {
    const database = await (await sharedServer()).createDatabase();
    assert.deepEqual(await examine(check, database), { findings: [] });
    assert.deepEqual(await examine(check, database, { url: await database.stranger() }), { findings: [] });
  });

  it("finds databases whose oldest id is too old, says what holds vacuum back, and is content after vacuum", async () => {
    // The least that the server allows: autovacuum would freeze at 100,000, the check speaks at twice that.
    const settings = {
      autovacuum_freeze_max_age: "100000",
      vacuum_freeze_min_age: "0",
      max_prepared_transactions: "2",
    };
    const server = await startServer({ settings });
    const database = await server.createDatabase({ name: "Old one" });
    const options = { "max-age": 1 };
    await database.query(`BEGIN; CREATE TABLE held (id int); PREPARE TRANSACTION 'it''s
::error::left'`);
    await burn(server, 130_000);
    assert.deepEqual((await examine(check, database, { options })).findings, [], "autovacuum is at work");
    await burn(server, 80_000);

    const { findings = [] } = await examine(check, database, { options });
    const found = findings.find(({ key }) => key === '"Old one"');
    assert.equal(found?.priority, "high");
    assert.match(
      found?.message ?? "",
      /^Database "Old one" holds transaction ids 0 million transactions old/,
    );
    assert.match(
      found?.message ?? "",
      /prepared transaction 'it''s\n::error::left' keeps vacuum from freezing\.$/,
    );
    assert.ok(
      findings.some(({ key }) => key === "postgres"),
      "the shared catalogues age with it",
    );
    assert.ok(Array.isArray(found?.facts.oldest_tables) && found.facts.oldest_tables.length === 5);
    assert.equal(findings.find(({ key }) => key === "postgres")?.fix?.sql, found?.fix?.sql);

    await database.query(found?.fix?.sql ?? "");
    const freed = (await examine(check, database, { options })).findings ?? [];
    const vacuum = freed.find(({ key }) => key === '"Old one"')?.fix?.sql;
    // Autovacuum may have been quicker.
    if (vacuum !== undefined) {
      assert.match(vacuum, /^VACUUM \(FREEZE\) \S+;$/);
      await database.query(vacuum);
    }
    await freeze(server, database, ["Old one", "postgres", "template1"]);
    const after = (await examine(check, database, { options })).findings ?? [];
    assert.deepEqual(
      after.filter(({ key }) => key !== "template0"),
      [],
    );
  });
});

describe("transaction-id-age while a vacuum freezes", () => {
  it("does not call the vacuum what keeps vacuum from freezing, and never says to end it", async () => {
    const server = await startServer({
      settings: { autovacuum_freeze_max_age: "100000", autovacuum: "off" },
    });
    const database = await server.createDatabase();
    await database.query("CREATE TABLE big AS SELECT g AS id FROM generate_series(1, 400000) AS g");
    const client = await database.connect();
    // A nap after each page: it lasts far longer than the test.
    await client.query("SET vacuum_cost_delay = '100ms'");
    await client.query("SET vacuum_cost_limit = 1");
    const vacuum = client.query("VACUUM (FREEZE) big").catch(() => undefined);
    try {
      await until(async () => {
        const rows = await database.query(
          "SELECT FROM pg_stat_progress_vacuum AS v JOIN pg_stat_activity AS a USING (pid) WHERE a.backend_xmin IS NOT NULL",
        );
        return rows.length === 1;
      });
      await burn(server, 210_000);
      const { findings = [] } = await examine(check, database, { options: { "max-age": 1 } });
      const found = findings.find(({ key }) => key === database.name);
      assert.ok(found);
      assert.equal(found.facts.held_back_by, null);
      assert.doesNotMatch(found.fix?.sql ?? "", /terminate/);
    } finally {
      await database.query("SELECT pg_cancel_backend(pid) FROM pg_stat_progress_vacuum");
      await vacuum;
      await client.end();
    }
  });
});

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 10_000;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error("it did not come about within 10 s");
    await sleep(20);
  }
}

type Row = z.infer<typeof check.query.row>;

describe("transaction-id-age's judge", () => {
  const database: Row = {
    kind: "database",
    name: "app",
    is_here: true,
    backend_start: null,
    xid_age: 0,
    multixact_age: 0,
    xid_freeze_age: 200_000_000,
    multixact_freeze_age: 400_000_000,
  };
  const none = { is_here: null, multixact_age: null, xid_freeze_age: null, multixact_freeze_age: null };
  const evaluate = (rows: readonly Partial<Row>[], server = {}) =>
    check.evaluate(
      rows.map((row) => ({ ...database, ...row })),
      contextOf(check, { server }),
    ).findings ?? [];
  const keys = (rows: readonly Partial<Row>[]) =>
    evaluate(rows).map(({ key, priority }) => `${key}: ${priority}`);

  it("begins at max-age, and is urgent from half of the limit", () => {
    assert.deepEqual(keys([{ xid_age: 499_999_999 }]), []);
    assert.deepEqual(keys([{ xid_age: 500_000_000 }]), ["app: high"]);
    assert.deepEqual(keys([{ xid_age: 999_999_999 }]), ["app: high"]);
    assert.deepEqual(keys([{ xid_age: 1_000_000_000 }]), ["app: critical"]);
  });

  it("leaves autovacuum the time that the server's own settings give it", () => {
    assert.deepEqual(keys([{ xid_age: 999_999_999, xid_freeze_age: 500_000_000 }]), []);
    assert.deepEqual(keys([{ xid_age: 1_000_000_000, xid_freeze_age: 500_000_000 }]), ["app: critical"]);
  });

  it("has a limit of its own, however late the server's settings let autovacuum begin", () => {
    const late = { xid_age: 1_000_000_000, xid_freeze_age: 2_000_000_000 };
    assert.deepEqual(keys([{ ...late, xid_age: 999_999_999 }]), []);
    assert.deepEqual(keys([late]), ["app: critical"]);
    assert.match(
      evaluate([late])[0]?.message ?? "",
      /begins to freeze only at 2,000 million: autovacuum_freeze_max_age is that high\.$/,
    );
    const multixacts = { multixact_age: 1_000_000_000, multixact_freeze_age: 1_500_000_000 };
    assert.match(
      evaluate([multixacts])[0]?.message ?? "",
      /1,500 million: autovacuum_multixact_freeze_max_age is that high/,
    );
    assert.doesNotMatch(evaluate([{ xid_age: 600_000_000 }])[0]?.message ?? "", /begins to freeze/);
  });

  it("takes a higher limit from the configuration, up to the failsafe", () => {
    const keysAt = (xid_age: number) =>
      check
        .evaluate(
          [{ ...database, xid_age, xid_freeze_age: 1_200_000_000 }],
          contextOf(check, { options: { "max-age": 2_000_000_000 } }),
        )
        .findings?.map(({ key }) => key);
    assert.deepEqual(keysAt(1_599_999_999), []);
    assert.deepEqual(keysAt(1_600_000_000), ["app"]);
  });

  it("looks at multixacts apart, and at every database", () => {
    assert.deepEqual(keys([{ multixact_age: 799_999_999 }]), []);
    assert.deepEqual(keys([{ multixact_age: 800_000_000 }]), ["app (multixacts): high"]);
    assert.match(
      evaluate([{ multixact_age: 800_000_000 }])[0]?.message ?? "",
      /multixacts 800 million multixacts old/,
    );
    assert.deepEqual(keys([{ name: "template0", is_here: false, xid_age: 600_000_000 }]), [
      "template0: high",
    ]);
  });

  it("hands out the statement that helps", () => {
    const old = { xid_age: 700_000_000 };
    const table: Partial<Row> = {
      ...none,
      kind: "table",
      name: "public.t",
      xid_age: 700_000_000,
      multixact_age: 1,
    };
    const backend_start = "2026-11-22 11:00:00.000001+00";
    const session: Partial<Row> = {
      ...none,
      kind: "session",
      name: "77",
      backend_start,
      xid_age: 650_000_000,
    };
    const standby: Partial<Row> = { ...session, kind: "standby" };
    assert.equal(evaluate([old, table])[0]?.fix?.sql, "VACUUM (FREEZE) public.t;");
    const end = evaluate([old, table, session])[0]?.fix;
    assert.match(
      end?.sql ?? "",
      /SELECT pg_terminate_backend\(pid\) FROM pg_stat_activity WHERE .* IN \(\(77, '2026-11-22 11:00:00\.000001\+00'\)\);$/,
    );
    const slot: Partial<Row> = { ...none, kind: "replication slot", name: "'s'", xid_age: 650_000_000 };
    assert.equal(evaluate([old, table, slot])[0]?.fix?.sql, "SELECT pg_drop_replication_slot('s');");
    const inUse = evaluate([old, table, { ...slot, kind: "replication slot in use" }])[0];
    assert.equal(inUse?.fix, undefined, "the server refuses to drop it");
    assert.match(inUse?.message ?? "", /The replication slot in use 's' keeps vacuum from freezing/);
    assert.equal(evaluate([old, table, standby])[0]?.fix, undefined);
    assert.match(
      evaluate([old, standby])[0]?.message ?? "",
      /The standby of process 77 keeps vacuum from freezing/,
    );
    assert.equal(evaluate([old, { ...table, kind: "temporary table" }])[0]?.fix, undefined);
    assert.equal(
      evaluate([old, table, { ...session, xid_age: 1000 }])[0]?.fix?.sql,
      "VACUUM (FREEZE) public.t;",
    );
    assert.equal(evaluate([old, table], { inRecovery: true })[0]?.fix, undefined);
    assert.equal(evaluate([{ ...old, is_here: false }])[0]?.fix, undefined);
  });
});
