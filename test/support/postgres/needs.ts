/** System programs that some suites need, and how a suite says so. */
import { spawnSync } from "node:child_process";
import { existsSync, globSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestOptions } from "vitest";
import { REPOSITORY } from "./installation.ts";
import { exclusively } from "./lock.ts";

/** How to see that it is there, and Debian's package that brings it. */
const NEEDS = {
  openssl: { isThere: () => runs("openssl", ["version"]), package: "openssl" },
  pgbouncer: { isThere: () => pgbouncerProgram() !== undefined, package: "pgbouncer" },
  "cmark-gfm": { isThere: () => runs("cmark-gfm", ["--version"]), package: "cmark-gfm" },
  "postgresql-15": {
    isThere: () => existsSync("/usr/lib/postgresql/15/bin/initdb"),
    package: "postgresql-15",
  },
  pg_cron: {
    isThere: () => existsSync("/usr/share/postgresql/15/extension/pg_cron.control"),
    package: "postgresql-15-cron",
  },
  faketime: { isThere: () => faketimeLibrary() !== undefined, package: "libfaketime" },
} as const satisfies Record<string, { isThere: () => boolean; package: string }>;

export type Need = keyof typeof NEEDS;

declare module "vitest" {
  interface TaskMeta {
    /** What the machine lacks: why the test is skipped. */
    needs?: readonly Need[];
  }
}

const CACHE = join(REPOSITORY, ".cache/packages");
/** apt-get that failed is not asked again by every file of the same run. */
const RETRY_AFTER_MS = 10 * 60_000;

const isRoot = process.getuid?.() === 0;
/** System packages are installed without a question only where nobody minds: in CI, and as root. */
const mayInstall = process.env.CI === "true" || isRoot;

/** The options of a test or suite that runs only where all these are; where allowed, what is missing is installed. */
export function needs(...names: readonly Need[]): Pick<TestOptions, "skip" | "meta"> {
  const missing = () => names.filter((name) => !NEEDS[name].isThere());
  if (missing().length > 0 && mayInstall) {
    exclusively(join(CACHE, "lock"), () => {
      for (const name of missing()) install(NEEDS[name].package);
    });
  }
  const stillMissing = missing();
  return stillMissing.length === 0 ? {} : { skip: true, meta: { needs: stillMissing } };
}

export function installLine(names: readonly Need[]): string {
  return `sudo apt-get install -y ${names.map((name) => NEEDS[name].package).join(" ")}`;
}

function install(name: string): void {
  const failed = join(CACHE, `${name}.failed`);
  const failedAt = statSync(failed, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (Date.now() - failedAt < RETRY_AFTER_MS) return;
  console.log(`Installing what some suites need: ${name}`);
  const command = ["install", "-y", "-q", "--no-install-recommends", name];
  // A container comes without lists of packages, and old lists name packages that are gone.
  if (apt(command) === undefined) return;
  const problem = apt(["update", "-q"]) ?? apt(command);
  if (problem === undefined) return;
  console.error(problem);
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(failed, problem);
}

/** What apt-get said when it failed. */
function apt(args: readonly string[]): string | undefined {
  const command = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "Dpkg::Use-Pty=0", ...args];
  const [program = "env", ...rest] = isRoot ? command : ["sudo", "-n", ...command];
  const { status, stdout, stderr, error } = spawnSync(program, rest, { encoding: "utf8" });
  if (status === 0) return undefined;
  return `apt-get ${args.join(" ")} failed: ${error?.message ?? ""}\n${stdout ?? ""}${stderr ?? ""}`;
}

/** Debian keeps it among the administrator's programs, which are not on everybody's PATH. */
export function pgbouncerProgram(): string | undefined {
  return ["pgbouncer", "/usr/sbin/pgbouncer"].find((program) => runs(program, ["--version"]));
}

/** The one for programs with threads; its folder is named by the processor. */
export function faketimeLibrary(): string | undefined {
  return globSync("/usr/lib/*/faketime/libfaketimeMT.so.1")[0];
}

function runs(program: string, args: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: "ignore" }).status === 0;
}
