import { isIP, type Socket } from "node:net";
import type { Client } from "pg";
import type { LimitedConnection } from "./connection.ts";
import type { Address } from "./connection-url.ts";
import type { QueryClass } from "./copy.ts";

/** A session with a server or a pooler's console. */
export interface OpenClient {
  readonly client: Client;
  /** Where TLS was agreed on it is the encrypted one. */
  readonly stream: Socket;
  readonly Query: QueryClass;
  /** Of the session at the server, by its own word; null where it tells none. */
  readonly processId: number | null;
  /** Runs one statement whose answer has at most so many bytes. Nothing else may be under way. */
  withByteLimit<T>(longestAnswer: number, run: () => Promise<T>): Promise<T>;
  /** The statement under way ends on the server too, and then the connection. */
  cancel(): Promise<void>;
}

const openConnections = new Set<LimitedConnection>();

/**
 * Ends every connection of this process and what it asked. Nobody who waits for an answer gets one: it is for a process
 * that ends.
 */
export async function abandonConnections(): Promise<void> {
  await Promise.all([...openConnections].map((connection) => connection.abandon()));
}

/**
 * Connects with verified TLS (see Address.tls). A connection that fails has no socket left.
 *
 * @param options.ca PEM text of a private CA
 * @param options.timeout milliseconds
 * @param options.pipeline statements may be sent before the one before them is answered
 */
export async function openClient(
  address: Address,
  {
    ca,
    timeout,
    pipeline,
  }: { readonly ca: string | undefined; readonly timeout: number; readonly pipeline: boolean },
): Promise<OpenClient> {
  // pg is loaded only when a connection is made, so that bad inputs are reported at once.
  const [{ default: pg }, { ANSWER_LIMIT, LimitedConnection }] = await Promise.all([
    import("pg"),
    import("./connection.ts"),
  ]);
  const { host, port, user, password, database, tls } = address;
  // SNI takes names only.
  const servername = isIP(host) === 0 ? { servername: host } : {};
  const ssl = tls ? { rejectUnauthorized: true, ...(ca === undefined ? {} : { ca }), ...servername } : false;
  const connection = new LimitedConnection({ host, port, ssl });
  const config = {
    ...{ host, port, user, password, database, ssl, connection, pipeline },
    application_name: "pg-preflight",
    // 0 would be no limit at all.
    connectionTimeoutMillis: Math.max(1, timeout),
  };
  const client = new pg.Client(config);
  // A connection that dies later must not end the process: the question under way learns it by its own promise.
  client.on("error", () => undefined);
  openConnections.add(connection);
  client.once("end", () => openConnections.delete(connection));
  try {
    await client.connect();
  } catch (error) {
    // The other side may keep it open, and nothing else would close it.
    connection.stream.destroy();
    throw error;
  }
  connection.longestAnswer = ANSWER_LIMIT;
  return {
    client,
    // TLS and TCP alike.
    stream: connection.stream as Socket,
    processId: connection.processId,
    Query: pg.Query as unknown as QueryClass,
    withByteLimit: async (longestAnswer, run) => {
      const before = connection.longestAnswer;
      connection.longestAnswer = longestAnswer;
      try {
        return await run();
      } finally {
        connection.longestAnswer = before;
      }
    },
    cancel: async () => {
      await connection.requestCancel();
      connection.stream.destroy();
    },
  };
}
