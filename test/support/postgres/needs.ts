/** System programs that some suites need, and how a suite says so. */
import { spawnSync } from "node:child_process";
import { existsSync, globSync } from "node:fs";

/** How to see that it is there, and Debian's package that brings it. */
const NEEDS = {
  openssl: { isThere: () => runs("openssl", ["version"]), package: "openssl" },
  pgbouncer: { isThere: () => pgbouncerProgram() !== undefined, package: "pgbouncer" },
  "cmark-gfm": { isThere: () => runs("cmark-gfm", ["--version"]), package: "cmark-gfm" },
  chromium: { isThere: () => runs("chromium", ["--version"]), package: "chromium" },
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
export const ALL_NEEDS = Object.keys(NEEDS) as Need[];

/** For node:test's `skip`: false when all is there, else the reason with the line that installs it. */
export function needs(...names: Need[]): string | false {
  const missing = names.filter((name) => !isThere(name));
  return missing.length > 0 && `needs ${missing.join(", ")}: ${installLine(missing)}`;
}

export function isThere(name: Need): boolean {
  return NEEDS[name].isThere();
}

export function packagesOf(names: readonly Need[]): string[] {
  return names.map((name) => NEEDS[name].package);
}

export function installLine(names: readonly Need[]): string {
  return `sudo apt-get install -y ${packagesOf(names).join(" ")}`;
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
