import type { Fix } from "../../core/finding.ts";

interface Session {
  readonly pid: number;
  /** When it began, as text of ours without quotes: a process id alone may be another's by the time it is used. */
  readonly backend_start: string;
}

/** Cancels the statements that sessions run now. It does nothing to a session that is idle in a transaction. */
export function cancelStatement(sessions: readonly Session[]): Fix {
  return { sql: `SELECT pg_cancel_backend(pid) ${fromThese(sessions)}`, destructive: true };
}

/** Ends sessions; what they have not committed is rolled back. */
export function endSession(sessions: readonly Session[]): Fix {
  return {
    sql: `-- pg_cancel_backend() does not end a session that is idle in a transaction.\nSELECT pg_terminate_backend(pid) ${fromThese(sessions)}`,
    destructive: true,
  };
}

function fromThese(sessions: readonly Session[]): string {
  const pairs = sessions.map(({ pid, backend_start }) => `(${pid}, '${backend_start}')`);
  return `FROM pg_stat_activity WHERE (pid, backend_start) IN (${pairs.join(", ")});`;
}
