import { DUE, isAtLeast, PRIORITIES } from "../../core/priority.ts";
import type { Counts } from "../counts.ts";
import { documentation } from "../html/blocks.ts";
import { code, type Html, trusted } from "../html/escape.ts";
import { count, html, list, renderText } from "../html/inline-text.ts";
import { ITEM_ICONS, PRIORITY_ICONS } from "../icons.ts";
import type { Limits } from "../limits.ts";
import { isRedacted } from "../redact.ts";
import { tallyOf, tallyText } from "./checklist.ts";
import type { FailingCheck, SummaryModel } from "./failing-check.ts";
import { isCommentedOut } from "./fixes.ts";

/** The first screen: the verdict in one sentence, why the step fails, and what to fix first. */

/** Maximum number of first steps. */
const FIRST_STEPS = 5;
/** A longer fix is shown only in its block. */
const SHORT_FIX = 140;
const SHORT_MESSAGE = 300;
/** Maximum number of notices; each is a paragraph. */
const NOTICES = 20;

/** Whether every check passes and there is nothing else to report. */
export function isAllGreen({ report, counts, unknownResults, pendingResults }: SummaryModel): boolean {
  return (
    report.conclusion === "pass" &&
    !report.stepFails &&
    report.server !== null &&
    counts.total === 0 &&
    counts.statuses.fail === 0 &&
    counts.statuses.pass > 0 &&
    unknownResults.length === 0 &&
    pendingResults.length === 0
  );
}

/** Icon and sentence. */
export function verdict(model: SummaryModel): Html {
  const { report, counts, unknownResults } = model;
  const target = code(report.target, 80);
  if (report.unreachable !== undefined) return html`❌ ${target} could not be reached`;
  if (report.checklist.length > 0) return checklistVerdict(model, target);
  const { fail, pass } = counts.statuses;
  if (counts.total > 0 || fail > 0) {
    const sign = trusted(report.stepFails ? "❌" : "⚠️");
    return html`${sign} ${target} has ${findingsText(counts)}`;
  }
  if (unknownResults.length > 0) return unknownVerdict(model, target);
  if (report.stepFails) return html`❌ ${target} is not ready`;
  if (report.server === null) return html`❔ ${target} was not looked at`;
  if (counts.pending > 0 && !report.stepFails) {
    return html`${ITEM_ICONS.pending} ${target}: ${count(pass, "check passes", "checks pass")}, ${counts.pending} pending`;
  }
  if (pass === 0) return html`❔ ${target}: no check gave a verdict`;
  if (report.conclusion !== "pass")
    return html`❔ ${target}: no findings, but the rules of this run are not known`;
  return pass === 1 ? html`✅ ${target} passes its one check` : html`✅ ${target} passes all ${pass} checks`;
}

/** A run that saw nothing has nothing reassuring to say. */
function unknownVerdict({ report, counts, unknownResults }: SummaryModel, target: Html): Html {
  const { pass } = counts.statuses;
  const sign = trusted(report.stepFails ? "❌" : "❔");
  const unknown = count(unknownResults.length, "check");
  return pass === 0
    ? html`${sign} ${target}: nothing could be checked (${unknown})`
    : html`${sign} ${target}: ${count(pass, "check passes", "checks pass")}, ${unknown} could not look`;
}

/** `11 of 14 by evidence, 2 attested, 2 high findings`. */
function checklistVerdict({ report, counts }: SummaryModel, target: Html): Html {
  const tally = tallyOf(report);
  const isComplete = tally.complete === tally.items;
  if (isComplete && report.conclusion === "pass" && !report.stepFails && counts.total === 0) {
    return html`✅ ${target} is ready: ${trusted(tallyText(report))}`;
  }
  const open = tally.incomplete > 0 ? trusted("❔") : ITEM_ICONS.pending;
  const sign = isComplete || counts.total > 0 ? trusted("⚠️") : open;
  const found = counts.total === 0 ? trusted("") : html`, ${findingsText(counts)}`;
  return html`${report.stepFails ? trusted("❌") : sign} ${target}: ${trusted(tallyText(report))}${found}`;
}

/** `2 critical, 1 high and 3 other findings`; `2 new findings (1 high and 1 low); 5 known, in open issues`. */
export function findingsText(counts: Counts): Html {
  const { total, known } = counts;
  if (total === 0) return trusted("something to mend");
  if (known === 0)
    return html`${urgentFirst(counts.findings)} ${trusted(total === 1 ? "finding" : "findings")}`;
  const fresh = total - known;
  const news =
    fresh === 0
      ? trusted("no new finding")
      : html`${count(fresh, "new finding")} (${urgentFirst(counts.fresh)})`;
  return html`${news}; ${known} known, in open issues`;
}

/** The two most urgent priorities by name, the others together. */
function urgentFirst(numbers: Counts["findings"]): Html {
  const present = PRIORITIES.filter((priority) => numbers[priority] > 0);
  const named = present.slice(0, 2);
  const omitted = present.slice(2).reduce((sum, priority) => sum + numbers[priority], 0);
  const parts = named.map((priority) => count(numbers[priority], priority, priority));
  if (omitted > 0) parts.push(count(omitted, "other", "other"));
  return list(parts);
}

/** Whether the step fails, and why. */
export function consequences(model: SummaryModel, limits: Limits): string[] {
  const { report, counts } = model;
  const blocks: Html[] = [];
  if (report.unreachable !== undefined)
    blocks.push(html`<p><b>What to do:</b> ${renderText(report.unreachable, 2_000)}</p>`);
  else if (report.stepFails && report.gate.length > 0) blocks.push(gate(report.gate, limits));
  else if (report.failOn === "never" && !report.stepFails && counts.total > 0) {
    blocks.push(html`<p>Advisory: with <code>fail-on: never</code> this step passes whatever is found.</p>`);
  } else if (!report.stepFails && counts.total > 0) {
    blocks.push(
      html`<p>This step passes: nothing here stops it at <code>fail-on: ${renderText(report.failOn)}</code>.</p>`,
    );
  }
  if (counts.known > 0) {
    blocks.push(
      html`<p>What an open issue holds already stops nothing here (<code>policy.known-findings</code>).</p>`,
    );
  }
  return blocks;
}

/** The notices of the run, which are independent of the verdict. */
export function notices({ report }: Pick<SummaryModel, "report">): string[] {
  const shown = report.notices.slice(0, NOTICES).map((notice) => html`<p>ℹ️ ${renderText(notice)}</p>`);
  const omitted = report.notices.length - shown.length;
  return omitted === 0 ? shown : [...shown, html`<p>and ${count(omitted, "other notice")}</p>`];
}

function gate(sentences: readonly string[], limits: Limits): Html {
  const [first = ""] = sentences;
  if (sentences.length === 1) return html`<p><b>This step fails:</b> ${renderText(first)}</p>`;
  const shown = sentences
    .slice(0, Math.max(1, limits.sentences))
    .map((sentence) => html`<li>${renderText(sentence)}</li>`);
  const omitted = sentences.length - shown.length;
  if (omitted > 0) shown.push(html`<li>and ${count(omitted, "reason")} more</li>`);
  return html`<p><b>This step fails:</b></p>\n<ul>\n${trusted(shown.join("\n"))}\n</ul>`;
}

/** The next step for the most urgent findings, one line for each check. */
export function fixFirst({ failing, known }: SummaryModel): string[] {
  const fresh = failing.filter(({ findings }) => findings.length > 0);
  const found = fresh.length > 0 ? fresh : known;
  // Low priorities come first only when there is nothing more urgent.
  const urgent = found.filter(({ result }) => isAtLeast(result.priority, "medium"));
  const first = urgent.length > 0 ? urgent : found;
  if (first.length === 0) return [];
  const steps = first.slice(0, FIRST_STEPS).map((check) => html`<li>${step(check)}</li>`);
  const omitted = found.length - steps.length;
  return [
    "### Do first",
    `<ol>\n${steps.join("\n")}\n</ol>`,
    ...(omitted > 0 ? [html`<p>Then ${count(omitted, "more check")}, below.</p>`] : []),
  ];
}

/** The first sentence of a long message; the page has all of it below. */
function shortened(message: string): string {
  return message.length <= SHORT_MESSAGE ? message : (/^.*?\.(?= \p{Lu})/su.exec(message)?.[0] ?? message);
}

/** `findings` has the most urgent first. */
function step({ result, findings }: FailingCheck): Html {
  const priority = findings[0]?.priority ?? "info";
  const samePriority = findings.filter((finding) => finding.priority === priority);
  const [finding] = samePriority;
  const others = samePriority.length > 1 ? html` <i>(and ${samePriority.length - 1} more)</i>` : trusted("");
  const fix = finding?.fix?.trim() ?? "";
  const short =
    fix !== "" && !isCommentedOut(finding?.fixKind) && fix.length <= SHORT_FIX && !fix.includes("\n");
  const what =
    finding === undefined || isRedacted(finding)
      ? html`see to “${renderText(result.title)}”`
      : renderText(shortened(finding.message));
  const how = html` <a href="${trusted(documentation(result.check))}">How to mend it</a>`;
  const next = short ? html`<br>${code(fix, SHORT_FIX)}` : trusted("");
  return html`${PRIORITY_ICONS[priority]} <b>${renderText(DUE[priority])}</b>: ${what}${others}${how}${next}`;
}
