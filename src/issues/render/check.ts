import { toDate } from "../../lib/time.ts";
import { countsOf } from "../../report/counts.ts";
import { code, type Html, trusted } from "../../report/html/escape.ts";
import { count, html, renderText } from "../../report/html/inline-text.ts";
import { PRIORITY_ICONS, STATUS_ICONS } from "../../report/icons.ts";
import { beyond, type Limits } from "../../report/limits.ts";
import { prioritiesOf, rows, whyItMatters } from "../../report/summary/failing.ts";
import type { FailingCheck } from "../../report/summary/failing-check.ts";
import { collapsedFixes, fixBlocks, PROPOSALS } from "../../report/summary/fixes.ts";
import { plans } from "../../report/summary/performance.ts";
import { sentencesOf } from "../../report/summary/sentences.ts";
import { fixOfUnknown } from "../../report/summary/unknowns.ts";
import { findingsText } from "../../report/summary/verdict.ts";
import type { CheckIssueView, IssueText } from "./model.ts";
import {
  asInIssue,
  cutNote,
  dueText,
  formerIssue,
  howToIgnore,
  ISSUE_CHARACTERS,
  issueFooter,
  NAMES_REDACTED,
  verifyQuery,
  withinBudget,
} from "./parts.ts";

/** Up to this many statements are not collapsed. */
const FEW_STATEMENTS = 3;

/** The issue of one failing check. */
export function renderCheckIssue(view: CheckIssueView): IssueText {
  const check = asInIssue(view.result);
  const content = withinBudget(ISSUE_CHARACTERS, (limits) => page(view, check, limits), head(view, check));
  return { content, footer: issueFooter(view.run) };
}

function page(view: CheckIssueView, check: FailingCheck, limits: Limits): string[] {
  const { result, showsNames } = view;
  const { findings } = check;
  const found = showsNames
    ? namedFindings(check, limits)
    : [html`<p>By priority: ${prioritiesOf(findings)}.</p>`, NAMES_REDACTED];
  return [
    ...head(view, check),
    ...(findings.length === 0 ? [] : found),
    ...partlyUnknown(view, limits),
    ...(limits.listed === 0 ? [] : verifyQuery(result.check)),
    ...(findings.length === 0
      ? []
      : howToIgnore(result.check, findings, { from: view.firstSeen, showsNames })),
    ...formerIssue(view.previous),
    closing(view),
    ...(showsNames ? cutNote(beyond(result, limits)) : []),
  ];
}

/** The problem, why it matters, and when it is due. */
function head(view: CheckIssueView, check: FailingCheck): string[] {
  const { result, run, priority } = view;
  const { findings } = check;
  const target = code(run.target, 80);
  if (findings.length === 0 && view.fading === 0) {
    return [html`<h3>${closedHeading(view)}</h3>`, whyItMatters(result)];
  }
  const name = html`“${renderText(result.title, 120)}”`;
  const wrong =
    findings.length === 0
      ? html`${name} on ${target}: nothing of it was seen by the last run`
      : html`${name} fails on ${target}: ${findingsText(countsOf({ results: [check.result] }))}`;
  const since = html`since ${trusted(toDate(view.firstSeen))}`;
  return [
    html`<h3>${PRIORITY_ICONS[priority]} ${wrong}</h3>`,
    whyItMatters(result),
    html`<p>${dueText(priority, view.due)} · ${since}${unconfirmed(view)}</p>`,
  ];
}

/** The heading of an issue that closes. */
function closedHeading({ result, run }: CheckIssueView): Html {
  const target = code(run.target, 80);
  if (result.status === "skipped") return html`${STATUS_ICONS.skipped} ${target} is no longer looked at here`;
  if (result.status === "unknown") return html`${STATUS_ICONS.unknown} ${target} could not be looked at`;
  return html`${STATUS_ICONS.pass} ${target}: ${renderText(result.title)}`;
}

/** Counts of findings that the next run decides. */
function unconfirmed({ pending, fading }: CheckIssueView): Html {
  const parts = [
    ...(pending > 0
      ? [html`${count(pending, "finding")} seen once, to be told when the next run agrees`]
      : []),
    ...(fading > 0
      ? [html`${count(fading, "finding")} not seen any more, gone when the next run agrees`]
      : []),
  ];
  return trusted(parts.map((part) => ` · ${part}`).join(""));
}

function namedFindings(check: FailingCheck, limits: Limits): string[] {
  const { findings, wordings, fixes } = check;
  const statements = collapsedFixes(fixBlocks(fixes), limits, fixes.length <= FEW_STATEMENTS);
  return [
    "### What was found",
    ...sentencesOf(wordings, limits.sentences),
    ...(limits.sentences === 0 ? [html`<p>${prioritiesOf(findings)}</p>`] : []),
    ...rows(check, limits),
    ...plans(findings, limits),
    ...(statements.length === 0 ? [] : ["### Fix", PROPOSALS, ...statements]),
  ];
}

/** What the check could not check, beside its findings. */
function partlyUnknown({ result: { unknown } }: CheckIssueView, limits: Limits): string[] {
  if (unknown === undefined) return [];
  return [
    html`<p>❔ It could not see everything, so nothing counts as gone: ${renderText(unknown.detail)}</p>`,
    ...(unknown.fix === undefined || limits.listed === 0 ? [] : fixOfUnknown(unknown.fix)),
  ];
}

function closing({ result }: CheckIssueView): string {
  // Findings of statistics or of the moment may differ a minute later.
  const settles = result.momentary === true || result.window !== undefined;
  const when = settles ? "when two runs in a row see none of it" : "when a run sees none of it";
  return `<p>This issue closes itself ${when}; a run that could not look closes nothing. Closed by a person, it stays closed until there is something new. Numbers that move by themselves are those of the run below; they are brought up to date once a week.</p>`;
}
