import { checkById } from "../../checks/index.ts";
import { byPriority, PRIORITIES } from "../../core/priority.ts";
import type { CheckResult } from "../../core/report.ts";
import { toDate } from "../../lib/time.ts";
import { code, type Html, trusted } from "../../report/html/escape.ts";
import { count, html, list, renderText } from "../../report/html/inline-text.ts";
import { beyond, type Limits } from "../../report/limits.ts";
import type { FailingCheck } from "../../report/summary/failing-check.ts";
import { changesSince } from "./changes.ts";
import { statesOfChecks } from "./check-states.ts";
import type { IssueText, OverviewRow, OverviewView } from "./model.ts";
import {
  asInIssue,
  collapsedCheck,
  cutNote,
  issueFooter,
  NAMES_REDACTED,
  OVERVIEW_CHARACTERS,
  reference,
  withinBudget,
} from "./parts.ts";
import { trend } from "./trend.ts";
import { unknownSinceText } from "./unknowns.ts";

/** Maximum number of titles in one paragraph. */
const TITLES = 30;

/** The one issue that is always open: every check and its status. */
export function renderOverview(view: OverviewView): IssueText {
  const lower = withoutIssue(view);
  const content = withinBudget(OVERVIEW_CHARACTERS, (limits) => page(view, lower, limits), head(view));
  return { content, footer: issueFooter(view.run) };
}

function page(view: OverviewView, lower: readonly FailingCheck[], limits: Limits): string[] {
  return [
    ...head(view),
    ...statesOfChecks(view.rows, limits),
    ...changesSince(view, limits),
    ...unknownSinceText(view, limits),
    ...waiting(view),
    ...pending(view),
    ...lowerFindings(lower, view, limits),
    ...ofOtherRuns(view),
    ...trend(view.runs),
    ...nextReview(view),
    ...leftOut(view),
    ...(view.showsNames ? cutNote(lower.reduce((sum, { result }) => sum + beyond(result, limits), 0)) : []),
  ];
}

/** The verdict in one line, and links to the other issues. */
function head({ rows, run, report, checklistIssue, indexUsageIssue }: OverviewView): string[] {
  const others = [
    ...(checklistIssue === null ? [] : [html`Deployment checklist: ${reference(checklistIssue)}`]),
    ...(indexUsageIssue === null ? [] : [html`Index usage: ${reference(indexUsageIssue)}`]),
  ];
  return [
    html`<h2>${verdict(rows, code(run.target, 80), report.unreachable !== undefined)}</h2>`,
    ...(report.unreachable === undefined
      ? []
      : [html`<p><b>What to do:</b> ${renderText(report.unreachable, 2_000)}</p>`]),
    ...(others.length === 0 ? [] : [`<p>${others.join(" · ")}</p>`]),
  ];
}

function verdict(rows: readonly OverviewRow[], target: Html, isUnreachable: boolean): Html {
  const failing = rows.filter(({ status }) => status === "fail");
  const unknown = rows.filter(({ status }) => status === "unknown").length;
  const passing = rows.filter(({ status }) => status === "pass").length;
  const andUnknown = unknown === 0 ? trusted("") : html`, ${count(unknown, "check")} could not look`;
  if (isUnreachable) return html`❌ ${target} could not be reached by the last run`;
  if (failing.length > 0) {
    const counted = PRIORITIES.flatMap((priority) => {
      const number = failing.filter((row) => row.priority === priority).length;
      return number === 0 ? [] : [count(number, priority, priority)];
    });
    const verb = trusted(failing.length === 1 ? "fails" : "fail");
    return html`❌ ${target}: ${count(failing.length, "check")} ${verb} (${list(counted)})${andUnknown}`;
  }
  if (unknown > 0)
    return passing === 0
      ? html`❔ ${target}: nothing could be checked (${count(unknown, "check")})`
      : html`❔ ${target}: ${count(passing, "check passes", "checks pass")}, ${count(unknown, "check")} could not look`;
  if (passing === 0) return html`❔ ${target}: no check gave a verdict yet`;
  return html`✅ ${target}: ${passing === 1 ? trusted("its one check passes") : html`all ${count(passing, "check")} that gave a verdict pass`}`;
}

/** Failing checks without an issue: not urgent enough, or a later run opens it. */
function withoutIssue({ report, rows }: OverviewView): FailingCheck[] {
  const topics = new Map(rows.map(({ check, issue }) => [check, issue]));
  const isHere = ({ check, status }: CheckResult): boolean =>
    status === "fail" && (topics.get(check) ?? null) === null;
  return report.results
    .filter(isHere)
    .map(asInIssue)
    .filter(({ findings }) => findings.length > 0)
    .toSorted((a, b) => byPriority(a.result, b.result));
}

function lowerFindings(
  lower: readonly FailingCheck[],
  { showsNames }: OverviewView,
  limits: Limits,
): string[] {
  if (lower.length === 0) return [];
  const blocks =
    limits.shown === 0
      ? titles(
          lower,
          ({ result, findings }) =>
            html`${renderText(result.title, 120)} (${count(findings.length, "finding")})`,
        )
      : lower.flatMap((check) => collapsedCheck(check, limits, showsNames));
  return [
    html`<h3>Findings without an issue of their own: ${count(lower.length, "check")}</h3>`,
    ...(showsNames ? [] : [NAMES_REDACTED]),
    ...blocks,
  ];
}

/** The first titles, in one paragraph. */
function titles<T>(all: readonly T[], title: (one: T) => Html, lead: Html = trusted("")): string[] {
  if (all.length === 0) return [];
  const omitted = all.length - TITLES;
  const shown = all.slice(0, TITLES).map(title);
  if (omitted > 0) shown.push(html`and ${count(omitted, "other check")}`);
  return [html`<p>${lead}${trusted(shown.join(" · "))}</p>`];
}

/** Counts of what other suites found, since this run's report does not have their findings. */
function ofOtherRuns({ report, rows }: OverviewView): string[] {
  const here = new Set(report.results.map(({ check }) => check));
  const others = rows.filter(
    ({ check, status, issue }) => status === "fail" && issue === null && !here.has(check),
  );
  return titles(
    others,
    ({ title, confirmed, at }) =>
      html`${renderText(title, 120)} (${count(confirmed, "finding")}, ${trusted(toDate(at))})`,
    trusted("Found by runs of other suites, whose summaries show the rows: "),
  );
}

function waiting({ waiting: checks, rows }: OverviewView): string[] {
  return titles(
    checks,
    (check) => renderText(rows.find((row) => row.check === check)?.title ?? check, 120),
    trusted("⏳ Issues that open in one of the next runs, so that one night does not flood: "),
  );
}

/** Findings seen once, which the next run must confirm. */
function pending({ rows }: OverviewView): string[] {
  return titles(
    rows.filter((row) => row.pending > 0),
    (row) => html`${renderText(row.title, 120)} (${row.pending})`,
    trusted("👀 Seen once, told when the next run agrees: "),
  );
}

const DATE = /^\d{4}-\d\d-\d\d$/;

/** From the facts of the check `review`. */
function nextReview({ report }: OverviewView): string[] {
  const result = report.results.find(({ check }) => checkById(check)?.shownAs === "review");
  const facts = result?.findings?.[0]?.facts ?? result?.measurements?.[0];
  const due = facts?.due_at;
  if (typeof due !== "string" || !DATE.test(due)) return [];
  const last = facts?.last_review;
  const held =
    typeof last === "string" && DATE.test(last)
      ? html` (the last was held on ${trusted(last)})`
      : trusted("");
  return result?.status === "fail"
    ? [html`<p>🗓️ <b>The review was due on ${trusted(due)}</b>${held}.</p>`]
    : [html`<p>🗓️ Next review: ${trusted(due)}${held}.</p>`];
}

function leftOut({ leftOut: number }: OverviewView): string[] {
  if (number === 0) return [];
  return [
    html`<p>🧠 The memory in this issue had no room for ${count(number, "finding")}, the least urgent: on a pull request they count as new.</p>`,
  ];
}
