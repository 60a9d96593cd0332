/** The address and the password in no output, log or error, in no encoding. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { beforeAll, describe, it } from "vitest";
import { type ActionRun, runAction } from "../support/github/runner.ts";
import { type Database, sharedServer } from "../support/postgres/postgres.ts";

const PASSWORD = "p@ss:w%rd/with#all?of+it\"'<>";

function everywhere(run: ActionRun): string {
  const reportFile = run.outputs["report-file"];
  return [
    // What registers a mask must name it; the runner never shows these lines.
    ...run.rawLog.split("\n").filter((line) => !line.startsWith("::add-mask::")),
    run.rawSummary,
    JSON.stringify(run.outputs),
    reportFile ? readFileSync(reportFile, "utf8") : "",
  ].join("\n");
}

function assertNoSecret(run: ActionRun, url: string): void {
  const text = everywhere(run);
  const { host, port } = new URL(url);
  const secrets = [PASSWORD, url, host, `:${port}/`];
  for (const secret of secrets) {
    for (const form of [
      secret,
      encodeURIComponent(secret),
      encodeURI(secret),
      JSON.stringify(secret).slice(1, -1),
      Buffer.from(secret).toString("base64"),
      Buffer.from(secret).toString("base64url"),
      Buffer.from(secret).toString("hex"),
    ]) {
      assert.ok(!text.includes(form), `${form} is shown`);
    }
  }
}

describe("the address and the password", () => {
  let database: Database;
  let url: string;
  beforeAll(async () => {
    database = await (await sharedServer()).createDatabase();
    url = await database.login({ password: PASSWORD, memberOf: ["pg_monitor"] });
  });

  const change = (edit: (url: URL) => void): string => {
    const changed = new URL(url);
    edit(changed);
    return changed.href;
  };

  it("log in", async () => {
    const run = await runAction({ inputs: { "database-url": url, "fail-on": "never" } });
    assert.equal(run.exitCode, 0, run.log);
    assertNoSecret(run, url);
    assert.ok(run.masks.includes(PASSWORD), "and the runner is told to mask what others may print");
  });

  for (const [name, edit] of [
    ["a database that does not exist", (parts: URL) => (parts.pathname = "/nowhere")],
    ["a port where nobody listens", (parts: URL) => (parts.port = "1")],
    ["a host that does not exist", (parts: URL) => (parts.hostname = "nowhere.invalid")],
    ["a user that does not exist", (parts: URL) => (parts.username = "nobody")],
    ["TLS that is not offered", (parts: URL) => parts.searchParams.set("sslmode", "require")],
    ["a URL of another kind", (parts: URL) => (parts.href = parts.href.replace("postgres", "mysql"))],
  ] as const) {
    it(`are not told with ${name}`, async () => {
      const broken = change(edit);
      const run = await runAction({ inputs: { "database-url": broken, "fail-on": "never" } });
      assert.equal(run.exitCode, 1, "a database that is not reached always fails");
      assertNoSecret(run, broken);
    });
  }

  it("are not told when they are no URL at all", async () => {
    for (const broken of [
      `host=127.0.0.1 password=${PASSWORD}`,
      `postgresql://u:${PASSWORD}@127.0.0.1:5432/d`,
    ]) {
      const run = await runAction({ inputs: { "database-url": broken } });
      assert.equal(run.exitCode, 1);
      assert.ok(!everywhere(run).includes(PASSWORD));
      assert.match(run.summary, /database-url/);
    }
  });

  it("without an address ends with the line that gives one", async () => {
    const run = await runAction({ inputs: {} });
    assert.equal(run.exitCode, 1);
    assert.match(run.annotations[0]?.message ?? "", /database-url: it is empty/);
  });
});
