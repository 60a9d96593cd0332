import { z } from "zod";
import { defineCheck } from "../../core/check.ts";
import { lacksStatistics } from "../../core/privileges.ts";
import { sql } from "../../generated/sql.ts";
import { toIso } from "../../lib/time.ts";
import {
  isVersionAtLeast,
  STATEMENTS_EXEC_TIME,
  STATEMENTS_INFO,
  statementsOf,
} from "../shared/pg-stat-statements.ts";

/** Statements of 10³ milliseconds, one second, or more count as slow. */
const SLOW_MAGNITUDE = 3;

export default defineCheck({
  id: "query-summary",
  title: "Query performance summary",
  why: "How much the database does and how fast, in one line: a jump between two runs is worth a look.",
  category: "queries",
  priority: "info",
  measures: true,
  window: "statements",
  options: z.strictObject({}),
  query: {
    row: z.object({
      magnitude: z.number().nullable(),
      statements: z.coerce.number(),
      hidden: z.coerce.number(),
      calls: z.number(),
      total_ms: z.number(),
      evictions: z.coerce.number().nullable(),
    }),
    statement(server) {
      const extension = statementsOf(server);
      if ("unknown" in extension) return extension;
      const { version, schema } = extension;
      if (isVersionAtLeast(version, STATEMENTS_INFO)) return { statement: sql["query-summary"], schema };
      const statement = isVersionAtLeast(version, STATEMENTS_EXEC_TIME)
        ? sql["query-summary.before-1-9"]
        : sql["query-summary.before-1-8"];
      return { statement, schema };
    },
  },
  evaluate(rows, { server, windows }) {
    if (rows.length === 0) return {};
    const sum = (value: (row: (typeof rows)[number]) => number) =>
      rows.reduce((total, row) => total + value(row), 0);
    const calls = sum((row) => row.calls);
    const { since } = windows.statements;
    const unknown = sum((row) => row.hidden) > 0 ? lacksStatistics(server) : undefined;
    return {
      measurements: [
        {
          calls,
          statements: sum((row) => row.statements),
          slow_statements: sum((row) =>
            row.magnitude !== null && row.magnitude >= SLOW_MAGNITUDE ? row.statements : 0,
          ),
          average_ms: calls === 0 ? null : Math.round((100 * sum((row) => row.total_ms)) / calls) / 100,
          counted_since_at: since === null ? null : toIso(since),
          evictions: rows[0]?.evictions ?? null,
        },
      ],
      ...(unknown && { unknown }),
    };
  },
});
