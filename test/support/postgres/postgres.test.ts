import assert from "node:assert/strict";
import { connect } from "node:tls";
import { test } from "vitest";
import { VERSIONS } from "./installation.ts";
import { needs } from "./needs.ts";
import { sharedServer, standbyOf, startServer, until } from "./postgres.ts";

for (const version of VERSIONS) {
  test(`a server of version ${version} starts, answers and counts statements`, async () => {
    const database = await (await sharedServer(version)).createDatabase();
    await database.query("CREATE EXTENSION pg_stat_statements");
    const [row] = await database.query(
      "SELECT current_setting('server_version_num')::int / 10000 AS major, $1::int AS n",
      [7],
    );
    assert.deepEqual(row, { major: version, n: 7 });
    const statements = await database.query("SELECT FROM pg_stat_statements");
    assert.ok(statements.length > 0);
  });

  test(`on ${version} a monitor sees all sessions but no table, a stranger neither`, async () => {
    const database = await (await sharedServer(version)).createDatabase();
    await database.query("CREATE TABLE secret (word text)");
    for (const [login, seesAll] of [
      ["monitor", true],
      ["stranger", false],
    ] as const) {
      const client = await database.connect(await database[login]());
      const { rows } = await client.query(
        "SELECT pg_has_role('pg_read_all_stats', 'usage') AS sees, current_user AS name",
      );
      assert.equal(rows[0].sees, seesAll, login);
      assert.notEqual(rows[0].name, "postgres");
      await assert.rejects(client.query("SELECT word FROM secret"), { code: "42501" });
      await client.end();
    }
  });

  test(`on ${version} a wrong password is refused`, async () => {
    const database = await (await sharedServer(version)).createDatabase();
    const url = new URL(await database.stranger());
    url.password = "wrong";
    await assert.rejects(database.connect(url.href), { code: "28P01" });
  });
}

test("counters are written when query() resolves", async () => {
  const database = await (await sharedServer()).createDatabase();
  await database.query("CREATE TABLE t AS SELECT generate_series(1, 100) AS n");
  const [row] = await database.query(
    "SELECT n_tup_ins::int AS n FROM pg_stat_user_tables WHERE relname = 't'",
  );
  assert.equal(row?.n, 100);
});

test("a crash makes the server forget its counters and answer again", async () => {
  const server = await startServer();
  const database = await server.createDatabase();
  await database.query("CREATE TABLE t AS SELECT 1 AS n");
  const count = async () =>
    (await database.query("SELECT n_tup_ins::int AS n FROM pg_stat_user_tables"))[0]?.n;
  assert.equal(await count(), 1);
  await server.crash();
  assert.equal(await count(), 0);
  assert.match(server.log(), /was terminated by signal 9/);
});

for (const version of [13, 18]) {
  test(`on ${version} a standby follows and can be promoted`, async () => {
    const primary = await startServer({ version });
    const database = await primary.createDatabase();
    const standby = await standbyOf(primary);
    await database.query("CREATE TABLE t AS SELECT 1 AS n");
    const there = standby.urlOf(database.name);
    const client = await database.connect(there);
    await until(
      "the table is there",
      async () => (await client.query("SELECT to_regclass('t') AS t")).rows[0].t !== null,
    );
    await assert.rejects(client.query("INSERT INTO t VALUES (2)"), { code: "25006" });
    await standby.promote();
    await client.query("INSERT INTO t VALUES (2)");
    await client.end();
  });
}

test("a server can be stopped and started again with its settings", async () => {
  const server = await startServer({ settings: { work_mem: "7MB", application_name: "it's" }, preload: [] });
  await server.stop("immediate");
  await assert.rejects(server.query("SELECT 1"), { code: "ECONNREFUSED" });
  await server.start();
  const [row] = await server.query(
    "SELECT current_setting('work_mem') AS work_mem, current_setting('shared_preload_libraries') AS preload",
  );
  assert.deepEqual(row, { work_mem: "7MB", preload: "" });
});

test("a server with TLS shows a certificate of its own CA", needs("openssl"), async () => {
  const server = await startServer({ tls: true });
  const [row] = await server.query("SELECT current_setting('ssl') AS ssl");
  assert.equal(row?.ssl, "on");
  for (const host of ["localhost", "127.0.0.1"]) {
    const socket = connect({
      host,
      port: server.port,
      ca: server.ca,
      ALPNProtocols: ["postgresql"],
      servername: "localhost",
    });
    // PostgreSQL speaks TLS at once only since 17: the embedded 18 does.
    await new Promise((resolve, reject) => socket.once("secureConnect", resolve).once("error", reject));
    assert.equal(socket.authorized, true);
    socket.destroy();
  }
});
