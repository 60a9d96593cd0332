import type { CodeBlock } from "./finding.ts";

/** How we reached the server, seen from our side. */
export interface Connection {
  readonly isEncrypted: boolean;
  /** The server, or the pooler before it, stands on this machine. */
  readonly isLoopback: boolean;
  /** The server sees our own socket: no pooler stands between. */
  readonly isDirect: boolean;
}

/** What the first round trip tells about the server and our login. Every check may rest on it. */
export interface Server {
  /** `server_version_num`: 180004 is 18.4. */
  readonly versionNumber: number;
  /** `server_version`, as the server writes it. */
  readonly version: string;
  readonly database: string;
  /** The database's owner, quoted by the server for use in SQL. */
  readonly databaseOwner: string;
  /** Our login's name, quoted by the server for use in SQL. */
  readonly login: string;
  /** The database's name, quoted by the server for use in SQL. */
  readonly quotedDatabase: string;
  readonly isSuperuser: boolean;
  /** Sees other sessions' states and other roles' statements (pg_read_all_stats, by inheritance). */
  readonly readsAllStatistics: boolean;
  /** Sees settings that are kept from the public (pg_read_all_settings). */
  readonly readsAllSettings: boolean;
  /** May call pg_ls_waldir(), which tells when a standby was promoted. */
  readonly listsWal: boolean;
  readonly inRecovery: boolean;
  /** Milliseconds since 1970, the server's clock. */
  readonly now: number;
  readonly maxConnections: number;
  /** superuser_reserved_connections, and from PostgreSQL 16 reserved_connections. */
  readonly reservedConnections: number;
  /** Client sessions of the whole server, ours included. */
  readonly clientSessions: number;
  /**
   * Process ids of this run's own sessions. Empty behind a pooler, whose server connections change between
   * transactions: there a session of ours may be listed, for no longer than its statement_timeout.
   */
  readonly ownSessions: readonly number[];
  /** A Supabase database: its platform roles exist. */
  readonly isSupabase: boolean;
  /** Physical standbys streaming now; null when our login may not see them. */
  readonly standbys: number | null;
  readonly extensions: Readonly<Record<string, Extension>>;
  /** All but PostgreSQL's own. */
  readonly schemas: readonly Schema[];
  readonly connection: Connection;
  /**
   * The relations of users and extensions that statements read by name and that exist: the tables of migration tools and
   * of pg_cron, the helper views (sql/setup/monitoring-role.sql), and the views of pg_stat_statements.
   */
  readonly knownRelations: readonly KnownRelation[];
}

export interface KnownRelation {
  readonly schema: string;
  readonly name: string;
  /** Quoted by the server for use in SQL. */
  readonly quotedSchema: string;
  readonly schemaUsable: boolean;
  /** Row-level security would leave out rows for our login. */
  readonly filtered: boolean;
  readonly columns: readonly string[];
  /** Those of the columns that our login may read. */
  readonly readable: readonly string[];
  /** What decides whether it is read at all: see core/trust.ts. */
  readonly control: RelationControl;
}

/** Who controls a relation, and what in it can run code when it is read. */
export interface RelationControl {
  /** Schema and name, quoted by the server for use in SQL. */
  readonly qualifiedName: string;
  /** Names, oid and owners in one text, as sql/gate/unchanged.sql writes them. */
  readonly identity: string;
  /** `pg_class.relkind`: r for an ordinary table, p for a partitioned one, v for a view. */
  readonly kind: string;
  /** The owners of all that decides what its name leads to and what runs when it is read. */
  readonly controllers: readonly Controller[];
  /** Parts of it that can run code when it is read: "an index on an expression". */
  readonly parts: readonly string[];
  readonly columnTypes: Readonly<Record<string, ColumnType>>;
  /** The highest oid among its access methods and operator classes; null for a view. */
  readonly highestOid: number | null;
}

export interface Controller {
  readonly what: ControlledPart;
  readonly role: string;
  /** The role is a superuser, the database's owner, or can act as that owner by a grant. */
  readonly isTrusted: boolean;
}

/** What a role owns of a relation. "underlying …": what a view reads and what runs when the relation is read. */
export const CONTROLLED_PARTS = [
  "relation",
  "schema",
  "extension",
  "partition",
  "function",
  "underlying table or view",
  "underlying function",
  "underlying type",
  "underlying operator",
  "underlying operator class",
] as const;

type ControlledPart = (typeof CONTROLLED_PARTS)[number];

interface ColumnType {
  readonly oid: number;
  /** `pg_type.typtype`: b for a base type. */
  readonly kind: string;
  /** `pg_attribute.attgenerated`: empty for an ordinary column. */
  readonly generated: string;
}

export interface Extension {
  readonly version: string;
  /** Quoted by the server for use in SQL. */
  readonly schema: string;
  /** Our login may look into that schema. */
  readonly schemaUsable: boolean;
}

export interface Schema {
  readonly oid: number;
  readonly name: string;
  readonly owner: string;
  /** The extension that made it; null for all others. */
  readonly extension: string | null;
  /** It holds what the files of sql/setup make, and nothing else. */
  readonly isHelper: boolean;
}

/**
 * Since when the server's counters count. `since` is null when nothing tells, and then a check that rests
 * on the window is unknown, with `detail` as the reason.
 */
export interface Window {
  /** Milliseconds since 1970. */
  readonly since: number | null;
  /** What started it, in words: "statistics were reset", "the server recovered from a crash or was created". */
  readonly detail: string;
  readonly fix?: CodeBlock;
}

/** Tables and indexes share one window; pg_stat_statements has its own. */
export interface Windows {
  readonly tables: Window;
  readonly statements: Window;
}
