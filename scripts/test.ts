/**
 * `npm test [path or part of a name …]`: brings what the tests need, starts the servers they share, runs them, and
 * ends with "N passed, N failed". In CI a skipped test is a failed one.
 */
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, globSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { cleanUp } from "../test/support/postgres/cleanup.ts";
import { REPOSITORY, VERSIONS } from "../test/support/postgres/installation.ts";
import { ALL_NEEDS, installLine, isThere, type Need, packagesOf } from "../test/support/postgres/needs.ts";
import { sharedServerVariable, startServer } from "../test/support/postgres/postgres.ts";

/** Test files at a time: most of the work is the servers'. */
const CONCURRENCY = 2;
/** A file that takes longer hangs. */
const FILE_TIMEOUT_MS = 10 * 60_000;
const TESTS = "{src,test}/**/*.test.ts";
/** It waits for minutes to begin: first, others work meanwhile; as the last of all it would be waited for alone. */
const WAITS = join("test", "setup", "cron.test.ts");

const inCi = process.env.CI === "true";
const isRoot = process.getuid?.() === 0;

interface Outcome {
  passed: number;
  failed: number;
  skipped: number;
}

async function main(): Promise<number> {
  const selection = process.argv.slice(2);
  const files = selectFiles(selection);
  if (files.length === 0) {
    console.error(`No test file matches ${selection.join(" ") || TESTS}.`);
    console.log("0 passed, 0 failed");
    return 1;
  }
  installOlderServers();
  installPrograms();
  // A few chosen files start what they need faster than all servers start.
  if (selection.length === 0) await startSharedServers();
  const outcome = await runTests(files);
  await cleanUp();
  const failed = outcome.failed + (inCi ? outcome.skipped : 0);
  if (inCi && outcome.skipped > 0) {
    console.error(
      `${outcome.skipped} tests were skipped. In CI nothing may be skipped: they count as failed.`,
    );
  }
  console.log(`${outcome.passed} passed, ${failed} failed`);
  return failed > 0 || outcome.passed === 0 ? 1 : 0;
}

/** All test files, or those that an argument names: a path, a folder, or a part of the name. */
function selectFiles(selection: readonly string[]): string[] {
  const all = globSync(TESTS, { cwd: REPOSITORY, exclude: ["**/node_modules/**"] }).sort();
  const chosen =
    selection.length === 0
      ? all
      : all.filter((file) =>
          selection.some((part) => file.includes(relative(REPOSITORY, resolve(part))) || file.includes(part)),
        );
  const inOrder = [...chosen].sort((a, b) => Number(b === WAITS) - Number(a === WAITS));
  return inOrder.map((file) => join(REPOSITORY, file));
}

/** PostgreSQL 13 to 17. They are not in the project's own lock file, so that a plain npm ci stays light. */
function installOlderServers(): void {
  const folder = join(REPOSITORY, "test/servers");
  const wanted = join(folder, "package-lock.json");
  const installed = join(folder, "node_modules/.installed-lock.json");
  if (existsSync(installed) && readFileSync(installed, "utf8") === readFileSync(wanted, "utf8")) return;
  console.log("Installing PostgreSQL 13 to 17 for the tests: npm ci --prefix test/servers");
  const { status } = spawnSync("npm", ["ci", "--prefix", folder, "--no-audit", "--no-fund"], {
    cwd: folder,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (status !== 0) throw new Error("npm ci --prefix test/servers failed: the tests need these servers");
  copyFileSync(wanted, installed);
}

/** System packages come by themselves only where nobody minds: in CI, and as root. */
function installPrograms(): void {
  const missing = ALL_NEEDS.filter((name) => !isThere(name));
  if (missing.length === 0) return;
  if (inCi || isRoot) aptInstall(missing);
  const stillMissing = ALL_NEEDS.filter((name) => !isThere(name));
  if (stillMissing.length === 0) return;
  console.log(`Skipping the suites that need ${stillMissing.join(", ")}. To run them too:`);
  console.log(`  ${installLine(stillMissing)}`);
}

function aptInstall(names: readonly Need[]): void {
  const packages = packagesOf(names);
  console.log(`Installing what some suites need: ${packages.join(" ")}`);
  apt(["update", "-q"]);
  // One by one: a distribution that lacks one of them still gets the others.
  for (const name of packages) apt(["install", "-y", "-q", "--no-install-recommends", name]);
}

function apt(args: readonly string[]): void {
  const command = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "Dpkg::Use-Pty=0", ...args];
  const [program = "env", ...rest] = isRoot ? command : ["sudo", "-n", ...command];
  const { status, stdout, stderr } = spawnSync(program, rest, { encoding: "utf8" });
  if (status !== 0) console.error(`apt-get ${args.join(" ")} failed:\n${stdout ?? ""}${stderr ?? ""}`);
}

async function startSharedServers(): Promise<void> {
  await Promise.all(
    VERSIONS.map(async (version) => {
      const server = await startServer({ version });
      process.env[sharedServerVariable(version)] = server.url;
    }),
  );
}

/** node:test's own counts; a test that was cancelled has failed. */
function runTests(files: readonly string[]): Promise<Outcome> {
  return new Promise((done, reject) => {
    const outcome = { passed: 0, failed: 0, skipped: 0 };
    const stream = run({
      files: [...files],
      concurrency: CONCURRENCY,
      timeout: FILE_TIMEOUT_MS,
      cwd: REPOSITORY,
    });
    stream.on("test:summary", ({ file, counts }) => {
      if (file !== undefined) return;
      const { tests, passed, skipped, todo } = counts;
      Object.assign(outcome, { passed, skipped, failed: tests - passed - skipped - todo });
    });
    stream.once("error", reject);
    const report = stream.compose(new spec());
    report.once("end", () => done(outcome));
    report.pipe(process.stdout, { end: false });
  });
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.log("0 passed, 1 failed");
  process.exitCode = 1;
} finally {
  await cleanUp();
}
