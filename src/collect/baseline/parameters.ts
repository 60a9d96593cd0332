import { z } from "zod";
import type { DeclaredQuery } from "../../checks/performance-baseline/query.ts";
import { assertReadOnly } from "./assert-read-only.ts";
import { whyRefused } from "./refusals.ts";
import { type Measuring, NotMeasured, run, type Values } from "./server.ts";

const valueRows = z.array(z.array(z.string().nullable()));

/**
 * The values of $1, $2: those declared, or those of the row that `params-from` picks. They go back as the text that the
 * server sent, and nobody ever sees them.
 */
export async function valuesOf(
  measuring: Measuring,
  query: DeclaredQuery,
  path: readonly string[],
): Promise<Values> {
  const { params = [], "params-from": picking } = query;
  if (picking === undefined) return params.map((value) => (value === null ? null : String(value)));
  // Two rows are enough to see that it picks more than one, whatever it would pick without a LIMIT.
  const statement = { text: `SELECT * FROM (\n${picking}\n) AS picked LIMIT 2`, values: [], path };
  return fromParams(async () => {
    await assertReadOnly(measuring, query, statement);
    const outcome = await run(measuring, query, statement.text);
    if ("error" in outcome) {
      throw new NotMeasured(await whyRefused(measuring, query, outcome.error.code, statement));
    }
    const rows = valueRows.parse(outcome.rows);
    const [row] = rows;
    if (row === undefined) {
      throw refuse("no row: there is nothing that the query could be measured with.");
    }
    if (rows.length > 1)
      throw refuse("more than one row: add LIMIT 1, and ORDER BY for it to be the same row each time.");
    return row;
  });
}

function refuse(what: string): NotMeasured {
  return new NotMeasured({ reason: "error", detail: `It gives ${what}` });
}

/** What is said of it must not seem to be said of the query. */
async function fromParams(pick: () => Promise<Values>): Promise<Values> {
  try {
    return await pick();
  } catch (error) {
    if (!(error instanceof NotMeasured)) throw error;
    throw new NotMeasured({ ...error.unknown, detail: `params-from: ${error.unknown.detail}` });
  }
}
