import assert from "node:assert/strict";
import { test } from "vitest";
import { needs } from "./needs.ts";
import { startPgBouncer } from "./pgbouncer.ts";
import { sharedServer, startServer } from "./postgres.ts";

test("one server connection serves two clients in turn", needs("pgbouncer"), async () => {
  const database = await (await sharedServer()).createDatabase();
  const pooler = await startPgBouncer(database.server, { default_pool_size: "1" });
  const first = await database.connect(pooler.through(await database.monitor()));
  const second = await database.connect(pooler.through(await database.monitor()));
  const backend = "SELECT pg_backend_pid() AS pid, current_user <> 'postgres' AS is_monitor";
  const { rows } = await first.query(backend);
  assert.deepEqual((await second.query(backend)).rows, rows);
  assert.equal(rows[0].is_monitor, true);
  const pools = await pooler.show("SHOW POOLS");
  const ours = pools.find((pool) => pool.database === database.name && pool.user.startsWith("role_"));
  assert.equal(ours?.pool_mode, "transaction");
  assert.equal(ours?.sv_idle, 1);
});

test("a wrong password is refused, and version 13 works too", needs("pgbouncer"), async () => {
  const server = await startServer({ version: 13 });
  const database = await server.createDatabase();
  const pooler = await startPgBouncer(server, { auth_type: "md5" });
  const url = new URL(pooler.through(await database.stranger()));
  assert.equal((await (await database.connect(url.href)).query("SELECT 1 AS one")).rows[0].one, 1);
  url.password = "wrong";
  await assert.rejects(database.connect(url.href), { code: "08P01" });
});
