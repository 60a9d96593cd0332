import type { Duplex } from "node:stream";
import pg from "pg";
import { TOO_LONG } from "../../core/evidence.ts";

/** What pg's connection has and its types leave out. Its exact version is pinned in package.json. */
declare module "pg" {
  interface Connection {
    connect(port: number, host: string): void;
    requestSsl(): void;
    cancel(processId: number, secretKey: number): void;
    attachListeners(stream: Duplex): void;
  }
}

/** Bytes that the other side may send before it has let us in: a login takes a few hundred. */
const LOGIN_LIMIT = 1_000_000;

/**
 * Bytes of one answer. The longest honest ones have a row for every index or table: this is 1,600 bytes for each of 40,000
 * (test/action/forty-thousand.test.ts). A server that sends rows without end must not end our process.
 */
export const ANSWER_LIMIT = 64_000_000;

/** Messages of one answer; each row is one. Short rows take more memory than their bytes say. */
const MESSAGE_LIMIT = 500_000;

/** Bytes of all answers of one connection. */
const CONNECTION_LIMIT = 256_000_000;

/** Milliseconds that a request to cancel may take. */
const CANCEL_TIMEOUT = 1_000;

/** These come from the socket or from the client itself, all others from the server. */
const OWN_EVENTS: ReadonlySet<string> = new Set([
  "connect",
  "sslconnect",
  "error",
  "end",
  "newListener",
  "removeListener",
]);

/** What the other side sent is not PostgreSQL's protocol, or a part of it that pg does not know. */
class ProtocolError extends Error {
  override readonly name = "ProtocolError";
}

/** Where a connection leads to. */
interface Peer {
  readonly host: string;
  readonly port: number;
  readonly ssl: pg.ClientConfig["ssl"];
}

/**
 * pg's connection, which trusts the other side: it throws in the socket's handler at a message that it does not know, and
 * keeps whatever comes. Here such a message is an error of the connection, and an answer that is too long is an
 * error of its statement.
 */
export class LimitedConnection extends pg.Connection {
  /** Bytes of the answer that comes next. */
  longestAnswer = LOGIN_LIMIT;
  readonly #peer: Peer;
  /** Names our session in a request to cancel its statement. */
  #key: { readonly processID: number; readonly secretKey: number } | undefined;
  #isTooLong = false;
  #isSilent = false;
  #bytes = 0;
  #messages = 0;
  #bytesOfAll = 0;
  /** Bytes that came since the last whole message. */
  #unparsed = 0;

  constructor(peer: Peer) {
    super({ ssl: peer.ssl });
    this.#peer = peer;
  }

  get processId(): number | null {
    return this.#key?.processID ?? null;
  }

  override attachListeners(stream: Duplex): void {
    const receive = (parse: (chunk: Buffer) => void) => (chunk: Buffer) => {
      this.#unparsed += chunk.length;
      try {
        parse(chunk);
        // One message of so many bytes is never parsed, and would be kept until it is whole.
        if (this.#unparsed > this.longestAnswer) {
          this.#fail();
          stream.destroy();
        }
      } catch (error) {
        stream.destroy(new ProtocolError(error instanceof Error ? error.message : ""));
      }
    };
    const on = (event: string, listener: (chunk: Buffer) => void) =>
      stream.on(event, event === "data" ? receive(listener) : listener);
    // pg does nothing else with it here.
    super.attachListeners({ on } as unknown as Duplex);
  }

  override emit(name: string, ...values: unknown[]): boolean {
    if (this.#isSilent && name !== "end") return false;
    if (OWN_EVENTS.has(name)) return super.emit(name, ...values);
    this.#unparsed = 0;
    const [message] = values as [{ length?: number; processID?: number; secretKey?: number } | undefined];
    if (name === "backendKeyData") this.#key = message as { processID: number; secretKey: number };
    if (name === "readyForQuery") {
      this.#isTooLong = false;
      this.#bytes = 0;
      this.#messages = 0;
      return super.emit(name, ...values);
    }
    this.#count(message?.length ?? 0);
    return !this.#isTooLong && super.emit(name, ...values);
  }

  #count(bytes: number): void {
    if (this.#isTooLong) return;
    this.#bytes += bytes;
    this.#bytesOfAll += bytes;
    this.#messages += 1;
    const isWithin = this.#bytes <= this.longestAnswer && this.#messages <= MESSAGE_LIMIT;
    if (!isWithin || this.#bytesOfAll > CONNECTION_LIMIT) this.#fail();
  }

  /** The statement fails; what else comes of its answer is dropped, and the next statement has its own answer. */
  #fail(): void {
    if (this.#isTooLong) return;
    const error = Object.assign(new Error("the answer is too long"), { code: TOO_LONG });
    super.emit("errorMessage", error);
    this.#isTooLong = true;
  }

  /** Asks the server to cancel the statement under way, on a connection of its own as the protocol wants it. */
  async requestCancel(): Promise<void> {
    const key = this.#key;
    if (key === undefined) return;
    const { host, port, ssl } = this.#peer;
    const connection = new pg.Connection({ ssl });
    const send = () => connection.cancel(key.processID, key.secretKey);
    connection.on("connect", () => (ssl ? connection.requestSsl() : send()));
    connection.on("sslconnect", send);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, CANCEL_TIMEOUT);
      for (const event of ["end", "error"]) {
        connection.on(event, () => {
          clearTimeout(timer);
          resolve();
        });
      }
      connection.connect(port, host);
    });
    connection.stream.destroy();
  }

  /**
   * Ends the session and its statement on the server. Whoever waits for an answer waits for ever: nothing is concluded
   * from a connection that we end ourselves.
   */
  async abandon(): Promise<void> {
    this.#isSilent = true;
    // A pooler forgets whose statement it is when the client has gone; behind a canceled statement others may wait.
    await this.requestCancel();
    this.stream.destroy();
    await this.requestCancel();
  }
}
