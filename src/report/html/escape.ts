import { visible } from "../../lib/visible.ts";

/**
 * Turns database text into page text. A name in a database may hold anything, so it reaches the page only inside
 * `<code>`, made visible and escaped, in HTML blocks that Markdown does not read.
 * GitHub's own filters (mentions, references, emoji) leave `<code>` alone, and nothing else: an escaped
 * `&#64;octocat` outside of it still notifies.
 */

/** HTML that is safe on the page. Only this folder makes it. */
export type Html = string & { readonly html: true };

/** Maximum number of code points in a cell; the JSON report has the whole text. */
const CELL_LENGTH = 240;

/** Words and markup written in this source, never data. */
export function trusted(markup: string): Html {
  return markup as Html;
}

const ESCAPES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** For text that `visible` has seen; the result is safe between tags and in quoted attributes. */
export function escapeHtml(text: string): string {
  return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (found) => ESCAPES[found] ?? found) : text;
}

/** Any text at all, as `<code>`. */
export function code(text: string, length = CELL_LENGTH): Html {
  return trusted(`<code>${escapeHtml(visible(text, length))}</code>`);
}

export interface Column {
  readonly heading: Html;
  /** Aligned to the right, for numbers. */
  readonly right?: boolean;
}

/**
 * A table as one HTML block. A blank line would end the block and let Markdown read the rest, and `visible`
 * leaves no line break in a cell.
 */
export function table(columns: readonly Column[], rows: readonly (readonly Html[])[]): string {
  const side = columns.map((column) => (column.right === true ? ' align="right"' : ""));
  const line = (tag: string, cells: readonly Html[]): string =>
    `<tr>${cells.map((cell, index) => `<${tag}${side[index] ?? ""}>${cell}</${tag}>`).join("")}</tr>`;
  const head = line(
    "th",
    columns.map((column) => column.heading),
  );
  return `<table>\n${[head, ...rows.map((row) => line("td", row))].join("\n")}\n</table>`;
}

/** Maximum length of a log line: some terminals are slow with longer ones. */
const LOG_LENGTH = 1_000;

/**
 * One line for the log, which the runner cannot read as a command, whatever the text: it takes `::command::`
 * at the start of a line, blanks before it or not, and `##[command]` anywhere in one.
 */
export function logLine(text: string): string {
  const line = visible(text, LOG_LENGTH).replaceAll("##[", "## [");
  return /^ *::/.test(line) ? `· ${line}` : line;
}
