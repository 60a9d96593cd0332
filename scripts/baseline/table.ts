/** The declared queries' table for a terminal: the page's own words, in columns. */
import type { Facts } from "../../src/core/finding.ts";
import { visible } from "../../src/report/html/escape.ts";
import {
  columnsFor,
  nameOf,
  notesOf,
  type RowVerdict,
  verdictOf,
  worstFirst,
} from "../../src/report/summary/performance-cells.ts";

const SIGNS: Record<RowVerdict, string> = { pass: "✓", fail: "✗", unknown: "?", measured: "·" };
const GAP = "  ";

/** Lines without an end, and beneath them what is to be known of some rows. */
export function terminalTable(measurements: readonly Facts[]): string[] {
  const rows = worstFirst(measurements);
  const columns = columnsFor(rows);
  const lines = [
    ["Query", ...columns.map(({ heading }) => heading)],
    ...rows.flatMap((row) => {
      const values = columns.map(({ of }) => of(row));
      const small = values.map((value) => value?.small ?? "");
      return [
        [`${SIGNS[verdictOf(row)]} ${visible(nameOf(row))}`, ...values.map((value) => value?.text ?? "—")],
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
      const said = parts.map(({ names, text }) => {
        const whose = names.length === 0 ? "" : ` ${names.map((name) => visible(name)).join(", ")}:`;
        return `${whose} ${visible(text)}`;
      });
      return `${about}:${said.join(";")}.`;
    }),
  ];
}
