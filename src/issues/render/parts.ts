import { DUE, type Priority } from "../../core/priority.ts";
import type { CheckResult, ReportedFinding } from "../../core/report.ts";
import { sql } from "../../generated/sql.ts";
import { DAY, toDate, toIso } from "../../lib/time.ts";
import { yamlString } from "../../lib/visible.ts";
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

/** A failing check without an issue of its own, collapsed. */
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

/** Execution plans are long, and this issue is shared by many checks. */
function plansElsewhere(findings: readonly ReportedFinding[]): string[] {
  const number = findings.filter(({ plan }) => plan !== undefined).length;
  if (number === 0) return [];
  return [html`<p>The summary of the run below has ${count(number, "execution plan")}.</p>`];
}

/** The run that wrote an issue's text. It differs in every run, so it is apart from the text. */
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

/** Maximum number of example lines. */
const EXAMPLES = 3;
const LONGEST_KEY = 300;
/** How long the example ignores a finding. */
const DAYS = 90 * DAY;

/** The configuration lines that ignore a finding. */
export function howToIgnore(
  check: string,
  findings: readonly ReportedFinding[],
  { from, showsNames }: { from: number; showsNames: boolean },
): string[] {
  const keys = showsNames ? findings.map(({ key }) => key).filter((key) => key.length <= LONGEST_KEY) : [];
  const shown = keys.length === 0 ? ["its key, as the report file has it"] : keys.slice(0, EXAMPLES);
  const until = toDate(from + DAYS);
  const lines = shown.map(
    (key) =>
      `  - { check: ${check}, key: ${yamlString(key)}, reason: "why it may be so", expires: ${until} }`,
  );
  return collapse("To ignore a finding", [
    "<p>With a reason, and best with an end, in the configuration; a <code>*</code> in the key stands for any text. Keep only the lines that you mean.</p>",
    fenced(["ignore:", ...lines].join("\n"), "yaml"),
  ]);
}

/**
 * Maximum length of an issue's text. GitHub accepts 65,536 characters, the state needs its share, and ten screens
 * are too long to read. Counted in UTF-16 units, which are never fewer than GitHub's characters.
 */
export const ISSUE_CHARACTERS = 30_000;
/** The overview needs more room for the state. */
export const OVERVIEW_CHARACTERS = 28_000;

/** The first level of detail that fits the budget; `last` when none does. */
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

/** How many rows were left out, and where they are. */
export function cutNote(rows: number): string[] {
  if (rows === 0) return [];
  return [
    html`<p>✂️ ${count(rows, "row")} left out, so that this issue opens: the summary of the run below shows more, and its report file has all.</p>`,
  ];
}

/** A blank line separates blocks, so that Markdown reads each one by itself. */
function joined(blocks: readonly string[]): string {
  return blocks.join("\n\n");
}

/** Replaces the names of findings in a public repository. */
export const NAMES_REDACTED =
  "<p>Everybody can read this repository, so findings are counted here and not named. The report file names them (the action's output <code>report-file</code>), and with <code>policy: { public-details: true }</code> in the configuration this issue does too.</p>";

/** Without the mark "known": in an issue every finding is, and the text must be the same in the next run. */
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

/** The closed issue of the same topic. */
export function formerIssue(previous: number | null): string[] {
  return previous === null ? [] : [html`<p>It was there before: see ${reference(previous)}.</p>`];
}

const QUERIES: Readonly<Record<string, string>> = sql;

/** The check's query, as the server receives it. */
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
