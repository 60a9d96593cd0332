import type { CodeBlock, Unknown } from "../../core/finding.ts";
import type { CheckResult } from "../../core/report.ts";
import { fenced, fits } from "../html/blocks.ts";
import { type Html, trusted } from "../html/escape.ts";
import { count, html, list, renderText } from "../html/inline-text.ts";
import { ITEM_ICONS } from "../icons.ts";
import type { Limits } from "../limits.ts";
import type { SummaryModel } from "./failing-check.ts";

const REASONS: Record<Unknown["reason"], Html> = {
  permission: trusted("The login may not look"),
  extension: trusted("An extension is missing or does not work"),
  version: trusted("This server's version cannot tell"),
  timeout: trusted("It took too long"),
  window: trusted("The counters have not counted long enough"),
  unreachable: trusted("It could not be reached"),
  error: trusted("For another reason"),
};

/** Checks with the same reason and fix share one block. */
interface Cause {
  readonly reason: Unknown["reason"];
  readonly fix: CodeBlock | undefined;
  readonly results: CheckResult[];
}

/** Unknown checks, and how to fix them. */
export function unknownChecks({ unknownResults }: SummaryModel, limits: Limits): string[] {
  if (unknownResults.length === 0) return [];
  const causes = causesOf(unknownResults);
  const most = Math.max(3, limits.listed);
  const blocks = causes
    .slice(0, most)
    .flatMap((cause, index) => causeBlock(cause, most, causes[index - 1]?.reason !== cause.reason));
  if (causes.length > most) blocks.push(html`<p>and ${count(causes.length - most, "other cause")}</p>`);
  // A failing check that is unknown in part is listed among the failing checks above.
  const whole = unknownResults.filter(({ status }) => status === "unknown").length;
  const partly = unknownResults.length - whole;
  const inPart = html`${count(partly, "failing check")} in part`;
  const counted = [...(whole > 0 ? [count(whole, "check")] : []), ...(partly > 0 ? [inPart] : [])];
  return [html`<h3>❔ Could not look: ${list(counted)}</h3>`, ...blocks];
}

/** What is set up and lacks its first proof: it is neither a pass nor a fault. */
export function pendingChecks({ pendingResults }: SummaryModel, limits: Limits): string[] {
  if (pendingResults.length === 0) return [];
  const shown = pendingResults.slice(0, Math.max(3, limits.listed));
  const lines = shown.map(
    ({ title, unknown }) =>
      html`<li>${renderText(unknown?.detail ?? "")}<br><sub>${renderText(title)}</sub></li>`,
  );
  const omitted = pendingResults.length - shown.length;
  if (omitted > 0) lines.push(html`<li>and ${count(omitted, "other check")}</li>`);
  return [
    html`<h3>${ITEM_ICONS.pending} Pending: ${count(pendingResults.length, "check")}</h3>`,
    `<ul>\n${lines.join("\n")}\n</ul>`,
  ];
}

function causesOf(unknownResults: readonly CheckResult[]): Cause[] {
  const causes = new Map<string, Cause>();
  for (const result of unknownResults) {
    const { reason = "error", fix } = result.unknown ?? {};
    const key = JSON.stringify([reason, fix]);
    const cause = causes.get(key);
    if (cause === undefined) causes.set(key, { reason, fix, results: [result] });
    else cause.results.push(result);
  }
  const inOrder = [...causes.values()];
  const reasons = [...new Set(inOrder.map(({ reason }) => reason))];
  return inOrder.toSorted((a, b) => reasons.indexOf(a.reason) - reasons.indexOf(b.reason));
}

function causeBlock({ reason, fix, results }: Cause, most: number, isFirstOfReason: boolean): string[] {
  const details = new Map<string, Html[]>();
  for (const result of results.slice(0, most)) {
    const detail = result.unknown?.detail ?? "";
    details.set(detail, [...(details.get(detail) ?? []), renderText(result.title)]);
  }
  const lines = [...details].map(
    ([detail, titles]) => html`<li>${renderText(detail)}<br><sub>${trusted(titles.join(" · "))}</sub></li>`,
  );
  if (results.length > most) lines.push(html`<li>and ${count(results.length - most, "other check")}</li>`);
  return [
    html`${isFirstOfReason ? html`<p><b>${REASONS[reason]}</b></p>\n` : trusted("")}<ul>\n${trusted(lines.join("\n"))}\n</ul>`,
    ...(fix === undefined ? [] : fixOfUnknown(fix)),
  ];
}

/** The fix of an unknown check, to copy. */
export function fixOfUnknown({ language, text }: CodeBlock): string[] {
  return fits(text)
    ? [fenced(text.trim(), language)]
    : ["<p>What mends it is too long to show; the report file has it.</p>"];
}
