import type { CheckResult, ReportedItem } from "../../core/report.ts";
import { DAY, toDate } from "../../lib/time.ts";
import { fenced } from "../../report/html/blocks.ts";
import { code, trusted } from "../../report/html/escape.ts";
import { count, html, list, renderText } from "../../report/html/inline-text.ts";
import { ITEM_ICONS, PRIORITY_ICONS } from "../../report/icons.ts";
import { beyond, type Limits } from "../../report/limits.ts";
import { runbook } from "../../report/runbook.ts";
import { checklist, tallyText } from "../../report/summary/checklist.ts";
import { skippedCheck } from "../../report/summary/collapsed.ts";
import type { FailingCheck } from "../../report/summary/failing-check.ts";
import { fixOfUnknown } from "../../report/summary/unknowns.ts";
import type { ChecklistIssueView, IssueText } from "./model.ts";
import {
  asInIssue,
  collapsedCheck,
  cutNote,
  dueText,
  formerIssue,
  ISSUE_CHARACTERS,
  issueFooter,
  NAMES_REDACTED,
  withinBudget,
} from "./parts.ts";

/** How long the example's attestation lasts; the configuration allows a little more. */
const ATTESTED = 80 * DAY;

/** With fewer rows than this, evidence is cut to SHORT_EVIDENCE. */
const LISTED = 10;
const SHORT_EVIDENCE = 150;
/** With fewer statements than this, the runbook is in the run's summary alone. */
const RUNBOOK_FROM = 20;

/** The issue of the deployment checklist. */
export function renderChecklistIssue(view: ChecklistIssueView): IssueText {
  const content = withinBudget(ISSUE_CHARACTERS, (limits) => page(view, limits), head(view));
  return { content, footer: issueFooter(view.run) };
}

function page(view: ChecklistIssueView, limits: Limits): string[] {
  const failing = failingOf(view);
  return [
    ...head(view),
    ...checklist(view.report, limits.listed < LISTED ? SHORT_EVIDENCE : undefined),
    ...whatToDo(view, limits),
    ...failingChecks(failing, view, limits),
    ...(limits.statements < RUNBOOK_FROM ? [] : runbook(view.report)),
    ...formerIssue(view.previous),
    "<p>This issue closes itself when every item is complete. What could not be checked completes nothing; an attestation can stand in for it, with a date and an end. What is pending is complete after its first proof.</p>",
    ...(view.showsNames ? cutNote(failing.reduce((sum, { result }) => sum + beyond(result, limits), 0)) : []),
  ];
}

function incompleteOf({ report }: ChecklistIssueView): ReportedItem[] {
  return report.checklist
    .flatMap(({ items }) => items)
    .filter(({ status }) => status === "fail" || status === "unknown");
}

function head(view: ChecklistIssueView): string[] {
  const { report, run, priority } = view;
  const target = code(run.target, 80);
  const incomplete = incompleteOf(view);
  const isPending = report.checklist.some(({ items }) => items.some(({ status }) => status === "pending"));
  const tally = trusted(tallyText(report));
  if (incomplete.length === 0) {
    return isPending
      ? [html`<h2>${ITEM_ICONS.pending} ${target} is not complete yet: ${tally}</h2>`]
      : [html`<h2>✅ ${target} is ready: ${tally}</h2>`];
  }
  const counted = (["fail", "unknown"] as const).flatMap((status) => {
    const number = incomplete.filter((item) => item.status === status).length;
    if (number === 0) return [];
    return [
      status === "fail"
        ? count(number, "item fails", "items fail")
        : count(number, "has no evidence", "have no evidence"),
    ];
  });
  return [
    html`<h2>${PRIORITY_ICONS[priority]} ${target} is not ready: ${tally}</h2>`,
    html`<p>${list(counted)} · ${dueText(priority, view.due)} · since ${trusted(toDate(view.firstSeen))}</p>`,
  ];
}

/** The steps that complete each incomplete item. */
function whatToDo(view: ChecklistIssueView, limits: Limits): string[] {
  const incomplete = incompleteOf(view);
  if (incomplete.length === 0) return [];
  const shown = new Set<string>();
  return ["### What to do", ...incomplete.flatMap((item) => step(item, view, { limits, shown }))];
}

/** @param shown checks whose fix is already shown above, since items share checks */
function step(
  item: ReportedItem,
  view: ChecklistIssueView,
  { limits, shown }: { limits: Limits; shown: Set<string> },
): string[] {
  const results = view.report.results.filter(({ check }) => item.checks.includes(check));
  const remedies = results.flatMap((result) => remedy(result, shown));
  // The table above already has its evidence.
  const why =
    remedies.length === 0
      ? html`: ${renderText(item.evidence, limits.sentences === 0 ? SHORT_EVIDENCE : 300)}`
      : trusted("");
  return [
    html`<p>${ITEM_ICONS[item.status]} <b>${renderText(item.title, 120)}</b>${why}</p>`,
    ...(limits.sentences === 0 ? [] : remedies),
    ...(limits.sentences === 0 || item.status !== "unknown" ? [] : attestation(item, view.firstSeen, shown)),
  ];
}

function remedy(result: CheckResult, shown: Set<string>): string[] {
  if (shown.has(result.check)) return [];
  shown.add(result.check);
  if (result.status === "fail" && (result.findings ?? []).length > 0) {
    return [
      html`<p>${renderText(result.title, 120)}: ${count((result.findings ?? []).length, "finding")}, with what mends them, below.</p>`,
    ];
  }
  if (result.unknown?.fix !== undefined) {
    return [html`<p>What mends ${code(result.check)}:</p>`, ...fixOfUnknown(result.unknown.fix)];
  }
  return result.status === "skipped" && result.skipped?.reason === "not-configured"
    ? skippedCheck(result)
    : [];
}

/** The configuration lines of an attestation, shown once. */
function attestation({ id }: ReportedItem, from: number, shown: Set<string>): string[] {
  const lines = [
    "checklist:",
    `  ${id}: { attested-by: "@your-login", attested-on: ${toDate(from)}, expires: ${toDate(from + ATTESTED)}, note: "what was checked, and what it showed" }`,
  ].join("\n");
  if (shown.has("attestation")) return [html`<p>Or a person attests ${code(id)}, as above.</p>`];
  shown.add("attestation");
  return ["<p>Or a person who looked attests it in the configuration:</p>", fenced(lines, "yaml")];
}

/** Failing checks that incomplete items rest on. */
function failingOf(view: ChecklistIssueView): FailingCheck[] {
  const checkIds = new Set(incompleteOf(view).flatMap(({ checks }) => checks));
  return view.report.results
    .filter(({ check, status }) => status === "fail" && checkIds.has(check))
    .map(asInIssue)
    .filter(({ findings }) => findings.length > 0);
}

function failingChecks(
  failing: readonly FailingCheck[],
  { showsNames }: ChecklistIssueView,
  limits: Limits,
): string[] {
  if (failing.length === 0) return [];
  return [
    html`<h3>What fails: ${count(failing.length, "check")}</h3>`,
    ...(showsNames ? [] : [NAMES_REDACTED]),
    ...failing.flatMap((check) => collapsedCheck(check, limits, showsNames)),
  ];
}
