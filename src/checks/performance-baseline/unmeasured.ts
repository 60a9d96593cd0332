import type { Unknown } from "../../core/finding.ts";
import { fromIso, toDate } from "../../lib/time.ts";
import type { Recorded } from "./compare.ts";
import type { Measured, Measurement } from "./measurement.ts";
import type { DeclaredQuery } from "./query.ts";
import { capital, time } from "./text.ts";
import { BEYOND_NOISE } from "./timing.ts";

type Unmeasured = Exclude<Measured, { readonly measurement: Measurement }>;
type Stopped = Extract<Unmeasured, { readonly stopped: unknown }>;

/** What is said of a query without a measurement: what is wrong with it, or why nobody knows. */
export function judgeUnmeasured(
  query: DeclaredQuery,
  measured: Measured | undefined,
  recorded: Recorded,
): { readonly problem?: string; readonly doubt?: Unknown } {
  if (measured === undefined || "measurement" in measured) {
    return { doubt: { reason: "error", detail: "Not measured." } };
  }
  if ("unknown" in measured) return { doubt: measured.unknown };
  const problem = tooLong(query, measured, recorded);
  return problem === undefined ? { doubt: notKnown(measured) } : { problem };
}

/** Whoever may take less than the limit, or took a tenth of it when it was recorded, was not stopped by noise. */
function tooLong(
  { "max-time": maxTime }: DeclaredQuery,
  { stopped }: Stopped,
  recorded: Recorded,
): string | undefined {
  if (maxTime !== undefined && maxTime <= stopped.afterMs) {
    return `was ${inWords(stopped)}, where max-time is ${time(maxTime)}`;
  }
  if ("usable" in recorded && stopped.afterMs > BEYOND_NOISE * recorded.usable.ms.slowest) {
    const day = toDate(fromIso(recorded.recordedAt) ?? 0);
    return `was ${inWords(stopped)}, and needed ${time(recorded.usable.ms.median)} on ${day}`;
  }
  return undefined;
}

function notKnown({ stopped }: Stopped): Unknown {
  return {
    reason: "timeout",
    detail: `${capital(inWords(stopped))}: declare a longer timeout, or a max-time that says how long it may take.`,
  };
}

function inWords({ afterMs, times }: Stopped["stopped"]): string {
  return `stopped by the server after ${time(afterMs)}${times > 1 ? `, ${times} times` : ""}`;
}
