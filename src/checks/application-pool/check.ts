import { z } from "zod";
import { defineCheck } from "../../core/check.ts";
import type { Facts, Finding, Unknown } from "../../core/finding.ts";
import type { Sources } from "../../core/sources.ts";
import { sql } from "../../generated/sql.ts";
import { supabaseSource } from "../shared/sources/supabase.ts";

/** Supabase's Data API logs in as this role. */
const DATA_API_ROLE = "authenticator";

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
  sources: ({ roles }) => (DATA_API_ROLE in roles ? [supabaseSource("postgrest")] : []),
  query: {
    row: z.object({
      role_name: z.string(),
      can_login: z.boolean(),
      /** -1: none. */
      role_limit: z.number(),
      sessions: z.number(),
    }),
    statement: (_server, { roles }) =>
      Object.keys(roles).length > 0
        ? { statement: sql["application-pool"] }
        : {
            skipped: {
              reason: "not-configured",
              detail:
                "Declare how many sessions each application's role may hold:\nchecks:\n  application-pool: { roles: { authenticator: 20 } }",
            },
          },
  },
  evaluate: (rows, { options, priority, sources }) => {
    const dataApi = DATA_API_ROLE in options.roles ? dataApiOf(sources) : {};
    const byName = new Map(rows.map((row) => [row.role_name, row]));
    const measurements: Facts[] = [];
    const findings = Object.entries(options.roles).flatMap(([name, declared]): Finding[] => {
      const role = byName.get(name);
      if (role === undefined || !role.can_login) {
        const message =
          role === undefined
            ? `The role ${name} is declared but does not exist on this server.`
            : `The role ${name} is declared but can't log in: sessions count for the role that logged in.`;
        // A misspelt role would have no session for ever and look healthy.
        return [{ key: name, priority, message, facts: { role: name, declared_sessions: declared } }];
      }
      const facts = {
        role: name,
        sessions: role.sessions,
        declared_sessions: declared,
        role_limit: role.role_limit < 0 ? null : role.role_limit,
        ...(name === DATA_API_ROLE && dataApi.poolSize !== undefined
          ? { data_api_pool: dataApi.poolSize ?? "the platform's default" }
          : {}),
      };
      measurements.push(facts);
      const configured = name === DATA_API_ROLE ? (dataApi.poolSize ?? 0) : 0;
      return [
        ...(role.sessions > declared
          ? [
              {
                key: name,
                priority,
                message: `The role ${name} holds ${role.sessions} sessions; its pools were declared to hold ${declared} at most.`,
                facts,
              },
            ]
          : []),
        ...(configured > declared
          ? [
              {
                key: `${name}: db_pool`,
                priority,
                message: `Supabase's Data API may open ${configured} sessions as ${name}; its pools were declared to hold ${declared} at most.`,
                facts,
              },
            ]
          : []),
      ];
    });
    return { findings, measurements, ...(dataApi.unknown === undefined ? {} : { unknown: dataApi.unknown }) };
  },
});

/** `poolSize` is null for the platform's default, and undefined where there is no Data API to ask. */
function dataApiOf(sources: Sources): { poolSize?: number | null; unknown?: Unknown } {
  const postgrest = sources.get(supabaseSource("postgrest"));
  if ("skipped" in postgrest) return {};
  return "unknown" in postgrest ? { unknown: postgrest.unknown } : { poolSize: postgrest.value.poolSize };
}
