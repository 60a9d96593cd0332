/**
 * Suite deploy as a runner runs it: the document's database as sql/setup makes it, with the real pg_cron, beside
 * stand-ins of GitHub's and Supabase's APIs. Everything ticked; then one thing broken at a time.
 */
import assert from "node:assert/strict";
import { afterAll, afterEach, beforeAll, describe, it } from "vitest";
import type { ReportedItem } from "../../src/core/report.ts";
import { DAY, HOUR } from "../support/builders/context.ts";
import { type FakeGitHub, type FakeRepository, startGitHub } from "../support/github/github.ts";
import { type ActionRun, type ActionRunOptions, runAction } from "../support/github/runner.ts";
import {
  healthyProject,
  type ManagementApi,
  PROJECT_REF,
  startManagementApi,
  TOKEN,
} from "../support/github/supabase.ts";
import { launcherRuns, plantRuns, preflightLogin, startCron } from "../support/postgres/cron.ts";
import { needs } from "../support/postgres/needs.ts";
import type { Database, OwnServer } from "../support/postgres/postgres.ts";
import { DOCUMENT_TABLES, runSetup } from "../support/postgres/setup-files.ts";

const SETUP = ["cron-refresh-and-analyze", "pg-stat-statements", "logging-and-timeouts", "autovacuum"];
const CONFIG = ".github/pg-preflight.yml";
const WORKFLOW = ".github/workflows/database-nightly.yml";
const STEP = "Run pg-preflight/pg-preflight@v1";
const MIGRATIONS = ["20251116220935", "20251117093000"];

const NIGHTLY = `
on: { schedule: [{ cron: "17 3 * * *" }] }
jobs:
  health:
    runs-on: ubuntu-latest
    steps:
      - uses: pg-preflight/pg-preflight@v1
        with: { suite: health }
`;

const day = (offset: number): string => new Date(Date.now() + offset * DAY).toISOString().slice(0, 10);
const word = `{ attested-by: "@dba", attested-on: ${day(-10)}, expires: ${day(60)}, note: seen by a person }`;

const config = (
  checklist = `\n  performance-baseline-established: ${word}\n  error-logging-enabled: ${word}`,
) => `
supabase: { project-ref: ${PROJECT_REF} }
checks:
  migrations: { directory: supabase/migrations, tool: supabase }
  cron-jobs:
    jobs:
      - { name: refresh-org-document-stats, schedule: "*/5 * * * *", command: "SELECT refresh_org_document_stats();" }
      - { name: update-table-statistics, schedule: "0 3 * * 0", command: "ANALYZE;" }
  materialized-views:
    views: [{ name: public.mv_org_document_stats, refreshed-by: refresh-org-document-stats, max-age: 15min }]
  connection-pooling: { mode: transaction, pool-size: { min: 15, max: 20 } }
  application-pool: { roles: { authenticator: 20 } }
  backups: { max-age: 26h, recovery-tested: { attested-by: "@dba", attested-on: ${day(-10)}, expires: ${day(60)} } }
  statement-timeout: { max: 30s, roles: [anon, authenticated] }
checklist: ${checklist}
`;

const repository = (): FakeRepository => ({
  workflows: [
    { path: WORKFLOW, runs: [{ at: Date.now() - 8 * HOUR, jobs: { health: { [STEP]: "failure" } } }] },
  ],
  files: { main: { [WORKFLOW]: NIGHTLY } },
});

describe("the deployment checklist", needs("postgresql-15", "pg_cron"), () => {
  let server: OwnServer;
  let database: Database;
  let url: string;
  let github: FakeGitHub;
  let supabase: ManagementApi;

  beforeAll(async () => {
    ({ server, database } = await startCron());
    await launcherRuns(server);
    await database.query("CREATE ROLE anon; CREATE ROLE authenticated; CREATE ROLE authenticator LOGIN");
    await database.query(DOCUMENT_TABLES);
    for (const file of SETUP) await runSetup(database, file);
    await database.query(
      "CREATE SCHEMA supabase_migrations; CREATE TABLE supabase_migrations.schema_migrations (version text PRIMARY KEY, statements text[], name text)",
    );
    for (const version of MIGRATIONS) await applied(version);
    url = await preflightLogin(database);
    await plantRuns(database, [
      { job: "refresh-org-document-stats", status: "succeeded", ago: "1 minute" },
      { job: "update-table-statistics", status: "succeeded", ago: "1 hour" },
    ]);
    github = await startGitHub(repository());
    supabase = await startManagementApi();
  });
  afterEach(() => {
    assert.deepEqual([...github.violations, ...supabase.violations], []);
    github.repository = repository();
    github.permissions = new Set(["actions: read", "contents: read"]);
    supabase.mend();
    for (const [topic, body] of Object.entries(healthyProject())) supabase.say(topic as "backups", body);
  });
  afterAll(() => server.stop());

  const applied = (version: string) =>
    database.query("INSERT INTO supabase_migrations.schema_migrations VALUES ($1, '{}', 'step')", [version]);

  const look = ({ files, inputs, env, ...options }: ActionRunOptions = {}): Promise<ActionRun> =>
    runAction({
      token: github.token,
      secrets: [TOKEN],
      ...options,
      inputs: { suite: "deploy", "database-url": url, "supabase-access-token": TOKEN, ...inputs },
      env: { GITHUB_API_URL: github.url, PG_PREFLIGHT_SUPABASE_API_URL: supabase.url, ...env },
      files: {
        [CONFIG]: config(),
        ...Object.fromEntries(
          MIGRATIONS.map((version) => [`supabase/migrations/${version}_step.sql`, "SELECT 1;"]),
        ),
        ...files,
      },
    });

  const items = ({ report }: ActionRun): ReportedItem[] =>
    report.checklist.flatMap(({ items: all }: { items: ReportedItem[] }) => all);
  const told = (run: ActionRun): string =>
    items(run)
      .filter(({ status }) => status === "fail" || status === "unknown")
      .map(({ id, status, evidence }) => `${id}: ${status}: ${evidence}`)
      .join("\n");

  /** The items that are incomplete, and what became of the step. */
  function incompleteItems(run: ActionRun) {
    const lost = items(run).filter(({ status }) => status === "fail" || status === "unknown");
    return { conclusion: run.conclusion, ...Object.fromEntries(lost.map(({ id, status }) => [id, status])) };
  }

  it("is ticked or attested in all its 14 boxes", async () => {
    const run = await look();
    assert.equal(told(run), "");
    assert.equal(items(run).length, 14);
    assert.deepEqual(
      items(run)
        .filter(({ status }) => status !== "pass")
        .map(({ id, status }) => `${id}: ${status}`),
      ["performance-baseline-established: attested", "error-logging-enabled: attested"],
    );
    assert.equal(run.conclusion, "success", run.log);
    assert.equal(run.outputs.conclusion, "pass", run.log);
    assert.match(run.summary, /12 of 14 by evidence, 2 attested/);
  });

  /** What is broken and mended by SQL, with the items that lose their tick. */
  const BROKEN: readonly [
    what: string,
    broken: string,
    mended: string,
    Record<string, "fail" | "unknown">,
  ][] = [
    [
      "a migration that no file knows",
      "INSERT INTO supabase_migrations.schema_migrations VALUES ('20251115000000', '{}', 'x')",
      "DELETE FROM supabase_migrations.schema_migrations WHERE version = '20251115000000'",
      { "migrations-applied": "fail" },
    ],
    [
      "a refresh that is not active",
      "UPDATE cron.job SET active = false WHERE jobname = 'refresh-org-document-stats'",
      "UPDATE cron.job SET active = true WHERE jobname = 'refresh-org-document-stats'",
      { "cron-refresh-configured": "fail" },
    ],
    [
      "a view that was emptied",
      "REFRESH MATERIALIZED VIEW public.mv_org_document_stats WITH NO DATA",
      "REFRESH MATERIALIZED VIEW public.mv_org_document_stats",
      { "cron-refresh-configured": "fail" },
    ],
    [
      "statements that are not counted",
      "ALTER DATABASE app SET pg_stat_statements.track = 'none'",
      "ALTER DATABASE app RESET pg_stat_statements.track",
      { "pg-stat-statements-enabled": "fail", "performance-monitoring-active": "fail" },
    ],
    [
      "an index that was left invalid",
      "CREATE INDEX half ON public.documents (status); UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'half'::regclass",
      "DROP INDEX public.half",
      { "migrations-applied": "fail" },
    ],
    [
      "statements without a limit",
      "ALTER ROLE authenticated SET statement_timeout = 0",
      "ALTER ROLE authenticated SET statement_timeout = '30s'",
      { "query-timeout-configured": "fail" },
    ],
    [
      "errors that are not logged",
      "ALTER DATABASE app SET log_min_error_statement = 'panic'",
      "ALTER DATABASE app RESET log_min_error_statement",
      { "error-logging-enabled": "fail" },
    ],
    [
      "slow statements that are not logged",
      "ALTER DATABASE app SET log_min_duration_statement = -1",
      "ALTER DATABASE app SET log_min_duration_statement = '1s'",
      { "slow-query-alerts-configured": "fail" },
    ],
  ];
  for (const [what, broken, mended, expected] of BROKEN) {
    it(`loses ${Object.keys(expected).join(", ")} by ${what}`, async () => {
      await database.query(broken);
      try {
        assert.deepEqual(incompleteItems(await look()), { conclusion: "failure", ...expected });
      } finally {
        await database.query(mended);
      }
    });
  }

  it("loses connection-pooling-configured by a pool of another mode", async () => {
    const [pooler] = healthyProject().pooler as [object];
    supabase.say("pooler", [{ ...pooler, pool_mode: "session" }]);
    assert.deepEqual(incompleteItems(await look()), {
      conclusion: "failure",
      "connection-pooling-configured": "fail",
    });
  });

  it("loses backup-schedule-verified by a backup that failed long ago to be renewed", async () => {
    supabase.say("backups", healthyProject(Date.now() - 5 * DAY).backups);
    assert.deepEqual(incompleteItems(await look()), {
      conclusion: "failure",
      "backup-schedule-verified": "fail",
    });
  });

  it("loses the boxes of the monitoring by a workflow that somebody disabled", async () => {
    const [workflow] = repository().workflows ?? [];
    github.repository = {
      ...repository(),
      workflows: [{ ...workflow, path: WORKFLOW, state: "disabled_manually" }],
    };
    assert.deepEqual(incompleteItems(await look()), {
      conclusion: "failure",
      "performance-monitoring-active": "fail",
      "slow-query-alerts-configured": "fail",
      "index-usage-monitoring-active": "fail",
      "table-bloat-monitoring-scheduled": "fail",
      "connection-pool-monitoring-enabled": "fail",
    });
  });

  it("loses error-logging-enabled and the baseline when nobody gives their word, or gave it long ago", async () => {
    const none = await look({ files: { [CONFIG]: config("{}") } });
    const both = {
      "performance-baseline-established": "unknown",
      "error-logging-enabled": "unknown",
    } as const;
    assert.deepEqual(incompleteItems(none), { conclusion: "failure", ...both });
    const old = `{ attested-by: me, attested-on: ${day(-40)}, expires: ${day(-1)} }`;
    const expired = `\n  performance-baseline-established: ${old}\n  error-logging-enabled: ${old}`;
    const late = await look({ files: { [CONFIG]: config(expired) } });
    assert.deepEqual(incompleteItems(late), { conclusion: "failure", ...both });
  });

  it("ticks nothing by a source that can't be reached, and ends in time", async () => {
    supabase.break("pooler", "hanging");
    supabase.break("pgbouncer", "hanging");
    supabase.break("postgrest", "hanging");
    supabase.break("backups", { status: 503 });
    github.permissions = new Set(["contents: read"]);
    const run = await look({ files: { [CONFIG]: `policy: { timeout: 15s }\n${config()}` } });
    assert.deepEqual(incompleteItems(run), {
      conclusion: "failure",
      "connection-pooling-configured": "unknown",
      "backup-schedule-verified": "unknown",
      "api-pool-settings-updated": "unknown",
      "performance-monitoring-active": "unknown",
      "slow-query-alerts-configured": "unknown",
      "index-usage-monitoring-active": "unknown",
      "table-bloat-monitoring-scheduled": "unknown",
      "connection-pool-monitoring-enabled": "unknown",
    });
    assert.ok(run.durationMs < 30_000, String(run.durationMs));
    assert.match(run.summary, /actions: read/);
  });

  it("loses api-pool-settings-updated by a role that does not exist", async () => {
    const text = config().replace("authenticator: 20", "nobody_there: 20");
    assert.deepEqual(incompleteItems(await look({ files: { [CONFIG]: text } })), {
      conclusion: "failure",
      "api-pool-settings-updated": "fail",
    });
  });

  it("ticks nothing that wants a database that can't be reached", async () => {
    const run = await look({ inputs: { "database-url": "postgresql://x:y@127.0.0.1:1/z?sslmode=disable" } });
    assert.deepEqual(
      items(run)
        .filter(({ status }) => status === "pass")
        .map(({ id }) => id),
      [
        "index-usage-monitoring-active",
        "table-bloat-monitoring-scheduled",
        "connection-pool-monitoring-enabled",
      ],
    );
    assert.equal(run.conclusion, "failure");
  });

  it("lets the step pass with fail-on: never, and still says what is not ticked", async () => {
    const run = await look({ inputs: { "fail-on": "never" }, files: { [CONFIG]: config("{}") } });
    assert.equal(run.conclusion, "success");
    assert.equal(run.outputs.conclusion, "fail");
    assert.match(run.summary, /12 of 14 by evidence/);
  });

  it("runs a team's own statement, and not the one of a pull request", async () => {
    const own = `\n  performance-baseline-established: ${word}\n  error-logging-enabled: ${word}\n  mine: { title: Mine, sql: ops/mine.sql }`;
    const files = { [CONFIG]: config(own), "ops/mine.sql": "SELECT true, 'said by the branch'" };
    const run = await look({ files });
    assert.equal(told(run), "");
    assert.equal(
      items(run).find(({ id }) => id === "mine")?.evidence,
      "ops/mine.sql says true: said by the branch",
    );
    const sha = "0123456789abcdef0123456789abcdef01234567";
    github.repository = {
      ...repository(),
      files: {
        ...repository().files,
        [sha]: { [CONFIG]: config(own), "ops/mine.sql": "SELECT false, 'base'" },
      },
    };
    const event = { pull_request: { base: { sha } } };
    const pull = await look({ eventName: "pull_request", event, files });
    assert.deepEqual(incompleteItems(pull), { conclusion: "failure", mine: "fail" });
  });

  it("is not ticked by what a pull request attests, drops and ignores", async () => {
    const sha = "0123456789abcdef0123456789abcdef01234567";
    const all = `\n  query-timeout-configured: { dropped: no need }\n  error-logging-enabled: ${word}\n  performance-baseline-established: ${word}`;
    github.repository = {
      ...repository(),
      files: { ...repository().files, [sha]: { [CONFIG]: config("{}") } },
    };
    const event = { pull_request: { base: { sha } } };
    const pull = await look({ eventName: "pull_request", event, files: { [CONFIG]: config(all) } });
    assert.deepEqual(incompleteItems(pull), {
      conclusion: "failure",
      "performance-baseline-established": "unknown",
      "error-logging-enabled": "unknown",
    });
    assert.match(pull.summary, /This branch changes .*checklist/);
  });
});
