import { z } from "zod";
import { defineCheck } from "../../core/check.ts";
import type { Finding, Fix } from "../../core/finding.ts";
import { atMost } from "../../core/priority.ts";
import { lacksStatistics } from "../../core/privileges.ts";
import { sql } from "../../generated/sql.ts";
import { count, elapsed } from "../../lib/format.ts";
import { duration } from "../../lib/units.ts";
import { cancelStatement, endSession } from "../shared/end-session.ts";

/** pg_blocking_pids() calls every prepared transaction by this process id. */
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
  backend_start: z.string().nullable(),
});

type Row = z.infer<typeof row>;

/** The session at the head of a queue, and whoever waits in it. */
interface Queue {
  readonly head: Row | undefined;
  readonly victims: readonly Row[];
  /** Of those who wait for the head itself, the one that has waited longest. */
  readonly first: Row;
}

export default defineCheck({
  id: "blocking-queries",
  title: "No session keeps others waiting for a lock",
  why: "Whoever holds a lock and does not finish stops all who need it, and behind the first that waits the others queue up, readers too: one forgotten transaction can stop an application.",
  category: "queries",
  priority: "high",
  pointInTime: true,
  options: z.strictObject({
    // PgHero tells after 60 s, check_postgres from 1 min on.
    "blocked-for": duration()
      .prefault("1min")
      .describe("How long a session must have waited for a lock before its blocker is a finding."),
  }),
  row,
  query: (server) => {
    const unknown = lacksStatistics(server);
    return unknown ? { unknown } : { statement: sql["blocking-queries"] };
  },
  evaluate: (rows, { options, priority }) => {
    const queues = queuesOf(rows).filter((queue) => longestWait(queue) * 1_000 >= options["blocked-for"]);
    const byKey = Map.groupBy(queues, keyOf);
    return {
      findings: [...byKey].flatMap(([key, [worst, ...others]]): Finding[] =>
        worst === undefined
          ? []
          : [
              {
                key,
                priority: isMeant(worst) ? atMost(priority, "low") : priority,
                ...describe(worst, others),
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

/** The server itself never takes advisory locks: who waits for one may be meant to, as a spare that waits to lead. */
function isMeant({ first }: Queue): boolean {
  return first.lock_type === "advisory";
}

/** A process id changes from run to run; who blocks, and on what, is what a person recognises. */
function keyOf(queue: Queue): string {
  return `${nameOf(queue.head)} on ${lockOf(queue.first)}`;
}

function nameOf(head: Row | undefined): string {
  if (head === undefined) return "a prepared transaction";
  return head.role_name ?? head.backend_type ?? "a background process";
}

function lockOf(waiter: Row): string {
  return waiter.relation_name ?? `${waiter.lock_type ?? "an unknown"} lock`;
}

function describe(worst: Queue, others: readonly Queue[]): Pick<Finding, "message" | "facts" | "fix"> {
  const { head, first } = worst;
  const queues = [worst, ...others];
  const waiting = new Set(queues.flatMap(({ victims }) => victims.map((victim) => victim.pid))).size;
  const fix = isMeant(worst) ? undefined : fixFor(queues.flatMap((queue) => queue.head ?? []));
  return {
    message: `${nameOf(head)} ${doing(head)} and keeps ${count(waiting, "session")} waiting for ${lockOf(first)}, the longest for ${elapsed(longestWait(worst) * 1_000)}.${
      isMeant(worst) ? " The application takes such locks itself, so this may be on purpose." : ""
    }`,
    facts: {
      blocker_role: head?.role_name ?? null,
      blocker_pid: head === undefined || head.pid === PREPARED ? null : String(head.pid),
      application: head?.application || null,
      state: head?.state ?? null,
      state_for_s: head?.state_s ?? null,
      transaction_s: head?.transaction_s ?? null,
      waiting_for: lockOf(first),
      lock_mode: first.lock_mode,
      waiting_sessions: waiting,
      longest_wait_s: longestWait(worst),
    },
    ...(fix ? { fix } : {}),
  };
}

function doing(head: Row | undefined): string {
  if (head === undefined) return "is neither committed nor rolled back";
  if (head.backend_type === "autovacuum worker") {
    return "does not give way, as it does when transaction ids run out,";
  }
  const time = head.state_s === null ? "" : ` for ${elapsed(head.state_s * 1_000)}`;
  return head.state?.startsWith("idle") === true ? `has been ${head.state}${time}` : `has been busy${time}`;
}

/** Cancelling is the milder way, and works where a statement runs; autovacuum would only come back. */
function fixFor(heads: readonly Row[]): Fix | undefined {
  const sessions = heads.flatMap(({ pid, backend_start, backend_type }) =>
    backend_start === null || backend_type !== "client backend" ? [] : [{ pid, backend_start }],
  );
  if (sessions.length === 0) return undefined;
  return heads.every((head) => head.state === "active") ? cancelStatement(sessions) : endSession(sessions);
}
