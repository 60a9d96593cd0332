/** A TCP proxy before one peer of the action, which lets one fault happen in one phase. */
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { type Fault, type Peer, WIRE_FAULTS } from "./matrix.ts";
import { endlessOf, refusalOf } from "./messages.ts";
import { type Connections, type PhaseReader, phaseReader } from "./phases.ts";
import type { Scenario } from "./scenario.ts";

export interface FaultProxyOptions {
  readonly peer: Peer;
  readonly port: number;
  /** Undefined: bytes pass as they are. */
  readonly scenario: Scenario | undefined;
  /** What the peer knows of our secrets. */
  readonly secret: string;
  /** Of the action's process, as performance.now() has it. */
  readonly startedAt: () => number;
  /** A fault that is no matter of bytes: a signal, a server's end. Bytes wait until it has happened. */
  readonly strike: () => Promise<void>;
}

type Direction = "up" | "down";

/** The rest of it comes a moment after the time is over. */
const AFTER_THE_END_MS = 300;
const ENDLESS_PAUSE_MS = 10;
const THROTTLE_PAUSE_MS = 20;

export class FaultProxy {
  readonly options: FaultProxyOptions;
  readonly connections: Connections = { asksFacts: undefined };
  readonly #lines = new Set<Line>();
  #listener = createServer();
  #port = 0;
  /** How many connections met the fault. */
  fired = 0;

  constructor(options: FaultProxyOptions) {
    this.options = options;
  }

  get port(): number {
    return this.#port;
  }

  async start(): Promise<this> {
    this.#listener = createServer({ noDelay: true, allowHalfOpen: true }, (client) => {
      const line = new Line(client, this);
      this.#lines.add(line);
      client.once("close", () => this.#lines.delete(line));
    });
    this.#listener.listen(this.#port, "127.0.0.1");
    await once(this.#listener, "listening");
    this.#port = (this.#listener.address() as AddressInfo).port;
    return this;
  }

  /** The peer is gone for a while: every connection breaks, and no new one is taken. */
  async restart(pause: number): Promise<void> {
    this.#close();
    await sleep(pause);
    await this.start();
  }

  close(): void {
    this.#close();
  }

  #close(): void {
    this.#listener.close();
    for (const line of this.#lines) line.destroy();
  }
}

class Line {
  readonly #client: Socket;
  readonly #server: Socket;
  readonly #proxy: FaultProxy;
  readonly #phases: PhaseReader;
  readonly #queues: Record<Direction, Promise<void>> = { up: Promise.resolve(), down: Promise.resolve() };
  readonly #seen: Record<Direction, number> = { up: 0, down: 0 };
  #hasFault = false;
  #isSilent = false;
  #isStriking: Promise<void> = Promise.resolve();
  readonly #closed = new AbortController();

  constructor(client: Socket, proxy: FaultProxy) {
    const { peer, port } = proxy.options;
    this.#client = client;
    this.#proxy = proxy;
    this.#phases = phaseReader(peer, proxy.connections);
    // PostgreSQL sees the action's own port, as it does without a proxy: the action takes it for a direct connection.
    const isSeenThrough =
      peer === "postgres" && process.platform === "linux" && client.remotePort !== undefined;
    this.#server = connect({
      port,
      host: "127.0.0.1",
      noDelay: true,
      allowHalfOpen: true,
      ...(isSeenThrough ? { localAddress: "127.0.0.2", localPort: client.remotePort } : {}),
    });
    this.#forward("up", client, this.#server);
    this.#forward("down", this.#server, client);
    client.on("close", () => {
      this.#closed.abort();
      this.#server.destroy();
    });
    if (this.#isConnectingFault()) this.#isStriking = this.#strike(Buffer.alloc(0), "up");
  }

  destroy(): void {
    this.#client.destroy();
    this.#server.destroy();
  }

  #forward(direction: Direction, from: Socket, to: Socket): void {
    from.on("data", (data) => {
      this.#phases[direction](data);
      const isInPhase = this.#phases.phase === this.#proxy.options.scenario?.phase;
      this.#enqueue(direction, () => this.#pass(direction, data, isInPhase));
    });
    from.on("end", () => this.#enqueue(direction, async () => void (this.#isSilent || to.end())));
    from.on("error", () => this.#isSilent || to.destroy());
    if (direction === "down")
      from.on("close", () => this.#enqueue(direction, async () => void (this.#isSilent || to.end())));
  }

  #enqueue(direction: Direction, action: () => Promise<void>): void {
    this.#queues[direction] = this.#queues[direction].then(() => this.#isStriking).then(action);
  }

  async #pass(direction: Direction, data: Buffer, isInPhase: boolean): Promise<void> {
    const { scenario } = this.#proxy.options;
    if (this.#isSilent || scenario === undefined) {
      if (!this.#isSilent) this.#write(direction, data);
      return;
    }
    const offset = isInPhase ? this.#offsetOfFault(scenario, direction, data) : undefined;
    if (offset === undefined) {
      if (this.#hasFault) await this.#slowly(scenario, direction, data);
      else this.#write(direction, data);
      return;
    }
    this.#write(direction, data.subarray(0, offset));
    this.#isStriking = this.#strike(data.subarray(offset), direction);
    await this.#isStriking;
  }

  /** Where in these bytes the fault begins; undefined when it does not. */
  #offsetOfFault({ direction: wanted, after, everywhere }: Scenario, direction: Direction, data: Buffer) {
    if (this.#hasFault || (!everywhere && this.#proxy.fired > 0) || direction !== wanted) return undefined;
    const offset = after - this.#seen[direction];
    this.#seen[direction] += data.length;
    return offset < data.length ? Math.max(0, offset) : undefined;
  }

  #isConnectingFault(): boolean {
    const { scenario } = this.#proxy.options;
    if (scenario?.phase !== "connecting" || scenario.after > 0) return false;
    if (["split", "doubled", "flipped-bit"].includes(scenario.fault)) return false;
    return scenario.everywhere || this.#proxy.fired === 0;
  }

  async #strike(data: Buffer, direction: Direction): Promise<void> {
    const { scenario, strike, secret } = this.#proxy.options;
    if (scenario === undefined) return;
    this.#hasFault = true;
    this.#proxy.fired += 1;
    const { fault } = scenario;
    if (!(WIRE_FAULTS as readonly Fault[]).includes(fault)) {
      await strike();
      this.#write(direction, data);
      return;
    }
    if (fault === "cut") this.#cut();
    else if (fault === "reset") this.#reset();
    else if (fault === "half-open") this.#isSilent = true;
    else if (fault === "garbage") this.#say(scenario, scenario.garbage, direction, data);
    else if (fault === "refusal")
      this.#say(scenario, refusalOf(scenario, secret), direction, Buffer.alloc(0));
    else if (fault === "endless") void this.#sayEndlessly(scenario);
    else if (fault === "doubled") this.#write(direction, Buffer.concat([data, data]));
    else if (fault === "flipped-bit") this.#write(direction, flipped(data, scenario.variant));
    else await this.#slowly(scenario, direction, data);
  }

  /** The faults that last: each byte comes, and late. */
  async #slowly(scenario: Scenario, direction: Direction, data: Buffer): Promise<void> {
    const { fault, pause, timeout } = scenario;
    if (fault === "delay") await sleep(pause);
    if (fault === "late") {
      const end = this.#proxy.options.startedAt() + timeout + AFTER_THE_END_MS;
      await sleep(Math.max(0, end - performance.now()));
    }
    const size = sizeOfPiece(scenario, data);
    for (let start = 0; start < data.length; start += size) {
      this.#write(direction, data.subarray(start, start + size));
      if (fault === "throttle") await sleep(THROTTLE_PAUSE_MS);
      if (fault === "split") await new Promise(setImmediate);
    }
  }

  /** In place of an answer, or in the middle of what goes by. */
  #say({ afterwards }: Scenario, said: Buffer, direction: Direction, data: Buffer): void {
    if (this.#client.writable) this.#client.write(said);
    if (afterwards === "silence") this.#isSilent = true;
    if (afterwards === "close") this.#cut();
    if (afterwards === "go on") this.#write(direction, data);
  }

  async #sayEndlessly(scenario: Scenario): Promise<void> {
    const { head, rest } = endlessOf(scenario);
    this.#isSilent = true;
    this.#client.write(head);
    while (this.#client.writable) {
      // Drained or gone; an error is followed by the end.
      if (!this.#client.write(rest))
        await once(this.#client, "drain", { signal: this.#closed.signal }).catch(() => undefined);
      await sleep(ENDLESS_PAUSE_MS);
    }
  }

  #cut(): void {
    this.#isSilent = true;
    this.#client.end();
    this.#server.destroy();
  }

  #reset(): void {
    this.#isSilent = true;
    this.#client.resetAndDestroy();
    this.#server.destroy();
  }

  #write(direction: Direction, data: Buffer): void {
    const to = direction === "up" ? this.#server : this.#client;
    if (data.length > 0 && to.writable) to.write(data);
  }
}

function flipped(data: Buffer, variant: number): Buffer {
  const copy = Buffer.from(data);
  copy[0] = (copy[0] ?? 0) ^ (1 << (variant % 8));
  return copy;
}

function sizeOfPiece({ fault, rate }: Scenario, { length }: Buffer): number {
  // Single bytes, unless there are so many that it would take minutes.
  if (fault === "split") return Math.max(1, Math.ceil(length / 500));
  return fault === "throttle" ? Math.ceil((rate * THROTTLE_PAUSE_MS) / 1_000) : length;
}
