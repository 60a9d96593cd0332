import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, it } from "vitest";
import { contextOf, DAY, HOUR, MINUTE, NOW } from "../../../test/support/builders/context.ts";
import {
  launcherRuns,
  type PlantedRun,
  plantRuns,
  preflightLogin,
  startCron,
} from "../../../test/support/postgres/cron.ts";
import { examine } from "../../../test/support/postgres/examine.ts";
import { needs } from "../../../test/support/postgres/needs.ts";
import { type Database, type OwnServer, sharedServer } from "../../../test/support/postgres/postgres.ts";
import type { CheckOutcome } from "../../core/finding.ts";
import type { CronFacts, CronJob } from "../shared/pg-cron/jobs.ts";
import check from "./check.ts";

const cronOnly = needs("postgresql-15", "pg_cron");

/** The problems of each job, by name. */
function problems({ findings = [] }: CheckOutcome): Record<string, unknown> {
  return Object.fromEntries(findings.map(({ key, facts }) => [key, facts.problem]));
}

const finding = ({ findings = [] }: CheckOutcome, key: string) => findings.find((one) => one.key === key);

function lastRuns({ measurements = [] }: CheckOutcome, name: string): readonly string[] {
  const runs = measurements.find(({ job }) => job === name)?.last_runs;
  return Array.isArray(runs) ? runs : [];
}

/** Due once a day, the last time two hours ago: pg_cron itself runs none of them while the tests do. */
function dailyTwoHoursAgo(): string {
  const time = new Date(Date.now() - 2 * HOUR);
  return `${time.getUTCMinutes()} ${time.getUTCHours()} * * *`;
}

const SECRET = "ERROR:  duplicate key (hunter2)";

/** One job of each kind: what the configuration declares besides its name and schedule, and its own command. */
const JOBS: Readonly<
  Record<string, { readonly declared?: Record<string, unknown>; readonly command?: string }>
> = {
  good: {},
  silent: {},
  failing: {},
  thrice: {},
  stuck: {},
  running: {},
  inactive: {},
  rescheduled: {},
  odd: { declared: { command: "SELECT 'Grüße;\n'  ; ; " }, command: "\n SELECT\t'Grüße; ' " },
  "other command": { declared: { command: "SELECT 2" } },
  refreshes: { declared: { refreshes: ["public.mv"] } },
  quiet: { declared: { refreshes: ["public.mv"], priority: "low" } },
  existed: {},
  unscheduled: {},
  later: {},
  untimed: {},
  new: {},
};

const RUNS: readonly PlantedRun[] = [
  { job: "stuck", status: "succeeded", ago: "50 h" },
  { job: "silent", status: "succeeded", ago: "26 h" },
  { job: "failing", status: "succeeded", ago: "26 h" },
  { job: "running", status: "succeeded", ago: "26 h" },
  { job: "stuck", status: "running", ago: "26 h" },
  { job: "later", status: "succeeded", ago: "150 min" },
  { job: "unscheduled", status: "succeeded", ago: "119 min" },
  { job: "good", status: "failed", ago: "26 h", message: SECRET },
  { job: "good", status: "succeeded", ago: "119 min" },
  { job: "odd", status: "succeeded", ago: "119 min" },
  { job: "other command", status: "succeeded", ago: "119 min" },
  { job: "rescheduled", status: "succeeded", ago: "119 min" },
  { job: "later", status: "succeeded", ago: "119 min" },
  { job: "refreshes", status: "failed", ago: "119 min", message: "job startup timeout" },
  { job: "quiet", status: "failed", ago: "119 min", message: SECRET },
  { job: "failing", status: "failed", ago: "119 min", message: SECRET },
  { job: "running", status: "running", ago: "119 min" },
  { job: "thrice", status: "succeeded", ago: "118 min" },
  { job: "thrice", status: "failed", ago: "30 min", message: SECRET },
  { job: "thrice", status: "failed", ago: "20 min", message: SECRET },
  { job: "thrice", status: "failed", ago: "10 min", message: SECRET },
];

describe("cron-jobs with the real pg_cron", cronOnly, () => {
  let server: OwnServer;
  let database: Database;
  let preflight: string;
  const daily = dailyTwoHoursAgo();
  const options = (...jobs: Record<string, unknown>[]) => ({ jobs });
  const schedule = (name: string, command = "SELECT 1", when = daily) =>
    database.query("SELECT cron.schedule($1, $2, $3)", [name, when, command]);

  beforeAll(async () => {
    ({ server, database } = await startCron({ "cron.use_background_workers": "on" }));
    await launcherRuns(server);
    await schedule("runs", "SELECT 1", "* * * * *");
    await schedule("breaks", "SELECT 1 / 0", "* * * * *");
  });

  it("hidden from a login that holds pg_monitor only, it is unknown and names the file to run", async () => {
    const hidden = await examine(check, database, { options: options({ name: "runs" }) });
    assert.equal(hidden.unknown?.reason, "permission");
    assert.match(hidden.unknown?.detail ?? "", /may not look into the schema cron/);
    assert.match(hidden.unknown?.fix?.text ?? "", /Run sql\/setup\/monitoring-role\.sql as a superuser/);

    const monitor = await database.monitor();
    const role = new URL(monitor).username;
    await database.query(`GRANT USAGE ON SCHEMA cron TO ${role}`);
    const filtered = await examine(check, database, { options: options({ name: "runs" }) });
    assert.match(filtered.unknown?.detail ?? "", /row-level security/);
    assert.equal(filtered.findings, undefined, "a job that can't be seen is not missing");
  });

  it("with the owner's views the login of the file sees the jobs, and another one after the grants", async () => {
    preflight = await preflightLogin(database);
    const declared = options({ name: "runs" }, { name: "nobody's" });
    assert.deepEqual(problems(await examine(check, database, { options: declared, url: preflight })), {
      "nobody's": ["missing"],
    });

    const refused = await examine(check, database, { options: declared });
    assert.equal(refused.unknown?.reason, "permission");
    await database.query(refused.unknown?.fix?.text ?? "");
    assert.deepEqual(problems(await examine(check, database, { options: declared })), {
      "nobody's": ["missing"],
    });
  });

  describe("with a job of each kind", () => {
    const declared = Object.entries(JOBS).map(([name, job]) => ({ name, schedule: daily, ...job.declared }));
    beforeAll(async () => {
      for (const [name, { command }] of Object.entries(JOBS)) await schedule(name, command);
      await database.query(
        "SELECT cron.alter_job(jobid, active := false) FROM cron.job WHERE jobname = 'inactive'",
      );
      await database.query("SELECT cron.schedule('rescheduled', '0 0 1 1 *', 'SELECT 1')");
      await plantRuns(database, RUNS);
      // As pg_cron leaves runs that could not connect.
      await database.query(`
        INSERT INTO cron.job_run_details (jobid, runid, database, username, command, status, return_message)
        SELECT jobid, nextval('cron.runid_seq'), database, username, command, 'failed', 'connection failed'
        FROM cron.job, generate_series(1, 2) WHERE jobname = 'untimed'`);
      await database.query("SELECT cron.unschedule('unscheduled')");
    });

    for (const login of ["owner", "monitoring role"]) {
      const examined = () =>
        examine(check, database, {
          options: options(...declared),
          url: login === "owner" ? database.url : preflight,
        });

      it(`finds what is wrong with each, as the ${login}`, async () => {
        const outcome = await examined();
        assert.deepEqual(problems(outcome), {
          silent: ["silent"],
          failing: ["failing"],
          thrice: ["failing"],
          stuck: ["stuck"],
          inactive: ["inactive"],
          rescheduled: ["schedule"],
          "other command": ["command"],
          refreshes: ["failing"],
          quiet: ["failing"],
          existed: ["silent"],
          untimed: ["failing"],
          unscheduled: ["missing"],
        });
        assert.deepEqual(
          ["silent", "refreshes", "quiet"].map((name) => finding(outcome, name)?.priority),
          ["high", "critical", "low"],
        );
        const states = Object.fromEntries((outcome.measurements ?? []).map(({ job, state }) => [job, state]));
        assert.deepEqual(
          ["good", "running", "new", "stuck", "inactive"].map((name) => states[name]),
          ["on time", "on time", "pending", "stuck", "inactive"],
        );
      });

      it(`says since when, and nothing of commands and their messages, as the ${login}`, async () => {
        const outcome = await examined();
        assert.match(
          finding(outcome, "silent")?.message ?? "",
          /^The job silent was due 2 hours ago and did not run; it last succeeded 26 hours ago\.$/,
        );
        assert.match(
          finding(outcome, "thrice")?.message ?? "",
          /^The job thrice failed 3 times in a row and last succeeded 11\d minutes ago\.$|1 hours? ago/,
        );
        assert.match(finding(outcome, "existed")?.message ?? "", /has not succeeded in all its known runs/);
        assert.equal(
          finding(outcome, "untimed")?.message,
          "The job untimed failed, at a time that pg_cron did not record: connection failed; it has not succeeded in all its known runs.",
        );
        assert.match(
          finding(outcome, "refreshes")?.message ?? "",
          /failed 11\d minutes ago: job startup timeout;/,
        );
        assert.deepEqual(outcome.unknown?.reason, "window");
        assert.match(outcome.unknown?.until ?? "", /^\d{4}-\d\d-\d\dT/);
        assert.match(
          outcome.unknown?.detail ?? "",
          /^The job new has no run yet, and nothing shows that it was there/,
        );
        assert.deepEqual(
          lastRuns(outcome, "refreshes").map((text) => text.slice(17)),
          ["failed in 0 seconds: job startup timeout"],
        );
        assert.doesNotMatch(JSON.stringify(outcome), /hunter2|Grüße|SELECT 1'?"/, "no message, no command");
      });
    }
  });

  it("is content after the fixes", async () => {
    const declared = [
      { name: "inactive", schedule: daily },
      { name: "rescheduled", schedule: daily, command: "SELECT 1" },
      { name: "other command", command: "SELECT 'it''s' || E'\\\\'" },
      { name: "made", schedule: daily, command: "SELECT 'it''s made'" },
    ];
    const broken = await examine(check, database, { options: options(...declared), url: preflight });
    assert.deepEqual(problems(broken), {
      inactive: ["inactive"],
      rescheduled: ["schedule"],
      "other command": ["command"],
      made: ["missing"],
    });
    for (const { fix } of broken.findings ?? []) await database.query(fix?.sql ?? "");
    await plantRuns(database, [
      { job: "inactive", status: "succeeded", ago: "1 min" },
      { job: "made", status: "succeeded", ago: "1 min" },
    ]);
    assert.deepEqual(
      await examine(check, database, { options: options(...declared), url: preflight }).then(problems),
      {},
    );
  });

  it("sees another user's job, and tells homonyms apart", async () => {
    const worker = await database.login({ name: "worker" });
    await database.query("GRANT USAGE ON SCHEMA cron TO worker");
    const client = await database.connect(worker);
    await client.query("SELECT cron.schedule('theirs', '0 0 1 1 *', 'SELECT 1')");
    await client.query("SELECT cron.schedule('good', '0 0 1 1 *', 'SELECT 1')");
    await client.end();
    await database.query(
      "SELECT cron.alter_job(jobid, active := false) FROM cron.job WHERE (jobname, username) = ('good', 'worker')",
    );
    const declared = options(
      { name: "theirs", schedule: "0 0 2 1 *" },
      { name: "good", schedule: daily },
      { name: "silent", user: "worker" },
    );
    for (const url of [database.url, preflight]) {
      const outcome = await examine(check, database, { options: declared, url });
      assert.deepEqual(problems(outcome), { theirs: ["schedule"], "silent (worker)": ["missing"] });
      assert.equal(finding(outcome, "theirs")?.facts.user, "worker");
    }
  });

  it("undeclared, it names the jobs that are there in lines to add", async () => {
    const name = 'x"\n::error::y`';
    await schedule(name);
    const { skipped, findings } = await examine(check, database, { url: preflight });
    assert.equal(findings, undefined);
    assert.equal(skipped?.reason, "not-configured");
    assert.ok(skipped?.fix?.text.includes(`      - { name: ${JSON.stringify(name)}, schedule: "${daily}" }`));
    assert.ok(!skipped?.fix?.text.includes("\n::error"));
    await database.query("SELECT cron.unschedule($1)", [name]);
  });

  it("in another database of the server, it says where the jobs are", async () => {
    const other = await server.createDatabase();
    const { unknown } = await examine(check, other, { options: options({ name: "runs" }) });
    assert.equal(unknown?.reason, "extension");
    assert.match(unknown?.detail ?? "", /another database of this server, app \(cron\.database_name\)/);
    const blind = await examine(check, other, {
      options: options({ name: "runs" }),
      url: await other.stranger(),
    });
    assert.equal(blind.unknown?.reason, "permission");
  });

  it("views of a role that does not see all jobs are no empty list", async () => {
    await database.query("DROP VIEW preflight.cron_jobs, preflight.cron_runs");
    const owner = await database.login({ name: "owner", attributes: "CREATEROLE" });
    await database.query(`
      DROP SCHEMA preflight; GRANT CREATE ON DATABASE app TO owner; GRANT pg_monitor TO owner WITH ADMIN OPTION;
      GRANT USAGE ON SCHEMA cron TO owner; GRANT SELECT ON cron.job, cron.job_run_details TO owner;`);
    const url = await preflightLogin(database, owner);
    const asked = { options: options({ name: "runs" }), url };
    const refused = await examine(check, database, asked);
    assert.match(
      refused.unknown?.detail ?? "",
      /^preflight\.cron_\w+ was not read: it is a view, and its owner owner is/,
    );
    const { unknown } = await examine(check, database, { ...asked, trustedOwners: ["owner"] });
    assert.equal(unknown?.reason, "permission");
    await database.query(unknown?.fix?.text ?? "");
    await database.query("DROP SCHEMA preflight");
    await preflightLogin(database);
    const seen = await examine(check, database, { options: options({ name: "nobody's" }), url });
    assert.deepEqual(problems(seen), { "nobody's": ["missing"] });
  });

  it("the scheduler's own runs are read: one succeeds, one fails", async () => {
    const declared = options({ name: "runs", grace: "1min" }, { name: "breaks" });
    for (const end = Date.now() + 150_000; ; await sleep(1_000)) {
      const [row] = await database.query(
        "SELECT count(DISTINCT jobname) AS jobs FROM cron.job JOIN cron.job_run_details USING (jobid) WHERE jobname IN ('runs', 'breaks') AND status IN ('succeeded', 'failed')",
      );
      if (row?.jobs === "2") break;
      assert.ok(Date.now() < end, "pg_cron ran its jobs");
    }
    const outcome = await examine(check, database, {
      options: { ...declared, "max-failures": 1 },
      url: preflight,
    });
    assert.deepEqual(problems(outcome), { breaks: ["failing"] });
    assert.match(lastRuns(outcome, "runs")[0] ?? "", /^\d{4}-\d\d-\d\d \d\d:\d\d succeeded in 0 seconds$/);
  });
});

describe("cron-jobs where pg_cron is not installed", () => {
  it("is a finding, as urgent as its most urgent job", async () => {
    const database = await (await sharedServer()).createDatabase();
    const jobs = [{ name: "a" }, { name: "b", priority: "critical" }];
    const { findings } = await examine(check, database, { options: { jobs } });
    assert.deepEqual(
      findings?.map(({ key, priority }) => [key, priority]),
      [["pg_cron", "critical"]],
    );
    const { skipped } = await examine(check, database);
    assert.equal(skipped?.reason, "not-configured");
  });

  it("is unknown to a login that does not see the server's settings", async () => {
    const database = await (await sharedServer()).createDatabase();
    const { unknown } = await examine(check, database, {
      options: { jobs: [{ name: "a" }] },
      url: await database.stranger(),
    });
    assert.equal(unknown?.reason, "permission");
    await database.query(unknown?.fix?.text ?? "");
    const url = await database.stranger();
    const { findings } = await examine(check, database, { options: { jobs: [{ name: "a" }] }, url });
    assert.equal(findings?.[0]?.key, "pg_cron");
  });
});

describe("cron-jobs judged", () => {
  const job = (overrides: Partial<CronJob> = {}): CronJob => ({
    id: 1,
    name: "j",
    schedule: "0 * * * *",
    database: "app",
    hasDatabase: true,
    user: "postgres",
    quotedUser: "postgres",
    hasRole: true,
    active: true,
    commandHash: "",
    lastSuccess: NOW - 30 * MINUTE,

    failuresInARow: 0,
    failingSince: null,
    existedBy: NOW - 30 * DAY,
    runs: [],
    ...overrides,
  });
  /** NOW is noon: with ten minutes' grace the hourly job was last due at 11:00. */
  const factsOf = (overrides: Partial<CronJob>, facts: Partial<CronFacts>) => ({
    responses: null,
    settings: { "cron.database_name": "app", "cron.log_run": "on" },
    has_launcher: true,
    history_reaches: NOW - 30 * DAY,
    oldest_run: 1,
    history_rows: 1_000,
    jobs: [job(overrides)],
    ...facts,
  });
  const evaluate = (
    overrides: Partial<CronJob>,
    facts: Partial<CronFacts> = {},
    more: Record<string, unknown> = {},
    server: Record<string, unknown> = {},
  ) =>
    check.evaluate(
      [factsOf(overrides, facts)],
      contextOf(check, { options: { jobs: [{ name: "j" }], ...more }, server }),
    );

  it("goes by period and grace", () => {
    assert.deepEqual(problems(evaluate({ lastSuccess: NOW - HOUR })), {});
    assert.deepEqual(problems(evaluate({ lastSuccess: NOW - HOUR - 1 })), { j: ["silent"] });
    // With a longer grace it was last due at 10:00.
    assert.deepEqual(problems(evaluate({ lastSuccess: NOW - HOUR - 1 }, {}, { grace: "61min" })), {});
    assert.deepEqual(
      problems(evaluate({ lastSuccess: NOW - HOUR - 1 }, {}, { jobs: [{ name: "j", grace: "61min" }] })),
      {},
    );
    assert.deepEqual(problems(evaluate({ lastSuccess: NOW - 2 * HOUR - 1 }, {}, { grace: "61min" })), {
      j: ["silent"],
    });
  });

  it("goes by cron.timezone", () => {
    // 09:00 in New York is 14:00 here: last due 22 hours ago, in GMT 3 hours ago.
    const facts = { settings: { "cron.timezone": "America/New_York" } };
    const nine = { schedule: "0 9 * * *", lastSuccess: NOW - 20 * HOUR };
    assert.deepEqual(problems(evaluate(nine, facts)), {});
    assert.deepEqual(problems(evaluate(nine)), { j: ["silent"] });
    const { unknown } = evaluate(nine, { settings: { "cron.timezone": "Mars/Olympus" } });
    assert.match(unknown?.detail ?? "", /can't be read/);
  });

  it("counts failures in a row", () => {
    assert.deepEqual(problems(evaluate({ failuresInARow: 2 })), {});
    assert.deepEqual(problems(evaluate({ failuresInARow: 3 })), { j: ["failing"] });
    assert.deepEqual(problems(evaluate({ failuresInARow: 3 }, {}, { "max-failures": 4 })), {});
  });

  const never = { lastSuccess: null, existedBy: null };

  it("is unknown when the history tells nothing", () => {
    assert.match(
      evaluate(never, { settings: { "cron.log_run": "off" } }).unknown?.fix?.text ?? "",
      /ALTER SYSTEM SET cron\.log_run = on;/,
    );
    assert.deepEqual(problems(evaluate({ ...never, existedBy: NOW - HOUR })), { j: ["silent"] });
  });

  it("is pending until the first due time of a job that nothing shows to be older, then failing", () => {
    // Made minutes ago: pg_cron has other runs, or none, or has purged the old ones.
    for (const facts of [
      {},
      { history_reaches: NOW - 5 * MINUTE, oldest_run: 900 },
      { history_reaches: null },
    ]) {
      const { unknown, findings, itemEvidence } = evaluate(never, facts, {
        jobs: [{ name: "j", refreshes: ["public.mv"] }],
      });
      assert.deepEqual(findings, []);
      assert.match(unknown?.detail ?? "", /no run yet.*its first run is due at 2026-11-22 13:00 UTC\.$/);
      assert.equal(unknown?.until, "2026-11-22T13:00:00Z");
      assert.equal(itemEvidence?.j?.status, "pending");
    }
    // Known since half past ten: due at 11:00, and 70 minutes of grace go on until 12:10.
    const young = { ...never, existedBy: NOW - 90 * MINUTE };
    assert.equal(evaluate(young, {}, { grace: "70min" }).unknown?.until, "2026-11-22T12:10:00Z");
    assert.deepEqual(problems(evaluate(young, {}, { grace: "60min" })), { j: ["silent"] });
  });

  it("counts failed runs without a time, and tells the time of those that have one", () => {
    const run = { status: "failed", started: null, begunBy: null, ended: null, failure: "connection failed" };
    const untimed = evaluate({ ...never, failuresInARow: 1, runs: [run] });
    assert.match(
      untimed.findings?.[0]?.message ?? "",
      /failed, at a time that pg_cron did not record: connection failed/,
    );
    const timed = { ...run, started: NOW - 41_000, ended: NOW - 40_000, failure: "error" };
    const { findings } = evaluate(
      { ...never, schedule: "* * * * *", failuresInARow: 1, runs: [timed] },
      {},
      { grace: "1min" },
    );
    assert.match(findings?.[0]?.message ?? "", /^The job j failed 40 seconds ago; it has not succeeded/);
  });

  describe("with what earlier runs saw", () => {
    const judged = (
      overrides: Partial<CronJob>,
      seen: Partial<CronJob>,
      ago: number,
      facts: Partial<CronFacts> = {},
    ) => {
      const before = factsOf(seen, {});
      const list = check.state?.update(check.state.read([before], check.options.parse({})) ?? [], {
        at: NOW - ago,
        clock: { window: null, timeline: null },
        reset: null,
        previous: undefined,
        lookup: () => ({ find: (name: string) => ({ ref: name, entry: undefined }), rest: () => [] }),
      });
      const stored = new Map((list ?? []).map((entry) => [entry.ref, entry]));
      return check.evaluate([factsOf(overrides, facts)], {
        ...contextOf(check, { options: { jobs: [{ name: "j" }] } }),
        stored: (name) => stored.get(name) as never,
      });
    };

    it("a job that was there before its due time, and did not run, is silent", () => {
      assert.deepEqual(problems(judged(never, {}, 2 * HOUR)), { j: ["silent"] });
      // First seen at 11:30, due at noon, which is now: its grace has begun.
      assert.equal(judged(never, {}, 30 * MINUTE).unknown?.until, "2026-11-22T12:10:00Z");
    });

    it("a history that does not reach back is no proof of a missed run", () => {
      const purged = { history_reaches: NOW - 5 * MINUTE, oldest_run: 900 };
      const { unknown, findings } = judged(never, {}, 2 * HOUR, purged);
      assert.deepEqual(findings, []);
      assert.match(
        unknown?.detail ?? "",
        /history of runs begins at 2026-11-22 11:55 UTC.*keep runs for longer/,
      );
      assert.equal(unknown?.until, undefined);
    });

    it("a job whose schedule was changed since, or that was inactive, missed no run", () => {
      const old = { lastSuccess: NOW - 3 * DAY };
      for (const before of [{ schedule: "0 3 * * 0" }, { active: false }]) {
        assert.equal(judged(old, before, 2 * HOUR).unknown?.until, "2026-11-22T13:00:00Z");
      }
      assert.deepEqual(problems(judged(old, {}, 2 * HOUR)), { j: ["silent"] });
    });

    it("another job of the same name is another job", () => {
      assert.equal(judged(never, { id: 9 }, 2 * HOUR).unknown?.until, "2026-11-22T13:00:00Z");
    });
  });

  it("finds a scheduler that starts nothing", () => {
    assert.deepEqual(Object.keys(problems(evaluate({}, { has_launcher: false }))), ["pg_cron launcher"]);
    assert.deepEqual(
      Object.keys(problems(evaluate({}, { settings: { "cron.launch_active_jobs": "off" } }))),
      ["cron.launch_active_jobs"],
    );
    // Hidden from us, or a standby, where it waits.
    assert.deepEqual(problems(evaluate({}, { has_launcher: false }, {}, { readsAllStatistics: false })), {});
    assert.deepEqual(problems(evaluate({}, { has_launcher: false }, {}, { inRecovery: true })), {});
  });

  it("finds a schedule that never comes, and lets one be that comes at the start", () => {
    assert.deepEqual(problems(evaluate({ schedule: "0 0 30 2 *" })), { j: ["never due"] });
    assert.deepEqual(evaluate({ schedule: "@reboot", lastSuccess: null }).findings, []);
  });

  it("finds a job in another database", () => {
    assert.deepEqual(problems(evaluate({ database: "postgres" })), { j: ["database"] });
    assert.deepEqual(
      problems(evaluate({ database: "postgres" }, {}, { jobs: [{ name: "j", database: "postgres" }] })),
      {},
    );
  });

  it("finds a history that is never cleared", () => {
    assert.deepEqual(evaluate({}, { history_rows: 1_000_000 }).findings, []);
    const [found] = evaluate({}, { history_rows: 1_000_001 }).findings ?? [];
    assert.equal(found?.key, "cron.job_run_details");
    assert.equal(found?.priority, "low");
    assert.match(found?.fix?.sql ?? "", /^SELECT cron\.schedule\(.*'DELETE FROM cron\.job_run_details/);
  });

  it("says when the declared schedule needs a newer pg_cron", () => {
    const server = { extensions: { pg_cron: { version: "1.4-1", schema: "public", schemaUsable: true } } };
    const { findings } = evaluate({}, {}, { jobs: [{ name: "x", schedule: "30 seconds" }] }, server);
    assert.match(findings?.[0]?.message ?? "", /^There is no job x, and there can't be: .*pg_cron 1\.5/);
  });

  it("refuses a schedule that pg_cron would refuse, and leaves out what is not enabled", () => {
    assert.ok(!check.options.safeParse({ jobs: [{ name: "j", schedule: "*/5 * * *" }] }).success);
    assert.deepEqual(evaluate({ active: false }, {}, { jobs: [{ name: "j", enabled: false }] }).findings, []);
  });

  it("can't be led out of a comment by a role's name", () => {
    const [found] = evaluate({ active: false, user: "x\nDROP TABLE t; --" }).findings ?? [];
    assert.ok(!found?.fix?.sql.includes("\nDROP"));
  });
});
