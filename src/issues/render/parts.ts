import { DUE, type Priority } from "../../core/priority.ts";
import type { CheckResult, ReportedFinding } from "../../core/report.ts";
import { sql } from "../../generated/sql.ts";
import { DAY, toDate, toIso } from "../../lib/time.ts";
import { collapse, documentation, fenced, safeUrl } from "../../report/html/blocks.ts";
import { code, type Html, trusted } from "../../report/html/escape.ts";
import { count, html, renderText } from "../../report/html/inline-text.ts";
import { formatTime } from "../../report/html/values.ts";
import { PRIORITY_ICONS } from "../../report/icons.ts";
import { LEVELS, type Limits } from "../../report/limits.ts";
import { prioritiesOf, rows, whyItMatters } from "../../report/summary/failing.ts";
import { type FailingCheck, failingCheckOf } from "../../report/summary/failing-check.ts";
import { collapsedFixes, fixBlocks } from "../../report/summary/fixes.ts";
import { sentencesOf } from "../../report/summary/sentences.ts";
import type { RunView } from "./model.ts";

/** A failing check that has no issue of its own, behind a click. */
export function collapsedCheck(check: FailingCheck, limits: Limits, showsNames: boolean): string[] {
  const { result, findings, wordings, fixes } = check;
  const heading = html`${PRIORITY_ICONS[result.priority]} <b>${renderText(result.title)}</b>: ${count(findings.length, "finding")}`;
  if (!showsNames) return collapse(heading, [whyItMatters(result), html`<p>${prioritiesOf(findings)}</p>`]);
  return collapse(heading, [
    whyItMatters(result),
    ...sentencesOf(wordings, limits.sentences),
    ...rows(check, limits),
    ...plansElsewhere(findings),
    ...collapsedFixes(fixBlocks(fixes), limits),
  ]);
}

/** Plans are long, and this issue is everybody's. */
function plansElsewhere(findings: readonly ReportedFinding[]): string[] {
  const number = findings.filter(({ plan }) => plan !== undefined).length;
  if (number === 0) return [];
  return [html`<p>The summary of the run below has ${count(number, "execution plan")}.</p>`];
}

/** Which run wrote an issue's text. It is new in every run, so it stands apart from the text. */
export function issueFooter(run: RunView): string {
  const parts: Html[] = [
    html`Written by ${linkTo(run)}`,
    html`suite ${code(run.suite, 80)}`,
    trusted(moment(run.at)),
    html`pg-preflight ${renderText(run.toolVersion, 40)}`,
  ];
  return html`<p><sub>${trusted(parts.join(" · "))} · what you write above or below this text stays</sub></p>`;
}

/** `this run`, as a link where it has an address. */
export function linkTo({ url }: RunView, words = "this run"): Html {
  const address = url === null ? undefined : safeUrl(url);
  if (address === undefined) return trusted(words);
  return html`<a href="${trusted(address.replaceAll("&", "&amp;"))}">${trusted(words)}</a>`;
}

/** `2026-11-22 03:00 UTC`. */
export function moment(time: number): string {
  return formatTime(toIso(time)) ?? toIso(time);
}

/** Lines for so many findings; the others are written alike. */
const EXAMPLES = 3;
const LONGEST_KEY = 300;
/** So long the example ignores. */
const DAYS = 90 * DAY;

/** The lines of the configuration that let a finding be. */
export function howToIgnore(
  check: string,
  findings: readonly ReportedFinding[],
  { from, showsNames }: { from: number; showsNames: boolean },
): string[] {
  const keys = showsNames ? findings.map(({ key }) => key).filter((key) => key.length <= LONGEST_KEY) : [];
  const shown = keys.length === 0 ? ["its key, as the report file has it"] : keys.slice(0, EXAMPLES);
  const until = toDate(from + DAYS);
  // JSON's strings are YAML's.
  const lines = shown.map(
    (key) =>
      `  - { check: ${check}, key: ${JSON.stringify(key)}, reason: "why it may be so", expires: ${until} }`,
  );
  return collapse("To ignore a finding", [
    "<p>With a reason, and best with an end, in the configuration; a <code>*</code> in the key stands for any text. Keep only the lines that you mean.</p>",
    fenced(["ignore:", ...lines].join("\n"), "yaml"),
  ]);
}

/**
 * GitHub takes 65,536 characters of an issue, memory needs its share, and an issue of ten screens is read by
 * nobody. Counted in UTF-16 units, which are never fewer than GitHub's characters.
 */
export const ISSUE_CHARACTERS = 30_000;
/** The overview holds most of memory. */
export const OVERVIEW_CHARACTERS = 28_000;

/** The first level of detail that keeps the budget; `last` where none does. */
export function withinBudget(
  budget: number,
  page: (limits: Limits) => readonly string[],
  last: readonly string[],
): string {
  for (const limits of LEVELS) {
    const text = joined(page(limits));
    if (text.length <= budget) return text;
  }
  return joined([...last, "<p>More does not fit here: the summary of the run below has it.</p>"]);
}

/** What was cut, and where it is. */
export function cutNote(rows: number): string[] {
  if (rows === 0) return [];
  return [
    html`<p>✂️ ${count(rows, "row")} left out, so that this issue opens: the summary of the run below shows more, and its report file has all.</p>`,
  ];
}

/** Every block apart from the next by a blank line, so that each is read for itself. */
function joined(blocks: readonly string[]): string {
  return blocks.join("\n\n");
}

/** Stands where the findings of a repository that everybody can read would be named. */
export const NAMES_REDACTED =
  "<p>Everybody can read this repository, so findings are counted here and not named. The report file names them (the action's output <code>report-file</code>), and with <code>policy: { public-details: true }</code> in the configuration this issue does too.</p>";

/** In an issue every finding is in an open issue: no column says so, and the next run writes the same. */
export function asInIssue(result: CheckResult): FailingCheck {
  const { findings = [] } = result;
  return failingCheckOf({ ...result, findings: findings.map((finding) => ({ ...finding, known: false })) });
}

/** "Due by 2026-11-29 (within 1 week)", "Due at once". */
export function dueText(priority: Priority, due: number | null): Html {
  if (priority === "info") return trusted("For information");
  if (due === null) return html`<b>Due at once</b>`;
  return html`<b>Due by ${trusted(toDate(due))}</b> (${trusted(DUE[priority])})`;
}

/** An issue by its number: GitHub makes a link of it. */
export function reference(number: number): Html {
  return trusted(`#${number}`);
}

/** The closed issue that told of the same before. */
export function formerIssue(previous: number | null): string[] {
  return previous === null ? [] : [html`<p>It was there before: see ${reference(previous)}.</p>`];
}

const QUERIES: Readonly<Record<string, string>> = sql;

/** The statement that the check asks, as the server gets it: anybody can see what the verdict rests on. */
export function verifyQuery(check: string): string[] {
  const query = Object.hasOwn(QUERIES, check) ? QUERIES[check] : undefined;
  const page = html`<a href="${trusted(documentation(check))}#verify">the check's page</a>`;
  if (query === undefined) return [html`<p>How to see it for yourself: ${page}.</p>`];
  const placeholders = [
    ...(query.includes("$1")
      ? [
          trusted(
            "<code>$1</code> are the schemas that are looked at, as in <code>array['public'::regnamespace::oid]</code>.",
          ),
        ]
      : []),
    ...(query.includes(":schema")
      ? [trusted("<code>:schema</code> is the schema that holds what it reads.")]
      : []),
  ];
  const ready =
    placeholders.length === 0
      ? html`It only reads. In short: ${page}.`
      : html`It only reads. ${trusted(placeholders.join(" "))} One that runs as it is: ${page}.`;
  return collapse("The query that verifies it", [html`<p>${ready}</p>`, fenced(query, "sql")]);
}
