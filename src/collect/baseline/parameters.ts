import { z } from "zod";
import type { DeclaredQuery } from "../../checks/performance-baseline/query.ts";
import { assertReadOnly } from "./assert-read-only.ts";
import { whyStatementFailed } from "./explain-error.ts";
import { type MeasureContext, NotMeasured, runStatement, type Values } from "./run-statement.ts";

/**
 * The values of $1, $2: the declared ones, or those of the row that `params-from` returns. They go back as the text that
 * the server sent, and are never shown.
 */
export async function parameterValues(
  context: MeasureContext,
  query: DeclaredQuery,
  path: readonly string[],
): Promise<Values> {
  const { params = [], "params-from": paramsFrom } = query;
  if (paramsFrom === undefined) return params.map((value) => (value === null ? null : String(value)));
  try {
    return await valuesFrom(context, query, paramsFrom, path);
  } catch (error) {
    if (!(error instanceof NotMeasured)) throw error;
    // Without the key, the detail would seem to be about the query itself.
    throw new NotMeasured({ ...error.unknown, detail: `params-from: ${error.unknown.detail}` });
  }
}

const valueRows = z.array(z.array(z.string().nullable()));

async function valuesFrom(
  context: MeasureContext,
  query: DeclaredQuery,
  paramsFrom: string,
  path: readonly string[],
): Promise<Values> {
  // Two rows are enough to see that there is more than one, also without a LIMIT in the statement itself.
  const statement = { text: `SELECT * FROM (\n${paramsFrom}\n) AS picked LIMIT 2`, values: [], path };
  await assertReadOnly(context, query, statement);
  const outcome = await runStatement(context, query, statement.text);
  if ("error" in outcome) {
    throw new NotMeasured(await whyStatementFailed(context, query, outcome.error.code, statement));
  }
  const rows = valueRows.parse(outcome.rows);
  const [row] = rows;
  if (row === undefined) {
    throw unusable("no row: there is nothing that the query could be measured with.");
  }
  if (rows.length > 1) {
    throw unusable("more than one row: add LIMIT 1, and ORDER BY for it to be the same row each time.");
  }
  return row;
}

function unusable(what: string): NotMeasured {
  return new NotMeasured({ reason: "error", detail: `It gives ${what}` });
}
