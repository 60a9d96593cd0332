import { z } from "zod";
import { type Context, defineCheck } from "../../core/check.ts";
import { type Facts, type Finding, sqlBlock, type Unknown, yamlBlock } from "../../core/finding.ts";
import { lacksStatistics } from "../../core/privileges.ts";
import { windowShorterThan } from "../../core/window.ts";
import { sql } from "../../generated/sql.ts";
import { count, elapsed } from "../../lib/format.ts";
import { toIso } from "../../lib/time.ts";
import { duration } from "../../lib/units.ts";
import { isVersionAtLeast, STATEMENTS_EXEC_TIME, statementsOf } from "../shared/pg-stat-statements.ts";
import { type MeanTime, meanTimeOf } from "./pace.ts";
import type { SlowdownRule, StatementCounters } from "./slowdown.ts";
import { statementState } from "./state.ts";
import type { StoredStatement } from "./stored-statement.ts";

/** The statement leaves out what is faster or ran less often. PgHero calls a query slow from 20 ms on. */
const LEAST_MEAN_TIME = 20;
const LEAST_CALLS = 2;
/** How many of the slowest are shown. */
const SHOWN = 10;

/** PostgreSQL 14 brought the version of the extension that tells since when it counts. */
const TELLS_WINDOW = 140_000;

// 1s is the document's. An average of 20 runs is not one cold start; PgHero waits for 100. A day holds an
// application's busy hours and its nightly jobs. pgbot too calls twice as slow a slowdown.
const options = z.strictObject({
  "max-mean-time": duration()
    .refine((time) => time >= LEAST_MEAN_TIME, "faster statements than 20ms are never looked at")
    .prefault("1s")
    .describe("A statement is slow when it takes longer than this on average. At least 20ms."),
  "max-slowdown": z
    .number()
    .min(1.2)
    .default(2)
    .describe("A statement has slowed down when it takes more than this many times as long as before."),
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

const row = z.object({
  query_id: z.string(),
  entries: z.number(),
  calls: z.number(),
  total_ms: z.number(),
  squares: z.number(),
  max_ms: z.number(),
  row_count: z.number(),
  database_ms: z.number(),
  has_text: z.boolean(),
  query: z.string().nullable(),
});

type Row = z.infer<typeof row>;

export default defineCheck({
  id: "slow-queries",
  title: "Queries answer fast",
  why: "A query that is slow on average makes its users wait each time, and holds a connection and locks meanwhile.",
  category: "queries",
  priority: "medium",
  incident: true,
  window: "statements",
  options,
  query: {
    row,
    statement(server) {
      const extension = statementsOf(server);
      if ("unknown" in extension) return extension;
      const statement = isVersionAtLeast(extension.version, STATEMENTS_EXEC_TIME)
        ? sql["slow-queries"]
        : sql["slow-queries.before-1-8"];
      return { statement, schema: extension.schema };
    },
    statementText: "query",
  },
  state: {
    ...statementState,
    read: (rows, wanted) => ({ counters: rows.map(countersOf), rule: ruleOf(wanted) }),
  },
  evaluate(rows, context: Context<Options, Row, StoredStatement>) {
    const troubled = rows.flatMap((each) => {
      const meanTime = meanTimeOf(countersOf(each), context, {
        ...ruleOf(context.options),
        maxMeanTime: context.options["max-mean-time"],
      });
      return meanTime.isSlow || meanTime.typical !== null ? [{ row: each, meanTime }] : [];
    });
    const known = troubled.filter((each) => each.row.has_text);
    const unknown = reasonForUnknown(context, {
      slow: known.length,
      nameless: troubled.length - known.length,
    });
    return {
      findings: known.map((each) => ({ ...findingOf(each.row, each.meanTime), priority: context.priority })),
      ...(unknown && { unknown }),
      measurements: slowest(rows),
    };
  },
});

/** The document's list, also when none of them is slow: by their averages of all that was counted. */
function slowest(rows: readonly Row[]): Facts[] {
  const meanOf = ({ total_ms, calls }: Row) => total_ms / calls;
  return rows
    .filter(({ query }) => query !== null)
    .toSorted((a, b) => meanOf(b) - meanOf(a))
    .slice(0, SHOWN)
    .map((each) => ({
      statement: each.query,
      calls: each.calls,
      mean_ms: rounded(meanOf(each)),
      ...countersShown(each),
    }));
}

function countersShown(counted: Row): Facts {
  return {
    max_ms: rounded(counted.max_ms),
    total_ms: rounded(counted.total_ms),
    share_percent: counted.database_ms === 0 ? 0 : rounded((100 * counted.total_ms) / counted.database_ms),
    rows: counted.row_count,
    query_id: counted.query_id,
  };
}

function findingOf(counted: Row, meanTime: MeanTime): Omit<Finding, "priority"> {
  const { mean, calls, interval, typical } = meanTime;
  return {
    key: counted.query_id,
    message: tell(meanTime),
    facts: {
      statement: counted.query,
      calls,
      mean_ms: rounded(mean),
      ...(typical === null ? {} : { mean_before_ms: rounded(typical), slowdown: rounded(mean / typical) }),
      ...(interval === null ? {} : { since_at: toIso(interval.from) }),
      ...countersShown(counted),
    },
  };
}

function tell({ mean, calls, interval, isOld, typical }: MeanTime): string {
  const more =
    typical === null ? "" : `, ${(mean / typical).toFixed(1)} times as long as before (${inWords(typical)})`;
  const often = `it ran ${count(calls, "time")}`;
  if (interval === null) return `A statement takes ${inWords(mean)} on average; ${often}.`;
  const [from, to] = [interval.from, interval.to].map((time) => toIso(time).slice(0, 16).replace("T", " "));
  return isOld
    ? `A statement took ${inWords(mean)} on average from ${from} to ${to} UTC${more}; ${often}.`
    : `A statement takes ${inWords(mean)} on average since ${from} UTC${more}; ${often}.`;
}

function ruleOf(wanted: Pick<Options, "min-calls" | "max-slowdown">): SlowdownRule {
  return { minCalls: wanted["min-calls"], maxSlowdown: wanted["max-slowdown"] };
}

function countersOf({ query_id, entries, calls, total_ms, squares, max_ms }: Row): StatementCounters {
  return { id: query_id, entries, calls, ms: total_ms, squares, slowest: max_ms };
}

/** What could hide a slow statement. A slow one that was found needs no longer window. */
function reasonForUnknown(
  context: Context<Options>,
  { slow, nameless }: { slow: number; nameless: number },
): Unknown | undefined {
  const { server, options: wanted } = context;
  const hidden = lacksStatistics(server);
  if (hidden !== undefined) return hidden;
  if (nameless > 0) {
    return {
      reason: "error",
      detail: `${count(nameless, "statement")} above the limit lost the text, so nothing tells what ${nameless === 1 ? "it is" : "they are"}.`,
    };
  }
  if (slow > 0 || wanted["observed-for"] === 0) return undefined;
  const window = windowShorterThan(context, "statements", wanted["observed-for"]);
  if (window === undefined || context.windows.statements.since !== null || window.fix !== undefined)
    return window;
  return {
    ...window,
    fix:
      server.versionNumber >= TELLS_WINDOW
        ? sqlBlock("ALTER EXTENSION pg_stat_statements UPDATE;")
        : yamlBlock(
            "slow-queries: { observed-for: 0s }  # under checks in the config, for PostgreSQL 13 never tells",
          ),
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
