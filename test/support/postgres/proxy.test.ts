import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { describe, test } from "vitest";
import { needs } from "./needs.ts";
import { sharedServer, startServer } from "./postgres.ts";
import { startProxy } from "./proxy.ts";
import { isProcessAsleep } from "./turns.ts";

test("counts connections, waited turns, messages and bytes", async () => {
  const database = await (await sharedServer()).createDatabase();
  const proxy = await startProxy(database.server.port);
  const client = new pg.Client(proxy.through(database.url));
  await client.connect();
  await client.query("SELECT 1");
  await client.query("SELECT $1::int", [1]);
  await client.query("SELECT repeat('x', 5000)");
  await client.end();
  const { counts } = proxy;
  assert.equal(counts.connections, 1);
  assert.equal(counts.waitedTurns, 3);
  assert.equal(counts.waitedTurnsOfOne, 3);
  assert.deepEqual(counts.statements, ["SELECT 1", "SELECT $1::int", "SELECT repeat('x', 5000)"]);
  // Two of SCRAM's messages are of type p.
  assert.deepEqual(counts.messages, { p: 2, Q: 2, P: 1, B: 1, D: 1, E: 1, S: 1, X: 1 });
  assert.ok(counts.bytesDown > 5000 && counts.bytesDown < 7000, `${counts.bytesDown} bytes`);
  await proxy.close();
});

test("what is sent without waiting is one turn", async () => {
  const database = await (await sharedServer()).createDatabase();
  const proxy = await startProxy(database.server.port, { delayMs: 20 });
  const client = new pg.Client({ connectionString: proxy.through(database.url), pipeline: true });
  await client.connect();
  const start = performance.now();
  await Promise.all([client.query("SELECT 1"), client.query("SELECT 2")]);
  const took = performance.now() - start;
  assert.equal(proxy.counts.waitedTurns, 1);
  assert.ok(took >= 39, `two ways of 20 ms took ${took} ms`);
  await client.end();
  await proxy.close();
});

test("the server sees the client's port, or another one as behind a pooler", async () => {
  const database = await (await sharedServer()).createDatabase();
  for (const transparent of [true, false]) {
    const proxy = await startProxy(database.server.port, { transparent });
    const client = new pg.Client(proxy.through(database.url));
    await client.connect();
    const { rows } = await client.query("SELECT inet_client_port() AS port");
    const { localPort } = (client as unknown as { connection: { stream: { localPort: number } } }).connection
      .stream;
    assert.equal(rows[0].port === localPort, transparent);
    await client.end();
    await proxy.close();
  }
});

test("an encrypted connection is passed on and its bytes counted", needs("openssl"), async () => {
  const server = await startServer({ tls: true });
  const proxy = await startProxy(server.port);
  const client = new pg.Client({ connectionString: proxy.through(server.url), ssl: { ca: server.ca } });
  await client.connect();
  await client.query("SELECT repeat('x', 5000)");
  await client.end();
  assert.equal(proxy.counts.sslRequests, 1);
  assert.deepEqual(proxy.counts.statements, []);
  assert.ok(proxy.counts.bytesDown > 5000);
  await proxy.close();
});

/**
 * A client of its own process: it logs in on two connections, sends two statements at once on the first, and when both are
 * answered a third. Between the first two it is stopped for half a second, as a busy machine would.
 */
const STOPPED_CLIENT = `
import { kill, pid, argv } from "node:process";
import { spawn } from "node:child_process";
import pg from ${JSON.stringify(import.meta.resolve("pg"))};
const clients = [1, 2].map(() => new pg.Client({ connectionString: argv[1], pipeline: true }));
await Promise.all(clients.map((client) => client.connect()));
const [first] = clients;
const one = first.query("SELECT 1");
spawn("sh", ["-c", "sleep 0.5; kill -CONT " + pid], { stdio: "ignore" }).unref();
kill(pid, "SIGSTOP");
await new Promise(setImmediate);
const end = performance.now() + 200;
while (performance.now() < end);
await Promise.all([one, first.query("SELECT 2")]);
await first.query("SELECT 3");
await Promise.all(clients.map((client) => client.end()));
`;

describe("held answers", () => {
  for (const [way, options] of [
    ["a plain way", {}],
    ["a way that is long", { delayMs: 30 }],
    ["a way that splits every packet", { isSplit: true }],
  ] as const) {
    test(`${way}: turns are what the client waited for, however slow it is`, async () => {
      const database = await (await sharedServer()).createDatabase();
      const way = await startSlowWay(database.server.port, options);
      let pid: number | undefined;
      const proxy = await startProxy(way.port, {
        transparent: false,
        isClientAsleep: () => isProcessAsleep(pid),
      });
      const child = spawn(
        process.execPath,
        ["--input-type=module", "--eval", STOPPED_CLIENT, proxy.through(database.url)],
        { stdio: ["ignore", "ignore", "pipe"] },
      );
      pid = child.pid;
      const errors = text(child.stderr);
      const [code] = await once(child, "close");
      assert.equal(code, 0, await errors);
      assert.equal(proxy.counts.connections, 2);
      assert.equal(proxy.counts.waitedTurnsOfOne, 2);
      assert.equal(proxy.counts.waitedTurns, 2);
      await proxy.close();
      way.close();
    });
  }
});

/** Between the counting proxy and the server. */
async function startSlowWay(
  serverPort: number,
  { delayMs = 0, isSplit = false }: { delayMs?: number; isSplit?: boolean },
) {
  const pass = async (from: Socket, to: Socket) => {
    for await (const data of from) {
      await sleep(delayMs);
      const size = isSplit ? 1 : data.length;
      for (let start = 0; start < data.length; start += size) {
        to.write(data.subarray(start, start + size));
        if (isSplit) await new Promise(setImmediate);
      }
    }
    to.end();
  };
  const listener = createServer({ noDelay: true }, (client) => {
    const server = connect({ port: serverPort, host: "127.0.0.1", noDelay: true });
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      pass(from, to).catch(() => to.destroy());
    }
  });
  listener.listen(0, "127.0.0.1");
  await once(listener, "listening");
  return { port: (listener.address() as AddressInfo).port, close: () => void listener.close() };
}
