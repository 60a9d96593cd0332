import { code, type Html, trusted } from "../html/escape.ts";
import { html, prose } from "../html/inline-text.ts";
import { safeUrl } from "../html/links.ts";
import { formatDuration, formatTime } from "../html/values.ts";
import type { ShownReport } from "../redact.ts";

/** Of what, when and by what; and that nothing was changed. */
export function footer(report: ShownReport): string {
  const parts: Html[] = [];
  const { server } = report;
  if (server !== null) {
    parts.push(html`PostgreSQL ${prose(server.version)}`);
    if (report.namesKeptBack !== true) parts.push(html`database ${code(server.database, 80)}`);
  }
  parts.push(html`suite ${code(report.suite, 80)}`);
  if (server !== null) {
    parts.push(since("tables", server.windows.tables), since("statements", server.windows.statements));
  }
  const time = formatTime(report.startedAt);
  if (time !== undefined) parts.push(trusted(time));
  parts.push(trusted(`took ${formatDuration(report.durationMs)}`));
  if (report.commit !== null) parts.push(html`commit ${code(report.commit.slice(0, 12))}`);
  const url = report.runUrl === null ? undefined : safeUrl(report.runUrl);
  if (url !== undefined) parts.push(html`<a href="${trusted(url.replaceAll("&", "&amp;"))}">this run</a>`);
  parts.push(html`pg-preflight ${prose(report.toolVersion)}`, trusted("nothing was changed"));
  return html`<p><sub>${trusted(parts.join(" · "))}</sub></p>`;
}

/** Since when the counters count; checks that rest on them say so too. */
function since(what: "tables" | "statements", iso: string | null): Html {
  const time = iso === null ? undefined : formatTime(iso);
  return trusted(time === undefined ? `${what} counted since: not known` : `${what} counted since ${time}`);
}
