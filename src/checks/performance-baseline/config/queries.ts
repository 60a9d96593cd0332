import type { z } from "zod";
import { memberOf } from "../../../lib/json.ts";
import { MOST_QUERIES } from "../query.ts";
import { type Read, readSelect } from "./one-select.ts";

/** The declared queries' SQL, read by PostgreSQL's own parser before anything is connected to. */

export const CHECK = "performance-baseline";

type Issue = z.core.$ZodIssueCustom;

/** The texts of one query that passed. */
export interface Texts {
  readonly sql?: string;
  readonly "params-from"?: string;
}

/** What a query declares, as far as it has the type that it should have: the schema tells the rest. */
interface Declared {
  readonly sql: string | undefined;
  readonly paramsFrom: string | undefined;
  /** How many values. */
  readonly params: number | undefined;
}

export interface QueriesRead {
  readonly issues: readonly Issue[];
  /** By the query's place. */
  readonly texts: readonly Texts[];
}

/**
 * Looks at the values as they stand in the file, not as the schema gives them: what is wrong is told together with what
 * else is wrong.
 */
export async function readQueries(file: unknown): Promise<QueriesRead> {
  const queries = memberOf(memberOf(memberOf(file, "checks"), CHECK), "queries");
  const issues: Issue[] = [];
  const texts: Texts[] = [];
  const read: unknown[] = Array.isArray(queries) ? queries.slice(0, MOST_QUERIES) : [];
  // One after the other: they share one parser.
  for (const [index, query] of read.entries()) {
    const declared = declaredIn(query);
    const sql = await readText(declared.sql);
    const paramsFrom = await readText(declared.paramsFrom);
    const problems = [...problemsOf(sql, paramsFrom, declared)];
    issues.push(
      ...problems.map(([key, message]) => ({
        code: "custom" as const,
        path: ["checks", CHECK, "queries", index, key],
        message,
        input: undefined,
      })),
    );
    texts.push({ ...textOf("sql", sql), ...textOf("params-from", paramsFrom) });
  }
  return { issues, texts };
}

type Problem = readonly [key: string, message: string];

function* problemsOf(
  sql: Read | undefined,
  paramsFrom: Read | undefined,
  { params, paramsFrom: from }: Declared,
): Generator<Problem> {
  if (paramsFrom !== undefined) {
    if ("problem" in paramsFrom) yield ["params-from", paramsFrom.problem];
    else if (paramsFrom.parameters.length > 0) {
      yield ["params-from", "it uses $1, and nothing gives it a value: it is the one that picks the values"];
    }
  }
  if (sql === undefined) return;
  if ("problem" in sql) yield ["sql", sql.problem];
  else yield* countProblems(sql.parameters.length, params, from !== undefined);
}

/** How many values `params-from` gives is known only when it has run. */
function* countProblems(used: number, params: number | undefined, isPicked: boolean): Generator<Problem> {
  const uses = `sql uses ${parametersTo(used)}`;
  if (isPicked) {
    if (used === 0) yield ["params-from", `${uses}: leave params-from out, or use its values as $1, $2`];
  } else if (params !== undefined) {
    if (used !== params) {
      yield ["params", `${uses}, and there ${params === 1 ? "is 1 value" : `are ${params} values`} here`];
    }
  } else if (used > 0) {
    yield [
      "sql",
      `it uses ${parametersTo(used)} without values: write them under params, or a SELECT that picks them under params-from`,
    ];
  }
}

function parametersTo(used: number): string {
  if (used === 0) return "no parameter";
  return used === 1 ? "$1" : `$1 to $${used}`;
}

function declaredIn(query: unknown): Declared {
  const params = memberOf(query, "params");
  return {
    sql: textIn(query, "sql"),
    paramsFrom: textIn(query, "params-from"),
    params: Array.isArray(params) ? params.length : undefined,
  };
}

/** What the schema takes as the text; a blank one is the schema's to tell. */
function textIn(query: unknown, key: string): string | undefined {
  const value = memberOf(query, key);
  const text = typeof value === "string" ? value.trim() : "";
  return text === "" ? undefined : text;
}

async function readText(text: string | undefined): Promise<Read | undefined> {
  return text === undefined ? undefined : await readSelect(text);
}

function textOf(key: keyof Texts, read: Read | undefined): Texts {
  return read === undefined || "problem" in read ? {} : { [key]: read.text };
}
