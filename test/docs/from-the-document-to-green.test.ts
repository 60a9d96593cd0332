/**
 * A team follows docs/from-the-document-to-green.md to the letter: the document's database, set up by the files of
 * sql/setup alone, the page's own configuration and nightly workflow. Then one thing is broken at a time.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, test } from "vitest";
import type { ReportedItem } from "../../src/core/report.ts";
import {
  type FakeGitHub,
  type FakePerson,
  type FakeRepository,
  REPOSITORY_NAME,
  startGitHub,
} from "../support/github/github.ts";
import { type ActionRun, runAction } from "../support/github/runner.ts";
import { healthyProject, type ManagementApi, startManagementApi, TOKEN } from "../support/github/supabase.ts";
import { launcherRuns } from "../support/postgres/cron.ts";
import { debian, REPOSITORY } from "../support/postgres/installation.ts";
import { needs } from "../support/postgres/needs.ts";
import { type Database, type OwnServer, startServer } from "../support/postgres/postgres.ts";
import { runSetup } from "../support/postgres/setup-files.ts";
import { asEdited } from "./pages.ts";

const PASSWORD = "correct horse battery staple";
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NIGHTLY = ".github/workflows/database-nightly.yml";
const STEP = "Run pg-preflight/pg-preflight@v1";
const MIGRATION = "20251116220935";

/** In the order in which the page has the team run them. */
const SETUP = [
  "monitoring-role",
  "cron-refresh-and-analyze",
  "monitoring-role",
  "delete-old-events",
  "weekly-vacuum-analyze",
  "pg-stat-statements",
  "logging-and-timeouts",
  "autovacuum",
  "baseline-role",
];
/** Where the page has the recorded baseline committed. */
const BASELINE = ".github/pg-preflight.baseline.json";

/** What the application's migration made, on a platform with Supabase's roles. */
const DOCUMENT = `
  CREATE ROLE supabase_admin SUPERUSER;
  CREATE ROLE anon; CREATE ROLE authenticated; CREATE ROLE authenticator LOGIN NOINHERIT PASSWORD 'x';
  ALTER ROLE anon SET statement_timeout = '3s';
  ALTER ROLE authenticated SET statement_timeout = '2min';
  ALTER ROLE authenticator SET statement_timeout = '8s';
  CREATE SCHEMA extensions; GRANT USAGE ON SCHEMA extensions TO anon, authenticated;
  CREATE TABLE public.documents (id uuid PRIMARY KEY, org_id uuid, status text, created_at timestamptz);
  CREATE TABLE public.memories
    (id uuid PRIMARY KEY, document_id uuid REFERENCES public.documents, content text, created_at timestamptz);
  CREATE TABLE public.ingestion_jobs (id bigint PRIMARY KEY, status text, created_at timestamptz);
  CREATE TABLE public.events (id bigint PRIMARY KEY, created_at timestamptz);
  CREATE MATERIALIZED VIEW public.mv_org_document_stats AS
    SELECT org_id, count(*) AS documents FROM public.documents GROUP BY org_id;
  CREATE SCHEMA supabase_migrations;
  CREATE TABLE supabase_migrations.schema_migrations (version text PRIMARY KEY, statements text[], name text);
  INSERT INTO supabase_migrations.schema_migrations VALUES ('${MIGRATION}', NULL, 'schema_sync');
  INSERT INTO public.documents SELECT gen_random_uuid(), md5((n % 3)::text)::uuid, 'done', now() FROM generate_series(1, 300) AS n;
  INSERT INTO public.memories SELECT gen_random_uuid(), id, 'what was said', now() FROM public.documents;
  CREATE INDEX documents_list ON public.documents (org_id, status, created_at DESC);
  CREATE INDEX memories_of_document ON public.memories (document_id, created_at);
  CREATE INDEX jobs_next ON public.ingestion_jobs (status, created_at);`;

const PAGE = readFileSync(join(REPOSITORY, "docs/from-the-document-to-green.md"), "utf8");

/** The first block of YAML below a heading or a phrase of the page. */
function block(phrase: string): string {
  const [, rest = ""] = PAGE.split(phrase);
  return /```yaml\n([\s\S]*?)\n```/.exec(rest)?.[1] ?? "";
}

/** As if the team had attested today, in its own words: the page's dates pass by. */
function attestToday(config: string): string {
  const date = (ms: number) => new Date(ms).toISOString().slice(0, "2026-11-01".length);
  return asEdited(config)
    .replaceAll("2026-11-01", date(Date.now()))
    .replaceAll("2027-01-30", date(Date.now() + 90 * DAY))
    .replaceAll("2026-11-16", date(Date.now()));
}

const ITEMS = [
  "migrations-applied",
  "cron-refresh-configured",
  "pg-stat-statements-enabled",
  "connection-pooling-configured",
  "backup-schedule-verified",
  "performance-baseline-established",
  "api-pool-settings-updated",
  "query-timeout-configured",
  "error-logging-enabled",
  "performance-monitoring-active",
  "slow-query-alerts-configured",
  "index-usage-monitoring-active",
  "table-bloat-monitoring-scheduled",
  "connection-pool-monitoring-enabled",
];
const ATTESTED = ["error-logging-enabled"];
const MONITORING = ITEMS.slice(ITEMS.indexOf("performance-monitoring-active"));

describe("the page takes a team from the document to green", needs("postgresql-15", "pg_cron"), () => {
  let server: OwnServer;
  let database: Database;
  let github: FakeGitHub;
  let supabase: ManagementApi;
  /** What the recording workflow's pull request brings into the repository. */
  let recorded: string;

  beforeAll(async () => {
    server = await startServer({
      installation: debian(15) ?? assert.fail(),
      preload: ["pg_stat_statements", "pg_cron"],
      // The jobs' runs are written below: nobody waits five minutes for one.
      settings: { "cron.database_name": "app", "cron.use_background_workers": "on" },
    });
    database = await server.createDatabase({ name: "app" });
    await database.query(DOCUMENT);
    for (const file of SETUP) await runSetup(database, file);
    for (const login of ["preflight", "preflight_baseline"])
      await database.query(`ALTER ROLE ${login} LOGIN PASSWORD '${PASSWORD}'`);
    await succeeded();
    await database.query("VACUUM ANALYZE");
    await launcherRuns(server);
    github = await startGitHub(nightly());
    supabase = await startManagementApi(healthyProject());
    recorded = await record();
  });
  afterAll(async () => server?.remove());

  /** What pg_cron writes when the jobs succeed: a week has gone by since they were set up. */
  async function succeeded(): Promise<void> {
    await database.query(`
      SELECT public.refresh_org_document_stats();
      INSERT INTO cron.job_run_details (jobid, runid, database, username, command, status, return_message, start_time, end_time)
      SELECT jobid, nextval('cron.runid_seq'), database, username, command, 'succeeded', '1 row', now() - interval '1 min', now()
      FROM cron.job`);
  }

  /** Who attests in the page's configuration. */
  const ADA: FakePerson = { login: "ada", type: "User", association: "MEMBER", role: "triage" };

  function nightly(
    edit = (text: string) => text,
    { ran = true, age = 60 * DAY, people = [ADA] } = {},
  ): FakeRepository {
    const text = edit(block("**The nightly workflow**"));
    const runs = ran ? [{ at: Date.now() - 5 * HOUR, jobs: { health: { [STEP]: "failure" } } }] : [];
    return {
      files: { main: { [NIGHTLY]: text } },
      workflows: [{ path: NIGHTLY, createdAt: Date.now() - age, runs }],
      people,
    };
  }

  /** As the step of docs/recipes.md does, up to the file that it commits. */
  async function record(): Promise<string> {
    const run = await runAction({
      inputs: {
        "database-url": server.urlOf("app", "preflight", PASSWORD),
        "baseline-database-url": server.urlOf("app", "preflight_baseline", PASSWORD),
        checks: "performance-baseline",
        target: "production",
      },
      secrets: [PASSWORD],
      files: { ".github/pg-preflight.yml": attestToday(block("## The whole configuration")) },
    });
    return readFileSync(run.outputs["baseline-file"] || assert.fail(run.log), "utf8");
  }

  async function check(
    edit = (config: string) => config,
    files: Readonly<Record<string, string>> = { [BASELINE]: recorded },
  ): Promise<ActionRun> {
    return runAction({
      inputs: {
        "database-url": server.urlOf("app", "preflight", PASSWORD),
        "supabase-access-token": TOKEN,
        suite: "deploy",
        target: "production",
        "fail-on": "high",
      },
      token: github.token,
      secrets: [PASSWORD, TOKEN],
      env: {
        GITHUB_API_URL: github.url,
        GITHUB_REPOSITORY: REPOSITORY_NAME,
        PG_PREFLIGHT_SUPABASE_API_URL: supabase.url,
      },
      files: {
        ".github/pg-preflight.yml": edit(attestToday(block("## The whole configuration"))),
        [`supabase/migrations/${MIGRATION}_schema_sync.sql`]: "CREATE TABLE documents ();",
        ...files,
        "supabase/SCHEMA_CHANGELOG.md": `# Changes\n\n## ${MIGRATION}\n\n- Date: 2025-11-16\n- Purpose: sync\n- Impact: none\n`,
      },
    });
  }

  function itemsOf({ report, log }: ActionRun): ReportedItem[] {
    assert.ok(report, log);
    return report.checklist.flatMap(({ items }: { items: ReportedItem[] }) => items);
  }

  /** `id: status: evidence` of the boxes that are not as the page promises. */
  function astray(run: ActionRun): string[] {
    return itemsOf(run)
      .filter(({ id, status }) => status !== (ATTESTED.includes(id) ? "attested" : "pass"))
      .map(({ id, status, evidence }) => `${id}: ${status}: ${evidence}`);
  }

  test("14 of 14 are ticked or attested, and the step passes", async () => {
    const run = await check();
    assert.deepEqual(
      itemsOf(run).map(({ id }) => id),
      ITEMS,
    );
    assert.deepEqual(astray(run), []);
    assert.equal(run.exitCode, 0, run.log);
    assert.deepEqual([...github.violations, ...supabase.violations], []);
  });

  test("with nothing but the page's example no run begins, and each of its texts is listed", async () => {
    const run = await check(() => block("## The whole configuration"));
    assert.notEqual(run.exitCode, 0);
    assert.equal(run.report, undefined);
    for (const [key, write] of [
      ["supabase.project-ref", "write your project's reference"],
      ["checks.backups.recovery-tested.attested-by", "write the login of the person"],
      ["checklist.error-logging-enabled.attested-by", "write the login of the person"],
      ["checklist.error-logging-enabled.note", "write what that person saw"],
    ])
      assert.match(
        run.log,
        new RegExp(`pg-preflight\\.yml:\\d+: ${key}: .* is the example's text: ${write}`),
      );
  });

  test("before the first night the monitoring is pending: not complete, and it blocks nothing", async () => {
    await succeeded();
    github.repository = nightly(undefined, { ran: false, age: HOUR });
    const run = await check();
    github.repository = nightly();
    assert.deepEqual(
      astray(run).map((line) => line.split(":").slice(0, 2).join(":")),
      MONITORING.map((id) => `${id}: pending`),
    );
    for (const { status, until } of itemsOf(run))
      assert.equal(status === "pending", until !== undefined, "the time is stated");
    assert.equal(run.exitCode, 0, run.log);
    assert.match(run.summary, /8 of 14 by evidence, 1 attested, 5 pending until /);
    assert.match(run.log, /8 of 14 by evidence, 1 attested, 5 pending until /);
    assert.deepEqual(run.report?.checklistTotals?.evidence, 8);
  });

  test("somebody without triage rights attests nothing", async () => {
    await succeeded();
    github.repository = nightly(undefined, { people: [{ ...ADA, role: "read" }] });
    const run = await check();
    github.repository = nightly();
    assert.deepEqual(
      astray(run).map((line) => line.split(":")[0]),
      ["backup-schedule-verified", "error-logging-enabled"],
    );
    assert.match(run.log, /no triage rights/);
    assert.notEqual(run.exitCode, 0);
  });

  // The unknown that cron-jobs has of a weekly job before its first Sunday is no matter of the refresh.
  test("on the first evening too, when the weekly jobs have not been due yet", async () => {
    await database.query(`DELETE FROM cron.job_run_details USING cron.job
      WHERE job.jobid = job_run_details.jobid AND jobname <> 'refresh-org-document-stats'`);
    const run = await check();
    await succeeded();
    assert.deepEqual(astray(run), []);
  });

  interface Break {
    readonly what: string;
    readonly items: readonly string[];
    readonly evidence: RegExp;
    readonly sql?: string;
    readonly mend?: string;
    readonly config?: (config: string) => string;
    readonly workflow?: (text: string) => string;
    readonly ran?: boolean;
    readonly project?: () => void;
    /** What stands in the baseline's place; null: nothing. */
    readonly baseline?: (recorded: string) => string | null;
  }

  const onlyChecks = (names: string) => (text: string) => text.replace("suite: health", `checks: "${names}"`);
  const BREAKS: readonly Break[] = [
    {
      what: "the database has a migration that the commit has not",
      items: ["migrations-applied"],
      evidence: /20251201000000/,
      sql: "INSERT INTO supabase_migrations.schema_migrations (version) VALUES ('20251201000000')",
      mend: "DELETE FROM supabase_migrations.schema_migrations WHERE version = '20251201000000'",
    },
    {
      what: "the refresh is turned off",
      items: ["cron-refresh-configured"],
      evidence: /refresh-org-document-stats/,
      sql: "UPDATE cron.job SET active = false WHERE jobname = 'refresh-org-document-stats'",
      mend: "UPDATE cron.job SET active = true WHERE jobname = 'refresh-org-document-stats'",
    },
    {
      what: "the extension is gone",
      items: ["pg-stat-statements-enabled", "performance-monitoring-active"],
      evidence: /pg_stat_statements/,
      sql: "DROP EXTENSION pg_stat_statements",
      mend: "CREATE EXTENSION pg_stat_statements SCHEMA extensions",
    },
    {
      what: "the pool is of session mode",
      items: ["connection-pooling-configured"],
      evidence: /session/,
      project: () => supabase.say("pooler", [{ ...pooler(), pool_mode: "session" }]),
    },
    {
      what: "the newest backup is two days old",
      items: ["backup-schedule-verified"],
      evidence: /backup/i,
      project: () => {
        const { backups } = healthyProject(Date.now() - 2 * DAY);
        supabase.say("backups", backups);
      },
    },
    {
      what: "no baseline is recorded",
      items: ["performance-baseline-established"],
      evidence: /baseline/,
      baseline: () => null,
    },
    {
      what: "the baseline is older than 90 days",
      items: ["performance-baseline-established"],
      evidence: /90 days/,
      baseline: (text) =>
        JSON.stringify({ ...JSON.parse(text), recordedAt: new Date(Date.now() - 100 * DAY).toISOString() }),
    },
    {
      what: "a query was changed after it was recorded",
      items: ["performance-baseline-established"],
      evidence: /job queue/,
      config: (config) => config.replace("LIMIT 10\n", "LIMIT 11\n"),
    },
    {
      what: "statements of end users may run for ever",
      items: ["query-timeout-configured"],
      evidence: /authenticated: a statement may run for ever/,
      sql: "ALTER ROLE authenticated SET statement_timeout = 0",
      mend: "ALTER ROLE authenticated SET statement_timeout = '30s'",
    },
    {
      what: "errors are not logged, whatever a person attests",
      items: ["error-logging-enabled"],
      evidence: /not logged/,
      sql: "ALTER ROLE authenticator SET log_min_messages = 'fatal'",
      mend: "ALTER ROLE authenticator RESET log_min_messages",
    },
    {
      what: "slow statements are not logged",
      items: ["slow-query-alerts-configured"],
      evidence: /log/,
      sql: "ALTER ROLE authenticator RESET log_min_duration_statement",
      mend: "ALTER ROLE authenticator SET log_min_duration_statement = '1s'",
    },
    {
      what: "the nightly workflow never ran",
      items: MONITORING,
      evidence: /./,
      ran: false,
    },
    ...(
      [
        ["slow-queries", "slow-query-alerts-configured"],
        ["unused-indexes", "index-usage-monitoring-active"],
        ["table-bloat", "table-bloat-monitoring-scheduled"],
        ["connection-usage", "connection-pool-monitoring-enabled"],
      ] as const
    ).map(([left, item], _, all) => ({
      what: `the nightly workflow leaves out ${left}`,
      items: [item],
      evidence: new RegExp(left),
      workflow: onlyChecks(
        all
          .map(([name]) => name)
          .filter((name) => name !== left)
          .join(", "),
      ),
    })),
  ];

  function pooler(): object {
    return (healthyProject().pooler as object[])[0] ?? {};
  }

  for (const { what, items, evidence, sql, mend, config, workflow, ran, project, baseline } of BREAKS) {
    test(`when ${what}, exactly that is unticked, and the step fails`, async () => {
      await succeeded();
      if (sql !== undefined) await database.query(sql);
      project?.();
      github.repository = nightly(workflow, ran === undefined ? {} : { ran });
      try {
        const text = baseline === undefined ? recorded : baseline(recorded);
        const run = await check(config, text === null ? {} : { [BASELINE]: text });
        const wrong = astray(run);
        assert.deepEqual(
          wrong.map((line) => line.split(":")[0]),
          items,
          wrong.join("\n"),
        );
        assert.match(wrong[0] ?? "", evidence);
        assert.notEqual(run.exitCode, 0);
      } finally {
        if (mend !== undefined) await database.query(mend);
        if (what === "the extension is gone") await runSetup(database, "pg-stat-statements");
        github.repository = nightly();
        for (const [topic, body] of Object.entries(healthyProject()))
          supabase.say(topic as Parameters<ManagementApi["say"]>[0], body);
      }
    });
  }

  test("more sessions than declared untick the API's pool", async () => {
    await succeeded();
    const url = server.urlOf("app", "authenticator", "x");
    const sessions = await Promise.all(Array.from({ length: 21 }, () => database.connect(url)));
    const run = await check();
    for (const session of sessions) await session.end();
    assert.deepEqual(
      astray(run).map((line) => line.split(":")[0]),
      ["api-pool-settings-updated"],
    );
    assert.notEqual(run.exitCode, 0);
  });

  for (const [what, fault, items] of [
    [
      "Supabase hangs",
      () => supabase.break(undefined, "hanging"),
      ["connection-pooling-configured", "backup-schedule-verified", "api-pool-settings-updated"],
    ],
    ["GitHub hangs", () => github.order({ answer: "hang" }), MONITORING],
  ] as const) {
    test(`when ${what}, what rests on it is unknown, and the run ends in time`, async () => {
      await succeeded();
      fault();
      const run = await check();
      supabase.mend();
      github = await startGitHub(nightly());
      const wrong = astray(run);
      for (const line of wrong) assert.match(line, /^[a-z-]+: unknown: /);
      const ids = wrong.map((line) => line.split(":")[0] ?? "");
      assert.ok(ids.length > 0);
      assert.deepEqual(
        ids.filter((id) => !(items as readonly string[]).includes(id)),
        [],
      );
      assert.notEqual(run.exitCode, 0);
      assert.equal(run.timedOut, false);
    });
  }
});
