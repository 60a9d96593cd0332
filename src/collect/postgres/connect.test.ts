/** Connections that fail and connections that hold, on real servers. */
import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { connect, createServer, type Socket } from "node:net";
import { afterAll, beforeAll, describe, it } from "vitest";
import { needs } from "../../../test/support/postgres/needs.ts";
import {
  type Database,
  type OwnServer,
  sharedServer,
  startServer,
} from "../../../test/support/postgres/postgres.ts";
import type { DatabaseEvidence } from "../../core/evidence.ts";
import { collectDatabase } from "./collect.ts";
import { parseConnectionUrl } from "./connection-url.ts";
import { readServer } from "./server.ts";
import type { Session } from "./session.ts";
import { findKnownRoot } from "./supabase-ca.ts";

const look = (url: string, ca?: string, timeout = 20_000): Promise<DatabaseEvidence> =>
  collectDatabase({ url, ca, checks: [], schemas: undefined, timeout });

async function advice(url: string, ca?: string, timeout?: number): Promise<string> {
  const evidence = await look(url, ca, timeout);
  assert.ok(!evidence.reached, "it should not have been reached");
  return evidence.advice ?? "";
}

function change(url: string, edit: (url: URL) => void): string {
  const changed = new URL(url);
  edit(changed);
  return changed.href;
}

describe("a connection that fails", () => {
  let database: Database;
  let login: string;
  beforeAll(async () => {
    database = await (await sharedServer()).createDatabase();
    login = await database.monitor();
  });

  it("with a wrong password", async () => {
    assert.match(await advice(change(login, (url) => (url.password = "wrong"))), /password is wrong/);
  });

  it("without a password", async () => {
    assert.match(await advice(change(login, (url) => (url.password = ""))), /holds none|password is wrong/);
  });

  it("with an unknown database", async () => {
    assert.match(
      await advice(change(login, (url) => (url.pathname = "/nowhere"))),
      /no database of this name/,
    );
  });

  it("at a port where nobody listens", async () => {
    assert.match(await advice(change(login, (url) => (url.port = "1"))), /no PostgreSQL listens/);
  });

  it("to a host that does not exist", async () => {
    assert.match(await advice(change(login, (url) => (url.hostname = "nowhere.invalid"))), /typing error/);
  });

  it("by TLS to a server that offers none", async () => {
    assert.match(await advice(`${login}?sslmode=require`), /offers no TLS/);
  });

  it("when the login has no connection left", async () => {
    const role = decodeURIComponent(new URL(login).username);
    await database.query(`alter role "${role}" connection limit 0`);
    try {
      assert.match(await advice(login), /no free connection/);
    } finally {
      await database.query(`alter role "${role}" connection limit -1`);
    }
  });

  it("to something that takes the connection and says nothing ends in time", async () => {
    const silent = createServer(() => undefined).listen(0, "127.0.0.1");
    await new Promise((resolve) => silent.once("listening", resolve));
    const { port } = silent.address() as { port: number };
    const started = Date.now();
    const url = change(login, (parts) => (parts.port = String(port)));
    assert.match(await advice(url, undefined, 1_000), /did not answer in time/);
    assert.ok(Date.now() - started < 5_000);
    silent.close();
  });

  it("to a server that takes the login and then says nothing", async () => {
    const stalled = await startForwarding(login, { afterLogin: "silent" });
    assert.match(await advice(stalled.url, undefined, 1_500), /took the connection and then gave no answer/);
    stalled.close();
  });

  it("to what only resembles PostgreSQL", async () => {
    const session = { runQuery: async () => ({ rows: [{ version: "13.0 of another kind" }] }) };
    await assert.rejects(
      readServer(session as unknown as Session),
      /no PostgreSQL, but something that resembles/,
    );
  });

  it("to a port of another service", async () => {
    const chatty = createServer((socket) => socket.end("220 mail ready\r\n")).listen(0, "127.0.0.1");
    await new Promise((resolve) => chatty.once("listening", resolve));
    const { port } = chatty.address() as { port: number };
    assert.match(await advice(change(login, (url) => (url.port = String(port)))), /cut while|failed/);
    chatty.close();
  });
});

describe("a connection that holds", () => {
  it("is left in time when the other side does not close it", async () => {
    const database = await (await sharedServer()).createDatabase();
    const forwarding = await startForwarding(await database.monitor(), { onFarewell: "silent" });
    const started = Date.now();
    assert.ok((await look(forwarding.url)).reached);
    assert.ok(Date.now() - started < 5_000);
    forwarding.close();
  });

  it("is enough when the other one gets no answer", async () => {
    const database = await (await sharedServer()).createDatabase();
    const forwarding = await startForwarding(await database.monitor(), { onlyOne: true });
    const evidence = await look(forwarding.url, undefined, 4_000);
    assert.ok(evidence.reached && evidence.windows.tables.since !== null, "questions were asked in time");
    forwarding.close();
  });
});

interface Faults {
  /** Nothing of what comes after the login is passed on. */
  readonly afterLogin?: "silent";
  /** Neither Terminate nor the end of the stream is passed on. */
  readonly onFarewell?: "silent";
  /** The first of two connections is passed on, the other gets no answer; which is first, nobody knows. */
  readonly onlyOne?: true;
}

const TERMINATE = "X".charCodeAt(0);
const QUERY = "Q".charCodeAt(0);

/** Stands before a server and misbehaves. */
async function startForwarding(login: string, faults: Faults): Promise<{ url: string; close(): void }> {
  let connections = 0;
  const sockets: Socket[] = [];
  const proxy = createServer({ allowHalfOpen: true }, (client) => {
    connections += 1;
    const isMute = faults.onlyOne === true && connections === 1;
    const upstream = connect(Number(new URL(login).port), "127.0.0.1");
    sockets.push(client, upstream);
    for (const socket of [client, upstream]) socket.on("error", () => undefined);
    client.on("data", (bytes) => {
      if (isMute || (faults.onFarewell === "silent" && bytes[0] === TERMINATE)) return;
      if (faults.afterLogin === "silent" && bytes[0] === QUERY) return;
      upstream.write(bytes);
    });
    if (faults.onFarewell !== "silent") client.on("end", () => client.destroy());
    upstream.on("data", (bytes) => client.write(bytes));
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => proxy.once("listening", resolve));
  const { port } = proxy.address() as { port: number };
  return {
    url: change(login, (url) => (url.port = String(port))),
    close() {
      proxy.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

describe("TLS", needs("openssl"), () => {
  let server: OwnServer;
  let database: Database;
  let login: string;
  beforeAll(async () => {
    server = await startServer({ tls: true });
    database = await server.createDatabase();
    login = await database.monitor();
  });
  afterAll(() => server.remove());

  it("with the private CA is verified and used", async () => {
    const evidence = await look(`${login}?sslmode=require`, server.ca);
    assert.ok(evidence.reached);
  });

  it("without the CA is no connection", async () => {
    assert.match(await advice(`${login}?sslmode=require`), /give the CA's certificate/);
  });

  it("with another CA is no connection either", async () => {
    const other = await startServer({ tls: true });
    try {
      assert.match(await advice(`${login}?sslmode=verify-full`, other.ca), /give the CA's certificate/);
    } finally {
      await other.remove();
    }
  });

  it("finds a root that the server sends along only when its fingerprint is known", async () => {
    const address = parseConnectionUrl(`${login}?sslmode=require`, "database-url");
    const sent = await sentRoot(address.port);
    if (sent === undefined) {
      assert.equal(await findKnownRoot(address, 5_000, ["AA:BB"]), undefined);
      return;
    }
    assert.equal(await findKnownRoot(address, 5_000, ["AA:BB"]), undefined);
    const pem = await findKnownRoot(address, 5_000, [sent]);
    assert.equal(new X509Certificate(pem ?? "").fingerprint256, sent);
  });

  it("has no root to find where the server offers no TLS, or nobody listens", async () => {
    const plain = await (await sharedServer()).createDatabase();
    assert.equal(await findKnownRoot(parseConnectionUrl(plain.url, "u"), 5_000), undefined);
    assert.equal(await findKnownRoot({ ...parseConnectionUrl(plain.url, "u"), port: 1 }, 5_000), undefined);
  });
});

/** The fingerprint of the last certificate of the chain that the server sends. */
async function sentRoot(port: number): Promise<string | undefined> {
  const { connect: connectTls } = await import("node:tls");
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])));
    socket.once("data", () => {
      const secure = connectTls({ socket, rejectUnauthorized: false }, () => {
        let certificate = secure.getPeerCertificate(true);
        while (certificate.issuerCertificate !== undefined && certificate.issuerCertificate !== certificate) {
          certificate = certificate.issuerCertificate;
        }
        resolve(certificate.fingerprint256);
        secure.destroy();
      });
    });
  });
}
