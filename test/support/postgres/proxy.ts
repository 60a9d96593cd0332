/** A TCP proxy before PostgreSQL that counts what goes over the wire and can make the way longer. */
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { onCleanUp } from "./cleanup.ts";
import { type HeldAnswers, Turns } from "./turns.ts";

export interface ProxyOptions {
  /** One way, so a round trip costs twice this. */
  readonly delayMs?: number;
  /**
   * The server sees the client's own port, as if nothing stood between, so that the action takes the connection for
   * a direct one. It needs 127.0.0.2, so Linux. With false it looks like a pooler's.
   */
  readonly transparent?: boolean;
  /**
   * Whether the client waits. Given, answers are held back until it does and go on together (turns.ts): a turn is
   * counted where the protocol made the client wait, whatever the load of the machine. For direct, unencrypted connections.
   */
  readonly isClientAsleep?: () => boolean;
}

export interface Counts {
  connections: number;
  sslRequests: number;
  cancelRequests: number;
  /** Times that a client said something after having had the answer to all it had said before, after authentication. */
  waitedTurns: number;
  /** The most of one connection. */
  waitedTurnsOfOne: number;
  /** By type, from the client, from its password on: Q query, P parse, B bind, D describe, E execute, S sync, X end. */
  messages: Record<string, number>;
  /** What stood in Q and P. */
  statements: string[];
  bytesUp: number;
  bytesDown: number;
}

export interface Proxy {
  readonly port: number;
  readonly counts: Counts;
  /** The same URL through the proxy. */
  through(url: string): string;
  reset(): void;
  close(): Promise<void>;
}

/** Stands before the PostgreSQL server that listens on this port of 127.0.0.1. Encrypted connections: bytes only. */
export async function startProxy(serverPort: number, options: ProxyOptions = {}): Promise<Proxy> {
  const { delayMs = 0, transparent = process.platform === "linux" } = options;
  const turns = options.isClientAsleep && new Turns(options.isClientAsleep);
  let counts = newCounts();
  const sockets = new Set<Socket>();
  const listener = createServer({ noDelay: true, allowHalfOpen: true }, (client) => {
    counts.connections++;
    const server = connect({
      port: serverPort,
      host: "127.0.0.1",
      noDelay: true,
      allowHalfOpen: true,
      ...(transparent && client.remotePort !== undefined
        ? { localAddress: "127.0.0.2", localPort: client.remotePort }
        : {}),
    });
    const conversation = new Conversation(() => counts);
    client.on("data", (data) => conversation.up(data));
    forward(client, server, delayMs);
    if (turns === undefined) {
      server.on("data", (data) => conversation.down(data));
      forward(server, client, delayMs);
    } else {
      holdAnswers(client, server, conversation, turns);
    }
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.once("close", () => sockets.delete(socket));
    }
  });
  await new Promise<void>((resolve, reject) => {
    listener.once("error", reject);
    listener.listen(0, "127.0.0.1", resolve);
  });
  const { port } = listener.address() as AddressInfo;
  const proxy: Proxy = {
    port,
    get counts() {
      return counts;
    },
    through(url) {
      const there = new URL(url);
      there.port = String(port);
      return there.href;
    },
    reset() {
      counts = newCounts();
    },
    close() {
      turns?.stop();
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => listener.close(() => resolve()));
    },
  };
  onCleanUp(() => proxy.close());
  return proxy;
}

function newCounts(): Counts {
  return {
    connections: 0,
    sslRequests: 0,
    cancelRequests: 0,
    waitedTurns: 0,
    waitedTurnsOfOne: 0,
    messages: {},
    statements: [],
    bytesUp: 0,
    bytesDown: 0,
  };
}

function forward(from: Socket, to: Socket, delayMs: number): void {
  const later = (action: () => void) => (delayMs > 0 ? setTimeout(action, delayMs) : action());
  from.on("data", (data) => later(() => to.writable && to.write(data)));
  from.on("end", () => later(() => to.end()));
  from.on("error", () => to.destroy());
  from.on("close", () => later(() => to.destroy()));
}

/** In place of forward(): the conversation learns of an answer when the client gets it. */
function holdAnswers(client: Socket, server: Socket, conversation: Conversation, turns: Turns): void {
  const arrived = new Conversation(newCounts);
  const held: Buffer[] = [];
  let hasEnded = false;
  const answers: HeldAnswers = {
    get isServerWorking() {
      return arrived.isServerWorking && !hasEnded;
    },
    get isClientSpeaking() {
      return arrived.isClientSpeaking;
    },
    get isEmpty() {
      return held.length === 0 && !hasEnded;
    },
    release() {
      for (const data of held.splice(0)) {
        conversation.down(data);
        if (client.writable) client.write(data);
      }
      if (!hasEnded) return;
      turns.remove(answers);
      client.end();
    },
  };
  turns.add(answers);
  client.on("data", (data) => {
    arrived.up(data);
    turns.noteBytes();
  });
  server.on("data", (data) => {
    arrived.down(data);
    held.push(data);
    turns.noteBytes();
  });
  for (const event of ["end", "error", "close"] as const) {
    server.on(event, () => {
      hasEnded = true;
    });
  }
  client.on("close", () => turns.remove(answers));
}

const SSL_REQUEST = 80877103;
const CANCEL_REQUEST = 80877102;
const GSS_REQUEST = 80877104;
const TLS_HANDSHAKE = 0x16;
const ANSWERED_BY_READY = new Set(["Q", "S", "F"]);
/** Authentication messages after which the server goes on by itself: Ok and the end of SASL. */
const WITHOUT_REPLY = new Set([0, 12]);

/** Reads along: https://www.postgresql.org/docs/current/protocol-message-formats.html */
class Conversation {
  #counts: () => Counts;
  #phase: "startup" | "messages" | "encrypted" = "startup";
  #fromClient: Buffer = Buffer.alloc(0);
  #fromServer: Buffer = Buffer.alloc(0);
  /** Bytes of a server's message that need not be kept. */
  #toSkip = 0;
  #asksForEncryption = false;
  #isAuthenticated = false;
  /** Messages that the server still has to answer with ReadyForQuery. */
  #open = 0;
  #isIdle = false;
  /** Of the login, where no ReadyForQuery answers: the client has said something, and the server's word is due. */
  #isLoginDue = false;
  #turns = 0;

  constructor(counts: () => Counts) {
    this.#counts = counts;
  }

  get isServerWorking(): boolean {
    return this.#isLoginDue || this.#open > 0 || this.#asksForEncryption;
  }

  get isClientSpeaking(): boolean {
    return this.#fromClient.length > 0;
  }

  up(data: Buffer): void {
    this.#counts().bytesUp += data.length;
    if (this.#phase === "startup" && this.#fromClient.length === 0 && data[0] === TLS_HANDSHAKE) {
      this.#phase = "encrypted";
    }
    if (this.#phase === "encrypted") return;
    this.#fromClient = Buffer.concat([this.#fromClient, data]);
    while (this.#phase === "startup" ? this.#readStartup() : this.#readMessage()) {
      // Each turn takes one whole message off the buffer.
    }
  }

  down(data: Buffer): void {
    this.#counts().bytesDown += data.length;
    if (this.#phase === "encrypted") return;
    let rest = data;
    if (this.#asksForEncryption) {
      this.#asksForEncryption = false;
      if (rest.toString("latin1", 0, 1) === "S") {
        this.#phase = "encrypted";
        return;
      }
      rest = rest.subarray(1);
    }
    this.#fromServer = this.#fromServer.length > 0 ? Buffer.concat([this.#fromServer, rest]) : rest;
    for (;;) {
      const skipped = Math.min(this.#toSkip, this.#fromServer.length);
      this.#toSkip -= skipped;
      this.#fromServer = this.#fromServer.subarray(skipped);
      if (this.#fromServer.length < 5) return;
      const type = this.#fromServer.toString("latin1", 0, 1);
      if (type === "R") {
        if (this.#fromServer.length < 9) return;
        if (!WITHOUT_REPLY.has(this.#fromServer.readInt32BE(5))) this.#isLoginDue = false;
      }
      if (type === "Z") this.#ready();
      this.#toSkip = this.#fromServer.readInt32BE(1) + 1;
    }
  }

  #ready(): void {
    if (this.#isAuthenticated) this.#open--;
    this.#isLoginDue = false;
    this.#isAuthenticated = true;
    this.#isIdle = this.#open === 0;
  }

  #readStartup(): boolean {
    const buffer = this.#fromClient;
    if (buffer.length < 8 || buffer.length < buffer.readInt32BE(0)) return false;
    const code = buffer.readInt32BE(4);
    this.#fromClient = buffer.subarray(buffer.readInt32BE(0));
    const counts = this.#counts();
    if (code === SSL_REQUEST) counts.sslRequests++;
    if (code === CANCEL_REQUEST) counts.cancelRequests++;
    if (code === SSL_REQUEST || code === GSS_REQUEST) this.#asksForEncryption = true;
    else this.#phase = "messages";
    this.#isLoginDue = this.#phase === "messages" && code !== CANCEL_REQUEST;
    return true;
  }

  #readMessage(): boolean {
    const buffer = this.#fromClient;
    if (buffer.length < 5 || buffer.length < buffer.readInt32BE(1) + 1) return false;
    const type = buffer.toString("latin1", 0, 1);
    const body = buffer.subarray(5, buffer.readInt32BE(1) + 1);
    this.#fromClient = buffer.subarray(buffer.readInt32BE(1) + 1);
    const counts = this.#counts();
    counts.messages[type] = (counts.messages[type] ?? 0) + 1;
    if (type === "Q") counts.statements.push(textAt(body, 0));
    if (type === "P") counts.statements.push(textAt(body, body.indexOf(0) + 1));
    if (ANSWERED_BY_READY.has(type)) this.#open++;
    if (type === "p") this.#isLoginDue = true;
    // Nobody waits for an answer to X, the good-bye.
    if (this.#isIdle && type !== "X") {
      this.#isIdle = false;
      this.#turns++;
      counts.waitedTurns++;
      counts.waitedTurnsOfOne = Math.max(counts.waitedTurnsOfOne, this.#turns);
    }
    return true;
  }
}

function textAt(body: Buffer, start: number): string {
  return body.toString("utf8", start, body.indexOf(0, start));
}
