/** What needs no declaration, with the real pg_cron: jobs that fail again and again, and jobs whose role or database is gone. */
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, it } from "vitest";
import {
  launcherRuns,
  type PlantedRun,
  plantRuns,
  preflightLogin,
  startCron,
} from "../../../test/support/postgres/cron.ts";
import { examine } from "../../../test/support/postgres/examine.ts";
import { needs } from "../../../test/support/postgres/needs.ts";
import type { Database, OwnServer } from "../../../test/support/postgres/postgres.ts";
import type { CheckOutcome, Finding } from "../../core/finding.ts";
import check from "./check.ts";

const cronOnly = needs("postgresql-15", "pg_cron");

const NEVER = "0 0 1 1 *";
const SECRET = "ERROR:  duplicate key (hunter2)";

const keysOf = ({ findings = [] }: CheckOutcome) => findings.map(({ key }) => key).sort();
const find = ({ findings = [] }: CheckOutcome, key: string): Finding => {
  const found = findings.find((finding) => finding.key === key);
  assert.ok(found, key);
  return found;
};

function failures(job: string, ...ages: readonly string[]): PlantedRun[] {
  return ages.map((ago) => ({ job, status: "failed", ago, message: SECRET }));
}

const RUNS: readonly PlantedRun[] = [
  ...failures("weekly", "8 days"),
  ...failures("once", "26 h"),
  ...failures("nightly", "25 h"),
  { job: "off", status: "succeeded", ago: "10 h" },
  ...failures("four", "4 h", "3 h", "2 h", "1 h"),
  ...failures("off", "5 h", "4 h", "3 h", "2 h", "1 h"),
  ...failures("recovered", "6 h", "5 h", "4 h", "3 h", "2 h"),
  { job: "recovered", status: "succeeded", ago: "1 h" },
  { job: "five", status: "succeeded", ago: "6 h" },
  ...failures("five", "5 h", "4 h", "3 h", "2 h", "40 min"),
  { job: "five", status: "running", ago: "1 min" },
  ...failures("declared", "5 h", "4 h", "3 h", "2 h", "40 min"),
  ...failures("nightly", "1 h"),
  ...failures("weekly", "1 h"),
];

/** pg_cron numbers runs as they start, so each began before the next. */
const IN_ORDER = RUNS.toSorted((a, b) => secondsOf(b) - secondsOf(a));

function secondsOf({ ago }: PlantedRun): number {
  const [number, unit = ""] = ago.split(" ");
  return Number(number) * ({ days: 86_400, h: 3_600, min: 60 }[unit] ?? 1);
}

describe("jobs of pg_cron that nobody declared", cronOnly, () => {
  let server: OwnServer;
  let database: Database;
  let preflight: string;

  const schedule = (name: string) =>
    database.query("SELECT cron.schedule($1, $2, 'SELECT ''hunter2''')", [name, NEVER]);
  const look = (options: Record<string, unknown> = {}, url = preflight) =>
    examine(check, database, { options, url });

  beforeAll(async () => {
    ({ server, database } = await startCron({ "cron.use_background_workers": "on" }));
    await launcherRuns(server);
    for (const name of new Set(RUNS.map(({ job }) => job))) await schedule(name);
    await database.query("SELECT cron.alter_job(jobid, active := false) FROM cron.job WHERE jobname = 'off'");
    preflight = await preflightLogin(database);
  });

  it("are skipped with the lines to declare them while none fails again and again", async () => {
    for (const url of [preflight, database.url]) {
      const { skipped, findings } = await look({}, url);
      assert.equal(findings, undefined);
      assert.equal(skipped?.reason, "not-configured");
    }
  });

  it("are unknown where they are hidden, for they may fail", async () => {
    const { unknown, skipped } = await look({}, await database.monitor());
    assert.equal(skipped, undefined);
    assert.equal(unknown?.reason, "permission");
    await database.query(unknown?.fix?.text ?? "");
    assert.equal((await look({}, await database.monitor())).unknown, undefined);
  });

  it("are findings when their last five runs failed, or all of a day", async () => {
    await plantRuns(database, IN_ORDER);
    for (const url of [preflight, database.url]) {
      const outcome = await look({}, url);
      assert.deepEqual(keysOf(outcome), ["declared", "five", "nightly", "weekly"]);
      assert.equal(outcome.skipped, undefined);
      assert.equal(find(outcome, "five").priority, "high");
      assert.match(
        find(outcome, "five").message,
        /^The job five failed 5 times in a row; the last run failed (39|4\d) minutes ago; it last succeeded 6 hours ago\.$/,
      );
      assert.match(
        find(outcome, "nightly").message,
        /^The job nightly failed 2 times in a row; the last run failed 60 minutes ago; it has not succeeded in all its known runs\.$|1 hours? ago/,
      );
      assert.doesNotMatch(JSON.stringify(outcome), /hunter2/, "no message, no command");
    }
  });

  it("leave out the declared one, which has rules of its own, and the one that is not to be looked at", async () => {
    const jobs = [
      { name: "declared", schedule: NEVER },
      { name: "five", enabled: false },
    ];
    const outcome = await look({ jobs, "max-failures": 6 });
    assert.deepEqual(keysOf(outcome), ["declared", "nightly", "weekly"]);
    assert.equal(find(outcome, "declared").facts.problem?.toString(), "failing");
    const states = outcome.measurements?.map(({ job }) => job);
    assert.deepEqual(states, ["declared"]);
    assert.equal(outcome.itemEvidence?.declared, undefined);
  });

  it("count runs without a time in the order of their numbers, as pg_cron leaves those that could not connect", async () => {
    const untimed = (job: string, runs: number) =>
      database.query(
        `INSERT INTO cron.job_run_details (jobid, runid, database, username, command, status, return_message)
         SELECT jobid, nextval('cron.runid_seq'), database, username, command, 'failed', 'connection failed'
         FROM cron.job, generate_series(1, $2::int) WHERE jobname = $1`,
        [job, runs],
      );
    for (const name of ["often", "seldom", "just", "clock"]) await schedule(name);
    await untimed("often", 5);
    await untimed("seldom", 1);
    // A later run of another job that began 26 hours ago: the one before had begun by then.
    await plantRuns(database, [{ job: "clock", status: "succeeded", ago: "26 h" }]);
    await untimed("seldom", 1);
    await untimed("just", 2);
    const outcome = await look();
    assert.deepEqual(
      keysOf(outcome).filter((key) => ["often", "seldom", "just", "clock"].includes(key)),
      ["often", "seldom"],
    );
    assert.equal(
      find(outcome, "often").message,
      "The job often failed 5 times in a row; the last run failed, at a time that pg_cron did not record: connection failed; it has not succeeded in all its known runs.",
    );
    // A job that was due after it was there, by the same order: its failure is no unknown.
    const declared = await look({ jobs: [{ name: "seldom", schedule: "0 * * * *", grace: "1min" }] });
    assert.ok(keysOf(declared).includes("seldom"));
  });

  it("a run that is starting and has no time yet is no success, and holds up the next once it is old", async () => {
    await schedule("starting");
    const start = () =>
      database.query(
        `INSERT INTO cron.job_run_details (jobid, runid, command, status)
         SELECT jobid, nextval('cron.runid_seq'), command, 'starting' FROM cron.job WHERE jobname = 'starting'`,
      );
    await database.query(
      "UPDATE cron.job SET schedule = '* * * * *', active = false WHERE jobname = 'starting'",
    );
    await start();
    const jobs = [{ name: "starting", grace: "1min" }];
    const evaluate = async () => {
      await database.query("UPDATE cron.job SET active = true WHERE jobname = 'starting'");
      const outcome = await look({ jobs });
      await database.query("UPDATE cron.job SET active = false WHERE jobname = 'starting'");
      return outcome;
    };
    const young = await evaluate();
    assert.ok(!keysOf(young).includes("starting"));
    assert.match(
      young.unknown?.detail ?? "",
      /^The job starting has a run that is not over yet and no other, and nothing shows that it was there/,
    );
    await plantRuns(database, [{ job: "clock", status: "succeeded", ago: "10 min" }]);
    assert.match(
      find(await evaluate(), "starting").message,
      /^The job starting has a run in progress since at least \d+ minutes, which holds up the next\.$/,
    );
    await database.query("SELECT cron.unschedule('starting')");
  });

  it("tells jobs of one name apart, and names those without one by their number", async () => {
    await database.query("SELECT cron.schedule($1, 'SELECT ''hunter2''')", [NEVER]);
    const [unnamed] = await database.query("SELECT jobid FROM cron.job WHERE jobname IS NULL");
    const worker = await database.login({ name: "worker" });
    await database.query("GRANT USAGE ON SCHEMA cron TO worker");
    const client = await database.connect(worker);
    await client.query("SELECT cron.schedule('five', $1, 'SELECT 1')", [NEVER]);
    await client.end();
    await database.query(
      `INSERT INTO cron.job_run_details (jobid, runid, status, return_message, start_time, end_time)
       SELECT jobid, nextval('cron.runid_seq'), 'failed', 'ERROR', now(), now()
       FROM cron.job, generate_series(1, 5) WHERE jobname IS NULL OR username = 'worker'`,
    );
    const outcome = await look();
    const [ids] = await database.query(
      "SELECT max(jobid) FILTER (WHERE username = 'worker') AS worker, min(jobid) AS other FROM cron.job WHERE jobname = 'five'",
    );
    const keys = keysOf(outcome);
    assert.ok(
      keys.includes(`five (worker, ${ids?.worker})`) && keys.includes(`five (postgres, ${ids?.other})`),
    );
    const found = find(outcome, `${unnamed?.jobid} (no name)`);
    assert.match(
      found.message,
      new RegExp(`^The job ${unnamed?.jobid} \\(no name\\) failed 5 times in a row;`),
    );
    assert.deepEqual([found.facts.schedule, found.facts.user], [NEVER, "postgres"]);
    await database.query(found.fix?.sql ?? "");
    await database.query(
      "DELETE FROM cron.job_run_details WHERE status = 'failed'; SELECT cron.unschedule(jobid) FROM cron.job WHERE username = 'worker';",
    );
  });

  it("offers the line of a job without a name with what gives it one", async () => {
    await database.query("SELECT cron.unschedule(jobid) FROM cron.job WHERE jobname IS NOT NULL");
    const { skipped } = await look();
    const lines = (skipped?.fix?.text ?? "").split("\n");
    const [rename] = lines.filter((line) => line.includes("# SELECT"));
    assert.equal(lines.filter((line) => line.includes("refresh-my-view")).length, 0, "no invented job");
    await database.query(rename?.replace(/^ *# /, "") ?? "");
    const jobs = await database.query("SELECT jobname, schedule, command FROM cron.job");
    assert.equal(jobs.length, 1);
    assert.deepEqual(Object.values(jobs[0] ?? {}).slice(1), [NEVER, "SELECT 'hunter2'"]);
    assert.equal(lines.at(-1), `      - { name: ${JSON.stringify(jobs[0]?.jobname)}, schedule: "${NEVER}" }`);
  });

  it("finds a job whose database is gone, and its fix removes the job", async () => {
    await server.query("CREATE DATABASE moving");
    await database.query("SELECT cron.schedule_in_database('moved', $1, 'SELECT 1', 'moving')", [NEVER]);
    assert.deepEqual(keysOf(await look()), []);
    await server.query('ALTER DATABASE moving RENAME TO "no such one"');
    const outcome = await look();
    const found = find(outcome, "moved");
    assert.equal(found.message, "The job moved runs in the database moving, which does not exist.");
    assert.match(found.fix?.sql ?? "", /^SELECT cron\.unschedule\(/m);
    await database.query(found.fix?.sql ?? "");
    assert.deepEqual(keysOf(await look()), []);
  });

  describe("whose role is gone", () => {
    const launcher = async () =>
      (await server.query("SELECT FROM pg_stat_activity WHERE backend_type = 'pg_cron launcher'")).length > 0;
    const restart = async () => {
      await server.stop();
      await server.start();
    };

    beforeAll(async () => {
      await database.query('CREATE ROLE "Gone ""x" LOGIN; GRANT USAGE ON SCHEMA cron TO "Gone ""x"');
      await database.query(
        `SET ROLE "Gone ""x"; SELECT cron.schedule('orphan', '${NEVER}', 'SELECT 1'); RESET ROLE;
         SELECT cron.alter_job(jobid, active := false) FROM cron.job WHERE jobname = 'orphan';
         DROP OWNED BY "Gone ""x"; DROP ROLE "Gone ""x";`,
      );
      await restart();
      // The launcher is started again and again.
      await sleep(3_000);
    });

    it("stops the launcher, also when the job is off; the finding names the role and the job", async () => {
      assert.equal(await launcher(), false);
      const found = find(await look(), "orphan");
      assert.equal(
        found.message,
        "The job orphan belongs to the role Gone \"x, which does not exist, and pg_cron's launcher, which ends at such a job, is not running.",
      );
      const outcome = await look({ jobs: [{ name: "orphan" }] });
      assert.deepEqual(keysOf(outcome), ["orphan", "pg_cron launcher"]);
      assert.doesNotMatch(JSON.stringify(outcome.findings), /[Rr]estart/);
      assert.match(
        find(outcome, "pg_cron launcher").message,
        /it ends at a job whose role does not exist \(orphan of Gone "x\)\.$/,
      );
    });

    it("runs again when the role is back, or the job is gone", async () => {
      const fix = find(await look(), "orphan").fix?.sql ?? "";
      const [remove] = fix.split("\n").filter((line) => line.startsWith("-- SELECT"));
      await database.query(fix);
      await launcherRuns(server);
      assert.equal((await look()).findings, undefined);

      await database.query('DROP ROLE "Gone ""x"');
      await restart();
      await sleep(3_000);
      assert.equal(await launcher(), false);
      await database.query(remove?.replace(/^-- /, "") ?? "");
      await launcherRuns(server);
      assert.equal((await look()).findings, undefined);
      await server.remove();
    });
  });
});
