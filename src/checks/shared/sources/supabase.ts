import type { SourceKey } from "../../../core/sources.ts";

/** One topic of the Management API, which is one endpoint: a missing permission for one does not hide the others. */
export function supabaseSource<Topic extends SupabaseTopic>(topic: Topic): SourceKey<SupabaseTopics[Topic]> {
  return { provider: "supabase", name: topic };
}

export interface SupabaseTopics {
  readonly project: { readonly status: string; readonly createdAt: number };
  readonly backups: SupabaseBackups;
  /** Supavisor, the shared pooler, of the primary. */
  readonly pooler: PoolerSettings;
  /** The dedicated PgBouncer. */
  readonly pgbouncer: PoolerSettings;
  readonly postgrest: { readonly poolSize: number | null };
}

/** In the order in which they are asked for. */
export const SUPABASE_TOPICS = ["project", "backups", "pooler", "pgbouncer", "postgrest"] as const;
export type SupabaseTopic = (typeof SUPABASE_TOPICS)[number];

/** Times are milliseconds since 1970. */
export interface SupabaseBackups {
  readonly pitrEnabled: boolean;
  readonly walgEnabled: boolean;
  readonly backups: readonly { readonly status: string; readonly isPhysical: boolean; readonly at: number }[];
  readonly latestPhysicalAt: number | null;
  readonly earliestPhysicalAt: number | null;
}

/** Null where the platform's default counts. */
export interface PoolerSettings {
  readonly mode: string | null;
  readonly poolSize: number | null;
  readonly maxClients: number | null;
}
