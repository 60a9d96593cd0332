/**
 * `npm run demo`: a database with believable trouble, the bundled action on it as a runner runs it, and the
 * pages that it writes: two nights, the week's index usage, the deployment checklist and a pull request, with the
 * issues that they open at a stand-in of GitHub. Ends with 0 when the action found what was planted, ticked no box
 * that the trouble empties, and opened the issues that it should.
 */
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { byPriority, DUE } from "../src/core/priority.ts";
import { type Report, reportSchema } from "../src/core/report.ts";
import { parseBody } from "../src/issues/body.ts";
import { REPOSITORY_NAME } from "../test/support/github/github.ts";
import type { ActionRun } from "../test/support/github/runner.ts";
import { cleanUp, startServer } from "../test/support/postgres/postgres.ts";
import { DemoDatabase, demoFile } from "./demo-database.ts";
import { DemoStory } from "./demo-story.ts";
import { type Conversation, toPage } from "./render.ts";

const REPOSITORY = resolve(import.meta.dirname, "..");
/** Of each a page and its Markdown. */
const SHOWN = {
  summary: "the nightly job summary",
  checklist: "the job summary before a deploy",
  overview: "the issue that is always open",
  "index-usage": "the weekly issue of the indexes",
  issue: "the issue of one failing check",
  comment: "the comment on a pull request",
} as const;
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
  "performance-baseline",
];
/** Boxes of the checklist that the planted trouble empties, and some that have all they need. */
const EMPTY_BOXES = ["migrations-applied", "query-timeout-configured", "slow-query-alerts-configured"];
const TICKED_BOXES = [
  "pg-stat-statements-enabled",
  "api-pool-settings-updated",
  "table-bloat-monitoring-scheduled",
  "performance-baseline-established",
];
/** Issues that are open after two nights, a week and a deploy, whatever the machine. */
const OPEN_ISSUES = ["overview", "checklist", "index-usage", "sequence-exhaustion", "replication-slots"];
/** The check whose issue is shown. */
const SHOWN_ISSUE = "sequence-exhaustion";
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
  say("making the two logins: sql/setup/monitoring-role.sql and baseline-role.sql");
  const story = await DemoStory.begin(server, database);
  await blockedForLong;
  say("running the action as last night: dist/index.js, suite health");
  await story.night(1);
  say("deploying a migration that goes wrong: demo/deploy.sql");
  await database.run(await demoFile("deploy.sql"));
  say("running it as tonight");
  const run = await story.night();
  say("running it as every week: suite index-usage");
  await story.week();
  say("running it as before a deploy: suite deploy");
  const gate = await story.deploy();
  say("running it on a pull request: demo/pull-request.sql");
  await story.pullRequest(database);
  await database.close();
  const report = await keepSummary(run, "summary");
  await writeFile(join(REPOSITORY, "demo/report.json"), `${JSON.stringify(report, null, 2)}\n`);
  const { checklist } = await keepSummary(gate, "checklist");
  await keepIssue(story, "overview", "overview");
  await keepIssue(story, "index-usage", "index-usage");
  await keepIssue(story, SHOWN_ISSUE, "issue");
  await keep("comment", story.comment(), { repository: REPOSITORY_NAME });
  tell(run, report, checklist, story);
}

async function keepSummary(run: ActionRun, name: keyof typeof SHOWN): Promise<Report> {
  await keep(name, run.summary);
  return reportSchema.parse(run.report);
}

async function keepIssue(story: DemoStory, topic: string, name: keyof typeof SHOWN): Promise<void> {
  const issue = story.issueOf(topic);
  await keep(name, issue.body ?? "", { issue, repository: REPOSITORY_NAME });
}

/** Puts the text and its page into demo/. */
async function keep(name: keyof typeof SHOWN, markdown: string, conversation?: Conversation): Promise<void> {
  const title = `pg-preflight: ${SHOWN[name]}, as GitHub shows it`;
  const page = await toPage(markdown, { title, ...(conversation === undefined ? {} : { conversation }) });
  await writeFile(join(REPOSITORY, `demo/${name}.md`), markdown);
  await writeFile(join(REPOSITORY, `demo/${name}.html`), page);
}

/** What a stranger should know now. */
function tell(run: ActionRun, report: Report, checklist: Report["checklist"], { github }: DemoStory): void {
  const { results } = report;
  const items = checklist.flatMap((section) => section.items);
  const failing = results.filter(({ status }) => status === "fail").toSorted(byPriority);
  const count = (status: string) => results.filter((result) => result.status === status).length;
  const widest = Math.max(0, ...failing.map(({ check }) => check.length));
  const pages = Object.entries(SHOWN).map(([name, what]) => [
    relative(process.cwd(), join(REPOSITORY, `demo/${name}.html`)),
    what,
  ]) as [string, string][];
  const longestName = Math.max(...pages.map(([name]) => name.length));
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
    "The issues that the runs opened, and the pull request's comment:",
    "",
    ...github.issues.map(({ number, title, isPullRequest, comments }) =>
      isPullRequest
        ? `  #${number} ${title} (the pull request, with ${comments.length} comment)`
        : `  #${number} ${title}`,
    ),
    "",
    "Look at it in a browser, light or dark as you like it; the Markdown is beside each page:",
    ...pages.map(([name, what]) => `  ${name.padEnd(longestName)}  ${what}`),
    "",
    "The whole report: demo/report.json. `npm run preview` makes pictures of a page.",
  ];
  console.log(lines.join("\n"));
  const missed = PLANTED.filter((id) => !failing.some(({ check }) => check === id));
  if (missed.length > 0) throw new Error(`\nPlanted in demo and not found: ${missed.join(", ")}`);
  const statusOf = (id: string) => items.find((item) => item.id === id)?.status;
  const wrong = [
    ...EMPTY_BOXES.filter((id) => statusOf(id) !== "fail"),
    ...TICKED_BOXES.filter((id) => statusOf(id) !== "pass"),
  ];
  if (wrong.length > 0) throw new Error(`\nThe checklist is not as planted: ${wrong.join(", ")}`);
  const topics = github.issues.map(({ body }) => parseBody(body ?? "")?.topic);
  const closed = OPEN_ISSUES.filter((topic) => !topics.includes(topic));
  if (closed.length > 0) throw new Error(`\nThese issues did not open: ${closed.join(", ")}`);
  // The stand-in holds every request and answer to GitHub's own description.
  if (github.violations.length > 0)
    throw new Error(`\nGitHub would refuse:\n${github.violations.join("\n")}`);
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
