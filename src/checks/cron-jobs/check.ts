import { z } from "zod";
import { type Context, defineCheck } from "../../core/check.ts";
import {
  type CheckOutcome,
  type Finding,
  type ItemEvidence,
  joinUnknowns,
  type Unknown,
} from "../../core/finding.ts";
import { mostUrgent, PRIORITIES, type Priority } from "../../core/priority.ts";
import type { Server } from "../../core/server.ts";
import { sql } from "../../generated/sql.ts";
import { duration } from "../../lib/units.ts";
import { describeJob, undeclaredJobs } from "../shared/pg-cron/history.ts";
import {
  type CronFacts,
  type CronJob,
  cronRow,
  cronSource,
  findJob,
  seeAllJobs,
} from "../shared/pg-cron/jobs.ts";
import { linkDeclarations } from "../shared/pg-cron/link-declarations.ts";
import { readSchedule, whyUnsupported } from "../shared/pg-cron/schedule.ts";
import { differences, runProblem, stateOf } from "./evaluate-job.ts";
import { createJob } from "./fixes.ts";
import { readsResponses, responsesFindings, responsesRow, responsesUnknown } from "./http-responses.ts";
import { asKnown, jobState, type StoredJob, seenJobs } from "./known-since.ts";
import { refreshing } from "./refreshing.ts";
import { historyFindings, schedulerFindings, withoutCron } from "./scheduler.ts";
import { undeclaredFindings } from "./undeclared.ts";

const declaredJob = z.strictObject({
  name: z.string().min(1).describe("The job's name, as cron.schedule() was given it."),
  schedule: z
    .string()
    .refine(
      (text) => readSchedule(text) !== undefined,
      "pg_cron would refuse this schedule: write */5 * * * * or 30 seconds",
    )
    .optional()
    .describe("The schedule it must have. Without it the job's own counts."),
  command: z
    .string()
    .min(1)
    .optional()
    .describe("The command it must have. Blanks and semicolons at the end make no difference."),
  database: z
    .string()
    .min(1)
    .optional()
    .describe("The database that it must run in. Default: the one that is checked."),
  user: z
    .string()
    .min(1)
    .optional()
    .describe("The role whose job it is, where more than one has a job of that name."),
  priority: z
    .enum(PRIORITIES)
    .optional()
    .describe("Its own priority. Default: the check's; critical for a job that refreshes a declared view."),
  grace: duration()
    .optional()
    .describe("How long after its due time it may take to succeed. Default: the check's grace."),
  refreshes: z
    .array(z.string().min(1))
    .default([])
    .describe(
      "The materialized views that it refreshes. Those that name it in refreshed-by count by themselves.",
    ),
  enabled: z.boolean().default(true).describe("false: the job is not looked at."),
});

/** Where the version of pg_cron is not known, every schedule counts as supported. */
const NEWEST = "99.0";

type Declared = z.infer<typeof declaredJob>;

const options = z.strictObject({
  jobs: z.array(declaredJob).default([]).describe("The jobs of pg_cron that must be there and succeed."),
  // By then a job that runs every five minutes has missed two runs.
  grace: duration().prefault("10min").describe("How long after its due time a job may take to succeed."),
  // One failure may be a deadlock or a restart; pgMonitor and others alert on repeated ones.
  "max-failures": z
    .number()
    .int()
    .min(1)
    .default(3)
    .describe("As many failed runs in a row are a finding, even in time."),
  // A search of three million rows took 0.3 seconds, because pg_cron has no index for it.
  "max-history-rows": z
    .number()
    .int()
    .min(1)
    .default(1_000_000)
    .describe("A longer history of runs is a finding: pg_cron never clears it."),
});

type Options = z.infer<typeof options>;

/** The second form where pg_cron's tables are not in this database. */
const row = z.union([
  cronRow.extend({ responses: z.array(responsesRow).nullable() }),
  z.object({ database_name: z.string().nullable() }),
]);

type Row = z.infer<typeof row>;

export default defineCheck({
  id: "cron-jobs",
  title: "Scheduled jobs succeed on time",
  why: "A job that stopped says nothing: views grow stale, old rows pile up, and people notice weeks later.",
  category: "cron",
  priority: "high",
  evidence: { refreshing },
  link(own, optionsOf) {
    const linked = linkDeclarations(own, optionsOf("materialized-views"));
    return linked === undefined ? own : { ...own, jobs: linked.jobs as Options["jobs"] };
  },
  options,
  state: {
    ...jobState,
    read: ([facts]) => (facts !== undefined && "jobs" in facts ? seenJobs(facts) : undefined),
  },
  query: {
    row,
    statement(server, { jobs }) {
      const source = cronSource(server);
      if ("from" in source) {
        const ofViews = readsResponses(server) ? "cron-jobs.responses" : "cron-jobs";
        return {
          statement: sql[source.from === "views" ? ofViews : "cron-jobs.direct"],
          schema: source.schema,
        };
      }
      // A job that fails again and again needs no declaration, but has to be seen.
      if ("unknown" in source) return { unknown: source.unknown };
      if (jobs.length === 0) return notDeclared([], server);
      return { statement: sql["cron-jobs.absent"] };
    },
    grants: seeAllJobs,
  },
  evaluate([facts], { options, priority, server, stored }: Context<Options, Row, StoredJob>) {
    const declaredJobs = options.jobs.filter(({ enabled }) => enabled);
    if (facts === undefined) return notDeclared([], server);
    const urgent = mostUrgent(declaredJobs.map((job) => priorityOf(job, priority)));
    if (!("jobs" in facts)) return withoutCron(facts.database_name, { server, priority: urgent });
    const rules = { grace: options.grace, maxFailures: options["max-failures"], priority, server };
    const unasked = withoutDeclaration(facts, options, rules);
    if (options.jobs.length === 0 && unasked.findings.length === 0 && unasked.unknown === undefined) {
      return notDeclared(facts.jobs, server);
    }
    const known = { ...facts, jobs: facts.jobs.map((job) => asKnown(job, facts, stored)) };
    const outcomes = declaredJobs.map((declared) => evaluateJob(declared, known, rules));
    const unknown = joinUnknowns([
      ...outcomes.flatMap((outcome) => outcome.unknown ?? []),
      ...(unasked.unknown === undefined ? [] : [unasked.unknown]),
    ]);
    return {
      findings: [
        ...(options.jobs.length === 0 ? [] : schedulerFindings(facts, server, urgent)),
        ...outcomes.flatMap(({ findings }) => findings ?? []),
        ...unasked.findings,
        ...(options.jobs.length === 0 ? [] : historyFindings(facts, options["max-history-rows"])),
      ],
      ...(unknown && { unknown }),
      measurements: outcomes.flatMap(({ measurements }) => measurements ?? []),
      itemEvidence: Object.assign({}, ...outcomes.map(({ itemEvidence }) => itemEvidence)),
    };
  },
});

/** What is judged without being declared. A server that has no job at all sends no request for one. */
function withoutDeclaration(
  facts: Extract<Row, CronFacts>,
  { jobs }: Options,
  { maxFailures, priority, server }: Rules,
): { readonly findings: readonly Finding[]; readonly unknown?: Unknown | undefined } {
  const declared = new Set(
    jobs.map(
      ({ name, database = server.database, user }) => findJob(facts.jobs, { name, database, user })?.id,
    ),
  );
  const others = facts.jobs.filter(({ id }) => !declared.has(id));
  const rules = { priority, maxFailures, now: server.now };
  return {
    findings: [
      ...undeclaredFindings(others, facts, rules),
      ...responsesFindings(facts.responses ?? [], rules),
    ],
    unknown: facts.jobs.length === 0 ? undefined : responsesUnknown(server),
  };
}

interface Rules {
  readonly grace: number;
  readonly maxFailures: number;
  readonly priority: Priority;
  readonly server: Server;
}

function evaluateJob(
  declared: Declared,
  facts: CronFacts,
  { grace, maxFailures, priority: usual, server }: Rules,
): CheckOutcome {
  const { name, user } = declared;
  const refreshes = declared.refreshes.length > 0 ? declared.refreshes : null;
  const key = keyOf(declared);
  const priority = priorityOf(declared, usual);
  const database = declared.database ?? server.database;
  const job = findJob(facts.jobs, { name, database, user });
  if (job === undefined) {
    const reason = whyUnsupported(declared.schedule ?? "", server.extensions.pg_cron?.version ?? NEWEST);
    return {
      findings: [
        {
          key,
          priority,
          message: `There is no job ${name}${reason === undefined ? "" : `, and there can't be: ${reason}`}.`,
          facts: {
            job: name,
            problem: ["missing"],
            schedule: declared.schedule ?? null,
            refreshes,
          },
          fix: createJob({ ...declared, database }, server),
        },
      ],
    };
  }
  const rules = { grace: declared.grace ?? grace, maxFailures, now: server.now };
  const described = { ...describeJob(job, facts), refreshes };
  const differing = differences(declared, job, { facts, database });
  const running = job.active ? runProblem(declared, job, facts, rules) : undefined;
  const problems = [...differing, ...(running !== undefined && "problem" in running ? [running] : [])];
  return {
    ...(problems.length > 0 && {
      findings: [
        {
          key,
          priority,
          message: `The job ${name} ${problems.map(({ text }) => text).join("; ")}.`,
          facts: { ...described, problem: problems.map(({ problem }) => problem) },
          fix: { sql: problems.map(({ fix }) => fix).join("\n") },
        },
      ],
    }),
    ...(running !== undefined && "reason" in running && { unknown: running }),
    measurements: [{ ...described, state: stateOf(problems, running) }],
    ...(refreshes !== null && { itemEvidence: { [key]: evidenceOf(name, running) } }),
  };
}

/** Several roles may have a job of that name. */
function keyOf({ name, user }: Declared): string {
  return user === undefined ? name : `${name} (${user})`;
}

/** What a job that refreshes a declared view shows for the checklist, its findings aside. */
function evidenceOf(name: string, running: ReturnType<typeof runProblem>): ItemEvidence {
  const unknown: Unknown | undefined = running !== undefined && "reason" in running ? running : undefined;
  if (unknown === undefined) return { status: "pass", evidence: `The job ${name} succeeds on time.` };
  const { detail, until } = unknown;
  return until === undefined
    ? { status: "unknown", evidence: detail }
    : { status: "pending", evidence: detail, until };
}

function notDeclared(jobs: readonly CronJob[], server: Server): CheckOutcome {
  return { skipped: undeclaredJobs(jobs, server.database) };
}

function priorityOf({ priority, refreshes }: Declared, usual: Priority): Priority {
  return priority ?? (refreshes.length > 0 ? "critical" : usual);
}
