import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { contextOf, DAY, NOW } from "../../../test/support/builders/context.ts";
import { examine } from "../../../test/support/postgres/examine.ts";
import { sharedServer } from "../../../test/support/postgres/postgres.ts";
import { toIso } from "../../lib/time.ts";
import check from "./check.ts";

describe("query-summary on PostgreSQL", () => {
  // PostgreSQL 18 brings them all.
  for (const version of ["1.7", "1.8", "1.12"]) {
    it(`sums up what the extension's version ${version} counts in this database alone`, async () => {
      const database = await (await sharedServer(18)).createDatabase();
      await database.query(`CREATE EXTENSION pg_stat_statements VERSION '${version}'`);
      const client = await database.connect();
      for (let run = 0; run < 7; run++) await client.query("SELECT pg_sleep(0.011)");
      await client.end();
      const { measurements, unknown } = await examine(check, database);
      assert.equal(unknown, undefined);
      const [row] = measurements ?? [];
      // Ours among them: 11 a transaction, and how many of those came before depends on the two connections.
      assert.ok(Number(row?.calls) >= 8 && Number(row?.calls) < 100, `${row?.calls} calls`);
      assert.ok(Number(row?.statements) < Number(row?.calls));
      assert.ok(Number(row?.average_ms) > 1);
      assert.equal(row?.slow_statements, 0);
      assert.equal(typeof row?.evictions, version === "1.12" ? "number" : "object");
    });
  }

  it("is unknown without the extension, and says so to a login that sees its own statements only", async () => {
    const database = await (await sharedServer()).createDatabase();
    const { unknown } = await examine(check, database);
    assert.equal(unknown?.reason, "extension");
    await database.query(unknown?.fix?.text ?? "");
    const stranger = await examine(check, database, { url: await database.stranger() });
    assert.equal(stranger.unknown?.reason, "permission");
    assert.ok(Number(stranger.measurements?.[0]?.calls) > 0, "calls are counted for everybody");
  });
});

describe("query-summary weighs", () => {
  it("the average by calls, and counts statements from a second on as slow", () => {
    const row = { hidden: 0, evictions: 2 };
    const rows = [
      { ...row, magnitude: null, statements: 1, calls: 1, total_ms: 0 },
      { ...row, magnitude: 0, statements: 3, calls: 98, total_ms: 100 },
      { ...row, magnitude: 3, statements: 1, calls: 1, total_ms: 2_000 },
    ];
    const since = NOW - DAY;
    const windows = { statements: { since, detail: "" } };
    assert.deepEqual(check.evaluate(rows, contextOf(check, { windows })).measurements, [
      {
        calls: 100,
        statements: 5,
        slow_statements: 1,
        average_ms: 21,
        counted_since_at: toIso(since),
        evictions: 2,
      },
    ]);
  });
});
