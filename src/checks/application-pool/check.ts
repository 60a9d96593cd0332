import { z } from "zod";
import { defineCheck } from "../../core/check.ts";
import { type Facts, type Finding, type Unknown, yamlBlock } from "../../core/finding.ts";
import type { Priority } from "../../core/priority.ts";
import type { Sources } from "../../core/sources.ts";
import { sql } from "../../generated/sql.ts";
import { supabaseSource } from "../shared/sources/supabase.ts";
import { DATA_API_LOGIN } from "../shared/supabase-roles.ts";

const row = z.object({
  role_name: z.string(),
  can_login: z.boolean(),
  /** -1: none. */
  role_limit: z.number(),
  sessions: z.number(),
});

type Row = z.infer<typeof row>;

export default defineCheck({
  id: "application-pool",
  title: "Application pools stay within their declared size",
  why: "Each instance of an application has a pool of its own. When they add up to more sessions than were planned, the next deploy or the next instance finds the server full.",
  category: "capacity",
  priority: "medium",
  options: z.strictObject({
    roles: z
      .record(z.string().min(1), z.number().int().min(1))
      .default({})
      .describe(
        "The roles that applications log in as, each with the most sessions that all its pools may hold.",
      ),
  }),
  sources: ({ roles }) => (DATA_API_LOGIN in roles ? [supabaseSource("postgrest")] : []),
  query: {
    row,
    statement: (_server, { roles }) =>
      Object.keys(roles).length > 0
        ? { statement: sql["application-pool"] }
        : {
            skipped: {
              reason: "not-configured",
              detail: "Declare how many sessions each application's role may hold:",
              fix: yamlBlock("checks:\n  application-pool: { roles: { authenticator: 20 } }"),
            },
          },
  },
  evaluate: (rows, { options, priority, sources }) => {
    const dataApi = DATA_API_LOGIN in options.roles ? dataApiOf(sources) : {};
    const byName = new Map(rows.map((row) => [row.role_name, row]));
    const outcomes = Object.entries(options.roles).map(([name, declaredSessions]) => {
      const poolSize = name === DATA_API_LOGIN ? dataApi.poolSize : undefined;
      return evaluateRole({ name, declaredSessions, row: byName.get(name), poolSize }, priority);
    });
    return {
      findings: outcomes.flatMap(({ findings }) => findings),
      measurements: outcomes.flatMap(({ measurements }) => measurements),
      ...(dataApi.unknown === undefined ? {} : { unknown: dataApi.unknown }),
    };
  },
});

interface DeclaredRole {
  readonly name: string;
  readonly declaredSessions: number;
  /** Undefined where the server has no such role. */
  readonly row: Row | undefined;
  readonly poolSize: PoolSize;
}

/** The Data API's pool: null for the platform's default, undefined where the role has no such pool. */
type PoolSize = number | null | undefined;

interface RoleOutcome {
  readonly findings: readonly Finding[];
  readonly measurements: readonly Facts[];
}

function evaluateRole(
  { name, declaredSessions, row, poolSize }: DeclaredRole,
  priority: Priority,
): RoleOutcome {
  if (row === undefined || !row.can_login) {
    // Without a finding a misspelt role, which never has a session, would look healthy.
    const message =
      row === undefined
        ? `The role ${name} is declared but does not exist on this server.`
        : `The role ${name} is declared but can't log in: sessions count for the role that logged in.`;
    const facts = { role: name, declared_sessions: declaredSessions };
    return { findings: [{ key: name, priority, message, facts }], measurements: [] };
  }
  const facts = {
    role: name,
    sessions: row.sessions,
    declared_sessions: declaredSessions,
    role_limit: row.role_limit < 0 ? null : row.role_limit,
    ...(poolSize === undefined ? {} : { data_api_pool: poolSize ?? "the platform's default" }),
  };
  const findings: Finding[] = [];
  if (row.sessions > declaredSessions) {
    const message = `The role ${name} holds ${row.sessions} sessions; its pools were declared to hold ${declaredSessions} at most.`;
    findings.push({ key: name, priority, message, facts });
  }
  if ((poolSize ?? 0) > declaredSessions) {
    const message = `Supabase's Data API may open ${poolSize} sessions as ${name}; its pools were declared to hold ${declaredSessions} at most.`;
    findings.push({ key: `${name}: db_pool`, priority, message, facts });
  }
  return { findings, measurements: [facts] };
}

function dataApiOf(sources: Sources): { poolSize?: PoolSize; unknown?: Unknown } {
  const postgrest = sources.get(supabaseSource("postgrest"));
  if ("skipped" in postgrest) return {};
  return "unknown" in postgrest ? { unknown: postgrest.unknown } : { poolSize: postgrest.value.poolSize };
}
