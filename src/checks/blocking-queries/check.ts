import { z } from "zod";
import { defineCheck } from "../../core/check.ts";
import type { Facts, Finding, Fix } from "../../core/finding.ts";
import { atMost } from "../../core/priority.ts";
import { lacksStatistics } from "../../core/privileges.ts";
import { sql } from "../../generated/sql.ts";
import { count, elapsed } from "../../lib/format.ts";
import { duration } from "../../lib/units.ts";
import { cancelStatement, endSession, sessionStart } from "../shared/end-session.ts";

/** The process id that pg_blocking_pids() gives for every prepared transaction. */
const PREPARED = 0;

const row = z.object({
  pid: z.number(),
  blocked_by: z.array(z.number()),
  role_name: z.string().nullable(),
  application: z.string().nullable(),
  backend_type: z.string().nullable(),
  state: z.string().nullable(),
  state_s: z.number().nullable(),
  transaction_s: z.number().nullable(),
  waiting_s: z.number().nullable(),
  lock_type: z.string().nullable(),
  lock_mode: z.string().nullable(),
  relation_name: z.string().nullable(),
  backend_start: sessionStart.nullable(),
});

type Row = z.infer<typeof row>;

/** A session that blocks others, and the sessions that wait for it. */
interface Queue {
  /** Undefined when a prepared transaction blocks. */
  readonly head: Row | undefined;
  readonly victims: readonly Row[];
  /** Of the sessions that wait for the head directly, the one that has waited longest. */
  readonly first: Row;
}

export default defineCheck({
  id: "blocking-queries",
  title: "No session keeps others waiting for a lock",
  why: "Whoever holds a lock and does not finish stops all who need it, and behind the first that waits the others queue up, readers too: one forgotten transaction can stop an application.",
  category: "queries",
  priority: "high",
  pointInTime: true,
  incident: true,
  options: z.strictObject({
    // PgHero and check_postgres report from 1 minute on.
    "blocked-for": duration()
      .prefault("1min")
      .describe("How long a session must have waited for a lock before its blocker is a finding."),
  }),
  query: {
    row,
    statement: (server) => {
      const unknown = lacksStatistics(server);
      return unknown ? { unknown } : { statement: sql["blocking-queries"] };
    },
  },
  evaluate: (rows, { options, priority, server }) => {
    const others = rows.filter(({ pid }) => !server.ownSessions.includes(pid));
    const queues = queuesOf(others);
    const isLate = (queue: Queue): boolean => longestWait(queue) * 1_000 >= options["blocked-for"];
    const byKey = Map.groupBy(queues.filter(isLate), keyOf);
    const shorter = queues.filter((queue) => !isLate(queue));
    return {
      ...(shorter.length > 0 && {
        measurements: shorter.map((queue) => factsOf(queue, queue.victims.length)),
      }),
      findings: [...byKey].flatMap(([key, [worst, ...more]]): Finding[] =>
        worst === undefined
          ? []
          : [
              {
                key,
                priority: isAdvisory(worst) ? atMost(priority, "low") : priority,
                ...describe(worst, more),
              },
            ],
      ),
    };
  },
});

/** Each blocker that waits for no other session, with all that wait for it; the longest wait first. */
function queuesOf(rows: readonly Row[]): Queue[] {
  const sessions = new Map(rows.map((row) => [row.pid, row]));
  const waits = Map.groupBy(
    rows.flatMap(({ pid, blocked_by }) => blocked_by.map((blocker) => ({ pid, blocker }))),
    ({ blocker }) => blocker,
  );
  const queues = [...waits.keys()].flatMap((pid): Queue[] => {
    const head = sessions.get(pid);
    const isGone = head === undefined && pid !== PREPARED;
    if (isGone || (head?.blocked_by.length ?? 0) > 0) return [];
    const waiting = waitingFor(pid, waits);
    const victims = rows
      .filter((row) => waiting.has(row.pid) && row.backend_type !== "autovacuum worker")
      .sort((a, b) => (b.waiting_s ?? 0) - (a.waiting_s ?? 0));
    const first = victims.find((row) => row.blocked_by.includes(pid)) ?? victims[0];
    return first === undefined ? [] : [{ head, victims, first }];
  });
  return queues.sort((a, b) => longestWait(b) - longestWait(a));
}

/** The sessions that wait for this one, directly or behind others that do. They may wait in a circle. */
function waitingFor(
  pid: number,
  waits: ReadonlyMap<number, readonly { readonly pid: number }[]>,
): ReadonlySet<number> {
  const found = new Set<number>();
  const blockers = [pid];
  for (let blocker = blockers.pop(); blocker !== undefined; blocker = blockers.pop()) {
    for (const waiter of waits.get(blocker) ?? []) {
      if (waiter.pid === pid || found.has(waiter.pid)) continue;
      found.add(waiter.pid);
      blockers.push(waiter.pid);
    }
  }
  return found;
}

function longestWait({ victims }: Queue): number {
  return victims[0]?.waiting_s ?? 0;
}

/** Only applications take advisory locks. Waiting for one may be on purpose, like a standby worker that waits to lead. */
function isAdvisory({ first }: Queue): boolean {
  return first.lock_type === "advisory";
}

/** The role and the lock stay the same from run to run, but process ids do not. */
function keyOf(queue: Queue): string {
  return `${blockerName(queue.head)} on ${lockName(queue.first)}`;
}

function blockerName(head: Row | undefined): string {
  if (head === undefined) return "a prepared transaction";
  return head.role_name ?? head.backend_type ?? "a background process";
}

function lockName(waiter: Row): string {
  return waiter.relation_name ?? `${waiter.lock_type ?? "an unknown"} lock`;
}

function describe(worst: Queue, others: readonly Queue[]): Pick<Finding, "message" | "facts" | "fix"> {
  const { head, first } = worst;
  const queues = [worst, ...others];
  const waiting = new Set(queues.flatMap(({ victims }) => victims.map((victim) => victim.pid))).size;
  const fix = isAdvisory(worst) ? undefined : fixFor(queues.flatMap((queue) => queue.head ?? []));
  return {
    message: `${blockerName(head)} ${describeActivity(head)} and keeps ${count(waiting, "session")} waiting for ${lockName(first)}, the longest for ${elapsed(longestWait(worst) * 1_000)}.${
      isAdvisory(worst) ? " The application takes such locks itself, so this may be on purpose." : ""
    }`,
    facts: factsOf(worst, waiting),
    ...(fix ? { fix } : {}),
  };
}

function factsOf(queue: Queue, waiting: number): Facts {
  const { head, first } = queue;
  return {
    blocker_role: head?.role_name ?? null,
    blocker_pid: head === undefined || head.pid === PREPARED ? null : String(head.pid),
    application: head?.application || null,
    state: head?.state ?? null,
    state_for_s: head?.state_s ?? null,
    transaction_s: head?.transaction_s ?? null,
    waiting_for: lockName(first),
    lock_mode: first.lock_mode,
    waiting_sessions: waiting,
    longest_wait_s: longestWait(queue),
  };
}

function describeActivity(head: Row | undefined): string {
  if (head === undefined) return "is neither committed nor rolled back";
  if (head.backend_type === "autovacuum worker") {
    return "does not give way, as it does when transaction ids run out,";
  }
  const time = head.state_s === null ? "" : ` for ${elapsed(head.state_s * 1_000)}`;
  return head.state?.startsWith("idle") === true ? `has been ${head.state}${time}` : `has been busy${time}`;
}

/** Cancelling is milder, but needs a running statement. Autovacuum is left alone, because it would start again. */
function fixFor(heads: readonly Row[]): Fix | undefined {
  const sessions = heads.flatMap(({ pid, backend_start, backend_type }) =>
    backend_start === null || backend_type !== "client backend" ? [] : [{ pid, backend_start }],
  );
  if (sessions.length === 0) return undefined;
  return heads.every((head) => head.state === "active") ? cancelStatement(sessions) : endSession(sessions);
}
