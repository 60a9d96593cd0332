import type { Unknown } from "../../core/finding.ts";
import { elapsed } from "../../lib/format.ts";
import { DAY, fromIso, toDate } from "../../lib/time.ts";
import { digestOf, RECORD_AGAIN, type ReadBaseline, type RecordedQuery } from "./baseline-file.ts";
import type { Measurement } from "./measurement.ts";
import { LARGE_TABLE } from "./plan/analyze.ts";
import type { DeclaredQuery } from "./query.ts";
import { rows } from "./text.ts";

/** A tenth of the data, or ten times as much, makes other plans right: nothing follows from the old one. */
const OTHER_VOLUME = 10;
/** Of a table that nobody has analysed its size tells, from where its pages are more than a few. */
const LARGE_BYTES = 1024 ** 2;

/** What the recorded baseline says of one query. `why` ends `Not compared with the recorded baseline:`. */
export type Recorded =
  | { readonly usable: RecordedQuery; readonly recordedAt: string }
  | { readonly missing: true; readonly why: string }
  /** `isOfQuery`: the file can be read, and does not fit this query. */
  | { readonly unusable: Unknown; readonly why: string; readonly isOfQuery?: true };

/** What this run knows, to tell whether the old numbers may be held against it. */
export interface Moment {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly maxAge: number;
  /** Undefined where nothing was measured. */
  readonly serverVersion: string | undefined;
}

export function recordedOf(
  read: ReadBaseline,
  query: DeclaredQuery,
  measurement: Measurement | undefined,
  { now, maxAge, serverVersion }: Moment,
): Recorded {
  if ("missing" in read) return { missing: true, why: read.missing };
  if ("unusable" in read) return { unusable: read.unusable, why: firstSentence(read.unusable.detail) };
  const { recordedAt, server, queries } = read.baseline;
  const at = fromIso(recordedAt) ?? 0;
  const old = queries.find(({ name }) => name === query.name);
  const not = (reason: Unknown["reason"], why: string): Recorded => ({
    unusable: { reason, detail: `Not compared with the recorded baseline: ${why} ${RECORD_AGAIN}` },
    why,
    isOfQuery: true,
  });
  if (old === undefined) return { missing: true, why: "it is not in the file yet." };
  if (at > now + DAY) return not("error", `its day, ${toDate(at)}, is in the future.`);
  if (now - at > maxAge) {
    return not("window", `it is of ${toDate(at)}, older than max-age (${elapsed(maxAge)}).`);
  }
  if (old.statement !== digestOf(query)) {
    return not("error", "the query's SQL, parameters, role or settings have changed since.");
  }
  if (serverVersion !== undefined && major(serverVersion) !== major(server.version)) {
    return not(
      "version",
      `it is of PostgreSQL ${major(server.version)}, and the server is ${major(serverVersion)} now.`,
    );
  }
  const other = measurement === undefined ? undefined : otherVolume(old, measurement);
  return other === undefined ? { usable: old, recordedAt } : not("error", other);
}

/** A table of another order of magnitude; small ones may grow as they like, for they cost little. */
function otherVolume(old: RecordedQuery, { tables }: Measurement): string | undefined {
  for (const now of tables) {
    const then = old.tables.find(({ name }) => name === now.name);
    if (then === undefined) continue;
    if (then.rows !== null && now.rows !== null) {
      if (isOther(then.rows, now.rows, LARGE_TABLE)) {
        return `${now.name} has ${rows(now.rows)} now and had ${rows(then.rows)} then.`;
      }
    } else if (isOther(then.bytes, now.bytes, LARGE_BYTES)) {
      return `${now.name} has ten times another size now than then.`;
    }
  }
  return undefined;
}

function isOther(then: number, now: number, large: number): boolean {
  const [less, more] = then < now ? [then, now] : [now, then];
  return more >= large && more >= OTHER_VOLUME * less;
}

function major(version: string): number {
  return Number.parseInt(version, 10);
}

function firstSentence(detail: string): string {
  return /^.*?\.(?= |$)/s.exec(detail)?.[0] ?? detail;
}
