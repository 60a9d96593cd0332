import type { Report } from "../../core/report.ts";
import { type Html, trusted, visible, visibleLines } from "./escape.ts";
import { count, html } from "./inline-text.ts";

/**
 * Fenced and folded blocks. SQL for a person to copy stands in fences. Characters that cannot be seen are written out, although the
 * statement then names something else: a statement that fails beats one that does what nobody could read.
 */

/** A statement longer than this is left out whole: half a statement must never be copied. */
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

/** Every line of it a comment. */
export function commentedOut(sql: string): string {
  return statement(sql)
    .split("\n")
    .map((line) => (line.startsWith("--") ? line : `-- ${line}`))
    .join("\n");
}

/** What mends an unknown is SQL, or a line of the configuration. */
export function languageOf(text: string): "sql" | "yaml" | "" {
  if (
    /^\s*(?:--|(?:GRANT|ALTER|CREATE|SELECT|SET|DROP|VACUUM|ANALYZE|REINDEX|REVOKE|COMMENT|DO)\b)/i.test(text)
  )
    return "sql";
  return /^\s*[\w-]+:/.test(text) ? "yaml" : "";
}

/** Blocks behind a click, or open until one. Markdown is read again after each blank line. */
export function collapse(summary: string, blocks: readonly string[], isOpen = false): string[] {
  return [`<details${isOpen ? " open" : ""}><summary>${summary}</summary>`, ...blocks, "</details>"];
}

const DOCUMENTATION = "https://github.com/pg-preflight/pg-preflight/blob/v1/src/checks";

/** The page of a check: what, why, how to fix, false positives. */
export function documentation(check: string): string {
  return `${DOCUMENTATION}/${encodeURIComponent(visible(check))}/README.md`;
}

/** An address that may stand in an attribute, or undefined. */
export function safeUrl(url: string): string | undefined {
  return /^https?:\/\/[A-Za-z0-9._~:/?#@!$()*+,;=%[\]-]+$/.test(url) ? url : undefined;
}

/** `#3` as a link, where the run's own address tells the repository's. */
export function linkToIssue(number: number, { runUrl }: Pick<Report, "runUrl">): Html {
  const address = /^(https?:\/\/.+)\/actions\/runs\/\d+$/.exec(runUrl ?? "")?.[1];
  const url = address === undefined ? undefined : safeUrl(address);
  if (url === undefined) return html`#${number}`;
  return html`<a href="${trusted(url.replaceAll("&", "&amp;"))}/issues/${number}">#${number}</a>`;
}

/** What follows the rows in sight: further ones behind a click, and how many have no place at all. */
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
