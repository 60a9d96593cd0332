/** Our own words, dates and numbers only: Mermaid reads no escapes, and GitHub's takes no HTML in it. */
export interface XyChart {
  /** Letters and blanks. */
  readonly title: string;
  /** Dates, `2026-11-22`, oldest first, each once. */
  readonly labels: readonly string[];
  readonly bars: readonly number[];
  readonly line?: readonly number[];
}

/** Mermaid's text of bars over time. A picture never carries a fact alone: say it in words beside it. */
export function xychart({ title, labels, bars, line }: XyChart): string {
  const top = Math.max(1, ...bars, ...(line ?? []));
  return [
    "xychart-beta",
    `    x-axis [${shortened(labels)
      .map((label) => `"${label}"`)
      .join(", ")}]`,
    `    y-axis "${title}" 0 --> ${top}`,
    `    bar [${bars.join(", ")}]`,
    ...(line === undefined ? [] : [`    line [${line.join(", ")}]`]),
  ].join("\n");
}

/** Without the year, where that keeps them apart: two bars of one label would be one. */
function shortened(labels: readonly string[]): readonly string[] {
  const short = labels.map((label) => label.slice(5));
  return new Set(short).size === short.length ? short : labels;
}
