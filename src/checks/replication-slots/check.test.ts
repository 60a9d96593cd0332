import assert from "node:assert/strict";
import { describe, it } from "vitest";
import type { z } from "zod";
import { contextOf } from "../../../test/support/builders/context.ts";
import { examine } from "../../../test/support/postgres/examine.ts";
import { type OwnServer, standbyOf, startServer, until } from "../../../test/support/postgres/postgres.ts";
import check from "./check.ts";

const options = { "max-retained": "1MB" };

/** More than a megabyte of WAL. */
function write(server: OwnServer) {
  return server.query(
    "CREATE TABLE IF NOT EXISTS filler AS SELECT 1 AS n; INSERT INTO filler SELECT generate_series(1, 50000)",
  );
}

describe("replication-slots on PostgreSQL", () => {
  it("finds a slot that keeps much WAL for nobody, and its fix drops it", async () => {
    const server = await startServer({ settings: { wal_level: "logical" } });
    const database = await server.createDatabase();
    assert.deepEqual(await examine(check, database, { options }), { findings: [], measurements: [] });

    await server.query("SELECT pg_create_logical_replication_slot('gone', 'test_decoding')");
    await server.query("SELECT pg_create_physical_replication_slot('unused')");
    const url = await database.stranger();
    const fresh = await examine(check, database, { options, url });
    assert.deepEqual(fresh.findings, [], "a consumer that restarts is no trouble");
    assert.deepEqual(
      fresh.measurements?.map((slot) => slot.slot),
      ["gone", "unused"],
    );

    await write(server);
    assert.deepEqual((await examine(check, database)).findings, [], "a megabyte is below 5 GB");
    const { findings, unknown } = await examine(check, database, { options, url });
    assert.equal(unknown, undefined, "slots are shown to everybody");
    assert.deepEqual(
      findings?.map(({ key, priority }) => [key, priority]),
      [["gone", "high"]],
    );
    assert.equal(findings?.[0]?.facts.type, "logical");
    assert.match(findings?.[0]?.fix?.sql ?? "", /^SELECT pg_drop_replication_slot\(/m);
    await server.query(findings?.[0]?.fix?.sql ?? "");
    assert.deepEqual((await examine(check, database, { options })).findings, []);
  });

  it("leaves temporary slots out", async () => {
    const server = await startServer({ settings: { wal_level: "logical" } });
    const database = await server.createDatabase();
    const client = await database.connect();
    await client.query("SELECT pg_create_logical_replication_slot('passing', 'test_decoding', true)");
    assert.deepEqual(await examine(check, database, { options }), { findings: [], measurements: [] });
  });

  it("finds a slot that has lost its WAL", async () => {
    const server = await startServer({
      settings: { max_slot_wal_keep_size: "1MB", max_wal_size: "32MB", min_wal_size: "32MB" },
    });
    const database = await server.createDatabase();
    await server.query("SELECT pg_create_physical_replication_slot('late', true)");
    for (let segment = 0; segment < 4; segment++) {
      await write(server);
      await server.query("SELECT pg_switch_wal()");
    }
    await server.query("CHECKPOINT");
    const { findings } = await examine(check, database);
    assert.equal(findings?.[0]?.key, "late");
    assert.match(findings?.[0]?.message ?? "", /no longer valid \(wal_removed\)/);
    assert.equal(findings?.[0]?.facts.retained_limit_bytes, 1024 ** 2);
  });

  it("works on a standby, by what it has replayed", async () => {
    const primary = await startServer();
    const standby = await standbyOf(primary);
    const database = await primary.createDatabase();
    const url = await database.monitor();
    await standby.query("SELECT pg_create_physical_replication_slot('cascade', true)");
    await write(primary);
    const [row] = await primary.query("SELECT pg_current_wal_lsn()::text AS lsn");
    await until("the standby has replayed it", async () => {
      const [position] = await standby.query("SELECT pg_last_wal_replay_lsn() >= $1::pg_lsn AS there", [
        row?.lsn,
      ]);
      return position?.there === true;
    });
    const address = new URL(url);
    address.port = String(standby.port);
    const { findings } = await examine(check, database, { options, url: address.href });
    assert.deepEqual(
      findings?.map((finding) => finding.key),
      ["cascade"],
    );
  });
});

type Row = z.infer<typeof check.query.row>;

const slot: Row = {
  slot_name: "cdc",
  quoted_name: "'cdc'",
  slot_type: "logical",
  database_name: "app",
  active: false,
  retained_bytes: 1,
  position_unknown: false,
  wal_status: "reserved",
  invalidation_reason: null,
  inactive_s: null,
  held_transactions: 10,
  retained_limit_bytes: null,
};

const evaluate = (row: Partial<Row>) => check.evaluate([{ ...slot, ...row }], contextOf(check));
const told = (row: Partial<Row>) =>
  evaluate(row).findings?.map(({ priority, fix }) => [priority, fix !== undefined]);

const GB = 1024 ** 3;

describe("replication-slots' judge", () => {
  it("wants more than max-retained of a slot without consumer; who has one may catch up", () => {
    assert.deepEqual(told({ retained_bytes: 5 * GB }), []);
    assert.deepEqual(told({ retained_bytes: 5 * GB + 1 }), [["high", true]]);
    assert.deepEqual(told({ retained_bytes: 5 * GB, active: true }), []);
    assert.deepEqual(told({ retained_bytes: 5 * GB + 1, active: true }), [["medium", false]]);
  });

  it("wants a day without consumer where the server tells, and something that is kept", () => {
    assert.deepEqual(told({ inactive_s: 86_399 }), []);
    assert.deepEqual(told({ inactive_s: 86_400 }), [["high", true]]);
    assert.deepEqual(told({ inactive_s: 86_400, retained_bytes: null }), []);
    assert.deepEqual(told({ inactive_s: null }), [], "before 17 nothing tells");
  });

  it("tells slots that are lost, about to be, or conflict, whatever they keep", () => {
    assert.deepEqual(told({ wal_status: "lost", retained_bytes: null }), [["high", true]]);
    assert.deepEqual(told({ invalidation_reason: "idle_timeout" }), [["high", true]]);
    assert.deepEqual(told({ wal_status: "unreserved", active: true }), [["high", false]]);
    assert.deepEqual(told({ wal_status: "extended", active: true }), []);
  });

  it("tells a slot that holds vacuum back, and never drops one in use", () => {
    assert.deepEqual(told({ held_transactions: 99_999_999 }), []);
    assert.deepEqual(told({ held_transactions: 100_000_000 }), [["high", true]]);
    assert.deepEqual(told({ held_transactions: 100_000_000, active: true }), [["high", false]]);
  });

  it("is unknown on a standby that has replayed nothing", () => {
    assert.equal(evaluate({ retained_bytes: null, position_unknown: true }).unknown?.reason, "error");
  });
});
