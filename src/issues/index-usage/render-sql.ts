import { toDate } from "../../lib/time.ts";
import { collapse, commentedOut, fenced, fits } from "../../report/html/blocks.ts";
import { count, html, type html as Markup } from "../../report/html/inline-text.ts";
import type { Limits } from "../../report/limits.ts";
import {
  collapsedFixes,
  type FixText,
  fixBlocks,
  fixTextsOf,
  PROPOSALS,
} from "../../report/summary/fixes.ts";
import type { DropAdvice, IndexCase } from "./classify.ts";
import type { IndexUsage } from "./evaluate.ts";

/** Fixes, and DROP statements with the CREATE that undoes them. Every DROP is commented out. */
export function statements(usage: IndexUsage, limits: Limits): string[] {
  if (limits.statements === 0) return [];
  const dropping = [...usage.duplicates, ...usage.unused, ...usage.invalid].filter(({ drops }) => drops);
  const now = dropping.filter(({ advice }) => advice?.kind === "safe");
  const later = dropping.filter(({ advice }) => advice?.kind !== "safe");
  const blocks = [
    ...collapsedFixes(fixBlocks(fixes(usage)), limits),
    ...drops(html`To drop now, commented out: ${count(now.length, "index", "indexes")}`, now, limits),
    ...drops(html`To drop later, commented out: ${count(later.length, "index", "indexes")}`, later, limits),
  ];
  return blocks.length === 0 ? [] : ["### Statements", PROPOSALS, ...blocks];
}

function fixes({ invalid, foreignKeys }: IndexUsage): FixText[] {
  const findings = (cases: readonly IndexCase[]) =>
    cases.filter(({ drops }) => !drops).map(({ finding }) => finding);
  return [
    ...fixTextsOf(findings(invalid), "Invalid indexes"),
    ...fixTextsOf(findings(foreignKeys), "Indexes for foreign keys"),
  ];
}

function drops(summary: ReturnType<typeof Markup>, cases: readonly IndexCase[], limits: Limits): string[] {
  if (cases.length === 0) return [];
  const fitting = cases.filter(({ finding, undo }) => fits(finding.fix ?? "") && fits(undo ?? ""));
  const kept = fitting.slice(0, limits.statements);
  const omitted = cases.length - kept.length;
  return collapse(summary, [
    "<p>Below each DROP stands what makes the index again. Take away the <code>--</code> of one DROP, and send it alone: CONCURRENTLY runs in no transaction.</p>",
    ...(kept.length === 0 ? [] : [fenced(kept.map(dropWithUndo).join("\n\n"), "sql")]),
    ...(omitted === 0
      ? []
      : [html`<p>${count(omitted, "statement")} not shown here; the report file has all.</p>`]),
  ]);
}

function dropWithUndo({ finding, undo, advice }: IndexCase): string {
  return [
    ...when(advice),
    commentedOut(finding.fix ?? ""),
    ...(undo === null
      ? ["-- Note its definition first (pg_get_indexdef): it is not at hand here."]
      : ["-- undone by", commentedOut(undo)]),
  ].join("\n");
}

function when(advice: DropAdvice | null): string[] {
  if (advice?.kind === "watch") return [`-- Not before ${toDate(advice.until)}:`];
  if (advice?.kind !== "wait") return [];
  return [advice.for === "second-run" ? "-- When the next run agrees:" : "-- When every server was seen:"];
}
