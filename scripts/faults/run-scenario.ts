/** One scenario: a run of the bundled action with one fault, and the promises that it broke. */
import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { FakeGitHub } from "../../test/support/github/github.ts";
import { issueRun } from "../../test/support/github/issue-runs.ts";
import type { ActionRun } from "../../test/support/github/runner.ts";
import { TOKEN } from "../../test/support/github/supabase.ts";
import { FaultProxy } from "./fault-proxy.ts";
import { MachineDelay } from "./machine.ts";
import type { Fault, Peer } from "./matrix.ts";
import { brokenPromises, brokenPromisesOfNextRun, sessionsLeft } from "./promises.ts";
import { isSignal, type Scenario } from "./scenario.ts";
import {
  CONFIG_FILE,
  configOf,
  githubOf,
  inputsOf,
  type Login,
  type Site,
  startSitePooler,
  type Target,
  urlFor,
  type World,
} from "./world.ts";

export interface Outcome {
  readonly scenario: Scenario;
  /** Whether the fault happened. */
  readonly fired: boolean;
  readonly broken: readonly string[];
  readonly run: ActionRun;
  /** Milliseconds that the machine made the run wait for a processor. */
  readonly machineDelay: number;
}

/** Where one scenario happens. */
export interface Place {
  readonly world: World;
  readonly site: Site;
  readonly target: Target;
  readonly login: Login;
}

/** What the action is given more than `policy.timeout`, by its promise. */
export const GRACE_MS = 15_000;
/** Only of the test: a process that is still there after this is ended. */
const PATIENCE_MS = 45_000;

const EXCLUSIVE: ReadonlySet<Fault> = new Set<Fault>(["restart"]);
const ALL_SLOTS = 0;

/** A role's slots belong to the role; the server's are everybody's. */
export function needsExclusiveSite({ peer, fault, variant }: Scenario): boolean {
  if (fault === "slots") return peer === "postgres" && variant % 3 === ALL_SLOTS;
  return EXCLUSIVE.has(fault) && (peer === "postgres" || peer === "pgbouncer" || peer === "console");
}

export async function runScenario(scenario: Scenario, world: World, worker: number): Promise<Outcome> {
  const site = needsExclusiveSite(scenario) ? world.exclusive : world.shared;
  const login = site.logins[site === world.exclusive ? 0 : worker];
  if (login === undefined) throw new Error(`there is no login for worker ${worker}`);
  const place: Place = { world, site, target: scenario.isHealed ? site.healed : site.sick, login };
  const github = await githubOf(place.target, scenario.hasIssues);
  const faulted = await runWithFault(scenario, place, github);
  const broken = brokenPromises({ ...faulted, scenario, place, github });
  broken.push(...(await sessionsLeft(place)));
  if (scenario.peer === "github" || isSignal(scenario.fault)) {
    github.mend();
    const next = await runOnce(place, github, { scenario, ports: portsOf(place, github) });
    broken.push(...brokenPromisesOfNextRun(next, place, github));
  }
  return { scenario, fired: faulted.fired, broken, run: faulted.run, machineDelay: faulted.machineDelay };
}

interface Faulted {
  readonly run: ActionRun;
  readonly fired: boolean;
  /** Milliseconds from a signal to the end. */
  readonly afterSignal: number | undefined;
  /** Milliseconds that the machine made the run wait for a processor. */
  readonly machineDelay: number;
}

async function runWithFault(scenario: Scenario, place: Place, github: FakeGitHub): Promise<Faulted> {
  let child: ChildProcess | undefined;
  let startedAt = 0;
  let signalledAt: number | undefined;
  let delay: MachineDelay | undefined;
  const restarts: Promise<unknown>[] = [];
  const proxy = new FaultProxy({
    peer: scenario.peer,
    port: portsOf(place, github)[scenario.peer],
    scenario: scenario.fault === "slots" ? undefined : scenario,
    secret: secretKnownTo(scenario.peer, place, github),
    startedAt: () => startedAt,
    strike: async () => {
      if (isSignal(scenario.fault)) {
        signalledAt ??= performance.now();
        child?.kill(scenario.fault);
      } else if (scenario.fault === "terminated") {
        await terminateBackends(place);
      } else if (restarts.length === 0) {
        restarts.push(restart(scenario, place, proxy));
        await sleep(scenario.pause);
      }
    },
  });
  await proxy.start();
  const release = scenario.fault === "slots" ? await takeSlots(scenario, place) : undefined;
  const ports = { ...portsOf(place, github), [scenario.peer]: proxy.port };
  const run = await runOnce(place, github, {
    scenario,
    ports,
    onStart: (process) => {
      child = process;
      startedAt = performance.now();
      delay = new MachineDelay(process.pid);
    },
  });
  const endedAt = performance.now();
  proxy.close();
  await release?.();
  await Promise.all(restarts);
  const fired = scenario.fault === "slots" || proxy.fired > 0;
  const afterSignal = signalledAt === undefined ? undefined : endedAt - signalledAt;
  return { run, fired, afterSignal, machineDelay: delay?.stop() ?? 0 };
}

type Ports = Readonly<Record<Peer, number>>;

function portsOf({ site, world }: Place, github: FakeGitHub): Ports {
  const portOf = (url: string): number => Number(new URL(url).port);
  return {
    postgres: site.server.port,
    pgbouncer: site.pooler.port,
    console: site.pooler.port,
    github: portOf(github.url),
    supabase: portOf(world.supabase.url),
  };
}

interface RunRequest {
  readonly scenario: Scenario;
  readonly ports: Ports;
  readonly onStart?: (child: ChildProcess) => void;
}

function runOnce(
  place: Place,
  github: FakeGitHub,
  { scenario, ports, onStart }: RunRequest,
): Promise<ActionRun> {
  const { world, target, login } = place;
  const timeout = onStart === undefined ? 60_000 : scenario.timeout;
  const port = scenario.peer === "pgbouncer" ? ports.pgbouncer : ports.postgres;
  return issueRun(github, urlFor(target.database, login, port), {
    inputs: { ...inputsOf(world.consolePassword, ports.console), "fail-on": scenario.failOn },
    env: {
      GITHUB_API_URL: `http://127.0.0.1:${ports.github}`,
      PG_PREFLIGHT_SUPABASE_API_URL: `http://127.0.0.1:${ports.supabase}`,
    },
    files: { [CONFIG_FILE]: configOf(timeout) },
    timeout: timeout + GRACE_MS + PATIENCE_MS,
    ...(onStart === undefined ? {} : { onStart }),
  });
}

function secretKnownTo(peer: Peer, { world, login }: Place, github: FakeGitHub): string {
  if (peer === "github") return github.token;
  if (peer === "supabase") return TOKEN;
  return peer === "console" ? world.consolePassword : login.password;
}

async function terminateBackends({ site, login }: Place): Promise<void> {
  await site.server.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1", [
    login.role,
  ]);
}

async function restart(scenario: Scenario, { site, world }: Place, proxy: FaultProxy): Promise<void> {
  const { peer, variant, pause } = scenario;
  if (peer === "github" || peer === "supabase") return proxy.restart(pause);
  if (peer === "postgres") {
    await site.server.stop(variant % 2 === 0 ? "fast" : "immediate");
    await sleep(pause);
    return site.server.start();
  }
  const { port } = site.pooler;
  await site.pooler.stop();
  await sleep(pause);
  site.pooler = await startSitePooler(site.server, world.consolePassword, port);
}

/** @returns what gives them back */
async function takeSlots(
  { peer, variant }: Scenario,
  { site, target, login }: Place,
): Promise<() => Promise<void>> {
  if (peer === "pgbouncer") {
    const pool = await Promise.all(
      [1, 2].map(() => openTransaction(urlFor(target.database, login, site.pooler.port))),
    );
    return endAll(pool);
  }
  if (variant % 3 === ALL_SLOTS) {
    const [row] = await site.server.query(
      `SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
         - count(*)::int + 1 AS free FROM pg_stat_activity WHERE backend_type = 'client backend'`,
    );
    const free = Number(row?.free) - (variant % 2);
    const taken = await Promise.all(Array.from({ length: free }, () => openTransaction(target.database.url)));
    return endAll(taken);
  }
  await site.server.query(`ALTER ROLE ${login.role} CONNECTION LIMIT ${(variant % 3) - 1}`);
  return async () => void (await site.server.query(`ALTER ROLE ${login.role} CONNECTION LIMIT -1`));
}

async function openTransaction(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: "pg-preflight tests" });
  client.on("error", () => undefined);
  await client.connect();
  await client.query("BEGIN");
  return client;
}

function endAll(clients: readonly pg.Client[]): () => Promise<void> {
  return async () => void (await Promise.all(clients.map((client) => client.end())));
}
