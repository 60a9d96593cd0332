import { visibleLines } from "./escape.ts";

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
export function fold(summary: string, blocks: readonly string[], isOpen = false): string[] {
  return [`<details${isOpen ? " open" : ""}><summary>${summary}</summary>`, ...blocks, "</details>"];
}
