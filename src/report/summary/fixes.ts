import type { ReportedFinding } from "../../core/report.ts";
import { visible } from "../../lib/visible.ts";
import { collapse, commentedOut, fenced, fits, statement } from "../html/blocks.ts";
import { count, html } from "../html/inline-text.ts";
import type { Limits } from "../limits.ts";

/** The statements that fix findings, for a person to review. The action runs none of them. */

/** Up to this many statements that run outside a transaction have a block each. */
const BLOCKS_EACH = 5;

/** A statement as the page shows it: with its semicolon, or commented out. */
export interface FixText {
  readonly text: string;
  readonly kind: "safe" | "alone" | "destructive";
  /** The check's title, for the comment above its statements. */
  readonly title: string;
}

export type FixBlocks = Record<FixText["kind"], readonly FixText[]> & {
  /** Statements too long to show whole. */
  readonly tooLong: number;
};

/** The distinct statements of one check. */
export function fixTextsOf(findings: readonly ReportedFinding[], title: string): FixText[] {
  const texts = new Map<string, FixText>();
  for (const finding of findings) {
    if (finding.fix === undefined || finding.fix.trim() === "") continue;
    const kind = kindOf(finding);
    const text = kind === "destructive" ? commentedOut(finding.fix) : statement(finding.fix);
    if (!texts.has(text)) texts.set(text, { text, kind, title });
  }
  return [...texts.values()];
}

function kindOf({ destructive, standsAlone }: ReportedFinding): FixText["kind"] {
  if (destructive === true) return "destructive";
  return standsAlone === true ? "alone" : "safe";
}

/** All statements by kind, each once, in the order of urgency. */
export function fixBlocks(texts: readonly FixText[]): FixBlocks {
  const once = [...new Map(texts.map((fix) => [fix.text, fix])).values()];
  const shown = once.filter((fix) => fits(fix.text));
  const of = (kind: FixText["kind"]): FixText[] => shown.filter((fix) => fix.kind === kind);
  return {
    safe: of("safe"),
    alone: of("alone"),
    destructive: of("destructive"),
    tooLong: once.length - shown.length,
  };
}

/** All fixes, to copy. */
export function fixesToCopy(fixes: FixBlocks, limits: Limits): string[] {
  const blocks = collapsedFixes(fixes, limits);
  return blocks.length === 0 ? [] : ["### Fixes to copy", PROPOSALS, ...blocks];
}

export const PROPOSALS = "<p>Proposals for a person to review. Nothing of this was run.</p>";

/** Safe statements in one block, those outside a transaction apart, destructive ones commented out. */
export function collapsedFixes(fixes: FixBlocks, limits: Limits, isOpen = false): string[] {
  const blocks = [
    ...safe(fixes.safe, limits, isOpen),
    ...alone(fixes.alone, limits, isOpen),
    ...destructive(fixes.destructive, limits, isOpen),
  ];
  if (fixes.tooLong > 0)
    blocks.push(
      html`<p>${count(fixes.tooLong, "statement")} too long to show; the report file has them.</p>`,
    );
  return blocks;
}

function safe(fixes: readonly FixText[], limits: Limits, isOpen: boolean): string[] {
  if (fixes.length === 0) return [];
  const kept = fixes.slice(0, limits.statements);
  const blocks = [...(kept.length === 0 ? [] : [fenced(withTitles(kept), "sql")]), ...leftOut(fixes, kept)];
  return collapse(html`To run together: ${count(fixes.length, "statement")}`, blocks, isOpen);
}

function alone(fixes: readonly FixText[], limits: Limits, isOpen: boolean): string[] {
  if (fixes.length === 0) return [];
  const kept = fixes.slice(0, limits.statements);
  const blocks =
    kept.length <= BLOCKS_EACH
      ? kept.map((fix) => fenced(fix.text, "sql"))
      : [fenced(kept.map((fix) => fix.text).join("\n\n"), "sql")];
  return collapse(
    html`To run one at a time, outside a transaction: ${count(fixes.length, "statement")}`,
    [
      "<p>One after the other, each sent alone: psql does that, many SQL editors wrap what they send in a transaction.</p>",
      ...blocks,
      ...leftOut(fixes, kept),
    ],
    isOpen,
  );
}

function destructive(fixes: readonly FixText[], limits: Limits, isOpen: boolean): string[] {
  if (fixes.length === 0) return [];
  const kept = fixes.slice(0, limits.statements);
  return collapse(
    html`Taking something away, commented out: ${count(fixes.length, "statement")}`,
    [
      "<p>Read what the check says about each, decide, then take away the <code>--</code>.</p>",
      ...(kept.length === 0 ? [] : [fenced(withTitles(kept), "sql")]),
      ...leftOut(fixes, kept),
    ],
    isOpen,
  );
}

function withTitles(fixes: readonly FixText[]): string {
  return fixes
    .map((fix, index) => {
      const title =
        fix.title === fixes[index - 1]?.title ? "" : `${index === 0 ? "" : "\n"}-- ${visible(fix.title)}\n`;
      return title + fix.text;
    })
    .join("\n");
}

function leftOut(all: readonly FixText[], kept: readonly FixText[]): string[] {
  const cut = all.length - kept.length;
  return cut === 0 ? [] : [html`<p>${count(cut, "statement")} not shown here; the report file has all.</p>`];
}
