import { z } from "zod";
import { defineCheck } from "../../core/check.ts";
import { type CheckOutcome, type Facts, type Finding, joinUnknowns, yamlBlock } from "../../core/finding.ts";
import type { Priority } from "../../core/priority.ts";
import type { Server } from "../../core/server.ts";
import { sql } from "../../generated/sql.ts";
import { toIso } from "../../lib/time.ts";
import { duration } from "../../lib/units.ts";
import { yamlString } from "../../lib/visible.ts";
import { type CronFacts, cronRow, cronSource, seeAllJobs } from "../shared/pg-cron/jobs.ts";
import { linkDeclarations } from "../shared/pg-cron/link-declarations.ts";
import { freshness, refreshOf, type View, type ViewProblem, viewRow } from "./freshness.ts";

const declaredView = z.strictObject({
  name: z.string().min(1).describe("The view with its schema, public.my_view."),
  "refreshed-by": z.string().min(1).optional().describe("The pg_cron job that refreshes it."),
  "max-age": duration()
    .optional()
    .describe("How old its last refresh may be. Default: as its job's schedule says, with its grace."),
  concurrently: z
    .boolean()
    .optional()
    .describe(
      "true: it is refreshed CONCURRENTLY. By itself so when the declared command of its job says the word.",
    ),
});

type Declared = z.infer<typeof declaredView>;

const options = z.strictObject({
  views: z.array(declaredView).default([]).describe("The materialized views that must be there and fresh."),
  // The same as for cron-jobs: by then a refresh every five minutes has missed two of them.
  grace: duration().prefault("10min").describe("For a view without max-age: how late its job may be."),
});

type Options = z.infer<typeof options>;

const row = z.object({ views: z.array(viewRow), keeps_times: z.string(), cron: cronRow.optional() });

export default defineCheck({
  id: "materialized-views",
  title: "Materialized views are fresh",
  why: "A materialized view shows what was true at its last refresh, and nothing tells its readers how long ago that was.",
  category: "cron",
  priority: "critical",
  incident: true,
  link(own, optionsOf) {
    const linked = linkDeclarations(optionsOf("cron-jobs"), own);
    return linked === undefined ? own : { ...own, views: linked.views as Options["views"] };
  },
  options,
  query: {
    row,
    statement(server, { views }) {
      const source = views.some((declared) => declared["refreshed-by"] !== undefined)
        ? cronSource(server)
        : undefined;
      if (source === undefined || !("from" in source)) return { statement: sql["materialized-views"] };
      return {
        statement:
          sql[source.from === "views" ? "materialized-views.owners-views" : "materialized-views.direct"],
        schema: source.schema,
      };
    },
    grants: seeAllJobs,
  },
  evaluate([facts], { options, priority, server }) {
    const views = facts?.views ?? [];
    const isDeclared = (candidate: View) =>
      options.views.some((declared) => viewsNamed(views, declared.name).includes(candidate));
    const ofInterest = views.filter((known) => known.isLookedAt || isDeclared(known));
    const measurements = ofInterest.map(measured);
    const runbook = ofInterest.length === 0 ? {} : { runbook: { refresh: ofInterest.map(refreshOf) } };
    // Every query of such a view fails, declared or not.
    const undeclared = views
      .filter((known) => known.isLookedAt && !known.isPopulated && !isDeclared(known))
      .map((found) => findingOf(notPopulated(found), { found, priority }));
    if (options.views.length === 0 && undeclared.length === 0) {
      return { ...nothingDeclared(views, measurements), ...runbook };
    }
    const outcomes = options.views.map((declared) =>
      evaluateView(declared, { views, cron: facts?.cron, grace: options.grace, priority, server }),
    );
    const unknown = joinUnknowns(outcomes.flatMap((outcome) => outcome.unknown ?? []));
    return {
      findings: [...outcomes.flatMap(({ findings }) => findings ?? []), ...undeclared],
      ...(unknown && { unknown }),
      measurements,
      ...runbook,
    };
  },
});

interface Evidence {
  readonly views: readonly View[];
  readonly cron: CronFacts | undefined;
  readonly grace: number;
  readonly priority: Priority;
  readonly server: Server;
}

function evaluateView(declared: Declared, evidence: Evidence): CheckOutcome {
  const { priority } = evidence;
  const [found, ...others] = viewsNamed(evidence.views, declared.name);
  if (found !== undefined && others.length > 0) return ambiguous(declared, [found, ...others]);
  if (found === undefined) {
    const message = `There is no materialized view ${declared.name}.`;
    return {
      findings: [
        { key: declared.name, priority, message, facts: { view: declared.name, problem: ["missing"] } },
      ],
    };
  }
  const state = found.isPopulated ? freshness(declared, found, evidence) : notPopulated(found);
  const problems = [
    ...(state !== undefined && "problem" in state ? [state] : []),
    ...(declared.concurrently === true && !found.hasKey ? [notConcurrently(found)] : []),
  ];
  return {
    findings: problems.map((problem) => findingOf(problem, { declared, found, priority })),
    ...(state !== undefined && "reason" in state && { unknown: state }),
  };
}

function findingOf(
  { problem, text, fix }: ViewProblem,
  {
    declared,
    found,
    priority,
  }: { readonly declared?: Declared; readonly found: View; readonly priority: Priority },
): Finding {
  const { view, ...facts } = measured(found);
  return {
    key: problem === NO_KEY ? `${found.name} (unique index)` : found.name,
    priority,
    message: `${found.name} ${text}.`,
    facts: {
      view: view ?? null,
      problem: [problem],
      refreshed_by: declared?.["refreshed-by"] ?? null,
      ...facts,
    },
    fix: { sql: fix },
  };
}

const NO_KEY = "no key";

function notPopulated({ name, unpopulatedSources }: View): ViewProblem {
  return {
    problem: "not populated",
    text: "is not populated (WITH NO DATA): every query of it fails",
    fix: [...unpopulatedSources, name].map((each) => `REFRESH MATERIALIZED VIEW ${each};`).join("\n"),
  };
}

function notConcurrently({ name }: View): ViewProblem {
  return {
    problem: NO_KEY,
    text: "can't be refreshed CONCURRENTLY: it has no unique index on plain columns of all its rows",
    fix: `-- Put the columns in place that tell its rows apart, and run it:\n-- CREATE UNIQUE INDEX CONCURRENTLY ON ${name} (…);`,
  };
}

/** A view's row, shown without a verdict where the view is not declared. */
function measured({ name, isPopulated, bytes, hasKey, changed }: View): Facts {
  return {
    view: name,
    populated: isPopulated,
    bytes,
    can_refresh_concurrently: hasKey,
    refreshed_or_altered_at: changed === null ? null : toIso(changed * 1_000),
  };
}

function nothingDeclared(views: readonly View[], measurements: readonly Facts[]): CheckOutcome {
  const names = views.filter(({ isLookedAt }) => isLookedAt).map(({ name }) => name);
  if (names.length === 0) {
    return {
      skipped: {
        reason: "not-applicable",
        detail: "There are no materialized views in the schemas that are looked at.",
      },
    };
  }
  const lines = names
    .slice(0, 20)
    .map((name) => `      - { name: ${yamlString(name)}, refreshed-by: name-of-its-job, max-age: 15min }`);
  return {
    skipped: {
      reason: "not-configured",
      detail: "Declare the materialized views that must be fresh:",
      fix: yamlBlock(["checks:", "  materialized-views:", "    views:", ...lines].join("\n")),
    },
    measurements,
  };
}

/**
 * The views that the configuration means: it may write a name as the server quotes it, without quotes, or without its
 * schema.
 */
function viewsNamed(views: readonly View[], declared: string): View[] {
  const named = views.find(({ name, bareName }) => declared === name || declared === bareName);
  if (named !== undefined) return [named];
  const ending = `.${declared}`;
  return declared.includes(".")
    ? []
    : views.filter(({ name, bareName }) => name.endsWith(ending) || bareName.endsWith(ending));
}

function ambiguous({ name }: Declared, found: readonly View[]): CheckOutcome {
  const names = found.map((view) => view.name);
  return {
    unknown: {
      reason: "error",
      detail: `The configuration names the view ${name}, and ${names.length} schemas have one: write ${names.join(" or ")}.`,
      fix: yamlBlock(
        `checks:\n  materialized-views:\n    views:\n${names.map((each) => `      - { name: ${yamlString(each)} }`).join("\n")}`,
      ),
    },
  };
}
