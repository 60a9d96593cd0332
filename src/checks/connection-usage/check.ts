import { z } from "zod";
import { defineCheck } from "../../core/check.ts";
import type { Facts, Finding } from "../../core/finding.ts";
import { atMost } from "../../core/priority.ts";
import { sql } from "../../generated/sql.ts";

/** A limit of one serves as a lock, so a session in use is its purpose. */
const SMALLEST_LIMIT = 2;

/** Maximum number of roles with a row of their own; the others share one. */
const MAX_ROLES_SHOWN = 20;

const row = z.object({
  role_name: z.string(),
  is_ours: z.boolean(),
  sessions: z.number(),
  active: z.number().nullable(),
  idle: z.number().nullable(),
  idle_in_transaction: z.number().nullable(),
  waiting_for_lock: z.number().nullable(),
  /** -1: none. */
  role_limit: z.number(),
  database_limit: z.number(),
  database_sessions: z.number(),
});

type Row = z.infer<typeof row>;

/** The server, the database or a role, each of which allows a limited number of sessions. */
interface Capacity {
  readonly key: string;
  readonly what: string;
  readonly sessions: number;
  readonly limit: number;
  readonly roles: readonly Row[];
}

export default defineCheck({
  id: "connection-usage",
  title: "Connections are left for new sessions",
  why: "When no connection is left, the server refuses every new session: the application fails as a whole, and so does whoever wants to see why.",
  category: "capacity",
  priority: "high",
  pointInTime: true,
  incident: true,
  options: z.strictObject({
    // pgbot has 85 and 95 %; check_postgres has 90 and 95, pgdoctor 70 and 85.
    "max-percent": z
      .number()
      .min(0)
      .max(100)
      .default(85)
      .describe(
        "Sessions in percent of what the server, a role or the database may have: medium from here on.",
      ),
    "urgent-percent": z.number().min(0).max(100).default(95).describe("From here on it is high."),
  }),
  query: {
    row,
    statement: () => ({ statement: sql["connection-usage"] }),
  },
  evaluate: (rows, { options, priority, server }) => {
    const whole: Capacity = {
      key: "max_connections",
      what: "the server",
      sessions: sum(rows, (role) => role.sessions),
      limit: server.maxConnections - server.reservedConnections,
      roles: rows,
    };
    const findings = [whole, ...ownLimits(rows)].flatMap((capacity): Finding[] => {
      const percent = capacity.limit > 0 ? (100 * capacity.sessions) / capacity.limit : 100;
      if (percent < options["max-percent"]) return [];
      return [
        {
          key: capacity.key,
          priority: percent >= options["urgent-percent"] ? priority : atMost(priority, "medium"),
          message: `${capacity.sessions} of the ${capacity.limit} sessions that ${capacity.what} may have are in use (${Math.floor(percent)} %).`,
          facts: {
            used_percent: Math.round(percent * 10) / 10,
            limit: capacity.limit,
            ...statesOf(capacity.roles),
          },
        },
      ];
    });
    const shown = rows.slice(0, MAX_ROLES_SHOWN);
    const rest = rows.slice(MAX_ROLES_SHOWN);
    return {
      findings,
      measurements: [
        { role: "all", limit: whole.limit, ...statesOf(rows) },
        ...shown.map((role) => ({
          role: role.role_name,
          limit: limitOf(role.role_limit),
          ...statesOf([role]),
        })),
        ...(rest.length > 0 ? [{ role: `${rest.length} others`, limit: null, ...statesOf(rest) }] : []),
      ],
    };
  },
});

/** Limits of the database and of roles. The monitoring role's is left out: it is often low, and this run uses it up. */
function ownLimits(rows: readonly Row[]): Capacity[] {
  const roles = rows
    .filter((role) => !role.is_ours)
    .map((role) => ({
      key: `role ${role.role_name}`,
      what: `the role ${role.role_name}`,
      sessions: role.sessions,
      limit: role.role_limit,
      roles: [role],
    }));
  const database = rows.slice(0, 1).map((any) => ({
    key: "database",
    what: "this database",
    sessions: any.database_sessions,
    limit: any.database_limit,
    roles: [],
  }));
  return [...database, ...roles].filter(({ limit }) => limit >= SMALLEST_LIMIT);
}

/** What the sessions of some roles do; empty without roles, since the database's row has only their number. */
function statesOf(roles: readonly Row[]): Facts {
  if (roles.length === 0) return {};
  return {
    sessions: sum(roles, (role) => role.sessions),
    active: sum(roles, (role) => role.active),
    idle: sum(roles, (role) => role.idle),
    idle_in_transaction: sum(roles, (role) => role.idle_in_transaction),
    waiting_for_lock: sum(roles, (role) => role.waiting_for_lock),
  };
}

function limitOf(limit: number): number | null {
  return limit < 0 ? null : limit;
}

function sum(roles: readonly Row[], pick: (role: Row) => number): number;
function sum(roles: readonly Row[], pick: (role: Row) => number | null): number | null;
function sum(roles: readonly Row[], pick: (role: Row) => number | null): number | null {
  const values = roles.map(pick);
  return values.reduce<number | null>(
    (total, value) => (total === null || value === null ? null : total + value),
    0,
  );
}
