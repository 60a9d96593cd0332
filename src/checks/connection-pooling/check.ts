import { z } from "zod";
import { type Context, defineCheck } from "../../core/check.ts";
import {
  type CheckOutcome,
  type Facts,
  type Finding,
  joinSkipped,
  type Unknown,
} from "../../core/finding.ts";
import type { Priority } from "../../core/priority.ts";
import type { Source, Sources } from "../../core/sources.ts";
import { sql } from "../../generated/sql.ts";
import { count } from "../../lib/format.ts";
import { PGBOUNCER, type PgBouncerEvidence } from "../shared/sources/pgbouncer.ts";
import { supabaseSource } from "../shared/sources/supabase.ts";
import { type Pooler, poolersOf } from "./poolers.ts";

/** The modes of PgBouncer and Supavisor. The meaning of a mode that an API may add later is not known. */
const MODES = ["transaction", "session", "statement"];

/** Minimum wait of a client for a finding, in seconds: shorter ones are normal. PgBouncer gives up after 120 s. */
const LONG_WAIT = 10;

const row = z.object({
  /** -1: none. */
  database_limit: z.number(),
});

interface Options {
  readonly mode: "transaction" | "session";
  readonly "pool-size"?: { readonly min: number; readonly max: number } | undefined;
}

type Evaluation = Context<Options> & { readonly priority: Priority };

export default defineCheck({
  id: "connection-pooling",
  title: "Connections are pooled, and the pools fit the server",
  why: "Without a pooler each request holds a session of its own, and a busy hour uses them up. Pools larger than the server fail just then, when they are needed.",
  category: "capacity",
  priority: "medium",
  options: z.strictObject({
    mode: z
      .enum(["transaction", "session"])
      .default("transaction")
      .describe(
        "When a server connection goes back to the pool: after each transaction, or with the client.",
      ),
    "pool-size": z
      .strictObject({ min: z.number().int().min(1), max: z.number().int().min(1) })
      .refine(({ min, max }) => min <= max, "min is larger than max")
      .optional()
      .describe("The server connections that one pool may have, from min to max."),
  }),
  sources: () => [supabaseSource("pooler"), supabaseSource("pgbouncer"), PGBOUNCER],
  query: {
    row,
    statement: () => ({ statement: sql["connection-pooling"] }),
  },
  evaluate: ([limits], context) => {
    const { sources, server } = context;
    const found = poolersOf(sources, server.database);
    const poolers = found.flatMap((one) => ("pooler" in one ? [one.pooler] : []));
    const unread = found.flatMap((one) => ("unknown" in one ? [one.unknown] : []))[0];
    if (poolers.length === 0) {
      return unread === undefined ? notConfigured(sources, server.isSupabase) : { unknown: unread };
    }
    const slots = slotsOf(context, limits?.database_limit ?? -1);
    const unknown =
      unread ?? poolers.flatMap((pooler) => unknownMode(pooler) ?? unknownSize(pooler, context.options))[0];
    return {
      findings: [
        ...poolers.flatMap((pooler) => [...evaluateMode(pooler, context), ...evaluateSize(pooler, context)]),
        ...evaluateSum(poolers, slots, context),
        ...evaluateQueue(sources.get(PGBOUNCER), context),
      ],
      measurements: poolers.map((pooler) => factsOf(pooler, slots)),
      ...(unknown && { unknown }),
    };
  },
});

/** One entry of the declared mode is enough, because another one may pool by sessions for migrations. */
function evaluateMode(pooler: Pooler, { options, priority }: Evaluation): Finding[] {
  if (pooler.modes.length === 0 || pooler.modes.includes(options.mode)) return [];
  if (unknownMode(pooler) !== undefined) return [];
  const seen = pooler.modes.join(", ");
  return [
    {
      key: `${pooler.key}: mode`,
      priority,
      message: `${pooler.what} pools by ${seen}; ${options.mode} is wanted.`,
      facts: { pool_mode: seen, wanted: options.mode },
    },
  ];
}

function evaluateSize({ key, what, poolSize }: Pooler, { options, priority }: Evaluation): Finding[] {
  const range = options["pool-size"];
  if (range === undefined || poolSize === null) return [];
  if (poolSize >= range.min && poolSize <= range.max) return [];
  return [
    {
      key: `${key}: pool size`,
      priority,
      message: `A pool of ${what} has ${count(poolSize, "server connection")}; ${range.min} to ${range.max} are wanted.`,
      facts: { pool_size: poolSize, wanted_from: range.min, wanted_to: range.max },
    },
  ];
}

/** The worst case: every pooler fills its pools at the same time. */
function evaluateSum(poolers: readonly Pooler[], slots: number, { priority }: Evaluation): Finding[] {
  const most = poolers.reduce((sum, { mostServers }) => sum + (mostServers ?? 0), 0);
  if (most <= slots) return [];
  return [
    {
      key: "sum of the pools",
      priority,
      message: `The pools may open ${most} server connections in all, and the server has ${slots} for everybody.`,
      facts: { most_server_connections: most, limit: slots },
    },
  ];
}

function evaluateQueue(source: Source<PgBouncerEvidence>, { priority, server }: Evaluation): Finding[] {
  if (!("value" in source)) return [];
  const { databases, pools } = source.value;
  const names = new Set(databases.filter(({ target }) => target === server.database).map(({ name }) => name));
  return pools
    .filter((pool) => names.has(pool.database) && pool.clientsWaiting > 0 && pool.longestWait >= LONG_WAIT)
    .map((pool) => ({
      key: `waiting: ${pool.database}, ${pool.user}`,
      priority,
      message: `${count(pool.clientsWaiting, "client")} of ${pool.user} wait for a server connection, the first since ${pool.longestWait} seconds.`,
      facts: {
        database: pool.database,
        user: pool.user,
        clients_waiting: pool.clientsWaiting,
        longest_wait_s: pool.longestWait,
        servers_active: pool.serversActive,
        servers_idle: pool.serversIdle,
      },
    }));
}

function unknownMode({ what, modes }: Pooler): Unknown | undefined {
  const strange = modes.find((mode) => !MODES.includes(mode));
  if (strange === undefined) return undefined;
  return { reason: "version", detail: `${what} pools in a way that this version does not know.` };
}

/** A pool size is declared, but the platform does not report its default. */
function unknownSize({ what, poolSize }: Pooler, { "pool-size": range }: Options): Unknown[] {
  if (range === undefined || poolSize !== null) return [];
  return [
    {
      reason: "error",
      detail: `The pool size of ${what} is the default of the project's compute size, which the Management API does not tell: set it in the project's Database settings, or take pool-size out of the configuration.`,
    },
  ];
}

function slotsOf({ server }: Evaluation, databaseLimit: number): number {
  const free = server.maxConnections - server.reservedConnections;
  return databaseLimit < 0 ? free : Math.min(free, databaseLimit);
}

function factsOf(pooler: Pooler, slots: number): Facts {
  const { key, modes, poolSize, mostServers, maxClients, clientsWaiting } = pooler;
  return {
    pooler: key,
    pool_mode: modes.join(", "),
    pool_size: poolSize ?? "the platform's default",
    most_server_connections: mostServers,
    max_clients: maxClients,
    clients_waiting: clientsWaiting,
    limit: slots,
  };
}

/** No source is configured: the configuration for each, the likelier one first. */
function notConfigured(sources: Sources, isSupabase: boolean): CheckOutcome {
  const supabase = sources.get(supabaseSource("pooler"));
  const consoleSource = sources.get(PGBOUNCER);
  const isProjectNamed = "skipped" in supabase && supabase.skipped.reason !== "not-configured";
  const ways = isSupabase || isProjectNamed ? [supabase, consoleSource] : [consoleSource, supabase];
  const skipped = ways.flatMap((source) => ("skipped" in source ? [source.skipped] : []));
  const [first, ...others] = skipped;
  if (first === undefined) {
    return {
      unknown: { reason: "error", detail: "Supabase tells of no pooler before this project's database." },
    };
  }
  return { skipped: joinSkipped(first, ...others) };
}
