import { elapsed } from "../../lib/format.ts";
import type { Facts, FactValue } from "../finding.ts";

/** Maximum number of rows in a sentence, and of facts of each row. */
const ROWS = 2;
const FACTS = 4;
/** A longer value is left out. */
const LONGEST_VALUE = 80;

/**
 * `Statement statistics are collected: version 1.11, track top.`, for the report's prose.
 *
 * @param columns the facts to write; of a row that has none of them, its first ones
 */
export function describeFacts(
  title: string,
  measurements: readonly Facts[],
  columns: readonly string[] = [],
): string {
  const rows = measurements
    .slice(0, ROWS)
    .map((facts) => describeRow(facts, columns))
    .filter((row) => row !== "");
  if (rows.length === 0) return `${title}: nothing wrong was found.`;
  const omitted = measurements.length - rows.length;
  return `${title}: ${rows.join("; ")}${omitted > 0 ? `; and ${omitted} more` : ""}.`;
}

function describeRow(facts: Facts, columns: readonly string[]): string {
  const usable = Object.entries(facts).filter(([, value]) => isUsable(value));
  const chosen = columns.flatMap((wanted) => usable.filter(([key]) => key === wanted));
  return (chosen.length > 0 ? chosen : usable)
    .slice(0, FACTS)
    .map(([key, value]) => formatFact(key, value))
    .join(", ");
}

function isUsable(value: FactValue): boolean {
  if (value === null || value === "" || (Array.isArray(value) && value.length === 0)) return false;
  return textOf(value).length <= LONGEST_VALUE;
}

function formatFact(key: string, value: FactValue): string {
  const [, name = key, unit = ""] = /^(.+)_(bytes|ms|s|percent|at)$/.exec(key) ?? [];
  return `${name.replaceAll("_", " ")} ${formatValue(value, unit)}`;
}

function formatValue(value: FactValue, unit: string): string {
  if (typeof value === "number" && (unit === "ms" || unit === "s")) {
    const milliseconds = unit === "s" ? value * 1_000 : value;
    return milliseconds < 2_000 ? `${milliseconds.toLocaleString("en-US")} ms` : elapsed(milliseconds);
  }
  const text = textOf(value);
  // Backticks mark a value of several words as one value.
  const shown = text.includes(" ") ? `\`${text.replaceAll("`", "'")}\`` : text;
  if (unit === "bytes") return `${shown} bytes`;
  return unit === "percent" ? `${shown} %` : shown;
}

function textOf(value: FactValue): string {
  if (typeof value === "number") return value.toLocaleString("en-US");
  if (typeof value === "boolean") return value ? "yes" : "no";
  return [value].flat().join(", ");
}
