import { z } from "zod";
import { type Context, defineCheck } from "../domain/check.ts";
import { count, elapsed } from "../domain/phrases.ts";
import { lacksStatistics } from "../domain/privileges.ts";
import type { Unknown } from "../domain/result.ts";
import { showStatement } from "../domain/statement-text.ts";
import { isVersionAtLeast, STATEMENTS_EXEC_TIME, statementsOf } from "../domain/statements.ts";
import { duration } from "../domain/units.ts";
import { windowShorterThan } from "../domain/window.ts";
import { sql } from "../generated/sql.ts";

/** The statement leaves out what is faster or ran less often. PgHero calls a query slow from 20 ms on. */
const LEAST_MEAN_TIME = 20;
const LEAST_CALLS = 2;

/** PostgreSQL 14 brought the version of the extension that tells since when it counts. */
const TELLS_WINDOW = 140_000;

// 1s is the document's. An average of 20 runs is not one cold start; PgHero waits for 100. A day holds an
// application's busy hours and its nightly jobs.
const options = z.strictObject({
  "max-mean-time": duration()
    .refine((time) => time >= LEAST_MEAN_TIME, "faster statements than 20ms are never looked at")
    .prefault("1s")
    .describe("A statement is slow when it takes longer than this on average. At least 20ms."),
  "min-calls": z
    .int()
    .min(LEAST_CALLS)
    .default(20)
    .describe("A statement that ran less often is left alone. At least 2."),
  "observed-for": duration()
    .prefault("1d")
    .describe(
      "Without a slow statement, the counters must have counted this long for a pass. 0s asks for nothing.",
    ),
});

type Options = z.infer<typeof options>;

export default defineCheck({
  id: "slow-queries",
  title: "Queries answer fast",
  why: "A query that is slow on average makes its users wait each time, and holds a connection and locks meanwhile.",
  category: "queries",
  priority: "medium",
  window: "statements",
  options,
  row: z.object({
    query_id: z.string(),
    calls: z.number(),
    total_ms: z.number(),
    max_ms: z.number(),
    row_count: z.number(),
    database_ms: z.number(),
    has_text: z.boolean(),
    query: z.string().nullable(),
  }),
  ask(server) {
    const extension = statementsOf(server);
    if ("unknown" in extension) return extension;
    const statement = isVersionAtLeast(extension.version, STATEMENTS_EXEC_TIME)
      ? sql["slow-queries"]
      : sql["slow-queries.before-1-8"];
    return { statement, schema: extension.schema };
  },
  judge(rows, context) {
    const slow = rows.filter(
      (row) =>
        row.total_ms / row.calls > context.options["max-mean-time"] &&
        row.calls >= context.options["min-calls"],
    );
    const known = slow.filter((row) => row.has_text);
    const unknown = doubt(context, { slow: known.length, nameless: slow.length - known.length });
    return {
      findings: known.map((row) => {
        const mean = row.total_ms / row.calls;
        return {
          key: row.query_id,
          priority: context.priority,
          message: `A statement takes ${inWords(mean)} on average; it ran ${count(row.calls, "time")}.`,
          facts: {
            statement: row.query === null ? null : showStatement(row.query),
            calls: row.calls,
            mean_ms: rounded(mean),
            max_ms: rounded(row.max_ms),
            total_ms: rounded(row.total_ms),
            share_percent: row.database_ms === 0 ? 0 : rounded((100 * row.total_ms) / row.database_ms),
            rows: row.row_count,
            query_id: row.query_id,
          },
        };
      }),
      ...(unknown && { unknown }),
    };
  },
});

/** What could hide a slow statement. A slow one that was found needs no longer window. */
function doubt(
  context: Context<Options>,
  { slow, nameless }: { slow: number; nameless: number },
): Unknown | undefined {
  const { server, options } = context;
  const hidden = lacksStatistics(server);
  if (hidden !== undefined) return hidden;
  if (nameless > 0) {
    return {
      reason: "error",
      detail: `${count(nameless, "statement")} above the limit lost the text, so nothing tells what ${nameless === 1 ? "it is" : "they are"}.`,
    };
  }
  if (slow > 0 || options["observed-for"] === 0) return undefined;
  const window = windowShorterThan(context, "statements", options["observed-for"]);
  if (window === undefined || context.windows.statements.since !== null || window.fix !== undefined)
    return window;
  return {
    ...window,
    fix:
      server.versionNumber >= TELLS_WINDOW
        ? "ALTER EXTENSION pg_stat_statements UPDATE;"
        : "slow-queries: { observed-for: 0s }  # under checks in the config, for PostgreSQL 13 never tells",
  };
}

function inWords(milliseconds: number): string {
  if (milliseconds >= 120_000) return elapsed(milliseconds);
  return milliseconds >= 1_000 ? `${(milliseconds / 1_000).toFixed(1)} s` : `${Math.round(milliseconds)} ms`;
}

/** Two decimals: more is noise. */
function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
