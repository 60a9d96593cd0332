import assert from "node:assert/strict";
import pg from "pg";
import { beforeAll, describe, it } from "vitest";
import type { z } from "zod";
import { contextOf } from "../../../test/support/builders/context.ts";
import { examine } from "../../../test/support/postgres/examine.ts";
import {
  type Database,
  type OwnServer,
  sharedServer,
  standbyOf,
  startServer,
  uniqueName,
} from "../../../test/support/postgres/postgres.ts";
import check from "./check.ts";

/** Each prepared transaction is a finding. */
const options = { "max-age": "0s" };

const settings = { max_prepared_transactions: "5" };

/** Prepares a transaction that has written something, as the superuser unless `url` says otherwise. */
async function prepare(database: Database, gid: string, url?: string): Promise<void> {
  const client = await database.connect(url);
  await client.query("BEGIN");
  await client.query("SELECT txid_current()");
  await client.query(`PREPARE TRANSACTION ${pg.escapeLiteral(gid)}`);
  await client.end();
}

for (const version of [13, 18]) {
  describe(`prepared-transactions on PostgreSQL ${version}`, () => {
    let server: OwnServer;
    let database: Database;
    beforeAll(async () => {
      server = await startServer({ version, settings });
      database = await server.createDatabase();
    });

    it("finds one that is not finished, and passes after the fix", async () => {
      const none = [{ max_prepared_transactions: 5, prepared_transactions: 0 }];
      assert.deepEqual(await examine(check, database, { options }), { findings: [], measurements: none });

      await prepare(database, "order 42");
      const young = await examine(check, database);
      assert.deepEqual(young.findings, [], "not an hour old");
      assert.deepEqual(young.measurements, [{ max_prepared_transactions: 5, prepared_transactions: 1 }]);

      const [finding, ...others] = (await examine(check, database, { options })).findings ?? [];
      assert.deepEqual(others, []);
      assert.equal(finding?.key, "order 42");
      assert.equal(finding.priority, "low");
      assert.equal(finding.facts.owner, server.superuser);
      assert.ok(Number(finding.facts.xid_age) >= 1);
      assert.ok(Date.now() - Date.parse(String(finding.facts.prepared_at)) < 60_000);

      await database.query(finding.fix?.sql ?? "");
      assert.deepEqual(await examine(check, database, { options }), { findings: [], measurements: none });
    });

    it("leaves out those of other databases, which could not be finished from here", async () => {
      const elsewhere = await server.createDatabase();
      await prepare(elsewhere, "elsewhere");
      assert.deepEqual((await examine(check, database, { options })).findings, []);
      const [finding] = (await examine(check, elsewhere, { options })).findings ?? [];
      await assert.rejects(database.query(finding?.fix?.sql ?? ""), /belongs to another database/);
      await elsewhere.query(finding?.fix?.sql ?? "");
    });

    it("sees the same as a role without privileges, which cannot finish it", async () => {
      const url = await database.stranger();
      await prepare(database, "of the superuser");
      const { findings, unknown } = await examine(check, database, { options, url });
      assert.equal(unknown, undefined);
      assert.equal(findings?.[0]?.key, "of the superuser");
      const client = await database.connect(url);
      await assert.rejects(client.query(findings[0].fix?.sql ?? ""), { code: "42501" });
      await client.end();
      await database.query(findings[0].fix?.sql ?? "");
    });

    it("brings hostile names through whole, and its fix works on them", async () => {
      const gid = `it's "a"\n\\<script>'; DROP TABLE t; --\n::error::`;
      await prepare(database, gid);
      const [finding] = (await examine(check, database, { options })).findings ?? [];
      assert.equal(finding?.key, gid);
      assert.equal(finding.facts.gid, gid);
      await database.query(finding.fix?.sql ?? "");
      assert.deepEqual((await examine(check, database, { options })).findings, []);
    });

    it("has a name for an owner that was dropped", async () => {
      const name = uniqueName("gone");
      await prepare(database, "orphan", await database.login({ name }));
      await database.query(`REVOKE ALL ON DATABASE "${database.name}" FROM "${name}"; DROP ROLE "${name}"`);
      const [finding] = (await examine(check, database, { options })).findings ?? [];
      assert.equal(finding?.facts.owner, "a role that was dropped");
      await database.query(finding.fix?.sql ?? "");
    });
  });
}

describe("prepared-transactions where nothing can be found", () => {
  it("passes where the server cannot prepare any, and shows why", async () => {
    const database = await (await sharedServer()).createDatabase();
    assert.deepEqual(await examine(check, database, { options }), {
      findings: [],
      measurements: [{ max_prepared_transactions: 0, prepared_transactions: 0 }],
    });
  });

  it("is skipped on a standby, which lists none although the primary does", async () => {
    const primary = await startServer({ settings });
    const database = await primary.createDatabase();
    const url = new URL(await database.monitor());
    await prepare(database, "order 42");
    const standby = await standbyOf(primary);
    assert.deepEqual(await standby.query("SELECT gid FROM pg_prepared_xacts"), []);
    url.port = String(standby.port);
    const { skipped } = await examine(check, database, { options, url: url.href });
    assert.equal(skipped?.reason, "not-applicable");
  });
});

describe("evaluating prepared transactions", () => {
  type Row = z.infer<typeof check.query.row>;
  const row: Row = {
    max_prepared_transactions: 5,
    gid: "xa-1",
    quoted_gid: "'xa-1'",
    owner: "app",
    prepared_at: Date.UTC(2026, 10, 22, 9) / 1_000,
    age_s: 10_800,
    xid_age: 7,
  };
  const evaluate = (rows: readonly Partial<Row>[], given = {}) =>
    check.evaluate(
      rows.map((each) => ({ ...row, ...each }) as Row),
      contextOf(check, given),
    ).findings ?? [];

  it("begins at max-age", () => {
    assert.deepEqual(evaluate([{ age_s: 3_599.9 }]), []);
    assert.equal(evaluate([{ age_s: 3_600 }]).length, 1);
    const given = { options: { "max-age": "6h" } };
    assert.deepEqual(evaluate([{ age_s: 21_599.9 }], given), []);
    assert.equal(evaluate([{ age_s: 21_600 }], given).length, 1);
    assert.deepEqual(evaluate([{ age_s: -1 }]), [], "the clock was set back");
  });

  it("gives each its finding, at the priority of the configuration", () => {
    const findings = evaluate([{}, { gid: "xa-2" }], { priority: "high" });
    assert.deepEqual(
      findings.map(({ key, priority }) => [key, priority]),
      [
        ["xa-1", "high"],
        ["xa-2", "high"],
      ],
    );
  });

  it("says for how long, and proposes to roll back without hiding the other way", () => {
    const [finding] = evaluate([{}]);
    assert.match(finding?.message ?? "", /^The prepared transaction xa-1 .* for 3 hours: /);
    assert.deepEqual(finding?.facts, {
      gid: "xa-1",
      owner: "app",
      prepared_at: "2026-11-22T09:00:00Z",
      age_s: 10_800,
      xid_age: 7,
    });
    assert.match(finding?.fix?.sql ?? "", /^-- .*COMMIT PREPARED\.\nROLLBACK PREPARED 'xa-1';$/);
  });

  it("keeps a line break of the name out of the fix's comment", () => {
    const [finding] = evaluate([{ gid: "a\nDROP TABLE t; --", quoted_gid: "'a\nDROP TABLE t; --'" }]);
    assert.equal(finding?.fix?.sql.split("ROLLBACK PREPARED ")[1], "'a\nDROP TABLE t; --';");
  });
});
