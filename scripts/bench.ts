/**
 * `npm run bench -- --size small|medium|large [--rtt 20] [--statements] [--peers] [--splinter splinter.sql]`
 *
 * What a run of the committed bundle costs, beside yardsticks that ran at the same time on the same machine.
 * Ends with 1 when a goal is missed. An absolute time says nothing without its yardstick.
 */
import { arch, cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { startServer } from "../test/support/postgres/postgres.ts";
import { startProxy } from "../test/support/postgres/proxy.ts";
import {
  assertStatements,
  buildFixture,
  fillStatements,
  SERVER_SETTINGS,
  type Size,
  TABLES,
} from "./bench/fixture.ts";
import {
  action,
  bareNode,
  floor,
  onServer,
  onTheWire,
  peakMemory,
  run,
  validating,
} from "./bench/measure.ts";
import { installedPeers } from "./bench/peers.ts";
import { compare, median, type Ratio } from "./bench/ratio.ts";
import { costOfEach } from "./bench/statements.ts";

/** The limits of issue 2, item 8, for the whole run with all checks and a direct connection. */
const GOALS = {
  "server time / the floor's": 2,
  "wall time / the floor's": 1.5,
  "wall time, large / small": 2.5,
  "start-up that only validates its inputs / node -e 0": 2,
  "peak memory / node -e 0": 1.6,
  connections: 2,
  "waited round trips of a connection, after authentication": 3,
  "buffers hit": { small: 10_000, medium: 20_000, large: 50_000 },
  "bytes of temporary files": 0,
  "bytes to the client, clean database": 100_000,
} as const;

const MEMORY_RUNS = 3;

const { values } = parseArgs({
  options: {
    size: { type: "string", default: "small" },
    rtt: { type: "string", default: "0" },
    statements: { type: "boolean", default: false },
    peers: { type: "boolean", default: false },
    splinter: { type: "string" },
  },
});
const size = sizeOf(values.size);
const roundTripMs = Number(values.rtt);
if (!(roundTripMs >= 0)) throw new Error(`--rtt ${values.rtt}: write milliseconds, like 20`);

console.log(`${cpus().length} CPUs (${arch()}), load ${loadavg()[0]?.toFixed(1)}, node ${process.version}`);
const server = await startServer({ settings: SERVER_SETTINGS });
const fixture = await buildFixture(server, size);
const { database, url } = fixture;
await fillStatements(fixture);
console.log(
  `PostgreSQL 18, ${size}: ${TABLES[size]} tables, 4 indexes each. Medians of 5 interleaved pairs.\n`,
);

const proxy = roundTripMs > 0 ? await startProxy(server.port, { delayMs: roundTripMs / 2 }) : undefined;
const distant = (there: string): string => proxy?.through(there) ?? there;
let missed = 0;

// ------------------------------------------------------------------------------ exact counters, one run
const wire = await onTheWire(server.port, (through) => action(through(url)));
const [, cost] = await onServer(database, () => run(action(url)));
verdict("connections", wire.connections);
verdict("waited round trips of a connection, after authentication", wire.roundTrips);
verdict("buffers hit", cost.buffers);
verdict("bytes of temporary files", cost.temporaryBytes);
verdict("bytes to the client, clean database", wire.bytesToClient);

// ---------------------------------------------------------------------------------------------- ratios
const toFloor = await compare(
  () => timed(action(distant(url))),
  () => timed(floor(distant(url))),
);
verdict("wall time / the floor's", toFloor.wall);
verdict("server time / the floor's", toFloor.server);
const startUp = await compare(
  async () => ({ wall: await run(validating) }),
  async () => ({ wall: await run(bareNode) }),
);
verdict("start-up that only validates its inputs / node -e 0", startUp.wall);
const memory = await compare(
  async () => ({ bytes: await medianMemory(action(url)) }),
  async () => ({ bytes: await medianMemory(bareNode) }),
);
verdict("peak memory / node -e 0", memory.bytes, "MiB", 2 ** 20);
if (size === "large") {
  const { url: small } = await buildFixture(server, "small");
  const growth = await compare(
    async () => ({ wall: await run(action(distant(url))) }),
    async () => ({ wall: await run(action(distant(small))) }),
  );
  verdict("wall time, large / small", growth.wall);
}
await assertStatements(fixture);
if (values.peers) {
  console.log("");
  for (const peer of await installedPeers(database, values.splinter, console.log)) {
    const { wall } = await compare(
      async () => ({ wall: await run(action(url)) }),
      async () => ({ wall: await run(peer) }),
    );
    console.log(`      ${`wall time / ${peer.name}`.padEnd(58)} ${ratioText(wall)}`);
  }
}
if (values.statements) {
  const round = (number: number): string =>
    number < 10 ? number.toFixed(1) : Math.round(number).toLocaleString("en");
  const costs = await costOfEach(url, wire.statements);
  console.table(
    costs.map(({ name, ...numbers }) => ({
      name,
      ...Object.fromEntries(Object.entries(numbers).map(([key, number]) => [key, round(number)])),
    })),
  );
}
await proxy?.close();
console.log(missed === 0 ? "\nEvery goal is kept." : `\n${missed} goals are missed.`);
process.exitCode = missed === 0 ? 0 : 1;

async function timed(program: ReturnType<typeof action>): Promise<{ wall: number; server: number }> {
  const [wall, { activeMs }] = await onServer(database, () => run(program));
  return { wall, server: activeMs };
}

async function medianMemory(program: ReturnType<typeof action>): Promise<number> {
  const peaks: number[] = [];
  for (let turn = 0; turn < MEMORY_RUNS; turn++) peaks.push(await peakMemory(program));
  return median(peaks);
}

/** One line: kept or missed, what, the number and its limit. */
function verdict(goal: keyof typeof GOALS, measured: number | Ratio, unit = "ms", per = 1): void {
  const limits = GOALS[goal];
  const limit = typeof limits === "number" ? limits : limits[size];
  const kept = (typeof measured === "number" ? measured : measured.median) <= limit;
  if (!kept) missed++;
  const text = typeof measured === "number" ? measured.toLocaleString("en") : ratioText(measured, unit, per);
  console.log(
    `${kept ? "kept  " : "MISSED"} ${goal.padEnd(57)} ${text} (goal ${limit.toLocaleString("en")})`,
  );
}

function ratioText({ median: middle, min, max, ours, theirs }: Ratio, unit = "ms", per = 1): string {
  const range = `${middle.toFixed(2)} (${min.toFixed(2)}–${max.toFixed(2)})`;
  return `${range}: ${(ours / per).toFixed(0)} / ${(theirs / per).toFixed(0)} ${unit}`;
}

function sizeOf(text: string): Size {
  if (text in TABLES) return text as Size;
  throw new Error(`--size ${text}: write small, medium or large`);
}
