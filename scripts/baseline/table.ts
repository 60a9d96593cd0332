/** The declared queries' table for a terminal, with the columns and notes of the summary. */
import type { Facts } from "../../src/core/finding.ts";
import { visible } from "../../src/lib/visible.ts";
import {
  columnsFor,
  nameOf,
  notesOf,
  type RowVerdict,
  verdictOf,
  worstFirst,
} from "../../src/report/summary/performance-cells.ts";

const ICONS: Record<RowVerdict, string> = { pass: "✓", fail: "✗", unknown: "?", measured: "·" };
const GAP = "  ";

/** The lines of the table, and below them the notes on some rows. */
export function terminalTable(measurements: readonly Facts[]): string[] {
  const rows = worstFirst(measurements);
  const columns = columnsFor(rows);
  const lines = [
    ["Query", ...columns.map(({ heading }) => heading)],
    ...rows.flatMap((row) => {
      const values = columns.map(({ of }) => of(row));
      const small = values.map((value) => value?.small ?? "");
      return [
        [`${ICONS[verdictOf(row)]} ${visible(nameOf(row))}`, ...values.map((value) => value?.text ?? "—")],
        ...(small.some((text) => text !== "") ? [["", ...small]] : []),
      ];
    }),
  ].map((line) => line.map((text) => text.replaceAll("\u00a0", " ")));
  const widths = (lines[0] ?? []).map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)));
  return [
    ...lines.map((line) =>
      line
        .map((text, at) => (at === 0 ? text.padEnd(widths[at] ?? 0) : text.padStart(widths[at] ?? 0)))
        .join(GAP)
        .trimEnd(),
    ),
    ...notesOf(rows).map(({ about, parts }) => {
      const texts = parts.map(({ names, text }) => {
        const queries = names.length === 0 ? "" : ` ${names.map((name) => visible(name)).join(", ")}:`;
        return `${queries} ${visible(text)}`;
      });
      return `${about}:${texts.join(";")}.`;
    }),
  ];
}
