/** Which fault can happen to which peer in which phase: each such cell is a scenario of CI. */
export const PEERS = ["postgres", "pgbouncer", "console", "github", "supabase"] as const;
export type Peer = (typeof PEERS)[number];

export const PHASES = ["connecting", "login", "facts", "answers", "listing", "writing", "closing"] as const;
export type Phase = (typeof PHASES)[number];

/** What happens to bytes on their way. */
export const WIRE_FAULTS = [
  "delay",
  "throttle",
  "cut",
  "reset",
  "half-open",
  "garbage",
  "split",
  "doubled",
  "flipped-bit",
  "refusal",
  "endless",
  "late",
] as const;
export type WireFault = (typeof WIRE_FAULTS)[number];

export const SIGNALS = ["SIGINT", "SIGTERM", "SIGKILL"] as const;
export type Signal = (typeof SIGNALS)[number];

export const FAULTS = [...WIRE_FAULTS, "terminated", "restart", "slots", ...SIGNALS] as const;
export type Fault = (typeof FAULTS)[number];

export interface Cell {
  readonly peer: Peer;
  readonly phase: Phase;
  readonly fault: Fault;
}

const PHASES_OF: Readonly<Record<Peer, readonly Phase[]>> = {
  postgres: ["connecting", "login", "facts", "answers", "closing"],
  pgbouncer: ["connecting", "login", "facts", "answers", "closing"],
  console: ["connecting", "login", "answers", "closing"],
  github: ["connecting", "listing", "writing"],
  supabase: ["connecting", "answers"],
};

const IS_HTTP: ReadonlySet<Peer> = new Set(["github", "supabase"]);

/** Why there is no such scenario; undefined where there is one. */
export function reasonWithout({ peer, phase, fault }: Cell): string | undefined {
  if (!PHASES_OF[peer].includes(phase)) return reasonWithoutPhase(peer, phase);
  if (IS_HTTP.has(peer) && phase === "connecting" && ["split", "doubled", "flipped-bit"].includes(fault)) {
    return "An HTTP connection has no byte before the request, which belongs to the next phase.";
  }
  if (fault === "terminated") return reasonWithoutBackend(peer, phase);
  if (fault === "slots") return reasonWithoutSlots(peer, phase);
  return undefined;
}

function reasonWithoutPhase(peer: Peer, phase: Phase): string {
  if (phase === "listing" || phase === "writing") return "Only GitHub lists and writes issues.";
  if (phase === "facts") return "Only a database is asked what the server is.";
  if (phase === "login") return "HTTP sends its token with each request.";
  if (phase === "answers") return "GitHub's answers are those of listing and writing.";
  return `${peer}: HTTP has no message that ends a connection.`;
}

function reasonWithoutBackend(peer: Peer, phase: Phase): string | undefined {
  if (peer !== "postgres" && peer !== "pgbouncer") return "Only PostgreSQL has backends.";
  if (phase === "connecting" || phase === "login") {
    return "pg_stat_activity knows no role of a backend before its login is over.";
  }
  return undefined;
}

function reasonWithoutSlots(peer: Peer, phase: Phase): string | undefined {
  if (peer !== "postgres" && peer !== "pgbouncer") {
    return "Its limit is an answer like any other: see refusal.";
  }
  return phase === "connecting" ? undefined : "A slot is given or refused while a client connects.";
}

/** Every combination, possible or not. */
export const COMBINATIONS: readonly Cell[] = PEERS.flatMap((peer) =>
  PHASES.flatMap((phase) => FAULTS.map((fault): Cell => ({ peer, phase, fault }))),
);

export const CELLS: readonly Cell[] = COMBINATIONS.filter((cell) => reasonWithout(cell) === undefined);

export function nameOf({ peer, phase, fault }: Cell): string {
  return `${fault} / ${peer} / ${phase}`;
}
