/** The statements of a team's own items: their frame, and where their text comes from. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, it } from "vitest";
import { aGitHubConfig, aRunConfig } from "../../test/support/builders/run-config.ts";
import { REPOSITORY_NAME, startGitHub } from "../../test/support/github/github.ts";
import { type Database, sharedServer } from "../../test/support/postgres/postgres.ts";
import type { CustomSql } from "../core/checklist/item.ts";
import type { CheckAnswer } from "../core/evidence.ts";
import type { RunConfig } from "../core/settings.ts";
import { collectCustomStatements } from "./custom-sql.ts";
import { collectDatabase } from "./postgres/collect.ts";

const sql = (over: Partial<CustomSql> = {}): CustomSql => ({
  path: "a.sql",
  role: undefined,
  settings: {},
  ...over,
});

describe("a team's own statement", () => {
  let database: Database;
  let login: string;
  beforeAll(async () => {
    database = await (await sharedServer()).createDatabase();
    login = await database.monitor();
    await database.query("create table public.tenants (id int, owner text)");
    await database.query("insert into public.tenants values (1, 'a'), (2, 'b')");
    await database.query("alter table public.tenants enable row level security");
    await database.query(
      "create policy own on public.tenants using (owner = current_setting('request.jwt.claims', true)::json ->> 'sub')",
    );
    await database.query("grant select on public.tenants to public");
  });

  async function ask(text: string, over: Partial<CustomSql> = {}): Promise<CheckAnswer | undefined> {
    const items = [{ id: "mine", sql: sql(over), text }];
    const request = { url: login, ca: undefined, checks: [], schemas: undefined, items, timeout: 20_000 };
    const evidence = await collectDatabase(request);
    assert.ok(evidence.reached);
    return evidence.items?.get("mine");
  }

  const rowsOf = (answer: CheckAnswer | undefined): readonly unknown[] =>
    answer !== undefined && "rows" in answer ? answer.rows : [answer];

  it("is asked read only, in time, with the login's own search_path and row-level security", async () => {
    const settings = [
      "transaction_read_only",
      "statement_timeout",
      "lock_timeout",
      "search_path",
      "row_security",
    ];
    const answer = await ask(`select ${settings.map((name) => `current_setting('${name}')`).join(", ")}`);
    assert.deepEqual(rowsOf(answer), [["on", "10s", "1s", '"$user", public', "on"]]);
  });

  it("gives its columns in order, unnamed ones too", async () => {
    assert.deepEqual(rowsOf(await ask("select count(*) = 0, 'none of ' || 2 from tenants;")), [
      [true, "none of 2"],
    ]);
  });

  it("sees what the application would see, by its settings and its role", async () => {
    const claims = { "request.jwt.claims": `{"sub": "a", "name": "O'Hara \\\\ \\"x\\""}` };
    const answer = await ask("select count(*) = 1, current_setting('request.jwt.claims') from tenants", {
      settings: claims,
    });
    assert.deepEqual(rowsOf(answer), [[true, claims["request.jwt.claims"]]]);
    const role = await ask("select current_user = 'pg_monitor'", { role: "pg_monitor" });
    assert.deepEqual(rowsOf(role), [[true]]);
  });

  it("is not sent before its frame stands: a frame that is refused whole begins no transaction", async () => {
    const items = [{ id: "mine", sql: sql({ role: "\0" }), text: "create table public.outside ()" }];
    const request = {
      url: database.url,
      ca: undefined,
      checks: [],
      schemas: undefined,
      items,
      timeout: 20_000,
    };
    const evidence = await collectDatabase(request);
    assert.ok(evidence.reached);
    assert.ok("error" in (evidence.items?.get("mine") ?? {}));
    assert.deepEqual(await database.query("select from pg_class where relname = 'outside'"), []);
  });

  it("is cut off when its answer is endless, and what comes after it is unknown", async () => {
    const items = ["select repeat('x', 20000000)", "select true"].map((text, index) => ({
      id: `item${index}`,
      sql: sql(),
      text,
    }));
    const request = { url: login, ca: undefined, checks: [], schemas: undefined, items, timeout: 20_000 };
    const evidence = await collectDatabase(request);
    assert.ok(evidence.reached);
    const codes = [...(evidence.items ?? [])].map(([, answer]) =>
      "error" in answer ? answer.error.code : "answered",
    );
    assert.deepEqual(codes, ["too long", "lost"]);
  });

  it("leaves nothing behind in its session, for the next check or for others behind a pooler", async () => {
    const claims = "current_setting('request.jwt.claims', true)";
    const spoil = `select true, set_config('request.jwt.claims', 'x', false), set_config('role', 'pg_monitor', false)`;
    const look = `select coalesce(${claims}, '') = '' and current_user = session_user`;
    // Two sessions take turns, so each of them has been spoilt before it is looked at.
    const texts = [spoil, spoil, look, look, spoil, look];
    const items = texts.map((text, index) => ({ id: String(index), sql: sql(), text }));
    const request = { url: login, ca: undefined, checks: [], schemas: undefined, items, timeout: 20_000 };
    const evidence = await collectDatabase(request);
    assert.ok(evidence.reached);
    const verdicts = texts.map((_, index) => (rowsOf(evidence.items?.get(String(index)))[0] as unknown[])[0]);
    assert.deepEqual(verdicts, [true, true, true, true, true, true]);
  });

  it("can't write, can't leave its transaction, and is refused a role that is not its own", async () => {
    for (const [text, code, over] of [
      ["create table evil (a int)", "25006", {}],
      ["commit; create table evil (a int)", "42601", {}],
      ["select true", "22023", { role: 'nobody"; drop table tenants; --' }],
      ["select set_config('transaction_read_only', 'off', true)", "25001", {}],
    ] as const) {
      const answer = await ask(text, over);
      assert.ok(answer !== undefined && "error" in answer, text);
      assert.equal(answer.error.code, code, text);
    }
    assert.deepEqual(await database.query("select to_regclass('public.evil') is null as gone"), [
      { gone: true },
    ]);
  });
});

describe("the text of a team's own statement", () => {
  const workspace = mkdtempSync(join(tmpdir(), "own-statements-"));
  mkdirSync(join(workspace, "ops"));
  writeFileSync(join(workspace, "ops/a.sql"), "select true");
  symlinkSync("/etc/hostname", join(workspace, "ops/link.sql"));

  const settings = (paths: readonly string[], over: Partial<RunConfig> = {}): RunConfig =>
    aRunConfig({
      workspace,
      database: { url: "postgresql://h/d", ca: undefined },
      checklist: paths.map((path, index) => ({
        id: `i${index}`,
        section: "Team",
        title: "T",
        evidence: [],
        sql: sql({ path }),
      })),
      ...over,
    });

  it("is read from the commit, and from nowhere else", async () => {
    const all = await collectCustomStatements(
      settings(["ops/a.sql", "ops/none.sql", "../a.sql", "ops/link.sql", "/etc/hostname"]),
    );
    const [first, ...others] = all;
    assert.ok(first !== undefined && "text" in first && first.text === "select true");
    assert.equal(others.length, 4);
    for (const other of others) assert.ok("unknown" in other, JSON.stringify(other));
  });

  it("is not the branch's own on a pull request", async () => {
    const [only] = await collectCustomStatements(
      settings(["ops/a.sql"], {
        isPullRequest: true,
        rules: { of: "base branch", ref: "b".repeat(40), when: "on a pull request" },
      }),
    );
    assert.ok(only !== undefined && "unknown" in only);
    assert.match(only.unknown.detail, /base branch's statement counts, and without github-token/);
  });

  it("is the base branch's on a pull request, whatever the branch made of it", async () => {
    const sha = "b".repeat(40);
    const { url, token, violations } = await startGitHub({
      files: { [sha]: { "ops/a.sql": "select false" } },
    });
    const github = aGitHubConfig({ token, apiUrl: url, repository: REPOSITORY_NAME });
    const [changed, added] = await collectCustomStatements(
      settings(["ops/a.sql", "ops/new.sql"], {
        rules: { of: "base branch", ref: sha, when: "on a pull request" },
        github,
      }),
    );
    assert.ok(changed !== undefined && "text" in changed);
    assert.equal(changed.text, "select false");
    assert.ok(added !== undefined && "unknown" in added);
    assert.match(added.unknown.detail, /The base branch has no file ops\/new\.sql\./);
    assert.deepEqual(violations, []);
  });

  it("is not read where there is no database to ask", async () => {
    assert.deepEqual(await collectCustomStatements(settings(["ops/a.sql"], { database: undefined })), []);
  });
});
