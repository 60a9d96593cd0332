import type { Facts } from "../../core/finding.ts";
import type { Comparison } from "./compare/comparison.ts";
import { type Measured, type Measurement, measurementIn } from "./measurement.ts";
import type { DeclaredQuery } from "./query.ts";
import { rounded } from "./text.ts";
import { evaluateTime, timesOf } from "./timing.ts";

/** `measured`: the query has neither a budget nor a recorded baseline. */
export type RowVerdict = "pass" | "fail" | "unknown" | "measured";

/** The query's row in the report: its targets, its recorded and its measured numbers. */
export function rowOf(query: DeclaredQuery, { verdict, measured, comparison, changes }: RowParts): Facts {
  const measurement = measurementIn(measured);
  const now = measuredNumbers(measurement);
  const baseline = recordedNumbers(comparison);
  const target = query["promised-before"] ?? null;
  return {
    query: query.name,
    verdict,
    promised_before_ms: target,
    budget_ms: query["max-time"] ?? null,
    baseline_ms: baseline.ms,
    now_ms: roundedMs(now.median),
    change_percent: changeInPercent(baseline.ms, now.median),
    since_promised_percent: changeInPercent(target, now.median),
    fastest_ms: roundedMs(now.fastest),
    slowest_ms: roundedMs(now.slowest),
    runs: now.runs,
    noisy: isNoisy(query, measurement) ? true : null,
    stopped_after_ms: measured !== undefined && "stopped" in measured ? measured.stopped.afterMs : null,
    baseline_blocks: baseline.blocks,
    blocks: now.blocks,
    blocks_change_percent: changeInPercent(baseline.blocks, now.blocks),
    rows: now.rows,
    tables_rows: rowsOfLargestTable(measurement),
    baseline: describeComparison(comparison, measurement),
    recorded_at: baseline.at,
    changed: changes === "" ? null : changes,
  };
}

function measuredNumbers(measurement: Measurement | undefined) {
  const without = { median: null, fastest: null, slowest: null, runs: null, blocks: null, rows: null };
  if (measurement === undefined) return without;
  const { blocks, rows } = measurement;
  return { ...without, ...timesOf(measurement), blocks, rows };
}

function recordedNumbers(comparison: Comparison) {
  if (!("record" in comparison)) return { ms: null, blocks: null, at: null };
  const { record, recordedAt } = comparison;
  return { ms: record.ms.median, blocks: record.blocks, at: recordedAt };
}

interface RowParts {
  readonly verdict: RowVerdict;
  readonly measured: Measured | undefined;
  readonly comparison: Comparison;
  /** How the plan differs from the recorded one; empty when it does not. */
  readonly changes: string;
}

function describeComparison(comparison: Comparison, measurement: Measurement | undefined): string {
  if (!("record" in comparison)) return comparison.why;
  return measurement === undefined ? "it was not measured." : "compared";
}

function isNoisy({ "max-time": maxTime }: DeclaredQuery, measurement: Measurement | undefined): boolean {
  if (measurement === undefined || maxTime === undefined) return false;
  return evaluateTime(measurement, maxTime) === "noisy";
}

function rowsOfLargestTable(measurement: Measurement | undefined): number | null {
  const known = (measurement?.tables ?? []).flatMap(({ rows }) => (rows === null ? [] : [rows]));
  return known.length === 0 ? null : Math.max(...known);
}

function roundedMs(milliseconds: number | null): number | null {
  return milliseconds === null ? null : rounded(milliseconds, 3);
}

function changeInPercent(before: number | null, now: number | null): number | null {
  if (before === null || now === null || before === 0) return null;
  return Math.round(((now - before) / before) * 1_000) / 10;
}
