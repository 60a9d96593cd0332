/** A public repository: the bundled action names nothing that is in the database, in no place that people can see. */
import assert from "node:assert/strict";
import { beforeAll, describe, it } from "vitest";
import { type FakeGitHub, startGitHub } from "../support/github/github.ts";
import { issueRun, stateOf, topicOf } from "../support/github/issue-runs.ts";
import type { ActionRun, ActionRunOptions } from "../support/github/runner.ts";
import { type Database, sharedServer } from "../support/postgres/postgres.ts";

const PATH = ".github/pg-preflight.yml";
const BASE_SHA = "0123456789abcdef0123456789abcdef01234567";

/** In every name that the team gave to something. */
const TOKEN = "zqx7secret";

const CONFIG = `
policy: { timeout: 2min }
issues: { from: low }
schemas: [${TOKEN}_schema, public, ${TOKEN}_missing]
checks:
  materialized-views: { views: [{ name: ${TOKEN}_schema.${TOKEN}_view, refreshed-by: ${TOKEN}_job, max-age: 15min }] }
  cron-jobs: { jobs: [{ name: ${TOKEN}_job, schedule: "*/5 * * * *", command: "SELECT ${TOKEN}();" }] }
  application-pool: { roles: { ${TOKEN}_app: 20 } }
  statement-timeout: { max: 30s, roles: [${TOKEN}_app] }
checklist:
  error-logging-enabled: { attested-by: "@${TOKEN}", attested-on: 2026-11-01, expires: 2026-12-30, note: "${TOKEN} note" }
  performance-baseline-established: { dropped: "${TOKEN} reason" }
  our-own: { title: "${TOKEN} is well", section: "${TOKEN} team", check: sequence-exhaustion }
ignore:
  - { check: duplicate-indexes, key: "${TOKEN}_schema.*", reason: "${TOKEN} reason", expires: 2027-01-01 }
  - { check: unused-indexes, key: "${TOKEN}_gone", reason: "${TOKEN} reason", expires: 2026-01-01 }
`;

const event = (isPublic: boolean, more: object = {}): Record<string, unknown> => ({
  repository: {
    name: "app",
    full_name: "acme/app",
    owner: { login: "acme" },
    default_branch: "main",
    private: !isPublic,
    visibility: isPublic ? "public" : "private",
  },
  ...more,
});

describe("a public repository", () => {
  let url: string;
  let names: string[];
  beforeAll(async () => {
    const database: Database = await (await sharedServer()).createDatabase();
    await database.query(`
      CREATE SCHEMA ${TOKEN}_schema;
      CREATE TABLE ${TOKEN}_schema.${TOKEN}_parents (id int PRIMARY KEY, ${TOKEN}_column int);
      CREATE TABLE ${TOKEN}_schema.${TOKEN}_children (
        id int PRIMARY KEY, ${TOKEN}_parent int CONSTRAINT ${TOKEN}_fkey REFERENCES ${TOKEN}_schema.${TOKEN}_parents);
      CREATE INDEX ${TOKEN}_index ON ${TOKEN}_schema.${TOKEN}_parents (${TOKEN}_column);
      CREATE INDEX ${TOKEN}_index2 ON ${TOKEN}_schema.${TOKEN}_parents (${TOKEN}_column);
      CREATE MATERIALIZED VIEW ${TOKEN}_schema.${TOKEN}_view AS SELECT 1 AS a;
      CREATE SEQUENCE ${TOKEN}_schema.${TOKEN}_sequence MAXVALUE 3;
      SELECT setval('${TOKEN}_schema.${TOKEN}_sequence', 3);
      GRANT USAGE ON SCHEMA ${TOKEN}_schema TO PUBLIC;
      GRANT SELECT ON ALL SEQUENCES IN SCHEMA ${TOKEN}_schema TO PUBLIC;
      INSERT INTO ${TOKEN}_schema.${TOKEN}_parents SELECT n, n FROM generate_series(1, 200000) n;
      INSERT INTO ${TOKEN}_schema.${TOKEN}_children SELECT n, n FROM generate_series(1, 100000) n;
    `);
    await database.query("ANALYZE");
    url = await database.monitor();
    const { username, pathname } = new URL(url);
    names = [TOKEN, username, decodeURIComponent(pathname.slice(1))];
  });

  const start = (config: string) => startGitHub({ files: { [BASE_SHA]: { [PATH]: config } } });
  const run = (github: FakeGitHub, options: ActionRunOptions, config: string) =>
    issueRun(github, url, {
      files: { [PATH]: config },
      ...options,
      inputs: { "fail-on": "never", ...options.inputs },
    });

  /** What people can see, by place. */
  const shown = (action: ActionRun, github: FakeGitHub): Record<string, string> => ({
    log: action.rawLog.replaceAll(/^::add-mask::.*$/gm, ""),
    summary: action.rawSummary,
    outputs: JSON.stringify(action.outputs),
    issues: JSON.stringify(github.issues),
    memory: JSON.stringify(github.issues.filter((issue) => topicOf(issue) !== "").map(stateOf)),
    sent: JSON.stringify(github.changes),
    // Whether a person may attest is asked of GitHub itself, by the login that the configuration names.
    asked: JSON.stringify(
      github.requests
        .map(({ target }) => target)
        .filter((target) => !/\/collaborators\/[^/]+\/permission$/.test(target)),
    ),
  });
  const namesIn = (text: string): string[] => names.filter((name) => text.includes(name));
  const placesWithNames = (action: ActionRun, github: FakeGitHub): string[] =>
    Object.entries(shown(action, github)).flatMap(([place, text]) =>
      namesIn(text).length > 0 ? [place] : [],
    );

  for (const suite of ["health", "deploy", "index-usage"]) {
    it(`sees no name in suite ${suite}: in summary, log, annotations, outputs, issues and their memory`, async () => {
      const github = await start(CONFIG);
      const options = { event: event(true), inputs: { suite } };
      const first = await run(github, options, CONFIG);
      assert.equal(first.exitCode, 0, first.log);
      assert.deepEqual(placesWithNames(first, github), []);
      const second = await run(github, options, CONFIG);
      assert.deepEqual(placesWithNames(second, github), []);
      assert.ok(github.issues.length > 0, "issues are there");
      assert.ok(second.report.results.some(({ findings = [] }) => findings.length > 0));
      assert.equal(
        namesIn(JSON.stringify(second.report)).includes(TOKEN),
        true,
        "the report file has the names",
      );
      assert.match(second.rawSummary, /Names are kept back because this repository is public/);
      assert.deepEqual(github.violations, []);
    });
  }

  it("sees no name in a pull request's comment", async () => {
    const github = await start(CONFIG);
    const number = github.people.opens({ isPullRequest: true, title: "A change", body: "It changes." });
    const pull = {
      eventName: "pull_request",
      event: event(true, { pull_request: { number, base: { sha: BASE_SHA } } }),
    };
    const action = await run(github, pull, `${CONFIG}\n# the branch's own\n`);
    assert.deepEqual(placesWithNames(action, github), []);
    const [comment] = github.issue(number).comments;
    assert.match(comment?.body ?? "", /findings?, names kept back/);
    assert.deepEqual(github.violations, []);
  });

  it("sees no name on a dry run, nor where the database can't be reached", async () => {
    const github = await start(CONFIG);
    const dry = await run(github, { event: event(true), inputs: { "dry-run": "true" } }, CONFIG);
    assert.match(dry.rawSummary, /Dry run: nothing was written/);
    assert.deepEqual(placesWithNames(dry, github), []);
    assert.deepEqual(github.writes, []);
    const gone = new URL(url);
    gone.pathname = `/${TOKEN}`;
    const { exitCode, ...unreached } = await issueRun(github, gone.href, {
      event: event(true),
      files: { [PATH]: CONFIG },
    });
    assert.equal(exitCode, 1);
    assert.deepEqual(placesWithNames({ exitCode, ...unreached }, github), []);
  });

  it("shows names everywhere with public-details: true, as a private one does", async () => {
    const open = CONFIG.replace(
      "policy: { timeout: 2min }",
      "policy: { timeout: 2min, public-details: true }",
    );
    for (const [isPublic, config] of [
      [true, open],
      [false, CONFIG],
    ] as const) {
      const github = await start(config);
      const action = await run(github, { event: event(isPublic) }, config);
      assert.deepEqual(placesWithNames(action, github), ["log", "summary", "issues", "memory", "sent"]);
      assert.doesNotMatch(action.rawSummary, /Names are kept back/);
      assert.deepEqual(github.violations, []);
    }
  });

  it("is taken for public while nobody tells", async () => {
    const github = await start(CONFIG);
    github.order({ path: /^\/repos\/acme\/app\??$/, answer: { status: 503 } });
    const { repository: _, ...nothing } = event(true);
    const action = await run(github, { event: { ...nothing, repository: {} } }, CONFIG);
    assert.deepEqual(placesWithNames(action, github), []);
    assert.match(action.rawSummary, /could not be learned whether this repository is public/);
  });
});
