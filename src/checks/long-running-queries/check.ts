import { z } from "zod";
import { defineCheck } from "../../core/check.ts";
import { type Facts, type Finding, sqlBlock, type Unknown } from "../../core/finding.ts";
import type { Priority } from "../../core/priority.ts";
import { lacksStatistics } from "../../core/privileges.ts";
import { sql } from "../../generated/sql.ts";
import { count, elapsed } from "../../lib/format.ts";
import { duration } from "../../lib/units.ts";
import { cancelStatement, endSession, sessionStart } from "../shared/end-session.ts";

const row = z.object({
  kind: z.enum(["session", "prepared transaction"]),
  pid: z.number(),
  name: z.string().nullable(),
  application: z.string().nullable(),
  state: z.string().nullable(),
  query_s: z.number().nullable(),
  waits_for: z.string().nullable(),
  idle_s: z.number().nullable(),
  transaction_s: z.number().nullable(),
  holds_vacuum_back: z.boolean(),
  backend_start: sessionStart.nullable(),
  quoted_name: z.string().nullable(),
});

type Row = z.infer<typeof row>;

/** Maximum times in milliseconds. */
interface Limits {
  readonly "max-duration": number;
  readonly "max-transaction": number;
  readonly "max-idle-in-transaction": number;
}

/** Maximum number of sessions below the limits with a row. */
const MAX_SESSIONS_SHOWN = 20;

/** What a session does for too long, as the finding's key and its sentence say it. */
const PROBLEMS = {
  idle: { key: "idle in transaction", says: "idle in a transaction" },
  query: { key: "statement", says: "running a statement" },
  transaction: { key: "transaction", says: "in one transaction" },
} as const;

type Problem = keyof typeof PROBLEMS;

interface LateSession {
  readonly problem: Problem;
  readonly seconds: number;
  readonly session: Row;
}

export default defineCheck({
  id: "long-running-queries",
  title: "No statement or transaction runs for too long",
  why: "A transaction that stays open keeps its locks, keeps vacuum from removing what died since it began, and takes a connection: one forgotten session slows the whole database.",
  category: "queries",
  priority: "medium",
  pointInTime: true,
  incident: true,
  options: z.strictObject({
    // supabase inspect db long-running-queries reports from 5 min on, and so does pgdoctor where no timeout is set.
    "max-duration": duration().prefault("5min").describe("How long one statement may run."),
    // pgbot reports from 300 s on.
    "max-transaction": duration()
      .prefault("5min")
      .describe("How long a transaction may stay open, prepared ones included."),
    // pgdoctor has 5 min where no timeout is set. pgbot's 60 s are too strict for people at a prompt.
    "max-idle-in-transaction": duration()
      .prefault("5min")
      .describe("How long a session may do nothing within an open transaction."),
    "ignore-applications": z
      .array(z.string())
      .default(["pg_dump", "pg_dumpall", "pg_restore", "pg_basebackup", "pg_cron"])
      .describe("Sessions whose application_name is one of these are let be."),
  }),
  query: {
    row,
    statement: () => ({ statement: sql["long-running-queries"] }),
  },
  evaluate: (rows, { options, priority, server }) => {
    const sessions = rows.filter(
      (each) =>
        each.kind === "session" &&
        !server.ownSessions.includes(each.pid) &&
        !options["ignore-applications"].includes(each.application ?? ""),
    );
    const late = sessions.flatMap((session) => lateSession(session, options) ?? []);
    const byKey = Map.groupBy(late, ({ session, problem }) => `${session.name}: ${PROBLEMS[problem].key}`);
    const prepared = rows.filter(
      (each) =>
        each.kind === "prepared transaction" &&
        (each.transaction_s ?? 0) * 1_000 >= options["max-transaction"],
    );
    const unknown = lacksStatistics(server) ?? untracked(sessions);
    const reported = new Set(late.map(({ session }) => session.pid));
    const shorter = sessions.filter(({ pid, state }) => !reported.has(pid) && state !== "disabled");
    return {
      ...(shorter.length > 0 && { measurements: shorter.slice(0, MAX_SESSIONS_SHOWN).map(factsOf) }),
      findings: [
        ...[...byKey].flatMap(([key, group]) => finding(key, group, priority)),
        ...prepared.map((each) => preparedFinding(each, priority)),
      ],
      ...(unknown ? { unknown } : {}),
    };
  },
});

/** A session that did nothing for too long yet. */
function factsOf({ name, application, pid, state, waits_for, query_s, idle_s, transaction_s }: Row): Facts {
  return {
    role: name,
    pid: String(pid),
    application: application || null,
    state,
    waits_for,
    statement_s: query_s,
    idle_in_transaction_s: idle_s,
    transaction_s,
  };
}

/** Its worst problem: idling is worse than working, and a statement is more specific than its transaction. */
function lateSession(session: Row, limits: Limits): LateSession | undefined {
  const late = (problem: Problem, seconds: number | null, limit: number): LateSession | undefined =>
    seconds !== null && seconds * 1_000 >= limit ? { problem, seconds, session } : undefined;
  return (
    late("idle", session.idle_s, limits["max-idle-in-transaction"]) ??
    late("query", session.query_s, limits["max-duration"]) ??
    late("transaction", session.transaction_s, limits["max-transaction"])
  );
}

/** One finding for all sessions of a role with the same problem: process ids would change from run to run. */
function finding(key: string, group: readonly LateSession[], priority: Priority): Finding[] {
  const [worst, ...others] = group.toSorted((a, b) => b.seconds - a.seconds);
  if (worst === undefined) return [];
  const { session, problem, seconds } = worst;
  const { says } = PROBLEMS[problem];
  const time = elapsed(seconds * 1_000);
  const sessions = group.flatMap(({ session: { pid, backend_start } }) =>
    backend_start === null ? [] : [{ pid, backend_start }],
  );
  return [
    {
      key,
      priority,
      message:
        others.length === 0
          ? `A session of ${session.name} has been ${says} for ${time}.`
          : `${count(group.length, "session")} of ${session.name} have been ${says} for long, the longest for ${time}.`,
      facts: {
        role: session.name,
        application: session.application || null,
        state: session.state,
        waits_for: session.waits_for,
        sessions: group.length,
        longest_s: seconds,
        transaction_s: session.transaction_s,
        holds_vacuum_back: group.some((late) => late.session.holds_vacuum_back),
        pids: group.map((late) => String(late.session.pid)),
      },
      fix: problem === "query" ? cancelStatement(sessions) : endSession(sessions),
    },
  ];
}

function preparedFinding(
  { name, application, transaction_s, quoted_name }: Row,
  priority: Priority,
): Finding {
  return {
    key: `prepared transaction ${name}`,
    priority,
    message: `The prepared transaction ${name} has been neither committed nor rolled back for ${elapsed((transaction_s ?? 0) * 1_000)}.`,
    facts: { role: application, prepared_transaction: name, transaction_s, holds_vacuum_back: true },
    fix: { sql: `ROLLBACK PREPARED ${quoted_name};` },
  };
}

function untracked(sessions: readonly Row[]): Unknown | undefined {
  const hidden = sessions.filter(({ state }) => state === "disabled").length;
  if (hidden === 0) return undefined;
  return {
    reason: "error",
    detail: `track_activities is off for ${count(hidden, "session")}, so nothing tells for how long they have been running.`,
    fix: sqlBlock("ALTER SYSTEM SET track_activities = on;\nSELECT pg_reload_conf();"),
  };
}
