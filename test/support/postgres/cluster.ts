/** One PostgreSQL data directory and its processes: made from a cached template, started, stopped, crashed. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Installation, REPOSITORY, serverUser } from "./installation.ts";

export const SUPERUSER = "postgres";
export const PASSWORD = "postgres";

const START_TIMEOUT_MS = 30_000;
const POLL_MS = 10;
/** To be raised when the way templates are made changes. */
const TEMPLATE_REVISION = 2;
const TEMPLATES = join(REPOSITORY, ".cache/postgres");
/** Bare bones: nothing of ours or of libpq's environment reaches the server. */
const ENVIRONMENT = { PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC" };
/** Folders are named by the process that made them, so that what a killed process left behind is found. */
const FOLDER = /^pg-preflight-server-(\d+)-/;

export type StopMode = "smart" | "fast" | "immediate";
const STOP_SIGNALS = { smart: "SIGTERM", fast: "SIGINT", immediate: "SIGQUIT" } as const;

export class Cluster {
  readonly installation: Installation;
  readonly folder: string;
  port = 0;
  #settings: Readonly<Record<string, string>>;
  #process: ChildProcess | undefined;

  constructor(installation: Installation, folder: string, settings: Readonly<Record<string, string>>) {
    this.installation = installation;
    this.folder = folder;
    this.#settings = settings;
    running.add(this);
  }

  get data(): string {
    return join(this.folder, "data");
  }

  /** Of the postmaster; undefined when stopped. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  get settings(): Readonly<Record<string, string>> {
    return this.#settings;
  }

  /** What the server has written to its log so far, all starts together. */
  log(): string {
    return existsSync(this.#logFile) ? readFileSync(this.#logFile, "utf8") : "";
  }

  get #logFile(): string {
    return join(this.folder, "log");
  }

  /** Resolves when connections are accepted. The port stays the same from the first start on. */
  async start(): Promise<void> {
    const ATTEMPTS = 5;
    for (let attempt = 1; ; attempt++) {
      this.port ||= await freePort();
      this.#writeSettings();
      if (await this.#launch()) return;
      const portWasTaken = this.log().includes("could not create any TCP/IP sockets");
      if (!portWasTaken || attempt === ATTEMPTS) throw new Error(`The server does not start:\n${this.log()}`);
      this.port = 0;
      rmSync(this.#logFile, { force: true });
    }
  }

  async stop(mode: StopMode = "fast"): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((done) => child.once("exit", done));
    child.ref();
    child.kill(STOP_SIGNALS[mode]);
    await gone;
    this.#process = undefined;
  }

  async remove(): Promise<void> {
    await this.stop("immediate");
    rmSync(this.folder, { recursive: true, force: true });
    running.delete(this);
  }

  /** For the process's end, where nothing can be awaited. */
  removeNow(): void {
    this.#process?.kill("SIGQUIT");
    removeFolder(this.folder);
    running.delete(this);
  }

  /** Lets this process end while the server still runs; the server ends with the process. */
  #launch(): Promise<boolean> {
    const log = openSync(this.#logFile, "a");
    const child = spawn(join(this.installation.bin, "postgres"), ["-D", this.data], {
      ...serverUser,
      cwd: this.folder,
      env: ENVIRONMENT,
      stdio: ["ignore", log, log],
    });
    closeSync(log);
    child.unref();
    this.#process = child;
    return this.#accepts(child);
  }

  /** The last line of postmaster.pid tells the state: a file to look at, no connection that would be counted. */
  async #accepts(child: ChildProcess): Promise<boolean> {
    const file = join(this.data, "postmaster.pid");
    for (const end = performance.now() + START_TIMEOUT_MS; performance.now() < end; await sleep(POLL_MS)) {
      if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return false;
      const [pid, , , , , , , state] = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
      if (Number(pid) === child.pid && state?.trim() === "ready") return true;
    }
    return false;
  }

  #writeSettings(): void {
    const settings = {
      listen_addresses: "127.0.0.1",
      port: String(this.port),
      unix_socket_directories: "",
      fsync: "off",
      max_connections: "60",
      ...this.#settings,
    };
    const lines = Object.entries(settings).map(
      ([name, value]) => `${name} = '${value.replaceAll("'", "''")}'\n`,
    );
    writeFileSync(join(this.data, "test.conf"), lines.join(""));
  }
}

/** A new data directory in a folder of its own below the temporary directory. Not started. */
export async function createCluster(
  installation: Installation,
  settings: Readonly<Record<string, string>> = {},
): Promise<Cluster> {
  const template = await templateOf(installation);
  const cluster = new Cluster(installation, newFolder(), settings);
  copyData(template, cluster.data);
  return cluster;
}

/** A data directory copied from another; for standbys. */
export function copyCluster(from: Cluster, settings: Readonly<Record<string, string>>): Cluster {
  const cluster = new Cluster(from.installation, newFolder(), settings);
  copyData(from.data, cluster.data);
  for (const file of ["postmaster.pid", "postmaster.opts"]) rmSync(join(cluster.data, file), { force: true });
  return cluster;
}

/** Writes a file that the server may read and others may not. */
export function writeServerFile(path: string, text: string): void {
  writeFileSync(path, text, { mode: 0o600 });
  chmodSync(path, 0o600);
  if (serverUser.uid !== undefined && serverUser.gid !== undefined)
    chownSync(path, serverUser.uid, serverUser.gid);
}

export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), `pg-preflight-server-${process.pid}-`));
  giveToServer(folder);
  return folder;
}

export function giveToServer(path: string): void {
  if (serverUser.uid !== undefined) run("chown", ["-R", `${serverUser.uid}:${serverUser.gid}`, path]);
}

function copyData(from: string, to: string): void {
  // A running server's files come and go: cp then says so and ends with 1, and the copy is still good for a standby.
  spawnSync("cp", ["-Rp", from, to]);
  if (!existsSync(join(to, "PG_VERSION"))) throw new Error(`cp -Rp ${from} ${to} failed`);
  giveToServer(to);
  chmodSync(to, 0o700);
}

/** initdb takes a second, a copy of what it made a tenth of that. */
async function templateOf(installation: Installation): Promise<string> {
  const template = join(TEMPLATES, `${installation.id}.r${TEMPLATE_REVISION}`);
  if (existsSync(template)) return template;
  const folder = newFolder();
  const data = join(folder, "data");
  const passwordFile = join(folder, "password");
  writeServerFile(passwordFile, PASSWORD);
  run(
    join(installation.bin, "initdb"),
    [
      "-D",
      data,
      "-U",
      SUPERUSER,
      "-A",
      "trust",
      `--pwfile=${passwordFile}`,
      "-E",
      "UTF8",
      "--locale=C",
      "--no-sync",
    ],
    { ...serverUser, env: ENVIRONMENT, cwd: folder },
  );
  // Version 13 still stores passwords as MD5 unless told otherwise, and its default is what tests shall see.
  const method = installation.version < 14 ? "md5" : "scram-sha-256";
  writeFileSync(
    join(data, "pg_hba.conf"),
    `host all all 127.0.0.0/8 ${method}\nhost replication all 127.0.0.0/8 ${method}\n`,
  );
  appendFileSync(join(data, "postgresql.conf"), "\ninclude = 'test.conf'\n");
  mkdirSync(TEMPLATES, { recursive: true });
  const draft = `${template}.${process.pid}`;
  run("cp", ["-Rp", data, draft]);
  rmSync(folder, { recursive: true, force: true });
  try {
    renameSync(draft, template);
  } catch (error) {
    // Another test file was faster: its template is as good.
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(template)) throw error;
  }
  return template;
}

function run(program: string, args: readonly string[], options: Parameters<typeof spawnSync>[2] = {}): void {
  const { status, stdout, stderr, error } = spawnSync(program, args, { ...options, encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} failed: ${error?.message ?? ""}\n${stdout}\n${stderr}`);
}

/** A port of 127.0.0.1 that nobody listens on in this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

const running = new Set<Cluster>();
process.once("exit", () => {
  for (const cluster of running) cluster.removeNow();
});
removeOrphans();

/** What earlier processes left that were killed before they could tidy up. */
function removeOrphans(): void {
  for (const name of readdirSync(tmpdir())) {
    const owner = FOLDER.exec(name)?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) removeFolder(join(tmpdir(), name));
  }
}

function removeFolder(folder: string): void {
  const lock = join(folder, "data/postmaster.pid");
  try {
    const postmaster = existsSync(lock) ? Number(readFileSync(lock, "utf8").split("\n")[0]) : 0;
    if (postmaster > 1 && commandOf(postmaster).includes(folder)) process.kill(postmaster, "SIGQUIT");
    // The server takes its lock file away last.
    const HALF_A_SECOND = 50;
    for (let turn = 0; existsSync(lock) && turn < HALF_A_SECOND; turn++) pause(POLL_MS);
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // Another user's, or gone in this moment.
  }
}

function commandOf(pid: number): string {
  const proc = `/proc/${pid}/cmdline`;
  if (existsSync(proc)) return readFileSync(proc, "utf8");
  return spawnSync("ps", ["-o", "args=", "-p", String(pid)], { encoding: "utf8" }).stdout ?? "";
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
