import type { Facts } from "../../core/finding.ts";
import type { Recorded } from "./compare.ts";
import type { Measured, Measurement } from "./measurement.ts";
import type { DeclaredQuery } from "./query.ts";
import { rounded } from "./text.ts";
import { evaluateTime, timesOf } from "./timing.ts";

/** The row of one query: promised, allowed, recorded, measured. Whoever could not be compared says why. */
export function rowOf(query: DeclaredQuery, { verdict, measured, recorded, changes }: Parts): Facts {
  const measurement = measured !== undefined && "measurement" in measured ? measured.measurement : undefined;
  const times = measurement === undefined ? undefined : timesOf(measurement);
  const old = "usable" in recorded ? recorded.usable : undefined;
  const promised = query["promised-before"] ?? null;
  const now = times?.median ?? null;
  const stopped = measured !== undefined && "stopped" in measured ? measured.stopped.afterMs : null;
  return {
    query: query.name,
    verdict,
    promised_before_ms: promised,
    budget_ms: query["max-time"] ?? null,
    baseline_ms: old?.ms.median ?? null,
    now_ms: digits(now),
    change_percent: changeIn(old?.ms.median ?? null, now),
    since_promised_percent: changeIn(promised, now),
    fastest_ms: digits(times?.fastest ?? null),
    slowest_ms: digits(times?.slowest ?? null),
    runs: times?.runs ?? null,
    noisy: isNoisy(query, measurement) ? true : null,
    stopped_after_ms: stopped,
    baseline_blocks: old?.blocks ?? null,
    blocks: measurement?.blocks ?? null,
    blocks_change_percent: changeIn(old?.blocks ?? null, measurement?.blocks ?? null),
    rows: measurement?.rows ?? null,
    tables_rows: largest(measurement),
    baseline: standing(recorded, measurement),
    recorded_at: "usable" in recorded ? recorded.recordedAt : null,
    changed: changes === "" ? null : changes,
  };
}

/** `measured`: it was looked at, and there is neither a budget nor a recorded baseline to judge it by. */
export type RowVerdict = "pass" | "fail" | "unknown" | "measured";

interface Parts {
  readonly verdict: RowVerdict;
  readonly measured: Measured | undefined;
  readonly recorded: Recorded;
  /** What the plan does otherwise than the recorded one, in words; empty for nothing. */
  readonly changes: string;
}

function standing(recorded: Recorded, measurement: Measurement | undefined): string {
  if (!("usable" in recorded)) return recorded.why;
  return measurement === undefined ? "it was not measured." : "compared";
}

function isNoisy({ "max-time": maxTime }: DeclaredQuery, measurement: Measurement | undefined): boolean {
  if (measurement === undefined || maxTime === undefined) return false;
  return evaluateTime(measurement, maxTime) === "noisy";
}

function largest(measurement: Measurement | undefined): number | null {
  const known = (measurement?.tables ?? []).flatMap(({ rows }) => (rows === null ? [] : [rows]));
  return known.length === 0 ? null : Math.max(...known);
}

function digits(milliseconds: number | null): number | null {
  return milliseconds === null ? null : rounded(milliseconds, 3);
}

function changeIn(before: number | null, now: number | null): number | null {
  if (before === null || now === null || before === 0) return null;
  return Math.round(((now - before) / before) * 1_000) / 10;
}
