/**
 * Real PostgreSQL servers for tests. `sharedServer()` is one for the whole test run: tests make their own
 * databases and roles in it. `startServer()` is one of your own, for what is server-wide: settings, crashes,
 * promotion, slots. Everything is taken away again when the test file (or the script) ends.
 */
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { SHARED_SERVERS } from "../vitest/shared-servers.ts";
import { onCleanUp } from "./cleanup.ts";
import {
  type Cluster,
  copyCluster,
  createCluster,
  PASSWORD,
  type StopMode,
  SUPERUSER,
  writeServerFile,
} from "./cluster.ts";
import { embedded, type Installation, VERSION } from "./installation.ts";
import { makeCertificate } from "./tls.ts";

export { cleanUp } from "./cleanup.ts";

// biome-ignore lint/suspicious/noExplicitAny: a test knows what it asked for.
export type Row = Record<string, any>;

export interface ServerOptions {
  /** 13 to 18; default 18. */
  readonly version?: number;
  /** What goes to postgresql.conf besides the defaults. */
  readonly settings?: Readonly<Record<string, string>>;
  /** shared_preload_libraries; default pg_stat_statements alone. */
  readonly preload?: readonly string[];
  /** With a certificate for localhost and 127.0.0.1, signed by the private CA `server.ca`. Needs openssl. */
  readonly tls?: boolean;
  /** Other programs than npm's, such as `debian(15)`. */
  readonly installation?: Installation;
}

export interface LoginOptions {
  readonly name?: string;
  readonly password?: string;
  /** After CREATE ROLE name LOGIN PASSWORD '…': NOINHERIT, CONNECTION LIMIT 1, … */
  readonly attributes?: string;
  /** Roles to be a member of. */
  readonly memberOf?: readonly string[];
}

const UNIQUE_BYTES = 5;
/** Before it a process of its own collected the counters, and wrote them down twice a second. */
const COUNTS_AT_ONCE = 15;
const COLLECTS_AFTER_MS = 600;

/** The server that all test files share, started at its first use; in a script it is the script's own. */
export function sharedServer(version = VERSION): Promise<Server> {
  let server = shared.get(version);
  if (!server) {
    server = shareServer(version);
    shared.set(version, server);
  }
  return server;
}

async function shareServer(version: number): Promise<Server> {
  const address = process.env[SHARED_SERVERS];
  if (address === undefined) return startServer({ version });
  // An install is waited for here, not in the process that all test files ask.
  embedded(version);
  const answer = await fetch(new URL(String(version), address));
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return new Server(new URL(text), version);
}

const shared = new Map<number, Promise<Server>>();

/** A server of your own: 127.0.0.1, a free port, PostgreSQL's defaults but for fsync and max_connections = 60. */
export async function startServer(options: ServerOptions = {}): Promise<OwnServer> {
  const installation = options.installation ?? embedded(options.version ?? 18);
  const tls = options.tls ? makeCertificate(["localhost", "127.0.0.1"]) : undefined;
  const cluster = await createCluster(installation, {
    shared_preload_libraries: (options.preload ?? ["pg_stat_statements"]).join(","),
    ...(tls ? { ssl: "on", ssl_cert_file: "server.crt", ssl_key_file: "server.key" } : {}),
    ...options.settings,
  });
  if (tls) {
    writeServerFile(`${cluster.data}/server.crt`, tls.certificate);
    writeServerFile(`${cluster.data}/server.key`, tls.key);
  }
  return startOn(cluster, tls?.ca);
}

/** A streaming standby of `primary`, which has caught up. Its statistics begin at its own birth. */
export async function standbyOf(primary: OwnServer): Promise<OwnServer> {
  const copy = await primary.withClient(async (client) => {
    const modern = primary.version >= 15;
    await client.query(
      modern ? "SELECT pg_backup_start('standby', true)" : "SELECT pg_start_backup('standby', true, false)",
    );
    const cluster = copyCluster(primary.cluster, {
      ...primary.cluster.settings,
      primary_conninfo: `host=127.0.0.1 port=${primary.port} user=${SUPERUSER} password=${PASSWORD}`,
    });
    const { rows } = await client.query(
      modern
        ? "SELECT labelfile FROM pg_backup_stop(false)"
        : "SELECT labelfile FROM pg_stop_backup(false, false)",
    );
    writeServerFile(`${cluster.data}/backup_label`, rows[0].labelfile);
    writeServerFile(`${cluster.data}/standby.signal`, "");
    return cluster;
  });
  const standby = await startOn(copy);
  await until("the standby streams", async () => {
    const [position] = await primary.query("SELECT pg_current_wal_lsn()::text AS lsn");
    const [standing] = await standby.query(
      `SELECT EXISTS (SELECT FROM pg_stat_wal_receiver WHERE status = 'streaming')
          AND pg_last_wal_replay_lsn() >= $1::pg_lsn AS caught_up`,
      [position?.lsn],
    );
    return standing?.caught_up === true;
  });
  return standby;
}

async function startOn(cluster: Cluster, ca?: string): Promise<OwnServer> {
  const server = new OwnServer(cluster, ca);
  onCleanUp(() => server.remove());
  await cluster.start();
  return server;
}

export class Server {
  readonly version: number;
  readonly superuser: string = SUPERUSER;
  readonly password: string = PASSWORD;
  readonly host: string = "127.0.0.1";
  #port: number;

  constructor(address: URL, version: number) {
    this.version = version;
    this.#port = Number(address.port);
  }

  get port(): number {
    return this.#port;
  }

  /** The superuser's URL of the database `postgres`. */
  get url(): string {
    return this.urlOf("postgres");
  }

  /** A URL of this server for any database and login. */
  urlOf(database: string, user: string = this.superuser, password: string = this.password): string {
    const login = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
    return `postgres://${login}@${this.host}:${this.port}/${encodeURIComponent(database)}`;
  }

  /** Asks the database `postgres` as the superuser. */
  async query(sql: string, values?: readonly unknown[]): Promise<Row[]> {
    return runQuery(this.url, sql, values);
  }

  async withClient<T>(use: (client: pg.Client) => Promise<T>): Promise<T> {
    return withClient(this.url, use);
  }

  /** A database with a name of its own, dropped at the end with the logins made through it. */
  async createDatabase(
    options: { readonly name?: string; readonly template?: string } = {},
  ): Promise<Database> {
    const name = options.name ?? uniqueName("test");
    const template = options.template ? ` TEMPLATE ${pg.escapeIdentifier(options.template)}` : "";
    await this.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}${template}`);
    const database = new Database(this, name);
    onCleanUp(() => database.drop());
    return database;
  }

  /** True while nobody has taken it away: cleaning up skips databases of servers that are gone. */
  get isRunning(): boolean {
    return true;
  }
}

/** A server that this process started: it can be stopped, crashed, promoted, and its log read. */
export class OwnServer extends Server {
  readonly cluster: Cluster;
  /** PEM of the private CA; empty without TLS. */
  readonly ca: string;

  constructor(cluster: Cluster, ca = "") {
    super(new URL("postgres://127.0.0.1"), cluster.installation.version);
    this.cluster = cluster;
    this.ca = ca;
  }

  override get port(): number {
    return this.cluster.port;
  }

  override get isRunning(): boolean {
    return this.cluster.pid !== undefined;
  }

  /** All that the server wrote to its log. */
  log(): string {
    return this.cluster.log();
  }

  async stop(mode: StopMode = "fast"): Promise<void> {
    await this.cluster.stop(mode);
  }

  /** On the same port as before. */
  async start(): Promise<void> {
    await this.cluster.start();
  }

  /** Kills one backend with SIGKILL, which makes the server restart itself and forget its counters. */
  async crash(): Promise<void> {
    const witness = await openClient(this.url);
    const victim = await openClient(this.url);
    const noticed = new Promise((done) => witness.once("end", done));
    const { rows } = await victim.query("SELECT pg_backend_pid() AS pid");
    process.kill(rows[0].pid, "SIGKILL");
    await noticed;
    await until("the server answers again", () =>
      this.query("SELECT 1").then(
        () => true,
        () => false,
      ),
    );
  }

  /** Makes a standby a primary and waits until it takes writes. */
  async promote(): Promise<void> {
    await this.query("SELECT pg_promote(true)");
    await until("the standby is promoted", async () => {
      const [row] = await this.query("SELECT pg_is_in_recovery() AS standing_by");
      return row?.standing_by === false;
    });
  }

  /** Stops it and deletes its files. */
  async remove(): Promise<void> {
    await this.cluster.remove();
  }
}

export class Database {
  readonly server: Server;
  readonly name: string;
  #monitor: Promise<string> | undefined;
  #stranger: Promise<string> | undefined;
  readonly #logins = new Set<string>();

  constructor(server: Server, name: string) {
    this.server = server;
    this.name = name;
  }

  /** The superuser's. */
  get url(): string {
    return this.server.urlOf(this.name);
  }

  /**
   * Asks as the superuser. Each call is a connection of its own, closed before it resolves: so the counters of what
   * it did are already written, and nothing of it stays in pg_stat_activity. SET and BEGIN end with the call.
   * Several statements may stand in one call without values; the last one's rows come back.
   */
  async query(sql: string, values?: readonly unknown[]): Promise<Row[]> {
    const rows = await runQuery(this.url, sql, values);
    if (this.server.version < COUNTS_AT_ONCE) await sleep(COLLECTS_AFTER_MS);
    return rows;
  }

  /** An open connection, as the superuser unless `url` says otherwise; ended at the end, if not before. */
  async connect(url: string = this.url): Promise<pg.Client> {
    const client = await openClient(url);
    onCleanUp(() => client.end());
    return client;
  }

  /** The URL of a login that holds pg_monitor and CONNECT, and nothing else. Always the same one. */
  async monitor(): Promise<string> {
    this.#monitor ??= this.login({ memberOf: ["pg_monitor"] });
    return this.#monitor;
  }

  /** The URL of a login that holds CONNECT and nothing else. Always the same one. */
  async stranger(): Promise<string> {
    this.#stranger ??= this.login();
    return this.#stranger;
  }

  /** The URL of a new login with CONNECT. */
  async login(options: LoginOptions = {}): Promise<string> {
    const name = options.name ?? uniqueName("role");
    const password = options.password ?? randomBytes(UNIQUE_BYTES).toString("hex");
    const role = pg.escapeIdentifier(name);
    const grants = (options.memberOf ?? []).map((group) => `GRANT ${pg.escapeIdentifier(group)} TO ${role};`);
    await this.query(
      `CREATE ROLE ${role} LOGIN PASSWORD ${pg.escapeLiteral(password)} ${options.attributes ?? ""};
       GRANT CONNECT ON DATABASE ${pg.escapeIdentifier(this.name)} TO ${role}; ${grants.join(" ")}`,
    );
    this.#logins.add(name);
    return this.server.urlOf(this.name, name, password);
  }

  /** Drops the database and the logins made through it; whoever is still connected is thrown out. */
  async drop(): Promise<void> {
    if (!this.server.isRunning) return;
    await this.server.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(this.name)} WITH (FORCE)`);
    // A login may own or hold things elsewhere in the cluster; that is the test's own to tidy.
    for (const name of this.#logins) {
      await this.server.query(`DROP ROLE IF EXISTS ${pg.escapeIdentifier(name)}`).catch(() => undefined);
    }
    this.#logins.clear();
  }
}

/** A name that no other test has, nor had: parallel test files share servers. */
export function uniqueName(prefix: string): string {
  return `${prefix}_${process.pid}_${randomBytes(UNIQUE_BYTES).toString("hex")}`;
}

/** Polls until the answer is true. Throws after 30 s. */
export async function until(what: string, isTrue: () => Promise<boolean>): Promise<void> {
  const TIMEOUT_MS = 30_000;
  const POLL_MS = 25;
  for (const end = performance.now() + TIMEOUT_MS; performance.now() < end; await sleep(POLL_MS)) {
    if (await isTrue()) return;
  }
  throw new Error(`Waited ${TIMEOUT_MS / 1000} s in vain until ${what}`);
}

async function runQuery(url: string, sql: string, values?: readonly unknown[]): Promise<Row[]> {
  return withClient(url, async (client) => {
    const result = await (values ? client.query(sql, [...values]) : client.query(sql));
    return (Array.isArray(result) ? result.at(-1)?.rows : result.rows) ?? [];
  });
}

async function withClient<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = await openClient(url);
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

async function openClient(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: "pg-preflight tests" });
  // Tests crash servers: a connection that breaks is no error of the test's process.
  client.on("error", () => undefined);
  await client.connect();
  return client;
}
