/** Listeners that speak PostgreSQL's protocol, and not as they should: what a hostile or unlucky peer says. */
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { onCleanUp } from "./cleanup.ts";

/** https://www.postgresql.org/docs/current/protocol-message-formats.html */
export function message(type: string, ...body: readonly (number | string)[]): Buffer {
  const parts = body.map((part) => {
    if (typeof part === "string") return Buffer.from(`${part}\0`, "utf8");
    const number = Buffer.alloc(4);
    number.writeInt32BE(part);
    return number;
  });
  const length = Buffer.alloc(4);
  length.writeInt32BE(4 + parts.reduce((sum, { length: bytes }) => sum + bytes, 0));
  return Buffer.concat([Buffer.from(type, "latin1"), length, ...parts]);
}

/** An AuthenticationRequest; 0 lets the client in. */
export const authentication = (code: number, ...body: readonly (number | string)[]): Buffer =>
  message("R", code, ...body);

export const errorResponse = (code: string, text: string): Buffer =>
  message("E", "SFATAL", `C${code}`, `M${text}`, "");

/** Lets the client in without a password. */
export const welcome = (): Buffer =>
  Buffer.concat([authentication(0), message("K", 1, 2), Buffer.from("Z\0\0\0\x05I", "latin1")]);

/** One column of type text, named a. */
export const rowDescription = (): Buffer =>
  Buffer.from("T\0\0\0\x1a\0\x01a\0\0\0\0\0\0\0\0\0\0\x19\xff\xff\xff\xff\xff\xff\0\0", "latin1");

/** A row of one value, whose length may be a lie. */
export function dataRow(value: string, claimed = value.length): Buffer {
  const head = Buffer.from("D\0\0\0\0\0\x01\0\0\0\0", "latin1");
  head.writeInt32BE(10 + value.length, 1);
  head.writeInt32BE(claimed, 7);
  return Buffer.concat([head, Buffer.from(value, "latin1")]);
}

/** Sends the same bytes until the other side closes. */
export function sendWithoutEnd(socket: Socket, bytes: Buffer): void {
  const send = (): void => {
    while (socket.writable && socket.write(bytes));
    socket.once("drain", send);
  };
  send();
}

export interface Peer {
  /** An address of database-url. */
  readonly url: string;
  /** Sockets that the other side has not closed. */
  readonly open: ReadonlySet<Socket>;
}

/**
 * Stands where a server should be. It never closes a connection by itself.
 *
 * @param answer is called with what the client said, the first time with its request to log in
 */
export async function startPeer(answer: (socket: Socket, turn: number, said: Buffer) => void): Promise<Peer> {
  const open = new Set<Socket>();
  const all: Socket[] = [];
  const listener = createServer({ allowHalfOpen: true }, (socket) => {
    let turn = 0;
    open.add(socket);
    all.push(socket);
    socket.on("data", (said) => answer(socket, turn++, said));
    socket.on("error", () => undefined);
    for (const event of ["end", "close"]) socket.once(event, () => open.delete(socket));
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  onCleanUp(
    () =>
      new Promise<void>((resolve) => {
        for (const socket of all) socket.destroy();
        listener.close(() => resolve());
      }),
  );
  const { port } = listener.address() as AddressInfo;
  return { url: `postgresql://login:pw@127.0.0.1:${port}/app`, open };
}

/**
 * Stands before a server and changes what it says. A side that closes is not passed on: each keeps its connection.
 *
 * @param change is called with the server's bytes and the number of the connection, from 1 on
 */
export async function startForwarding(
  url: string,
  change: (data: Buffer, connection: number) => void,
): Promise<{ readonly url: string; connections(): number }> {
  const port = Number(new URL(url).port);
  const servers = new Map<Socket, Socket>();
  const peer = await startPeer((client, turn, said) => {
    if (turn === 0) {
      const connection = servers.size + 1;
      const server = connect({ port, host: "127.0.0.1" });
      server.on("error", () => undefined);
      server.on("data", (data) => {
        change(data, connection);
        if (client.writable) client.write(data);
      });
      client.once("end", () => server.destroy());
      servers.set(client, server);
    }
    servers.get(client)?.write(said);
  });
  const forwarded = new URL(url);
  forwarded.port = new URL(peer.url).port;
  return { url: forwarded.href, connections: () => servers.size };
}
