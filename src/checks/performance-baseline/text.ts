import { count } from "../../lib/format.ts";
import { fromIso, toDate } from "../../lib/time.ts";

/** `0.052 ms`, `48.3 ms`, `1.35 s`: three significant digits, the precision of a measurement. */
export function time(milliseconds: number): string {
  return milliseconds < 1_000
    ? `${number(rounded(milliseconds, 3))} ms`
    : `${number(rounded(milliseconds / 1_000, 3))} s`;
}

/** `24 blocks`, `1 block`. */
export function blocks(value: number): string {
  return count(value, "block");
}

export function rows(value: number): string {
  return count(Math.round(value), "row");
}

export function kilobytes(bytes: number): string {
  return `${number(Math.ceil(bytes / 1024))} kB`;
}

/** `1,894 times`, `2.3 times`. */
export function times(factor: number): string {
  return `${number(factor < 10 ? Math.round(factor * 10) / 10 : Math.round(factor))} times`;
}

export function number(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: 4 });
}

/** @param digits significant ones */
export function rounded(value: number, digits: number): number {
  return value === 0 ? 0 : Number(value.toPrecision(digits));
}

/** Names in a sentence: the first three, and the number of the others. */
export function names(all: readonly string[]): string {
  const shown = all.slice(0, 3).join(", ");
  return all.length > 3 ? `${shown} and ${all.length - 3} more` : shown;
}

/** A query's name in backticks: without them `order with its customer` would read like a part of the sentence. */
export function called(name: string): string {
  return `\`${name.replaceAll("`", "'")}\``;
}

/** `2026-11-15`. */
export function day(timestamp: string): string {
  return toDate(fromIso(timestamp) ?? 0);
}

/** With a capital and a full stop. */
export function sentence(text: string): string {
  return `${capital(text)}.`;
}

export function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
