/**
 * PostgreSQL's wire between the action and its server, recorded once and replayed without a server. A batch is what
 * the client sends up to and including a message that the server answers by ReadyForQuery; its answer is all that
 * comes up to there.
 */
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** One connection, after its authentication. Bytes are Latin-1 characters, so that a recording is JSON. */
export interface Conversation {
  /** The parameters of the startup message: `user preflight database app …`. */
  startup: string;
  /** ParameterStatus, BackendKeyData and ReadyForQuery. */
  greeting: string;
  readonly exchanges: { readonly batch: string; answer: string }[];
}

export interface Wire {
  readonly port: number;
  close(): void;
}

interface Message {
  /** Empty for the first message of a client, which has no type. */
  readonly type: string;
  readonly bytes: Buffer;
}

const ANSWERED_BY_READY = new Set(["Q", "S", "F"]);
const PROTOCOL_3 = 3;
const AUTHENTICATION_OK = Buffer.from("520000000800000000", "hex");

/** Stands before the server that listens on this port, which sees the client's own port (Linux only). */
export function startRecorder(serverPort: number, conversations: Conversation[]): Promise<Wire> {
  return listen((client) => {
    const localPort = client.remotePort ?? 0;
    // A direct connection is known by its port. On a second loopback address it is still free.
    const server = connect({ host: "127.0.0.1", port: serverPort, localAddress: "127.0.0.2", localPort });
    const conversation: Conversation = { startup: "", greeting: "", exchanges: [] };
    conversations.push(conversation);
    const open: Conversation["exchanges"] = [];
    let batch = "";
    let answer = "";
    const [up, down] = [splitter(true), splitter(false)];
    client.on("data", (chunk) => {
      for (const { type, bytes } of up(chunk)) {
        if (type === "") conversation.startup = startupOf(bytes);
        // The password.
        if (type === "" || type === "p") continue;
        batch += bytes.toString("latin1");
        if (!ANSWERED_BY_READY.has(type)) continue;
        const exchange = { batch, answer: "" };
        conversation.exchanges.push(exchange);
        open.push(exchange);
        batch = "";
      }
      server.write(chunk);
    });
    server.on("data", (chunk) => {
      for (const { type, bytes } of down(chunk)) {
        if (type !== "R") answer += bytes.toString("latin1");
        if (type !== "Z") continue;
        const exchange = open.shift();
        if (exchange === undefined) conversation.greeting = answer;
        else exchange.answer = answer;
        answer = "";
      }
      client.write(chunk);
    });
    for (const [one, other] of [[client, server] as const, [server, client] as const]) {
      one.on("end", () => other.end());
      one.on("error", () => other.destroy());
    }
  });
}

/** Characters of a statement that the recording does not hold. */
const SHOWN = 200;

/**
 * Answers each batch as recorded: the n-th time by the n-th answer, and then by the last. `refused` is rejected at the
 * first statement that the recording does not hold.
 */
export async function startReplayer(conversations: readonly Conversation[]) {
  const known = new Map<string, { readonly sql: string; readonly answers: string[]; asked: number }>();
  for (const { startup, exchanges } of conversations) {
    for (const { batch, answer } of exchanges) {
      const key = startup + batch;
      const entry = known.get(key) ?? { sql: sqlOf(batch), answers: [], asked: 0 };
      entry.answers.push(answer);
      known.set(key, entry);
    }
  }
  const { promise: refused, reject } = Promise.withResolvers<never>();
  // Rejected or not, a run that ended well does not wait for it.
  refused.catch(() => undefined);
  const wire = await listen((client) => {
    const split = splitter(true);
    let startup = "";
    let batch = "";
    const refuse = (what: string): void => {
      reject(new Error(`The recording does not hold ${what} (${startup.split(" database ")[0]}).`));
      client.destroy();
    };
    client.on("data", (chunk) => {
      for (const { type, bytes } of split(chunk)) {
        if (type === "") {
          startup = startupOf(bytes);
          const greeting = conversations.find((each) => each.startup === startup)?.greeting;
          if (greeting === undefined) return refuse("the connection");
          client.write(Buffer.concat([AUTHENTICATION_OK, Buffer.from(greeting, "latin1")]));
          continue;
        }
        if (type === "X") client.end();
        batch += bytes.toString("latin1");
        if (!ANSWERED_BY_READY.has(type)) continue;
        const entry = known.get(startup + batch);
        const answer = entry?.answers[Math.min(entry.asked, entry.answers.length - 1)];
        if (entry === undefined || answer === undefined) return refuse(`the statement "${firstLine(batch)}"`);
        entry.asked += 1;
        client.write(withClientPort(Buffer.from(answer, "latin1"), client.remotePort ?? 0));
        batch = "";
      }
    });
    client.on("error", () => client.destroy());
  });
  /** What was asked more or less often than at the time of the recording. */
  const differences = (): string[] =>
    [...known.values()]
      .filter(({ answers, asked }) => asked !== answers.length)
      .map(({ sql, answers, asked }) => `asked ${asked} times, recorded ${answers.length} times: ${sql}`);
  return { ...wire, differences, refused };
}

async function listen(converse: (client: Socket) => void): Promise<Wire> {
  const sockets = new Set<Socket>();
  const server: Server = createServer({ noDelay: true }, (client) => {
    sockets.add(client);
    converse(client);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

/** Cuts a stream into its messages. */
function splitter(isClients: boolean): (chunk: Buffer) => Message[] {
  let rest: Buffer = Buffer.alloc(0);
  let isFirst = isClients;
  return (chunk) => {
    const messages: Message[] = [];
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const at = isFirst ? 0 : 1;
      const end = rest.length < at + 4 ? Number.POSITIVE_INFINITY : at + rest.readInt32BE(at);
      if (rest.length < end) return messages;
      messages.push({ type: rest.toString("latin1", 0, at), bytes: rest.subarray(0, end) });
      rest = rest.subarray(end);
      isFirst = false;
    }
  };
}

function startupOf(bytes: Buffer): string {
  if (bytes.readInt16BE(4) !== PROTOCOL_3) throw new Error("The client asks for encryption.");
  return bytes.toString("utf8", 8).split("\0").join(" ").trim();
}

/** The statements of a batch, with the values that are bound to them. */
function sqlOf(batch: string): string {
  const texts = splitter(false)(Buffer.from(batch, "latin1")).flatMap(({ type, bytes }) => {
    if (type === "B") return [bytes.toString("utf8", 5).replace(/[^\P{C}\n]+/gu, " ")];
    return type === "Q" || type === "P" ? [bytes.toString("utf8", 5).replace(/\0/g, "")] : [];
  });
  return texts.join("\n").trim();
}

function firstLine(batch: string): string {
  return (sqlOf(batch).split("\n")[0] ?? "").slice(0, SHOWN);
}

/** The server names the client's port: that of the recording would not be the client's own. */
function withClientPort(answer: Buffer, port: number): Buffer {
  if (!answer.includes("client_port\0")) return answer;
  let column = -1;
  const messages = splitter(false)(answer).map(({ type, bytes }) => {
    if (type === "T") column = columnsOf(bytes).indexOf("client_port");
    return type === "D" && column >= 0 ? withField(bytes, column, String(port)) : bytes;
  });
  return Buffer.concat(messages);
}

function columnsOf(description: Buffer): string[] {
  const names: string[] = [];
  const AFTER_NAME = 18;
  for (let at = 7; at < description.length; ) {
    const end = description.indexOf(0, at);
    names.push(description.toString("utf8", at, end));
    at = end + 1 + AFTER_NAME;
  }
  return names;
}

function withField(row: Buffer, column: number, text: string): Buffer {
  let at = 7;
  for (let passed = 0; passed < column; passed += 1) at += 4 + Math.max(0, row.readInt32BE(at));
  const field = Buffer.alloc(4 + text.length);
  field.writeInt32BE(text.length);
  field.write(text, 4);
  const changed = Buffer.concat([
    row.subarray(0, at),
    field,
    row.subarray(at + 4 + Math.max(0, row.readInt32BE(at))),
  ]);
  changed.writeInt32BE(changed.length - 1, 1);
  return changed;
}
