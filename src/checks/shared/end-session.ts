import { z } from "zod";
import type { Fix } from "../../core/finding.ts";

/** When a session began, as the statements write it in UTC; it goes into SQL as it is. */
export const sessionStart = z.string().regex(/^\d{4,}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}\+00$/);

interface SessionIdentity {
  readonly pid: number;
  /** When it began, as SQL text without quotes: by the time the fix runs, another session may have the process id. */
  readonly backend_start: string;
}

/** Cancels the running statements of sessions. It has no effect on a session that is idle in a transaction. */
export function cancelStatement(sessions: readonly SessionIdentity[]): Fix {
  return { sql: `SELECT pg_cancel_backend(pid) ${fromSessions(sessions)}` };
}

/** Ends sessions; what they have not committed is rolled back. */
export function endSession(sessions: readonly SessionIdentity[]): Fix {
  return {
    sql: `-- pg_cancel_backend() does not end a session that is idle in a transaction.\nSELECT pg_terminate_backend(pid) ${fromSessions(sessions)}`,
  };
}

function fromSessions(sessions: readonly SessionIdentity[]): string {
  const pairs = sessions.map(({ pid, backend_start }) => `(${pid}, '${backend_start}')`);
  return `FROM pg_stat_activity WHERE (pid, backend_start) IN (${pairs.join(", ")});`;
}
