import { defineCheck } from "../../core/check.ts";
import { type CheckOutcome, yamlBlock } from "../../core/finding.ts";
import { renderRecorded } from "./baseline-file.ts";
import { evaluateQueries } from "./evaluate.ts";
import { baselineSource } from "./measurement.ts";
import { baselineNotices, newBaseline } from "./new-baseline.ts";
import { options } from "./options.ts";
import { recorded } from "./recorded.ts";
import { joinUnknowns } from "./unknowns.ts";

export default defineCheck({
  id: "performance-baseline",
  title: "Declared queries keep within their budgets",
  why: "A query that the product waits for gets slow by one dropped index or one stale statistic, and users notice before anybody looks.",
  category: "queries",
  shownAs: "performance",
  priority: "medium",
  evidence: { recorded },
  options,
  sources: ({ queries, file }) => (queries.length === 0 ? [] : [baselineSource(file)]),
  notices: baselineNotices,
  file: {
    output: "baseline-file",
    name: "baseline.json",
    text(wanted, sources, report) {
      const baseline = newBaseline(wanted, sources, report);
      return baseline === null ? null : renderRecorded(baseline);
    },
  },
  evaluate(_rows, { options, priority, sources, now }): CheckOutcome {
    if (options.queries.length === 0) return { skipped: NOT_CONFIGURED };
    const source = sources.get(baselineSource(options.file));
    if (!("value" in source)) return source;
    const evidence = source.value;
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
  detail:
    "No query is declared. Declare those that the product waits for, and give the step the input baseline-database-url, a login that may read what they read:",
  fix: yamlBlock(`checks:
  performance-baseline:
    queries:
      - name: Document list
        sql: SELECT * FROM documents WHERE org_id = $1 AND status = 'done' ORDER BY created_at DESC LIMIT 20
        params-from: SELECT org_id FROM documents GROUP BY org_id ORDER BY count(*) DESC LIMIT 1
        max-time: 50ms`),
} as const;
