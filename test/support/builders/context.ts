/** What a judge rests on besides its rows, for tests that give it plain rows. */
import type { Check, Context } from "../../../src/core/check.ts";
import type { Priority } from "../../../src/core/priority.ts";
import type { RelationControl, Server, Windows } from "../../../src/core/server.ts";
import { NO_SOURCES } from "../../../src/core/sources.ts";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** 2026-11-22 12:00 UTC, the server's clock in these tests. */
export const NOW = Date.UTC(2026, 10, 22, 12);

const server: Server = {
  versionNumber: 180004,
  version: "18.4",
  database: "app",
  databaseOwner: "postgres",
  login: "monitor",
  quotedDatabase: "app",
  isSuperuser: false,
  readsAllStatistics: true,
  readsAllSettings: true,
  listsWal: true,
  inRecovery: false,
  now: NOW,
  maxConnections: 100,
  reservedConnections: 3,
  clientSessions: 10,
  ownSessions: [],
  isSupabase: false,
  standbys: 0,
  extensions: {},
  schemas: [],
  connection: { isEncrypted: true, isLoopback: false, isDirect: true },
  knownRelations: [],
};

/** A table of a superuser's in a schema of a superuser's. */
export const TRUSTED: RelationControl = {
  qualifiedName: "public.known",
  identity: "public.known 16385 10 10",
  kind: "r",
  controllers: [
    { what: "relation", role: "postgres", isTrusted: true },
    { what: "schema", role: "postgres", isTrusted: true },
  ],
  parts: [],
  columnTypes: {},
  highestOid: 2,
};

const longWindow = { since: NOW - 90 * DAY, detail: "the statistics were reset" };

interface Overrides {
  readonly options?: Record<string, unknown>;
  readonly server?: Partial<Server>;
  readonly windows?: Partial<Windows>;
  readonly priority?: Priority;
}

/** A PostgreSQL 18 looked at by a login with pg_monitor, its counters 90 days old; the check's default options. */
export function contextOf<Options, Row = unknown>(
  check: Check<Options, Row>,
  overrides: Overrides = {},
): Context<Options, Row, never> {
  return {
    options: check.options.parse(overrides.options ?? {}),
    server: { ...server, ...overrides.server },
    windows: { tables: longWindow, statements: longWindow, ...overrides.windows },
    replicas: undefined,
    sources: NO_SOURCES,
    now: NOW,
    priority: overrides.priority ?? check.priority,
  };
}
