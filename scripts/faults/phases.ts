/** In which phase a connection is, from the bytes that pass: what a fault waits for. */
import type { Peer, Phase } from "./matrix.ts";

export interface PhaseReader {
  readonly phase: Phase;
  up(data: Buffer): void;
  down(data: Buffer): void;
}

/** What the connections of one run share: the first that asks something asks what the server is. */
export interface Connections {
  asksFacts: PhaseReader | undefined;
}

export function phaseReader(peer: Peer, connections: Connections): PhaseReader {
  if (peer === "github") return new HttpPhases("listing");
  if (peer === "supabase") return new HttpPhases("answers");
  return new PostgresPhases(peer === "console", connections);
}

class HttpPhases implements PhaseReader {
  phase: Phase = "connecting";
  readonly #reading: Phase;

  constructor(reading: Phase) {
    this.#reading = reading;
  }

  up(data: Buffer): void {
    const [method = ""] = /^[A-Z]+(?= )/.exec(data.toString("latin1", 0, 10)) ?? [];
    if (method === "GET") this.phase = this.#reading;
    else if (method !== "") this.phase = "writing";
  }

  down(): void {
    // The answer belongs to the phase of its request.
  }
}

const LONGEST_MESSAGE = 10_000_000;

class PostgresPhases implements PhaseReader {
  phase: Phase = "connecting";
  readonly #isConsole: boolean;
  readonly #connections: Connections;
  readonly #fromClient = new Messages(true);
  readonly #fromServer = new Messages(false);
  #isLoggedIn = false;
  #transactions = 0;

  constructor(isConsole: boolean, connections: Connections) {
    this.#isConsole = isConsole;
    this.#connections = connections;
  }

  up(data: Buffer): void {
    for (const { type, body } of this.#fromClient.read(data)) {
      if (type === "X") this.phase = "closing";
      else if (this.#isLoggedIn) this.#asks(type, body);
    }
  }

  down(data: Buffer): void {
    if (this.phase === "connecting") this.phase = "login";
    for (const { type } of this.#fromServer.read(data)) if (type === "Z") this.#isLoggedIn = true;
  }

  #asks(type: string, body: Buffer): void {
    if (this.phase === "login") this.phase = this.#firstPhase();
    const begins = type === "Q" && body.toString("latin1", 0, 5) === "BEGIN";
    if (begins) this.#transactions += 1;
    if (this.phase === "facts" && this.#transactions > 1) this.phase = "answers";
  }

  #firstPhase(): Phase {
    if (this.#isConsole || this.#connections.asksFacts !== undefined) return "answers";
    this.#connections.asksFacts = this;
    return "facts";
  }
}

/** Whole messages out of chunks: https://www.postgresql.org/docs/current/protocol-message-formats.html */
class Messages {
  #rest: Buffer = Buffer.alloc(0);
  #isUntyped: boolean;
  #isLost = false;

  /** @param startsUntyped the client's first message has no type */
  constructor(startsUntyped: boolean) {
    this.#isUntyped = startsUntyped;
  }

  *read(data: Buffer): Generator<{ type: string; body: Buffer }> {
    this.#rest = Buffer.concat([this.#rest, data]);
    while (!this.#isLost) {
      const start = this.#isUntyped ? 0 : 1;
      if (this.#rest.length < start + 4) return;
      const length = this.#rest.readInt32BE(start);
      // A damaged length: nothing after it can be read.
      if (length < 4 || length > LONGEST_MESSAGE) this.#isLost = true;
      if (this.#isLost || this.#rest.length < start + length) return;
      const type = this.#isUntyped ? "" : this.#rest.toString("latin1", 0, 1);
      const body = this.#rest.subarray(start + 4, start + length);
      this.#isUntyped = false;
      this.#rest = this.#rest.subarray(start + length);
      yield { type, body };
    }
  }
}
