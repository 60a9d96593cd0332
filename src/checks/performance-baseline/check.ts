import { z } from "zod";
import { defineSourceCheck } from "../../core/check.ts";
import type { CheckOutcome } from "../../core/finding.ts";
import { duration } from "../../lib/units.ts";
import { evaluateQueries } from "./evaluate.ts";
import { queriesSchema } from "./query.ts";
import { joinUnknowns } from "./unknowns.ts";

const DEFAULT_FILE = ".github/pg-preflight.baseline.json";

const options = z.strictObject({
  file: z
    .string()
    .min(1)
    .default(DEFAULT_FILE)
    .describe("The recorded baseline, from the repository's root."),
  "max-age": duration().prefault("90d").describe("An older baseline is not compared with: record it anew."),
  "max-growth": z
    .number()
    .min(1.1)
    .default(2)
    .describe(
      "How many times the blocks of the baseline are a regression; growth of the tables is taken out.",
    ),
  runs: z.int().min(3).max(50).default(7).describe("Warm executions of each query, 3 to 50."),
  "on-pull-requests": z
    .boolean()
    .default(false)
    .describe("true: the queries run on pull requests too, when the base branch's configuration says so."),
  queries: queriesSchema.default([]).describe("The queries that are to stay fast."),
});

export type BaselineOptions = z.infer<typeof options>;

export default defineSourceCheck({
  id: "performance-baseline",
  title: "Declared queries keep within their budgets",
  why: "A query that the product waits for gets slow by one dropped index or one stale statistic, and users notice before anybody looks.",
  category: "queries",
  priority: "medium",
  options,
  needs: ({ queries, file }) => (queries.length === 0 ? {} : { baseline: file }),
  evaluateSources({ options, priority, sources, now }): CheckOutcome {
    if (options.queries.length === 0) return { skipped: NOT_CONFIGURED };
    if (!("value" in sources.baseline)) return sources.baseline;
    const evidence = sources.baseline.value;
    const verdicts = evaluateQueries(options, evidence, now);
    const measurements = verdicts.map(({ row }) => row);
    // The checklist accepts the recorded numbers as evidence, also in a run that measured nothing.
    if (!("value" in evidence.measured)) return { ...evidence.measured, measurements };
    // A first run has nothing to compare with, and that is not an unknown: its numbers are for choosing budgets.
    if (measurements.every(({ verdict }) => verdict === "measured")) return { measurements, unjudged: true };
    const unknown = joinUnknowns(verdicts);
    return {
      findings: verdicts.flatMap(({ query, problem, row }) =>
        problem === undefined ? [] : [{ key: query.name, priority, ...problem, facts: row }],
      ),
      measurements,
      ...(unknown === undefined ? {} : { unknown }),
    };
  },
});

const NOT_CONFIGURED = {
  reason: "not-configured",
  detail: `No query is declared. Declare those that the product waits for, and give the step the input baseline-database-url, a login that may read what they read:
checks:
  performance-baseline:
    queries:
      - name: Document list
        sql: SELECT * FROM documents WHERE org_id = $1 AND status = 'done' ORDER BY created_at DESC LIMIT 20
        params-from: SELECT org_id FROM documents GROUP BY org_id ORDER BY count(*) DESC LIMIT 1
        max-time: 50ms`,
} as const;
