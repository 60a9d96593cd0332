import { z } from "zod";
import type { SupabaseTopic } from "../../checks/shared/sources/supabase.ts";

/** One endpoint of the Management API, below /v1/projects/{ref}. */
export interface Endpoint {
  readonly path: string;
  /** In a sentence: "about the backups". */
  readonly what: string;
  /** What a scoped access token needs, as Supabase's page of tokens names it. */
  readonly permission: string;
  /** What we need of the answer: other fields are dropped, other values of an enumeration are taken. */
  readonly answer: z.ZodType;
}

const time = z.string().transform((text, context) => {
  const milliseconds = parseTime(text);
  if (Number.isNaN(milliseconds)) {
    context.issues.push({ code: "custom", message: "no time", input: text });
    return z.NEVER;
  }
  return milliseconds;
});

const project = z
  .object({ status: z.string(), created_at: time })
  .transform(({ status, created_at }) => ({ status, createdAt: created_at }));

const backups = z
  .object({
    pitr_enabled: z.boolean(),
    walg_enabled: z.boolean(),
    backups: z.array(z.object({ status: z.string(), is_physical_backup: z.boolean(), inserted_at: time })),
    physical_backup_data: z.object({
      earliest_physical_backup_date_unix: z.number().nullish(),
      latest_physical_backup_date_unix: z.number().nullish(),
    }),
  })
  .transform(({ pitr_enabled, walg_enabled, backups, physical_backup_data: physical }) => ({
    pitrEnabled: pitr_enabled,
    walgEnabled: walg_enabled,
    backups: backups.map(({ status, is_physical_backup, inserted_at }) => ({
      status,
      isPhysical: is_physical_backup,
      at: inserted_at,
    })),
    latestPhysicalAt: fromSeconds(physical.latest_physical_backup_date_unix),
    earliestPhysicalAt: fromSeconds(physical.earliest_physical_backup_date_unix),
  }));

const pooler = z
  .array(
    z.object({
      database_type: z.string(),
      pool_mode: z.string(),
      default_pool_size: z.number().nullable(),
      max_client_conn: z.number().nullable(),
    }),
  )
  .transform((poolers, context) => {
    const primary = poolers.find(({ database_type }) => database_type === "PRIMARY");
    if (primary === undefined) {
      context.issues.push({ code: "custom", message: "no pooler of the primary", input: poolers });
      return z.NEVER;
    }
    return settingsOf(primary);
  });

/** Every field may be missing: no dedicated pooler has been set up, or its default counts. */
const pgbouncer = z
  .object({
    pool_mode: z.string().nullish(),
    default_pool_size: z.number().nullish(),
    max_client_conn: z.number().nullish(),
  })
  .transform(settingsOf);

/** The answer may hold the project's JWT secret, which is dropped here. */
const postgrest = z
  .object({ db_pool: z.number().nullable() })
  .transform(({ db_pool }) => ({ poolSize: db_pool }));

export const ENDPOINTS: Readonly<Record<SupabaseTopic, Endpoint>> = {
  project: { path: "", what: "the project", permission: "Project Settings", answer: project },
  backups: { path: "/database/backups", what: "the backups", permission: "Backups", answer: backups },
  pooler: {
    path: "/config/database/pooler",
    what: "the shared pooler",
    permission: "Connection Pooling",
    answer: pooler,
  },
  pgbouncer: {
    path: "/config/database/pgbouncer",
    what: "the dedicated pooler",
    permission: "Database",
    answer: pgbouncer,
  },
  postgrest: { path: "/postgrest", what: "the Data API", permission: "Data API Config", answer: postgrest },
};

function settingsOf(pooler: {
  readonly pool_mode?: string | null | undefined;
  readonly default_pool_size?: number | null | undefined;
  readonly max_client_conn?: number | null | undefined;
}) {
  return {
    mode: pooler.pool_mode ?? null,
    poolSize: pooler.default_pool_size ?? null,
    maxClients: pooler.max_client_conn ?? null,
  };
}

function fromSeconds(seconds: number | null | undefined): number | null {
  return seconds === null || seconds === undefined ? null : seconds * 1_000;
}

/** ISO 8601, or PostgreSQL's own form; without a zone it is UTC. NaN when it is no time. */
function parseTime(text: string): number {
  const match = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d(?:\.\d+)?) ?(Z|[+-]\d\d(?::?\d\d)?)?$/.exec(
    text.trim(),
  );
  if (match === null) return Number.NaN;
  const [, day, clock, zone = "Z"] = match;
  return Date.parse(`${day}T${clock}${zone.length === 3 ? `${zone}:00` : zone}`);
}
