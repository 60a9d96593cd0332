/** Runs programs beside each other and reads what they cost: on the clock, on the server, on the wire, in memory. */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Database, until } from "../../test/support/postgres/postgres.ts";
import { startProxy } from "../../test/support/postgres/proxy.ts";
import { isProcessAsleep } from "../../test/support/postgres/turns.ts";

const ROOT = join(import.meta.dirname, "../..");

/** Something to run: a program, or a peer's. */
export interface Program {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** What it ends with when it worked; default 0. */
  readonly exitCode?: number;
}

/** The committed bundle with all checks, as the runner starts it: no token, no network but the database. */
export function action(url: string): Program {
  return {
    name: "pg-preflight",
    command: process.execPath,
    args: [join(ROOT, "dist/index.js")],
    environment: { "INPUT_DATABASE-URL": url, "INPUT_FAIL-ON": "never" },
  };
}

/** The bundle given nothing: it validates its inputs and says what is wrong. */
export const validating: Program = {
  name: "pg-preflight that only validates its inputs",
  command: process.execPath,
  args: [join(ROOT, "dist/index.js")],
  exitCode: 1,
};

export const bareNode: Program = { name: "node -e 0", command: process.execPath, args: ["-e", "0"] };

export function floor(url: string): Program {
  return {
    name: "floor (bare catalogue scan)",
    command: process.execPath,
    args: [join(import.meta.dirname, "floor.mjs"), url],
  };
}

/** Milliseconds from its start to its end. Throws with its words when it did not work. */
export async function run(
  program: Program,
  extraArgs: readonly string[] = [],
  onStart: (pid: number | undefined) => void = () => undefined,
): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "pg-preflight-bench-"));
  try {
    const start = process.hrtime.bigint();
    const { code, output } = await execute(program, extraArgs, folder, onStart);
    const elapsed = Number(process.hrtime.bigint() - start) / 1e6;
    if (code !== (program.exitCode ?? 0)) throw new Error(`${program.name} ended with ${code}:\n${output}`);
    return elapsed;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function execute(
  program: Program,
  extraArgs: readonly string[],
  folder: string,
  onStart: (pid: number | undefined) => void,
) {
  return new Promise<{ code: number | null; output: string }>((resolve, reject) => {
    const child = spawn(program.command, [...extraArgs, ...program.args], {
      cwd: folder,
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        RUNNER_TEMP: folder,
        GITHUB_WORKSPACE: folder,
        GITHUB_EVENT_NAME: "schedule",
        ...program.environment,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    onStart(child.pid);
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (output += data));
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output }));
  });
}

export interface ServerCost {
  /** Milliseconds that sessions were active; NaN before PostgreSQL 14. */
  readonly activeMs: number;
  readonly buffers: number;
  readonly temporaryBytes: number;
}

/** What happens in one database while `work` runs, as the server counts it. */
export async function onServer<T>(database: Database, work: () => Promise<T>): Promise<[T, ServerCost]> {
  const before = await counters(database);
  const result = await work();
  const after = await counters(database);
  return [
    result,
    {
      activeMs: after.activeMs - before.activeMs,
      buffers: after.buffers - before.buffers,
      temporaryBytes: after.temporaryBytes - before.temporaryBytes,
    },
  ];
}

async function counters(database: Database): Promise<ServerCost> {
  const { server, name } = database;
  // A session writes its counters when it ends, which is a moment after its client ended.
  await until("all sessions ended", async () => {
    const [row] = await server.query(
      "SELECT count(*)::int AS open FROM pg_stat_activity WHERE datname = $1",
      [name],
    );
    return row?.open === 0;
  });
  const [row] = await server.query(
    `SELECT (to_jsonb(s) ->> 'active_time')::float8 AS active, (blks_hit + blks_read)::int AS buffers,
       temp_bytes::float8 AS temp FROM pg_stat_database AS s WHERE datname = $1`,
    [name],
  );
  return { activeMs: row?.active ?? Number.NaN, buffers: row?.buffers, temporaryBytes: row?.temp };
}

export interface WireCost {
  readonly connections: number;
  /** Of the connection that waited most, after authentication. */
  readonly roundTrips: number;
  readonly bytesToClient: number;
  /** Every statement sent, with the frame's. */
  readonly statements: readonly string[];
}

/** One run through the counting proxy. */
export async function onTheWire(
  port: number,
  program: (through: (url: string) => string) => Program,
): Promise<WireCost> {
  let pid: number | undefined;
  const proxy = await startProxy(port, { isClientAsleep: () => isProcessAsleep(pid) });
  try {
    await run(program(proxy.through), [], (started) => {
      pid = started;
    });
    const { connections, waitedTurnsOfOne, bytesDown, statements } = proxy.counts;
    return { connections, roundTrips: waitedTurnsOfOne, bytesToClient: bytesDown, statements };
  } finally {
    await proxy.close();
  }
}

/** Bytes that a node program held at most. In a run of its own: looking costs time. */
export async function peakMemory(program: Program): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "pg-preflight-bench-"));
  const file = join(folder, "peak");
  try {
    const environment = { ...program.environment, PG_PREFLIGHT_BENCH_PEAK: file };
    await run({ ...program, environment }, ["--require", join(import.meta.dirname, "peak.cjs")]);
    return Number(readFileSync(file, "utf8"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
