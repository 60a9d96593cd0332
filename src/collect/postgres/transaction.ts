import type { Category } from "../../core/category.ts";

/** How long one check's statement may run on the server. */
const STATEMENT_TIMEOUT = 10_000;

/** How long it may wait for a lock: a migration may hold one, and we are not to stand in its queue. */
const LOCK_TIMEOUT = 1_000;

/** One statement and the frame it wants. */
export interface PreparedQuery {
  readonly text: string;
  readonly values?: readonly unknown[];
  /** Of the check that asks. */
  readonly category?: Category;
  /** Raised for pg_stat_statements alone, whose texts would otherwise spill to a temporary file. */
  readonly workMem?: string;
  /** PostgreSQL 15 and later: read counters without building a copy of all of them first. */
  readonly freshCounters?: boolean;
  /** A statement of the team's own: it has a frame that changes nothing of what their code sees. */
  readonly own?: CustomTransaction;
  /** Values come as the text that the server sent, in lists: what goes back to it must be what came. */
  readonly asText?: true;
  /** Relations of users that the text reads, each as core/trust.ts allowed it. */
  readonly locked?: readonly LockedRelation[];
  /** The text is a COPY … TO STDOUT of these columns. */
  readonly copied?: readonly string[];
}

interface LockedRelation {
  readonly qualifiedName: string;
  readonly identity: string;
}

/** Whom the team's statement runs as; undefined: the login. Settings are the application's, for its transaction. */
export interface CustomTransaction {
  readonly role: string | undefined;
  readonly settings: Readonly<Record<string, string>>;
  /** How long it may run, in milliseconds; default: as long as a check's. */
  readonly timeout?: number;
  /** Literals mean, and plans write them, what the parser took them for: standard_conforming_strings is on. */
  readonly standardStrings?: true;
  /** Bytes: what answers more is cut off, and the session with it. A single value of 512 MB would end our process. */
  readonly longestAnswer?: number;
}

/** `search_path = ''`: nothing of the user's can stand in for a name of pg_catalog. */
export function beginTransaction({
  workMem,
  freshCounters,
  own,
  locked = [],
}: Omit<PreparedQuery, "text">): string {
  if (own !== undefined) return beginCustomTransaction(own);
  return [
    "BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY",
    `SET LOCAL statement_timeout = ${STATEMENT_TIMEOUT}`,
    `SET LOCAL lock_timeout = ${LOCK_TIMEOUT}`,
    `SET LOCAL idle_in_transaction_session_timeout = ${STATEMENT_TIMEOUT}`,
    "SET LOCAL search_path = ''",
    "SET LOCAL row_security = off",
    "SET LOCAL jit = off",
    "SET LOCAL max_parallel_workers_per_gather = 0",
    ...(freshCounters === true ? ["SET LOCAL stats_fetch_consistency = none"] : []),
    ...(workMem === undefined ? [] : [`SET LOCAL work_mem = '${workMem}'`]),
    ...(locked.length === 0
      ? []
      : [`LOCK TABLE ${locked.map(({ qualifiedName }) => qualifiedName).join(", ")} IN ACCESS SHARE MODE`]),
  ].join("; ");
}

/** Read only and limited in time; search_path and row-level security stay as the login or the role has them. */
function beginCustomTransaction({
  role,
  settings,
  timeout = STATEMENT_TIMEOUT,
  standardStrings,
}: CustomTransaction): string {
  return [
    "BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY",
    // 0 would be no limit at all.
    `SET LOCAL statement_timeout = ${Math.max(1, Math.ceil(timeout))}`,
    `SET LOCAL lock_timeout = ${LOCK_TIMEOUT}`,
    `SET LOCAL idle_in_transaction_session_timeout = ${STATEMENT_TIMEOUT}`,
    ...(standardStrings === true ? ["SET LOCAL standard_conforming_strings = on"] : []),
    ...Object.entries(settings).map(
      ([name, value]) => `SET LOCAL ${name.split(".").map(quoteName).join(".")} = ${quoteText(value)}`,
    ),
    ...(role === undefined ? [] : [`SET LOCAL ROLE ${quoteName(role)}`]),
  ].join("; ");
}

function quoteName(name: string): string {
  return `"${name.replaceAll("\0", "").replaceAll('"', '""')}"`;
}

/** The form with E means the same whatever standard_conforming_strings is. */
function quoteText(text: string): string {
  return `E'${text.replaceAll("\0", "").replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}
