/** PgBouncer before a server of the tests. Suites say `needs("pgbouncer")`. */
import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { onCleanUp } from "./cleanup.ts";
import { freePort, newFolder, PASSWORD, SUPERUSER, writeServerFile } from "./cluster.ts";
import { serverUser } from "./installation.ts";
import { installLine, pgbouncerProgram } from "./needs.ts";
import { type Row, type Server, until } from "./postgres.ts";

export interface PgBouncer {
  readonly port: number;
  /** The same database and login through the pooler. */
  through(url: string): string;
  /** The admin console's URL. */
  readonly adminUrl: string;
  /** SHOW POOLS and the like, on the admin console. */
  show(command: string): Promise<Row[]>;
  log(): string;
  stop(): Promise<void>;
}

/**
 * Transaction mode, two server connections for each database and login, PgBouncer's defaults otherwise. Every login
 * of the server may use it, also one made later. `settings` go to its [pgbouncer] section; `users` (passwords by
 * name) may log in to its console too, which does not ask the server who they are.
 */
export async function startPgBouncer(
  server: Server,
  settings: Readonly<Record<string, string>> = {},
  users: Readonly<Record<string, string>> = {},
): Promise<PgBouncer> {
  const program = pgbouncerProgram();
  if (program === undefined) throw new Error(`PgBouncer is missing: ${installLine(["pgbouncer"])}`);
  const folder = newFolder();
  const port = Number(settings.listen_port ?? (await freePort()));
  const logFile = join(folder, "log");
  const all = {
    listen_addr: "127.0.0.1",
    listen_port: String(port),
    unix_socket_dir: "",
    pool_mode: "transaction",
    default_pool_size: "2",
    auth_type: "scram-sha-256",
    auth_file: join(folder, "userlist.txt"),
    auth_user: SUPERUSER,
    admin_users: SUPERUSER,
    logfile: logFile,
    ...settings,
  };
  const logins = Object.entries({ ...users, [SUPERUSER]: PASSWORD });
  writeServerFile(
    all.auth_file,
    logins.map(([name, password]) => `"${name}" "${password.replaceAll('"', '""')}"\n`).join(""),
  );
  const lines = Object.entries(all).map(([name, value]) => `${name} = ${value}\n`);
  const configuration = join(folder, "pgbouncer.ini");
  writeServerFile(
    configuration,
    `[databases]\n* = host=127.0.0.1 port=${server.port}\n[pgbouncer]\n${lines.join("")}`,
  );
  const child = spawn(program, ["-q", configuration], { ...serverUser, cwd: folder, stdio: "ignore" });
  child.unref();
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const adminUrl = `postgres://${SUPERUSER}:${PASSWORD}@127.0.0.1:${port}/pgbouncer`;

  const pooler: PgBouncer = {
    port,
    adminUrl,
    through(url) {
      const there = new URL(url);
      there.port = String(port);
      return there.href;
    },
    async show(command) {
      const client = new pg.Client(adminUrl);
      await client.connect();
      try {
        return (await client.query(command)).rows;
      } finally {
        await client.end();
      }
    },
    log: () => (existsSync(logFile) ? readFileSync(logFile, "utf8") : ""),
    async stop() {
      child.kill("SIGKILL");
      await until("pgbouncer has ended", async () => hasEnded());
      process.removeListener("exit", kill);
      rmSync(folder, { recursive: true, force: true });
    },
  };
  onCleanUp(() => pooler.stop());
  await until("pgbouncer answers", async () => {
    if (hasEnded()) throw new Error(`PgBouncer does not start:\n${pooler.log()}`);
    return pooler.show("SHOW VERSION").then(
      () => true,
      () => false,
    );
  });
  return pooler;
}
