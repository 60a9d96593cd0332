/**
 * `npm run pictures`: the pictures in docs/pictures, light and dark, most of them the first screen of a page as GitHub shows it.
 * All pages come from runs of the bundled action on real databases. With PAGES set their Markdown is left in that folder.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { REPOSITORY_NAME } from "../test/support/github/github.ts";
import { type ActionRun, runAction } from "../test/support/github/runner.ts";
import { createEverything } from "../test/support/postgres/everything.ts";
import { cleanUp, type Server, startServer } from "../test/support/postgres/postgres.ts";
import { Browser } from "./browser.ts";
import { chartScripts } from "./charts.ts";
import { DemoDatabase, demoFile } from "./demo-database.ts";
import { DemoStory } from "./demo-story.ts";
import { type Conversation, toPage } from "./render.ts";

const REPOSITORY = resolve(import.meta.dirname, "..");
const FOLDER = join(REPOSITORY, "docs/pictures");
const WIDTH = 1012;
const SHARP = 1.5;
/** CSS pixels: what a reader sees before scrolling. */
const SCREEN = 1000;
const MOST_BYTES = 200_000;
const PASSWORD = "secret-of-the-pictures";
const LONG_MS = 1_500;

interface Page {
  readonly name: string;
  readonly markdown: string;
  readonly conversation?: Conversation;
  /** In CSS pixels, where more than the first screen is worth a picture. */
  readonly tallest?: number;
}

async function pictures(): Promise<void> {
  const server = await startServer({
    version: 18,
    preload: ["pg_stat_statements"],
    settings: { wal_level: "logical" },
  });
  // Before the trouble: replication slots and sessions are the whole server's.
  const pages = [await green(server), ...(await demo(server)), await fire(server)];
  await mkdir(FOLDER, { recursive: true });
  if (process.env.PAGES !== undefined) {
    await mkdir(process.env.PAGES, { recursive: true });
    for (const { name, markdown } of pages) await writeFile(join(process.env.PAGES, `${name}.md`), markdown);
  }
  const browser = await Browser.start();
  try {
    for (const page of pages) await take(browser, page);
  } finally {
    await browser.close();
  }
}

async function take(
  browser: Browser,
  { name, markdown, conversation, tallest = SCREEN }: Page,
): Promise<void> {
  for (const theme of ["light", "dark"] as const) {
    const html = await toPage(markdown, {
      title: "pg-preflight summary",
      theme,
      ...(conversation === undefined ? {} : { conversation }),
    });
    const scripts = await chartScripts(html, theme);
    const { png, pageHeight } = await browser.picture(html, {
      width: WIDTH,
      sharp: SHARP,
      tallest,
      scripts,
    });
    const file = join(FOLDER, `${name}-${theme}.png`);
    if (png.length > MOST_BYTES) throw new Error(`${file} has ${png.length} bytes`);
    await writeFile(file, png);
    const size = `${Math.round(png.length / 1000)} kB`;
    console.log(`${relative(process.cwd(), file)}: ${size}, of a page ${pageHeight} pixels tall`);
  }
}

/** A small database that is looked after. */
async function green(server: Server): Promise<Page> {
  const { url } = await server.createDatabase({ name: "shop" });
  const database = new DemoDatabase(url);
  await database.run(`
    CREATE EXTENSION pg_stat_statements;
    CREATE TABLE customers (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text UNIQUE);
    CREATE TABLE orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      customer_id bigint NOT NULL REFERENCES customers);
    CREATE INDEX ON orders (customer_id);
    INSERT INTO customers (email) SELECT 'c' || n FROM generate_series(1, 1000) n;
    INSERT INTO orders (customer_id) SELECT 1 + n % 1000 FROM generate_series(1, 5000) n;
    ALTER DATABASE shop SET log_min_duration_statement = '1s';
    ALTER DATABASE shop SET log_statement = 'ddl';
    ALTER DATABASE shop SET statement_timeout = '30s';`);
  await database.run("VACUUM ANALYZE");
  await database.run(await readFile(join(REPOSITORY, "sql/setup/monitoring-role.sql"), "utf8"));
  await database.run(`ALTER ROLE preflight LOGIN PASSWORD '${PASSWORD}'`);
  // A check of a server that is seconds old: its counters have not counted for as long as these checks want.
  const config =
    "replicas: none\nchecks:\n  unused-indexes: { enabled: false }\n  autovacuum-activity: { enabled: false }\n  slow-queries: { enabled: false }\n";
  const run = await runAction({
    inputs: {
      "database-url": server.urlOf("shop", "preflight", PASSWORD),
      target: "production",
      "write-issues": "never",
    },
    files: { ".github/pg-preflight.yml": config },
    secrets: [PASSWORD],
  });
  return summary("summary-green", run);
}

/** The nights before the trouble and after, the weeks, the deploy and a pull request. */
async function demo(server: Server): Promise<Page[]> {
  const { url } = await server.createDatabase({ name: "app" });
  const database = new DemoDatabase(url);
  await database.run(await demoFile("schema.sql"));
  await database.run(await demoFile("data.sql"));
  await database.run("VACUUM ANALYZE");
  await database.run("SELECT extensions.pg_stat_statements_reset()");
  const story = await DemoStory.begin(server, database);
  await story.week(21);
  for (const daysAgo of [8, 7, 6]) await story.night(daysAgo);
  await database.abandonSlot();
  await story.week(14);
  for (const daysAgo of [5, 4]) await story.night(daysAgo);
  await database.plantTrouble();
  await story.week(7);
  await story.night(3);
  await database.block();
  const blockedForLong = sleep(LONG_MS);
  await database.work();
  await blockedForLong;
  for (const daysAgo of [2, 1]) await story.night(daysAgo);
  const night = await story.night();
  await story.week();
  const deploy = await story.deploy();
  // A team that looks at a few things only.
  const few = await story.run("health", 0, {
    inputs: {
      checks:
        "sequence-exhaustion, foreign-key-indexes, connection-usage, transaction-id-age, query-statistics",
      "write-issues": "never",
    },
  });
  await story.pullRequest(database);
  await database.run(await demoFile("deploy.sql"));
  const slower = await story.measure();
  await database.close();
  const issue = (topic: string): Conversation => ({
    issue: story.issueOf(topic),
    repository: REPOSITORY_NAME,
  });
  const textOf = (topic: string): string => story.issueOf(topic).body ?? "";
  return [
    summary("summary", night),
    summary("summary-few", few),
    summary("checklist", deploy),
    { ...summary("performance", slower), tallest: 1.6 * SCREEN },
    { name: "overview", markdown: textOf("overview"), conversation: issue("overview"), tallest: 2 * SCREEN },
    { name: "index-usage", markdown: textOf("index-usage"), conversation: issue("index-usage") },
    // The README's picture of an issue: the first screen of the same.
    { name: "issue", markdown: textOf("overview"), conversation: issue("overview") },
    { name: "comment", markdown: story.comment(), conversation: { repository: REPOSITORY_NAME } },
  ];
}

/** A database with a bit of everything and some 400 findings more; the demo's trouble is the server's still. */
async function fire(server: Server): Promise<Page> {
  const database = await createEverything(server);
  await database.query(await demoFile("fire.sql"));
  await database.query(await readFile(join(REPOSITORY, "sql/setup/monitoring-role.sql"), "utf8"));
  await database.query(`ALTER ROLE preflight LOGIN PASSWORD '${PASSWORD}'`);
  // The server's own bookkeeping of the dead rows arrives a moment later.
  await sleep(LONG_MS);
  const run = await runAction({
    // The server is minutes old: these durations are far below their defaults.
    files: {
      ".github/pg-preflight.yml":
        "replicas: none\nchecks:\n  replication-slots: { max-inactive: 1s }\n  foreign-key-indexes: { min-size: 96 kB }\n",
    },
    inputs: {
      "database-url": server.urlOf(database.name, "preflight", PASSWORD),
      target: "production",
      "write-issues": "never",
    },
    secrets: [PASSWORD],
  });
  const findings = run.report.results.flatMap(({ findings: found = [] }) => found);
  console.log(`everything on fire: ${findings.length} findings`);
  return summary("summary-fire", run);
}

function summary(name: string, run: ActionRun): Page {
  if (run.summary === "") throw new Error(`${name}: the action wrote no summary:\n${run.log}`);
  return { name, markdown: run.summary };
}

try {
  await pictures();
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await cleanUp();
}
