import type { QueryResult } from "./session.ts";

/**
 * The rows with their statements' texts as they may be shown. PostgreSQL's scanner is loaded only where there is a text.
 *
 * @param column of the rows; undefined for a query that reads no texts
 */
export async function withShownTexts(result: QueryResult, column: string | undefined): Promise<QueryResult> {
  if (column === undefined || "error" in result) return result;
  if (!result.rows.some((row) => textIn(row, column) !== undefined)) return result;
  const { showStatement } = await import("../../checks/shared/sql/statement-text.ts");
  const rows: unknown[] = [];
  for (const row of result.rows) {
    const text = textIn(row, column);
    rows.push(text === undefined ? row : { ...(row as object), [column]: await showStatement(text) });
  }
  return { rows };
}

function textIn(row: unknown, column: string): string | undefined {
  const value = typeof row === "object" && row !== null ? Reflect.get(row, column) : undefined;
  return typeof value === "string" ? value : undefined;
}
