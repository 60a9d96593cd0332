import type { Unknown } from "../../../core/finding.ts";
import { elapsed } from "../../../lib/format.ts";
import { DAY, fromIso, toDate } from "../../../lib/time.ts";
import { digestOf, RECORD_AGAIN, type ReadBaseline, type RecordedQuery } from "../baseline-file.ts";
import type { Measurement } from "../measurement.ts";
import { LARGE_TABLE } from "../plan/sequential-reads.ts";
import type { DeclaredQuery } from "../query.ts";
import { rows } from "../text.ts";

/** Ten times as much data, or a tenth of it, needs other plans: a comparison with the old one proves nothing. */
const OTHER_VOLUME = 10;
/** Bytes: the size from which a table without statistics is large. */
const LARGE_BYTES = 1024 ** 2;

/** Whether a query can be compared with the recorded baseline. `why` ends `Not compared with the recorded baseline:`. */
export type Comparison =
  | Comparable
  | { readonly missing: true; readonly why: string }
  /** `isOfQuery`: the file is readable, and does not fit this query. */
  | { readonly unknown: Unknown; readonly why: string; readonly isOfQuery?: true };

export interface Comparable {
  readonly record: RecordedQuery;
  readonly recordedAt: string;
}

/** The facts of this run that decide whether the record is still comparable. */
export interface RunContext {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly maxAge: number;
  /** Undefined when nothing was measured. */
  readonly serverVersion: string | undefined;
}

export function comparisonOf(
  read: ReadBaseline,
  query: DeclaredQuery,
  measurement: Measurement | undefined,
  { now, maxAge, serverVersion }: RunContext,
): Comparison {
  if ("missing" in read) return { missing: true, why: read.missing };
  if ("unusable" in read) return { unknown: read.unusable, why: firstSentence(read.unusable.detail) };
  const { recordedAt, server, queries } = read.baseline;
  const at = fromIso(recordedAt) ?? 0;
  const record = queries.find(({ name }) => name === query.name);
  if (record === undefined) return { missing: true, why: "it is not in the file yet." };
  if (at > now + DAY) return notComparable("error", `its day, ${toDate(at)}, is in the future.`);
  if (now - at > maxAge) {
    return notComparable("window", `it is of ${toDate(at)}, older than max-age (${elapsed(maxAge)}).`);
  }
  if (record.statement !== digestOf(query)) {
    return notComparable("error", "the query's SQL, parameters, role or settings have changed since.");
  }
  if (serverVersion !== undefined && major(serverVersion) !== major(server.version)) {
    return notComparable(
      "version",
      `it is of PostgreSQL ${major(server.version)}, and the server is ${major(serverVersion)} now.`,
    );
  }
  const volume = measurement === undefined ? undefined : describeOtherVolume(record, measurement);
  return volume === undefined ? { record, recordedAt } : notComparable("error", volume);
}

function notComparable(reason: Unknown["reason"], why: string): Comparison {
  const detail = `Not compared with the recorded baseline: ${why} ${RECORD_AGAIN}`;
  return { unknown: { reason, detail }, why, isOfQuery: true };
}

/** The first table of another order of magnitude. Small tables may grow freely: they cost little. */
function describeOtherVolume(record: RecordedQuery, { tables }: Measurement): string | undefined {
  for (const now of tables) {
    const then = record.tables.find(({ name }) => name === now.name);
    if (then === undefined) continue;
    if (then.rows !== null && now.rows !== null) {
      if (isOtherVolume(then.rows, now.rows, LARGE_TABLE)) {
        return `${now.name} has ${rows(now.rows)} now and had ${rows(then.rows)} then.`;
      }
    } else if (isOtherVolume(then.bytes, now.bytes, LARGE_BYTES)) {
      return `${now.name} has ten times another size now than then.`;
    }
  }
  return undefined;
}

function isOtherVolume(then: number, now: number, large: number): boolean {
  const [less, more] = then < now ? [then, now] : [now, then];
  return more >= large && more >= OTHER_VOLUME * less;
}

function major(version: string): number {
  return Number.parseInt(version, 10);
}

function firstSentence(detail: string): string {
  return /^.*?\.(?= |$)/s.exec(detail)?.[0] ?? detail;
}
