/** PgBouncer's admin console, read with no more than the rights of stats_users. */
import assert from "node:assert/strict";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { describe, it } from "vitest";
import { onCleanUp } from "../../../test/support/postgres/cleanup.ts";
import { newFolder, writeServerFile } from "../../../test/support/postgres/cluster.ts";
import { needs } from "../../../test/support/postgres/needs.ts";
import { startPgBouncer } from "../../../test/support/postgres/pgbouncer.ts";
import { type Database, sharedServer } from "../../../test/support/postgres/postgres.ts";
import { makeCertificate } from "../../../test/support/postgres/tls.ts";
import { collectPgBouncer } from "./index.ts";

const USERS = { stats: "st@ts", stranger: "stranger" };

async function start(settings: Readonly<Record<string, string>> = {}) {
  const database = await (await sharedServer()).createDatabase();
  const pooler = await startPgBouncer(database.server, { stats_users: "stats", ...settings }, USERS);
  const consoleUrl = (user: string, password: string, name = "pgbouncer"): string =>
    `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${pooler.port}/${name}`;
  const collect = (url: string, timeout = 5_000) => collectPgBouncer({ url, ca: undefined }, timeout);
  return { database, pooler, consoleUrl, collect };
}

async function use(database: Database, url: string): Promise<void> {
  await (await database.connect(url)).query("SELECT 1");
}

describe("PgBouncer's console", needs("pgbouncer"), () => {
  it("tells settings, pools and databases to a login of stats_users", async () => {
    const { database, pooler, consoleUrl, collect } = await start({
      default_pool_size: "7",
      reserve_pool_size: "3",
    });
    await use(database, pooler.through(database.url));
    const source = await collect(consoleUrl("stats", USERS.stats));
    assert.ok("value" in source, JSON.stringify(source));
    const { version, settings, pools, databases } = source.value;
    assert.match(version, /^1\.\d+\.\d+$/);
    assert.deepEqual(settings, {
      pool_mode: "transaction",
      default_pool_size: "7",
      max_client_conn: "100",
      query_wait_timeout: "120",
    });
    assert.deepEqual(pools, [
      {
        database: database.name,
        user: "postgres",
        mode: "transaction",
        clientsWaiting: 0,
        serversActive: 0,
        serversIdle: 1,
        longestWait: 0,
      },
    ]);
    assert.deepEqual(databases, [
      {
        name: database.name,
        target: database.name,
        server: 0,
        poolSize: 7,
        reservePool: 3,
        maxConnections: null,
        mode: null,
      },
    ]);
    assert.doesNotMatch(JSON.stringify(source), /127\.0\.0\.1|userlist/);
  });

  it("says which right is missing", async () => {
    const { consoleUrl, collect } = await start();
    const source = await collect(consoleUrl("stranger", USERS.stranger));
    assert.ok("unknown" in source);
    assert.equal(source.unknown.reason, "permission");
    assert.match(source.unknown.fix?.text ?? "", /stats_users/);
  });

  it("says where the console looks for logins, since it leaves a strange one waiting", async () => {
    const { consoleUrl, collect } = await start();
    const source = await collect(consoleUrl("nobody", "nobody"), 700);
    assert.ok("unknown" in source);
    assert.match(source.unknown.detail, /auth_file/);
  });

  it("advises on what is wrong with the address, without showing it", async () => {
    const { consoleUrl, collect } = await start();
    const cases: [url: string, told: RegExp][] = [
      [consoleUrl("stats", "wrong"), /password is wrong/],
      [consoleUrl("stats", USERS.stats, "app"), /the console's name is pgbouncer/],
      ["pgbouncer.example.com", /pgbouncer-admin-url: this is no PostgreSQL URL/],
      ["postgres://stats:pw@127.0.0.1:1/pgbouncer", /refused/],
    ];
    for (const [url, told] of cases) {
      const source = await collect(url);
      assert.ok("unknown" in source);
      assert.match(source.unknown.detail, told);
      assert.doesNotMatch(source.unknown.detail, /127\.0\.0\.1|example\.com|wrong@/);
    }
  });
});

describe("PgBouncer's console by TLS", needs("pgbouncer", "openssl"), () => {
  it("is verified by the private CA that ssl-ca gives", async () => {
    const database = await (await sharedServer()).createDatabase();
    const { certificate, key, ca } = makeCertificate(["127.0.0.1"]);
    const folder = newFolder();
    const [certificateFile, keyFile] = [join(folder, "server.crt"), join(folder, "server.key")];
    writeServerFile(certificateFile, certificate);
    writeServerFile(keyFile, key);
    const tls = {
      client_tls_sslmode: "allow",
      client_tls_cert_file: certificateFile,
      client_tls_key_file: keyFile,
    };
    const pooler = await startPgBouncer(database.server, { stats_users: "stats", ...tls }, USERS);
    const url = `postgres://stats:${encodeURIComponent(USERS.stats)}@127.0.0.1:${pooler.port}/pgbouncer?sslmode=verify-full`;
    assert.ok("value" in (await collectPgBouncer({ url, ca }, 5_000)));
    const unverified = await collectPgBouncer({ url, ca: undefined }, 5_000);
    assert.ok("unknown" in unverified);
    assert.match(unverified.unknown.detail, /give the CA's certificate \(PEM\) as ssl-ca/);
  });
});

describe("a console that is not there", () => {
  it("is given up in time", async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    onCleanUp(() => silent.close());
    const { port } = silent.address() as AddressInfo;
    const startedAt = performance.now();
    const source = await collectPgBouncer(
      { url: `postgres://stats:pw@127.0.0.1:${port}/pgbouncer`, ca: undefined },
      500,
    );
    assert.ok(performance.now() - startedAt < 3_000);
    assert.ok("unknown" in source);
    assert.match(source.unknown.detail, /did not answer in time/);
  });

  it("is skipped when no address is given, with the line to add", async () => {
    const source = await collectPgBouncer(undefined, 500);
    assert.ok("skipped" in source);
    assert.equal(source.skipped.reason, "not-configured");
    assert.match(source.skipped.fix?.text ?? "", /^pgbouncer-admin-url: /m);
  });
});
