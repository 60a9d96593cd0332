/** The action as it runs, beside a primary and its standby. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, it } from "vitest";
import type { CheckResult } from "../../src/core/report.ts";
import { type ActionRun, runAction } from "../support/github/runner.ts";
import { Database, type OwnServer, standbyOf, startServer } from "../support/postgres/postgres.ts";

const read = (column: string) =>
  `SET enable_seqscan = off; SET enable_bitmapscan = off; SELECT count(*) FROM t WHERE ${column} = 5`;

/** Needs percent-encoding, so it comes in several forms. */
const PASSWORD = "r3plica@pass:w%rd";

describe("replica-urls", () => {
  let primary: OwnServer;
  let standby: OwnServer;
  let database: Database;
  let url: string;
  let replica: string;

  beforeAll(async () => {
    primary = await startServer();
    database = await primary.createDatabase();
    await database.query(
      "CREATE TABLE t (a int, b int); INSERT INTO t SELECT g, g FROM generate_series(1, 20000) g; CREATE INDEX only_there ON t (a)",
    );
    await database.query("VACUUM ANALYZE");
    url = await database.login({ password: "primary-password", memberOf: ["pg_monitor"] });
    const other = new URL(await database.login({ password: PASSWORD, memberOf: ["pg_monitor"] }));
    standby = await standbyOf(primary);
    other.port = String(standby.port);
    replica = other.href;
    await new Database(standby, database.name).query(read("a"));
  });
  afterAll(async () => {
    await standby.remove();
    await primary.remove();
  });

  async function run(replicaUrls: string, replicas?: string, over: Parameters<typeof runAction>[0] = {}) {
    const result = await runAction({
      ...over,
      inputs: {
        "database-url": url,
        "replica-urls": replicaUrls,
        checks: "unused-indexes",
        "fail-on": "never",
        ...over.inputs,
      },
      ...(replicas === undefined ? {} : { files: { ".github/pg-preflight.yml": `replicas: ${replicas}\n` } }),
    });
    assertNoSecret(result);
    return result;
  }

  function assertNoSecret(result: ActionRun): void {
    const report = result.outputs["report-file"];
    const shown = [
      ...result.rawLog.split("\n").filter((line) => !line.startsWith("::add-mask::")),
      result.rawSummary,
      JSON.stringify(result.outputs),
      report ? readFileSync(report, "utf8") : "",
    ].join("\n");
    const encoded = encodeURIComponent(PASSWORD);
    for (const secret of [
      PASSWORD,
      encoded,
      Buffer.from(PASSWORD).toString("base64"),
      `:${new URL(replica).port}/`,
    ]) {
      assert.ok(!shown.includes(secret), `${secret} is shown`);
    }
  }

  const told = ({ report, log }: ActionRun): CheckResult => {
    assert.ok(report, log);
    return report.results[0];
  };

  it("an index that the standby alone uses is used", async () => {
    assert.match(told(await run("")).unknown?.detail ?? "", /a standby is connected.*replica-urls/);
    const result = await run(`reports=${replica}`, "[reports]");
    assert.equal(told(result).status, "pass", result.log);
    assert.ok(result.masks.includes(PASSWORD) && result.masks.includes(encodeURIComponent(PASSWORD)));
    assert.ok(!result.masks.includes("reports"));
  });

  it("a replica that can't be reached, and one without an address, are named", async () => {
    const nowhere = new URL(replica);
    nowhere.port = "1";
    const result = await run(`reports=${nowhere.href}`, "[reports, eu]");
    assert.equal(told(result).status, "unknown");
    const summary = result.summary.replaceAll("\\", "");
    assert.match(summary, /the replica eu serves reads that nobody looked at/);
    assert.match(summary, /the replica reports was not reached: The connection was refused/);
  });

  it("a pull request without the replica's secret knows nothing of it, and is no error", async () => {
    const result = await run("reports=", undefined, { eventName: "pull_request" });
    assert.match(told(result).unknown?.detail ?? "", /a standby is connected/);
  });

  it("every line that is wrong is told before anything is asked, and never shown", async () => {
    const lines = [`reports=${replica}`, replica.replace("postgres://", ""), `${replica}#`, `us=${replica}`];
    const result = await run(lines.join("\n"), "[reports, eu]");
    assert.equal(result.conclusion, "failure");
    assert.equal(result.report, undefined);
    assert.match(result.log, /replica-urls: line 2 is no address/);
    assert.match(result.log, /replica-urls: line 3 leads to the same host, port and database as line 1/);
    assert.match(
      result.log,
      /replica-urls: line 4 has a name that the configuration's replicas does not declare/,
    );
    const beside = await run(replica, "none");
    assert.match(beside.log, /replicas: none, and yet there are addresses/);
  });
});
