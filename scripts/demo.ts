/**
 * `npm run demo`: a database with believable trouble, the bundled action on it as a runner runs it, and the
 * pages that it writes: the nightly health suite, and the deployment checklist. Ends with 0 when the action found
 * what was planted, and ticked no box that the trouble empties.
 */
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { byPriority, DUE } from "../src/domain/priority.ts";
import { type Report, reportSchema } from "../src/domain/report.ts";
import { cleanUp, startServer } from "../test/support/postgres.ts";
import { type ActionRun, runAction } from "../test/support/runner.ts";
import { DemoDatabase, demoFile } from "./demo-database.ts";
import { demoRepository } from "./demo-repository.ts";
import { toPage } from "./render.ts";

const REPOSITORY = resolve(import.meta.dirname, "..");
const SHOWN = ["summary.html", "checklist.html", "summary.md", "checklist.md", "report.json"] as const;
/** The checks that have something to find in any case; `slow-queries` on all but a very fast machine. */
const PLANTED = [
  "blocking-queries",
  "invalid-indexes",
  "replication-slots",
  "sequence-exhaustion",
  "query-text-exposure",
  "long-running-queries",
  "table-bloat",
  "query-logging",
  "statement-timeout",
  "duplicate-indexes",
  "foreign-key-indexes",
  "schema-changelog",
];
/** Boxes of the checklist that the planted trouble empties, and some that have all they need. */
const EMPTY_BOXES = ["migrations-applied", "query-timeout-configured", "slow-query-alerts-configured"];
const TICKED_BOXES = [
  "pg-stat-statements-enabled",
  "api-pool-settings-updated",
  "table-bloat-monitoring-scheduled",
];
/** Of a server that lives for seconds and listens on the loopback address only. */
const PASSWORD = "secret-of-the-demo";
/** Above the durations in demo/pg-preflight.yml. */
const LONG_MS = 1_500;
const LONGEST_STATUS = "attested".length;
const LONGEST_DUE = Math.max(...Object.values(DUE).map(({ length }) => length));
const started = performance.now();

async function demo(): Promise<void> {
  if (!existsSync(join(REPOSITORY, "dist/index.js"))) {
    throw new Error(
      "dist/index.js is missing. It is committed: `git checkout -- dist` brings it back, `npm run build` makes it anew.",
    );
  }
  say("starting PostgreSQL 18");
  const server = await startServer({
    version: 18,
    preload: ["pg_stat_statements"],
    // A logical slot can be left behind only where logical replication is on, as it is on Supabase.
    settings: { wal_level: "logical" },
  });
  const { url } = await server.createDatabase({ name: "app" });
  const database = new DemoDatabase(url);
  say("making the application's tables, with 195,000 rows");
  await database.abandonSlot();
  await database.run(await demoFile("schema.sql"));
  await database.run(await demoFile("data.sql"));
  await database.run("VACUUM ANALYZE");
  // What filled the tables is no part of the application's life.
  await database.run("SELECT extensions.pg_stat_statements_reset()");
  say("planting trouble: demo/trouble.sql");
  await database.plantTrouble();
  await database.block();
  const blockedForLong = sleep(LONG_MS);
  say("letting the application work: demo/workload.sql");
  await database.work();
  say("making the least-privileged login: sql/setup/monitoring-role.sql");
  await database.run(await readFile(join(REPOSITORY, "sql/setup/monitoring-role.sql"), "utf8"));
  await database.run(`ALTER ROLE preflight LOGIN PASSWORD '${PASSWORD}'`);

  await blockedForLong;
  const repository = await demoRepository();
  const look = (suite: string) =>
    runAction({
      ...repository,
      inputs: { "database-url": server.urlOf("app", "preflight", PASSWORD), target: "demo", suite },
      secrets: [PASSWORD],
    });
  say("running the action as every night: dist/index.js, suite health");
  const run = await look("health");
  say("running it as before a deploy: suite deploy");
  const gate = await look("deploy");
  await database.close();
  const report = await keep(run, "summary");
  await writeFile(join(REPOSITORY, "demo/report.json"), `${JSON.stringify(report, null, 2)}\n`);
  const { checklist } = await keep(gate, "checklist");
  tell(run, report, checklist);
}

/** Puts the summary and its page into demo/. */
async function keep(run: ActionRun, name: string): Promise<Report> {
  if (run.report === undefined) throw new Error(`The action wrote no report:\n${run.log}`);
  const page = await toPage(run.summary, { title: "pg-preflight: the job summary, as GitHub shows it" });
  await writeFile(join(REPOSITORY, `demo/${name}.md`), run.summary);
  await writeFile(join(REPOSITORY, `demo/${name}.html`), page);
  return reportSchema.parse(run.report);
}

/** What a stranger should know now. */
function tell(run: ActionRun, report: Report, checklist: Report["checklist"]): void {
  const { results } = report;
  const items = checklist.flatMap((section) => section.items);
  const failing = results.filter(({ status }) => status === "fail").toSorted(byPriority);
  const count = (status: string) => results.filter((result) => result.status === status).length;
  const widest = Math.max(0, ...failing.map(({ check }) => check.length));
  const lines = [
    "",
    `The step ${run.exitCode === 0 ? "passed" : `failed with exit code ${run.exitCode}, as it should`}: conclusion ${report.conclusion}, ` +
      `${run.annotations.length} annotations, ${(run.durationMs / 1000).toFixed(1)} s.`,
    `${count("pass")} checks pass, ${failing.length} fail, ${count("unknown")} could not look, ` +
      `${count("measured")} measure, ${count("skipped")} had nothing to look at.`,
    "",
    ...failing.map(({ check, priority, findings = [] }) => {
      const found = findings.length === 1 ? "1 finding" : `${findings.length} findings`;
      return `  ${DUE[priority].padEnd(LONGEST_DUE)}  ${check.padEnd(widest)}  ${found}`;
    }),
    "",
    "The deployment checklist, each box with its evidence:",
    "",
    ...items.map(({ title, status }) => `  ${status.padEnd(LONGEST_STATUS)}  ${title}`),
    "",
    "Look at it:",
    ...SHOWN.map((name) => `  ${relative(process.cwd(), join(REPOSITORY, "demo", name))}`),
    "",
    "The first two are the pages that people see: open them in a browser, light or dark as you like it.",
    "`npm run preview` makes pictures of it.",
  ];
  console.log(lines.join("\n"));
  const missed = PLANTED.filter((id) => !failing.some(({ check }) => check === id));
  if (missed.length > 0) throw new Error(`\nPlanted in demo/trouble.sql and not found: ${missed.join(", ")}`);
  const statusOf = (id: string) => items.find((item) => item.id === id)?.status;
  const wrong = [
    ...EMPTY_BOXES.filter((id) => statusOf(id) !== "fail"),
    ...TICKED_BOXES.filter((id) => statusOf(id) !== "pass"),
  ];
  if (wrong.length > 0) throw new Error(`\nThe checklist is not as planted: ${wrong.join(", ")}`);
}

function say(what: string): void {
  const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(5);
  console.log(`${seconds} s  ${what}`);
}

try {
  await demo();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await cleanUp();
}
