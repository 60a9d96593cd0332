import type { Unknown } from "../../core/finding.ts";
import type { Source, Sources } from "../../core/sources.ts";
import { PGBOUNCER, type PgBouncerEvidence } from "../shared/sources/pgbouncer.ts";
import { type PoolerSettings, supabaseSource } from "../shared/sources/supabase.ts";

/** One pooler in front of the database: Supabase's or PgBouncer. */
export interface Pooler {
  readonly key: string;
  readonly what: string;
  readonly modes: readonly string[];
  /** Server connections of one pool; null for the platform's default, which its API does not report. */
  readonly poolSize: number | null;
  /** Maximum number of connections to this server; null where the pool's size is not known. */
  readonly mostServers: number | null;
  readonly maxClients: number | null;
  /** Clients that wait for a server connection now; null where the source does not report it. */
  readonly clientsWaiting: number | null;
}

/** The result of reading one source. */
type PoolerFound = { readonly pooler: Pooler } | { readonly unknown: Unknown };

/** The poolers that the sources report. */
export function poolersOf(sources: Sources, database: string): PoolerFound[] {
  return [...supabasePoolers(sources), ...pgbouncer(sources.get(PGBOUNCER), database)];
}

/** The shared pooler and the dedicated one, which not every project has, have pools of their own. */
function supabasePoolers(sources: Sources): PoolerFound[] {
  const one = (source: Source<PoolerSettings>, key: string, what: string): PoolerFound[] => {
    if ("skipped" in source) return [];
    if ("unknown" in source) return [{ unknown: source.unknown }];
    const { mode, poolSize, maxClients } = source.value;
    if (mode === null && poolSize === null) return [];
    return [
      {
        pooler: {
          key,
          what,
          modes: mode === null ? [] : [mode],
          poolSize,
          mostServers: poolSize,
          maxClients,
          clientsWaiting: null,
        },
      },
    ];
  };
  return [
    ...one(sources.get(supabaseSource("pooler")), "shared pooler", "Supabase's shared pooler"),
    ...one(sources.get(supabaseSource("pgbouncer")), "dedicated pooler", "Supabase's dedicated pooler"),
  ];
}

/** PgBouncer by its console: this database's entries show mode and size; the entries of the whole server add up. */
function pgbouncer(source: Source<PgBouncerEvidence>, database: string): PoolerFound[] {
  if ("skipped" in source) return [];
  if ("unknown" in source) return [{ unknown: source.unknown }];
  const { settings, databases, pools } = source.value;
  const entries = databases.filter(({ target }) => target === database);
  const names = new Set(entries.map(({ name }) => name));
  const pooler = {
    key: "PgBouncer",
    what: "PgBouncer",
    maxClients: parseNumber(settings.max_client_conn),
    clientsWaiting: pools
      .filter(({ database: name }) => names.has(name))
      .reduce((sum, { clientsWaiting }) => sum + clientsWaiting, 0),
  };
  const mode = settings.pool_mode ?? "";
  const first = entries[0];
  if (first === undefined) {
    // An entry * is listed only under the database names that clients use at the moment.
    const detail = `PgBouncer's console lists no database that leads to ${database}: nothing shows that its connections are pooled.`;
    return [{ unknown: { reason: "error", detail } }];
  }
  return [
    {
      pooler: {
        ...pooler,
        modes: [...new Set(entries.map((entry) => entry.mode ?? mode))],
        poolSize: Math.max(...entries.map(({ poolSize }) => poolSize)),
        mostServers: mostServersOf(source.value, first.server),
      },
    },
  ];
}

/** The sum over each database and user that has connected, with each pool at its maximum size. */
function mostServersOf({ databases, pools }: PgBouncerEvidence, server: number): number {
  return databases
    .filter((entry) => entry.server === server)
    .map(({ name, poolSize, reservePool, maxConnections }) => {
      const users = pools.filter(({ database }) => database === name).length;
      return Math.min(users * (poolSize + reservePool), maxConnections ?? Number.POSITIVE_INFINITY);
    })
    .reduce((sum, most) => sum + most, 0);
}

function parseNumber(text: string | undefined): number | null {
  const number = Number(text);
  return text === undefined || Number.isNaN(number) ? null : number;
}
