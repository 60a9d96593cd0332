import { byPriority } from "../core/priority.ts";
import type { CheckResult, ReportedFinding } from "../core/report.ts";
import { isLaterRun, type RunStamp } from "../core/run-stamp.ts";
import { documentation, linkToIssue, safeUrl } from "../report/html/blocks.ts";
import { code, type Html, table, trusted } from "../report/html/escape.ts";
import { count, html, list, renderText } from "../report/html/inline-text.ts";
import { PRIORITY_ICONS } from "../report/icons.ts";
import { isRedacted, type ShownReport } from "../report/redact.ts";
import { type SummaryModel, summaryModel } from "../report/summary/failing-check.ts";
import { isAllGreen, verdict } from "../report/summary/verdict.ts";

/** The one comment of a pull request for each target and suite: verdict, new findings, known findings. */

/** Maximum number of characters: a longer text is not read beside a diff. GitHub accepts 65,536. */
const LONGEST = 30_000;
/** Number of rows of new findings and of lines in each list. A smaller one is taken where the texts are long. */
const MOST = [10, 5, 2, 0] as const;

interface CommentView {
  readonly report: ShownReport;
  readonly run: RunStamp;
  /** Open issues that report the known findings. */
  readonly issues: readonly number[];
}

export interface CommentText {
  /** The hidden first line, by which the next run finds the comment. */
  readonly mark: string;
  /** The comment is edited when this changes. */
  readonly content: string;
  /** The run that wrote it. It differs in every run and is no reason to edit. */
  readonly footer: string;
  /** When false, a pull request without a comment gets none. */
  readonly isNews: boolean;
}

export function renderComment(view: CommentView): CommentText {
  const model = summaryModel(view.report);
  const { target, suite } = view.report;
  const texts = MOST.map((most) => page(model, view, most));
  return {
    mark: `<!-- pg-preflight:comment=${encodeURIComponent(target)}/${encodeURIComponent(suite)} -->`,
    content: texts.find((text) => text.length <= LONGEST) ?? html`<h3>${verdict(model)}</h3>`,
    footer: footerOf(view),
    isNews: isNews(model),
  };
}

/** The whole comment. */
export function commentBody({ mark, content, footer }: CommentText): string {
  return `${mark}\n\n${content}\n\n${footer}`;
}

/**
 * Known findings are left to their issues, and permanently unknown checks to the overview: repeated on every pull
 * request they would be noise.
 */
function isNews({ report, failing }: SummaryModel): boolean {
  return report.stepFails || failing.length > 0;
}

/** The text of a pg-preflight comment and the run that wrote it; undefined for another comment. */
export function readComment(
  body: string,
  mark: string,
): { readonly content: string; readonly run: RunStamp | null } | undefined {
  // GitHub's editor writes \r\n.
  const text = body.replaceAll("\r\n", "\n");
  if (text !== mark && !text.startsWith(`${mark}\n`)) return undefined;
  const omitted = text.slice(mark.length);
  const run = RUN.exec(omitted);
  const [, id = "", attempt, at] = run ?? [];
  return {
    content: (run === null ? omitted : omitted.slice(0, run.index)).trim(),
    run: run === null ? null : { id, attempt: Number(attempt), at: Number(at) },
  };
}

/** Whether a later run has already written the comment. */
export function isOutdated(run: RunStamp, written: RunStamp | null): boolean {
  return written !== null && isLaterRun(written, run);
}

/** Text of a database cannot match, since its `<` is escaped. */
const RUN = /^<!-- pg-preflight:run=(\d*)\.(\d+)\.(\d+) -->$/m;

function footerOf({ report, run }: CommentView): string {
  const url = report.runUrl === null ? undefined : safeUrl(report.runUrl);
  const words = trusted("Everything is in this run's summary");
  const link =
    url === undefined ? words : html`<a href="${trusted(url.replaceAll("&", "&amp;"))}">${words}</a>`;
  const id = /^\d+$/.test(run.id) ? run.id : "";
  return [
    `<!-- pg-preflight:run=${id}.${run.attempt}.${run.at} -->`,
    html`<p><sub>${link} · suite ${code(report.suite, 80)} · pg-preflight ${renderText(report.toolVersion)}</sub></p>`,
  ].join("\n");
}

function page(model: SummaryModel, view: CommentView, most: number): string {
  const { report } = model;
  return [
    html`<h3>${verdict(model)}</h3>`,
    ...(report.unreachable === undefined
      ? outcome(model, most)
      : [html`<p>${renderText(report.unreachable)}</p>`]),
    ...fresh(model, most),
    ...known(model, view),
    ...unknownChecks(model, most),
    ...(isAllGreen(model) ? [] : remarks(report, most)),
  ].join("\n\n");
}

function outcome({ report }: SummaryModel, most: number): string[] {
  if (!report.stepFails) return [];
  const shown = report.gate.slice(0, most).map((reason) => renderText(reason));
  return [html`<p><b>This step fails.</b> ${trusted(shown.join(" "))}</p>`];
}

interface Row {
  readonly result: CheckResult;
  readonly finding: ReportedFinding;
  /** Number of findings in this row. */
  readonly number: number;
}

function fresh({ failing, counts }: SummaryModel, most: number): string[] {
  const rows = failing
    .flatMap(({ result, findings }): Row[] => {
      const [first] = findings;
      // Redacted findings of a check share one row.
      if (first !== undefined && isRedacted(first))
        return [{ result, finding: first, number: findings.length }];
      return findings.map((finding) => ({ result, finding, number: 1 }));
    })
    .sort((a, b) => byPriority(a.finding, b.finding));
  const total = rows.reduce((sum, { number }) => sum + number, 0);
  if (total === 0) return [];
  const shown = rows.slice(0, most);
  const omitted = total - shown.reduce((sum, { number }) => sum + number, 0);
  const headings = ["Priority", "Check", "Finding"].map((heading) => ({ heading: trusted(heading) }));
  return [
    counts.known === 0
      ? html`<h4>${count(total, "finding")}</h4>`
      : html`<h4>New: ${count(total, "finding")}</h4>`,
    ...(shown.length === 0 ? [] : [table(headings, shown.map(cells))]),
    ...(omitted === 0 ? [] : [html`<p>and ${count(omitted, "other")}, in the summary of the run.</p>`]),
  ];
}

function cells({ result, finding, number }: Row): Html[] {
  const { priority, message } = finding;
  return [
    html`${PRIORITY_ICONS[priority]} ${renderText(priority)}`,
    html`<a href="${trusted(documentation(result.check))}">${renderText(result.title)}</a>`,
    isRedacted(finding) ? html`${count(number, "finding")}, names kept back` : renderText(message),
  ];
}

function known({ counts }: SummaryModel, { report, issues }: CommentView): string[] {
  if (counts.known === 0) return [];
  const links = issues.map((number) => linkToIssue(number, report));
  const where = links.length === 0 ? trusted("in open issues") : list(links);
  return [
    html`<p>📌 Known: ${count(counts.known, "finding")}, ${where}. ${trusted(counts.known === 1 ? "It stops" : "They stop")} nothing here.</p>`,
  ];
}

function unknownChecks({ unknownResults }: SummaryModel, most: number): string[] {
  if (unknownResults.length === 0) return [];
  const lines = unknownResults
    .slice(0, most)
    .map(({ title, unknown }) => html`<li>${renderText(title)}: ${renderText(unknown?.detail ?? "")}</li>`);
  const omitted = unknownResults.length - lines.length;
  if (omitted > 0) lines.push(html`<li>and ${count(omitted, "other check")}</li>`);
  return [
    html`<h4>❔ Could not look: ${count(unknownResults.length, "check")}</h4>`,
    `<ul>\n${lines.join("\n")}\n</ul>`,
  ];
}

function remarks({ notices }: ShownReport, most: number): string[] {
  return notices.slice(0, most).map((notice) => html`<p>ℹ️ ${renderText(notice)}</p>`);
}
