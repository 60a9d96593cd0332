import { FIX_KINDS, type FixKind } from "../../core/finding.ts";
import type { ReportedFinding } from "../../core/report.ts";
import { visible } from "../../lib/visible.ts";
import { collapse, commentedOut, fenced, fits, statement } from "../html/blocks.ts";
import { type Html, trusted } from "../html/escape.ts";
import { count, html, list } from "../html/inline-text.ts";
import type { Limits } from "../limits.ts";

/** The statements that fix findings, for a person to review. The action runs none of them. */

/** Up to this many statements that run outside a transaction have a block each. */
const BLOCKS_EACH = 5;

/** A fix as the page shows it: with its semicolon, or commented out. */
export interface FixText {
  readonly text: string;
  readonly kind: FixKind;
  /** 0 for comments alone. */
  readonly statements: number;
  /** The check's title, for the comment above its statements. */
  readonly title: string;
}

export type FixBlocks = Record<FixKind, readonly FixText[]> & {
  /** Statements too long to show whole. */
  readonly tooLong: number;
};

/** The distinct fixes of one check. One whose kind is not known counts as the most careful one. */
export function fixTextsOf(findings: readonly ReportedFinding[], title: string): FixText[] {
  const texts = new Map<string, FixText>();
  for (const { fix, fixKind: kind = "destructive", fixStatements: statements = 1 } of findings) {
    if (fix === undefined || fix.trim() === "") continue;
    const text = isCommentedOut(kind) ? commentedOut(fix) : statement(fix);
    if (!texts.has(text)) texts.set(text, { text, kind, statements, title });
  }
  return [...texts.values()];
}

/** Nobody runs it by copying a block. */
export function isCommentedOut(kind: FixKind | undefined): boolean {
  return kind !== "together" && kind !== "alone";
}

/** All fixes by kind, each once, in the order of urgency. */
export function fixBlocks(texts: readonly FixText[]): FixBlocks {
  const once = [...new Map(texts.map((fix) => [fix.text, fix])).values()];
  const shown = once.filter((fix) => fits(fix.text));
  const of = (kind: FixKind): FixText[] => shown.filter((fix) => fix.kind === kind);
  return {
    together: of("together"),
    alone: of("alone"),
    window: of("window"),
    destructive: of("destructive"),
    tooLong: statementsIn(once) - statementsIn(shown),
  };
}

function statementsIn(fixes: readonly FixText[]): number {
  return fixes.reduce((sum, { statements }) => sum + statements, 0);
}

/** `3 statements and 1 note`: a note is a fix of comments alone. */
export function countFixes(fixes: readonly FixText[]): Html {
  const statements = statementsIn(fixes);
  const notes = fixes.filter((fix) => fix.statements === 0).length;
  return list([
    ...(statements > 0 || notes === 0 ? [count(statements, "statement")] : []),
    ...(notes > 0 ? [count(notes, "note")] : []),
  ]);
}

/** All fixes, to copy. */
export function fixesToCopy(fixes: FixBlocks, limits: Limits): string[] {
  const blocks = collapsedFixes(fixes, limits);
  return blocks.length === 0 ? [] : ["### Fixes to copy", PROPOSALS, ...blocks];
}

export const PROPOSALS = "<p>Proposals for a person to review. Nothing of this was run.</p>";

const HEADINGS: Record<FixKind, Html> = {
  together: html`To run together`,
  alone: html`To run one at a time, outside a transaction`,
  window: html`For a maintenance window, commented out`,
  destructive: html`Taking something away, commented out`,
};

const NOTES: Record<FixKind, Html> = {
  together: trusted(""),
  alone: html`<p>One after the other, each sent alone: psql does that, many SQL editors wrap what they send in a transaction.</p>`,
  window: html`<p>It rewrites a table or blocks it for long. The check's page has the steps that need no window, where there are any. Otherwise choose the time, then take away the <code>--</code>.</p>`,
  destructive: html`<p>Read what the check says about each, decide, then take away the <code>--</code>.</p>`,
};

/** A collapsed part for each kind. Only the first holds what can be run as one script. */
export function collapsedFixes(fixes: FixBlocks, limits: Limits, isOpen = false): string[] {
  const blocks = FIX_KINDS.flatMap((kind) => collapsedKind(kind, fixes[kind], limits, isOpen));
  if (fixes.tooLong > 0)
    blocks.push(
      html`<p>${count(fixes.tooLong, "statement")} too long to show; the report file has them.</p>`,
    );
  return blocks;
}

function collapsedKind(kind: FixKind, fixes: readonly FixText[], limits: Limits, isOpen: boolean): string[] {
  if (fixes.length === 0) return [];
  const kept = fixes.slice(0, limits.statements);
  const note = NOTES[kind];
  return collapse(
    html`${HEADINGS[kind]}: ${countFixes(fixes)}`,
    [...(note === "" ? [] : [note]), ...blocksOf(kind, kept, withTitles), ...leftOut(fixes, kept)],
    isOpen,
  );
}

/** The fixes of one check, by kind: what is of two kinds is never in one block. */
export function fixesOfCheck(fixes: readonly FixText[]): string[] {
  return FIX_KINDS.flatMap((kind) => {
    const those = fixes.filter((fix) => fix.kind === kind);
    if (those.length === 0) return [];
    const heading = html`<p>${HEADINGS[kind]}:</p>`;
    return [...(kind === "together" ? [] : [heading, NOTES[kind]]), ...blocksOf(kind, those, textsOf)];
  });
}

function blocksOf(
  kind: FixKind,
  fixes: readonly FixText[],
  write: (fixes: readonly FixText[]) => string,
): string[] {
  if (fixes.length === 0) return [];
  if (kind !== "alone") return [fenced(write(fixes), "sql")];
  return fixes.length <= BLOCKS_EACH
    ? fixes.map((fix) => fenced(fix.text, "sql"))
    : [fenced(fixes.map((fix) => fix.text).join("\n\n"), "sql")];
}

function textsOf(fixes: readonly FixText[]): string {
  return fixes.map((fix) => fix.text).join("\n");
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
  if (all.length === kept.length) return [];
  return [html`<p>${countFixes(all.slice(kept.length))} not shown here; the report file has all.</p>`];
}
