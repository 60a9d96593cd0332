import assert from "node:assert/strict";
import pg from "pg";
import { test } from "vitest";
import { needs } from "./needs.ts";
import { sharedServer, startServer } from "./postgres.ts";
import { startProxy } from "./proxy.ts";

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
