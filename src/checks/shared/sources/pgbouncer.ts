import type { SourceKey } from "../../../core/sources.ts";

/** PgBouncer's admin console. */
export const PGBOUNCER: SourceKey<PgBouncerEvidence> = { provider: "pgbouncer", name: "console" };

export interface PgBouncerEvidence {
  readonly version: string;
  /** Those of SHOW CONFIG that a check may need. */
  readonly settings: Readonly<Record<string, string>>;
  /** One for each database and user that has connected since PgBouncer started. Its own console is left out. */
  readonly pools: readonly {
    readonly database: string;
    readonly user: string;
    readonly mode: string;
    readonly clientsWaiting: number;
    readonly serversActive: number;
    readonly serversIdle: number;
    /** Seconds that the first client in the queue has waited. */
    readonly longestWait: number;
  }[];
  readonly databases: readonly {
    /** As clients name it. */
    readonly name: string;
    /** The database's own name at its server. */
    readonly target: string;
    /** Databases of the same server have the same number; its address stays with the collector. */
    readonly server: number;
    readonly poolSize: number;
    readonly reservePool: number;
    /** Server connections that all its pools may have together; null when nothing limits them. */
    readonly maxConnections: number | null;
    /** Null where PgBouncer's own pool_mode counts. */
    readonly mode: string | null;
  }[];
}
