import { z } from "zod";
import { defineCheck } from "../../core/check.ts";
import { sql } from "../../generated/sql.ts";

/** The roles of Supabase and PostgREST for end users, signed in or not, in the order of the documented default. */
const API_ROLES = ["anon", "authenticated"];

export default defineCheck({
  id: "query-text-exposure",
  title: "End users can't read query texts",
  why: "pg_stat_statements shows a role every statement that the same role ran. When all end users share a role, each can read what all others asked.",
  category: "queries",
  priority: "medium",
  options: z.strictObject({
    roles: z
      .array(z.string())
      .min(1)
      .default(API_ROLES)
      .describe("The roles that statements of end users run as. Those that do not exist are left out."),
  }),
  query: {
    row: z.object({
      role_name: z.string(),
      quoted_role: z.string(),
      reads_texts: z.boolean(),
      reads_view: z.boolean(),
      reads_all_roles: z.boolean(),
      view_name: z.string(),
      function_name: z.string(),
      owner_name: z.string(),
    }),
    statement: (server) =>
      server.extensions.pg_stat_statements === undefined
        ? {
            skipped: { reason: "not-applicable", detail: "This database has no pg_stat_statements to read." },
          }
        : { statement: sql["query-text-exposure"] },
  },
  evaluate(rows, { options, priority }) {
    if (rows.length === 0) return {};
    const endUsers = rows.filter(({ role_name }) => options.roles.includes(role_name));
    if (endUsers.length === 0) {
      return {
        skipped: {
          reason: "not-applicable",
          detail: `No role of end users exists here (${options.roles.join(", ")}). Where they share another, name it in this check's "roles".`,
        },
      };
    }
    const readers = endUsers.filter(({ reads_texts }) => reads_texts);
    const [first] = readers;
    if (first === undefined) return {};
    const names = readers.map(({ role_name }) => role_name);
    return {
      findings: [
        {
          key: first.view_name,
          priority,
          message: `${names.join(" and ")} may read the statements in pg_stat_statements that ${names.length === 1 ? "it" : "they"} ran, so each end user may read what all others asked.`,
          facts: {
            view: first.view_name,
            readers: names,
            readers_of_all_roles: readers
              .filter((role) => role.reads_all_roles)
              .map((role) => role.role_name),
            owner: first.owner_name,
          },
          fix: {
            sql: revokeAccess(
              first,
              readers.map(({ quoted_role }) => quoted_role),
            ),
          },
        },
      ],
    };
  },
});

/** Members of pg_read_all_stats, such as monitoring and Supabase's dashboard, keep their access. */
function revokeAccess(
  names: { view_name: string; function_name: string },
  readers: readonly string[],
): string {
  const from = ["PUBLIC", ...readers].join(", ");
  return [
    `REVOKE ALL ON ${names.view_name} FROM ${from};`,
    `REVOKE ALL ON FUNCTION ${names.function_name} FROM ${from};`,
    `GRANT SELECT ON ${names.view_name} TO pg_read_all_stats;`,
    `GRANT EXECUTE ON FUNCTION ${names.function_name} TO pg_read_all_stats;`,
  ].join("\n");
}
