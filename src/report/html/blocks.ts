import type { Report } from "../../core/report.ts";
import { visible, visibleLines } from "../../lib/visible.ts";
import { type Html, trusted } from "./escape.ts";
import { count, html } from "./inline-text.ts";

/**
 * Fenced and collapsed blocks. SQL for a person to copy is in fences. Invisible characters are written out, although
 * the statement then names something else: it is better that it fails than that it does what a person could not read.
 */

/** A longer statement is left out completely, since a part of it must not be copied. */
const STATEMENT_LENGTH = 20_000;

export function fits(sql: string): boolean {
  return sql.length <= STATEMENT_LENGTH;
}

/** A fenced block that nothing in `text` can end. */
export function fenced(text: string, language = ""): string {
  const body = visibleLines(text);
  const longest = Math.max(2, ...(body.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${body}\n${fence}`;
}

/** A statement with its semicolon. */
export function statement(sql: string): string {
  const text = visibleLines(sql).trim();
  const last = text.slice(text.lastIndexOf("\n") + 1).trimStart();
  return text === "" || text.endsWith(";") || last.startsWith("--") ? text : `${text};`;
}

/** The statement with every line commented out. */
export function commentedOut(sql: string): string {
  return statement(sql)
    .split("\n")
    .map((line) => (line.startsWith("--") ? line : `-- ${line}`))
    .join("\n");
}

/** Collapsed blocks, or open ones that can be collapsed. GitHub reads Markdown after each blank line. */
export function collapse(summary: string, blocks: readonly string[], isOpen = false): string[] {
  return [`<details${isOpen ? " open" : ""}><summary>${summary}</summary>`, ...blocks, "</details>"];
}

const DOCUMENTATION = "https://github.com/pg-preflight/pg-preflight/blob/v1/src/checks";

/** The URL of a check's page. */
export function documentation(check: string): string {
  return `${DOCUMENTATION}/${encodeURIComponent(visible(check))}/README.md`;
}

/** The URL if it is safe in an attribute, else undefined. */
export function safeUrl(url: string): string | undefined {
  return /^https?:\/\/[A-Za-z0-9._~:/?#@!$()*+,;=%[\]-]+$/.test(url) ? url : undefined;
}

/** `#3`, as a link when the run's URL shows the repository's. */
export function linkToIssue(number: number, { runUrl }: Pick<Report, "runUrl">): Html {
  const address = /^(https?:\/\/.+)\/actions\/runs\/\d+$/.exec(runUrl ?? "")?.[1];
  const url = address === undefined ? undefined : safeUrl(address);
  if (url === undefined) return html`#${number}`;
  return html`<a href="${trusted(url.replaceAll("&", "&amp;"))}/issues/${number}">#${number}</a>`;
}

/** What follows the visible rows: collapsed rows, and the number of rows that are left out. */
export function moreRows<Row>(
  collapsed: readonly Row[],
  cut: number,
  tableOf: (rows: readonly Row[]) => string,
): string[] {
  return [
    ...(collapsed.length === 0
      ? []
      : collapse(html`${count(collapsed.length, "more row")}`, [tableOf(collapsed)])),
    ...(cut === 0 ? [] : [html`<p>${count(cut, "row")} not shown here; the report file has all.</p>`]),
  ];
}
