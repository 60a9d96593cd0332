/**
 * `npm run golden`: the golden files of test/golden, which hold the bundled action to what it wrote before.
 * - `-- --record` plays the demo's story on a real PostgreSQL 18 and records its wire; then as with --update.
 * - `-- --update` replays the recording and writes what is expected from now on.
 * - without either: replays and shows the first differences.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import {
  differences,
  EXPECTED,
  type Files,
  keepIssues,
  keepRun,
  PASSWORD,
  play,
  RECORDING,
  readExpected,
  readRecording,
  replay,
  type Scene,
} from "../test/golden/story.ts";
import { startRecorder } from "../test/golden/wire.ts";
import { cleanUp } from "../test/support/postgres/cleanup.ts";
import { startServer } from "../test/support/postgres/postgres.ts";
import { DemoDatabase, demoFile } from "./demo-database.ts";
import { BASE_SHA, demoRepository, withBaseline } from "./demo-repository.ts";

const DAY = 86_400_000;
const LOGINS = { preflight: "monitoring-role", preflight_baseline: "baseline-role" } as const;
/** Above the durations in demo/pg-preflight.yml. */
const LONG_MS = 1_500;

/** Plays the story of scripts/demo.ts on a real server. */
async function record(): Promise<void> {
  const server = await startServer({ version: 18, settings: { wal_level: "logical" } });
  const { url } = await server.createDatabase({ name: "app" });
  const database = new DemoDatabase(url);
  await database.abandonSlot();
  await database.run(await demoFile("schema.sql"));
  await database.run(await demoFile("data.sql"));
  await database.run("VACUUM ANALYZE");
  await database.run("SELECT extensions.pg_stat_statements_reset()");
  await database.plantTrouble();
  await database.block();
  const blockedForLong = sleep(LONG_MS);
  await database.work();
  for (const [login, file] of Object.entries(LOGINS)) {
    await database.run(await readFile(resolve(import.meta.dirname, `../sql/setup/${file}.sql`), "utf8"));
    await database.run(`ALTER ROLE ${login} LOGIN PASSWORD '${PASSWORD}'`);
  }
  await blockedForLong;

  let repository = await demoRepository();
  const { github } = repository;
  const scenes: Scene[] = [];
  const live: Files = new Map();
  const scene = async (name: string, suite: string, more: Partial<Scene> = {}) => {
    const { files = {}, env = {} } = repository.surroundings;
    const scene: Scene = {
      name,
      now: Date.now(),
      logins: { "database-url": "preflight" },
      repository: github.repository,
      wire: [],
      ...more,
      options: {
        files,
        env: { ...env, GITHUB_RUN_ID: String(1001 + scenes.length) },
        inputs: { target: "demo", suite },
        ...more.options,
      },
    };
    console.log(`recording ${name}`);
    const requestsBefore = github.requests.length;
    const recorder = await startRecorder(server.port, scene.wire);
    const run = await play(scene, recorder.port, github);
    recorder.close();
    if (run.report === undefined) throw new Error(`The action wrote no report:\n${run.log}`);
    keepRun(live, name, run, github.requests.slice(requestsBefore));
    scenes.push(scene);
    return run;
  };
  const measuring = { "database-url": "preflight", "baseline-database-url": "preflight_baseline" };

  const first = await scene("1-last-night", "health", { now: Date.now() - DAY, logins: measuring });
  // The team commits the baseline that the first night leaves.
  repository = withBaseline(repository, await readFile(first.outputs["baseline-file"] ?? "", "utf8"));
  await database.run(await demoFile("deploy.sql"));
  await scene("2-tonight", "health", { logins: measuring });
  await scene("3-week", "index-usage");
  await scene("4-deploy", "deploy");
  await database.run(await demoFile("pull-request.sql"));
  const number = github.issues.length + 1;
  await scene("5-pull-request", "health", {
    opens: "Exports as files",
    options: {
      eventName: "pull_request",
      ref: `refs/pull/${number}/merge`,
      event: { pull_request: { number, base: { sha: BASE_SHA } } },
    },
  });
  keepIssues(live, github);
  await database.close();

  mkdirSync(dirname(RECORDING), { recursive: true });
  writeFileSync(RECORDING, gzipSync(JSON.stringify(scenes), { level: 9 }));
  const unlike = differences(live, await replay(scenes));
  if (unlike !== "") throw new Error(`The replay differs from the real run:\n${unlike}`);
}

async function main(): Promise<void> {
  const [mode] = process.argv.slice(2);
  if (mode === "--record") await record();
  const files = await replay(readRecording());
  if (mode === undefined) {
    const found = differences(readExpected(), files);
    console.log(found === "" ? "No byte differs." : found);
    process.exitCode = found === "" ? 0 : 1;
    return;
  }
  rmSync(EXPECTED, { recursive: true, force: true });
  for (const [name, text] of files) {
    mkdirSync(dirname(join(EXPECTED, name)), { recursive: true });
    writeFileSync(join(EXPECTED, name), text);
  }
  console.log(
    `${files.size} files in test/golden/expected. Look at what changed: git diff --stat test/golden`,
  );
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await cleanUp();
}
