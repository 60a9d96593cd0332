import { CELLS, type Cell, type Fault, type Phase, SIGNALS, type Signal, type WireFault } from "./matrix.ts";
import { Random } from "./random.ts";

export interface Scenario extends Cell {
  readonly seed: number;
  /** The fault begins after so many bytes of the phase. */
  readonly after: number;
  /** Whose bytes are counted and damaged: down is towards the action. */
  readonly direction: "up" | "down";
  /** On every connection, not only on the first that gets there. */
  readonly everywhere: boolean;
  /** Milliseconds of `policy.timeout`. */
  readonly timeout: number;
  readonly failOn: "high" | "never";
  /** The database whose open issues are about problems that are gone. */
  readonly isHealed: boolean;
  /** The issues of an earlier run are there. */
  readonly hasIssues: boolean;
  /** After a refusal or garbage: the connection stays open and silent, or it is closed, or it goes on. */
  readonly afterwards: "silence" | "close" | "go on";
  /** Milliseconds: of a delay, or until a server is there again. */
  readonly pause: number;
  /** Bytes a second of a throttled connection. */
  readonly rate: number;
  /** Of what else the fault chooses. */
  readonly variant: number;
  readonly garbage: Buffer;
}

/** Faults with which the action waits until its time is over. */
const SILENT: ReadonlySet<Fault> = new Set<Fault>([
  "half-open",
  "late",
  "garbage",
  "refusal",
  "endless",
  "flipped-bit",
  "doubled",
]);

/** Faults after which bytes no longer are what the peer said: a verdict may then rest on wrong answers. */
export const CORRUPTING: ReadonlySet<Fault> = new Set<Fault>(["garbage", "doubled", "flipped-bit"]);

export const isSignal = (fault: Fault): fault is Signal => (SIGNALS as readonly Fault[]).includes(fault);

/** The same seed gives the same scenario. The first seeds fill every cell once. */
export function scenarioOf(seed: number): Scenario {
  const random = new Random(seed);
  const cell = CELLS[seed % CELLS.length];
  if (cell === undefined) throw new Error(`${seed} is no seed`);
  const direction = directionOf(cell, random);
  return {
    ...cell,
    seed,
    direction,
    after: bytesBefore(cell, direction, random),
    everywhere: random.chance(0.5),
    timeout: SILENT.has(cell.fault) ? random.int(3_000, 6_000) : 20_000,
    failOn: random.chance(0.6) ? "high" : "never",
    isHealed: random.chance(0.5),
    hasIssues: random.chance(0.7),
    afterwards: random.pick(["silence", "close", "go on"]),
    pause: random.int(5, 120),
    rate: random.int(4_000, 60_000),
    variant: random.int(0, 1_000_000),
    garbage: random.bytes(random.int(1, 600)),
  };
}

const DAMAGING: ReadonlySet<WireFault | Fault> = new Set([
  "cut",
  "reset",
  "half-open",
  "garbage",
  "doubled",
  "flipped-bit",
]);

/** While connecting and closing only the action says something. */
function directionOf({ phase, fault }: Cell, random: Random): "up" | "down" {
  const isUp = random.chance(0.25);
  if (phase === "connecting" || phase === "closing") return "up";
  return DAMAGING.has(fault) && isUp ? "up" : "down";
}

/** So few that every phase has them: the fault must happen. */
const BYTES: Readonly<Record<Phase, readonly [up: number, down: number]>> = {
  connecting: [30, 0],
  login: [50, 60],
  facts: [400, 600],
  answers: [600, 700],
  listing: [100, 150],
  writing: [200, 150],
  closing: [4, 0],
};

function bytesBefore({ peer, phase, fault }: Cell, direction: "up" | "down", random: Random): number {
  const [up, down] = peer === "console" && phase === "answers" ? [10, 60] : BYTES[phase];
  const bytes = random.int(0, direction === "up" ? up : down);
  const isAtOnce = random.chance(0.3);
  // A client says nothing over HTTP before its first request.
  const isUnasked = phase === "connecting" && (peer === "github" || peer === "supabase");
  return isAtOnce || isUnasked || !DAMAGING.has(fault) ? 0 : bytes;
}
