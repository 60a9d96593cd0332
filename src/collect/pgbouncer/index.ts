import { z } from "zod";
import type { PgBouncerEvidence } from "../../checks/shared/sources/pgbouncer.ts";
import { UserError } from "../../core/errors.ts";
import { type Unknown, yamlBlock } from "../../core/finding.ts";
import type { RunConfig } from "../../core/settings.ts";
import type { Source } from "../../core/sources.ts";
import { askConsole, CONSOLE, ConsoleRefusal } from "../postgres/pgbouncer-console.ts";

/** The console answers in milliseconds, or it is not there. */
const TIMEOUT = 10_000;

/** What a check may need of SHOW CONFIG, which also holds paths and names. */
const SETTINGS = ["pool_mode", "default_pool_size", "max_client_conn", "query_wait_timeout"];

const count = z.coerce.number();

const version = z.array(z.object({ version: z.string() })).max(1);

const config = z.array(z.object({ key: z.string(), value: z.string().nullable() }));

const pools = z.array(
  z
    .object({
      database: z.string(),
      user: z.string(),
      pool_mode: z.string(),
      cl_waiting: count,
      sv_active: count,
      sv_idle: count,
      maxwait: count,
    })
    .transform((pool) => ({
      database: pool.database,
      user: pool.user,
      mode: pool.pool_mode,
      clientsWaiting: pool.cl_waiting,
      serversActive: pool.sv_active,
      serversIdle: pool.sv_idle,
      longestWait: pool.maxwait,
    })),
);

const databases = z.array(
  z.object({
    name: z.string(),
    host: z.string().nullable(),
    port: count,
    database: z.string(),
    pool_size: count,
    /** Renamed in PgBouncer 1.24. */
    reserve_pool: count.optional(),
    reserve_pool_size: count.optional(),
    max_connections: count,
    pool_mode: z.string().nullable(),
  }),
);

/**
 * Reads PgBouncer's settings, pools and databases from its admin console, with the rights of stats_users. What
 * cannot be had is said, never thrown.
 *
 * @param timeout milliseconds that the run has left
 */
export async function collectPgBouncer(
  settings: RunConfig["pgbouncer"],
  timeout: number,
): Promise<Source<PgBouncerEvidence>> {
  if (settings === undefined) return NOT_CONFIGURED;
  const commands = ["SHOW VERSION", "SHOW CONFIG", "SHOW POOLS", "SHOW DATABASES"];
  try {
    return read(await askConsole(settings, commands, Math.min(TIMEOUT, timeout)));
  } catch (error) {
    return { unknown: explain(error) };
  }
}

const NOT_CONFIGURED: Source<never> = {
  skipped: {
    reason: "not-configured",
    detail: "For PgBouncer, give the action the address of its admin console, with a login of stats_users:",
    fix: yamlBlock("pgbouncer-admin-url: ${{ secrets.PGBOUNCER_ADMIN_URL }}"),
  },
};

function read([versions, settings, poolRows, databaseRows]: unknown[][]): Source<PgBouncerEvidence> {
  const answer = z
    .object({ version, config, pools, databases })
    .safeParse({ version: versions, config: settings, pools: poolRows, databases: databaseRows });
  if (!answer.success) {
    const place = answer.error.issues[0]?.path.join(".");
    return {
      unknown: {
        reason: "version",
        detail: `PgBouncer's console answers in a form that this version does not know (${place}).`,
      },
    };
  }
  const { data } = answer;
  const known = data.config.filter(({ key }) => SETTINGS.includes(key));
  return {
    value: {
      // Before 1.12 SHOW VERSION was a notice.
      version: data.version[0]?.version.replace(/^PgBouncer /, "") ?? "",
      settings: Object.fromEntries(known.map(({ key, value }) => [key, value ?? ""])),
      pools: data.pools.filter(({ database }) => database !== CONSOLE),
      databases: databasesOf(data.databases),
    },
  };
}

/** Servers are told apart by numbers: their addresses are nobody's business. */
function databasesOf(rows: z.infer<typeof databases>): PgBouncerEvidence["databases"] {
  const users = rows.filter(({ name }) => name !== CONSOLE);
  const addresses = [...new Set(users.map(({ host, port }) => `${host}:${port}`))];
  return users.map((row) => ({
    name: row.name,
    target: row.database,
    server: addresses.indexOf(`${row.host}:${row.port}`),
    poolSize: row.pool_size,
    reservePool: row.reserve_pool ?? row.reserve_pool_size ?? 0,
    maxConnections: row.max_connections > 0 ? row.max_connections : null,
    mode: row.pool_mode,
  }));
}

function explain(error: unknown): Unknown {
  if (error instanceof UserError) return { reason: "error", detail: error.message };
  if (!(error instanceof ConsoleRefusal)) throw error;
  if (!error.isPermission) return { reason: "unreachable", detail: error.message };
  return {
    reason: "permission",
    detail: error.message,
    fix: {
      language: "ini",
      text: "; pgbouncer.ini, and then a RELOAD: the login of pgbouncer-admin-url\nstats_users = stats",
    },
  };
}
