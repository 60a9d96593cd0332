import { INCIDENT } from "../../config/selection.ts";
import { overview } from "../counts.ts";
import { collapse, safeUrl } from "../html/blocks.ts";
import { code, type Html, trusted } from "../html/escape.ts";
import { count, html, renderText } from "../html/inline-text.ts";
import { formatDuration, formatTime } from "../html/values.ts";
import { LEVELS, type Limits, rowsLeftOut } from "../limits.ts";
import type { ShownReport } from "../redact.ts";
import { runbook } from "../runbook.ts";
import { checklist } from "./checklist.ts";
import { dashboards, ignored, passed, skipped } from "./collapsed.ts";
import { failingChecks, knownChecks } from "./failing.ts";
import { type SummaryModel, summaryModel } from "./failing-check.ts";
import { fixesToCopy } from "./fixes.ts";
import { performance } from "./performance.ts";
import { rightNow } from "./right-now.ts";
import { pendingChecks, unknownChecks } from "./unknowns.ts";
import { consequences, fixFirst, isAllGreen, notices, verdict } from "./verdict.ts";

/** Server, suite, time, commit and version of the run, and that nothing was changed. */
function footer(report: ShownReport): string {
  const parts: Html[] = [];
  const { server } = report;
  if (server !== null) {
    parts.push(html`PostgreSQL ${renderText(server.version)}`);
    if (report.redacted !== true) parts.push(html`database ${code(server.database, 80)}`);
  }
  parts.push(html`suite ${code(report.suite, 80)}`);
  if (server !== null) {
    parts.push(since("tables", server.windows.tables), since("statements", server.windows.statements));
  }
  parts.push(...leftOutSchemas(report));
  const time = formatTime(report.startedAt);
  if (time !== undefined) parts.push(trusted(time));
  parts.push(trusted(`took ${formatDuration(report.durationMs)}`));
  if (report.commit !== null) parts.push(html`commit ${code(report.commit.slice(0, 12))}`);
  const url = report.runUrl === null ? undefined : safeUrl(report.runUrl);
  if (url !== undefined) parts.push(html`<a href="${trusted(url.replaceAll("&", "&amp;"))}">this run</a>`);
  parts.push(html`pg-preflight ${renderText(report.toolVersion)}`, trusted("nothing was changed"));
  return html`<p><sub>${trusted(parts.join(" · "))}</sub></p>`;
}

/** "schemas left out: auth, storage (Supabase), cron (the extension pg_cron)": what was not checked is named. */
function leftOutSchemas({ server, redacted }: ShownReport): Html[] {
  const schemas = server?.leftOutSchemas ?? [];
  if (schemas.length === 0) return [];
  if (redacted === true) return [html`${count(schemas.length, "schema")} left out`];
  const groups = Map.groupBy(schemas, ({ of }) => of);
  const names = [...groups].map(([of, group]) => {
    const list = group.map(({ name }) => code(name, 80)).join(", ");
    return html`${trusted(list)} (${renderText(of)})`;
  });
  return [html`schemas left out: ${trusted(names.join(", "))}`];
}

/** The statistics window of tables or statements. */
function since(what: "tables" | "statements", iso: string | null): Html {
  const time = iso === null ? undefined : formatTime(iso);
  return trusted(time === undefined ? `${what} counted since: not known` : `${what} counted since ${time}`);
}

/** Maximum size. GitHub rejects a summary of more than 1 MiB, and other actions of the step may add to it. */
export const SUMMARY_BYTES = 900 * 1024;

/** The job summary, in GitHub's Markdown, of at most `budgetBytes` bytes of UTF-8. */
export function renderSummary(report: ShownReport, budgetBytes: number = SUMMARY_BYTES): string {
  const model = summaryModel(report);
  for (const limits of LEVELS) {
    const text = page(model, limits);
    if (Buffer.byteLength(text) <= budgetBytes) return text;
  }
  // Reached only with thousands of checks or a tiny budget.
  return join([html`<h2>${verdict(model)}</h2>`, "<p>More does not fit here: the report file has all.</p>"]);
}

function page(model: SummaryModel, limits: Limits): string {
  const { report, counts, fixes } = model;
  const rest = [
    ...performance(report, limits),
    ...dashboards(report, limits),
    ...ignored(report, limits),
    ...skipped(report),
    ...passed(report),
  ];
  if (isAllGreen(model)) {
    const details = collapse("What was looked at", [...rest, footer(report)]);
    return join([
      html`<h3>${verdict(model)}</h3>`,
      ...notices(model),
      ...checklist(report),
      ...rightNow(model, limits),
      ...runbook(report),
      ...details,
    ]);
  }
  return join([
    html`<h2>${verdict(model)}</h2>`,
    ...consequences(model, limits),
    ...fixFirst(model),
    ...rightNow(model, limits),
    ...(report.suite === INCIDENT ? runbook(report) : []),
    ...notices(model),
    ...checklist(report),
    ...overview(counts),
    ...failingChecks(model, limits),
    ...unknownChecks(model, limits),
    ...pendingChecks(model, limits),
    ...knownChecks(model, limits),
    ...fixesToCopy(fixes, limits),
    ...(report.suite === INCIDENT ? [] : runbook(report)),
    ...rest,
    ...shortened(model, limits),
    footer(report),
  ]);
}

function shortened({ failing, known }: SummaryModel, limits: Limits): string[] {
  const results = [...failing, ...known].map(({ result }) => result);
  const rows = rowsLeftOut(results, limits);
  if (rows === 0) return [];
  return [html`<p>✂️ ${count(rows, "row")} left out, so that this page opens; the report file has all.</p>`];
}

/** A blank line separates blocks, so that Markdown reads each one by itself. */
function join(blocks: readonly string[]): string {
  return `${blocks.join("\n\n")}\n`;
}
