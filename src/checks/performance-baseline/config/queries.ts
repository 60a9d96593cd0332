import type { z } from "zod";
import { memberOf } from "../../../lib/json.ts";
import { MAX_QUERIES } from "../query.ts";
import { readSelect, type SelectResult } from "./one-select.ts";

export const CHECK = "performance-baseline";

/**
 * Parses the SQL of the declared queries with PostgreSQL's own parser, before anything connects to a database. It reads
 * the file's values and not the schema's, so that its problems are reported together with those of the schema.
 *
 * @param isParsed whether there is time to parse this text; the problems of others are not found
 */
export async function parseQueries(
  file: unknown,
  isParsed: (text: string) => boolean = () => true,
): Promise<ParsedQueries> {
  const queries = memberOf(memberOf(memberOf(file, "checks"), CHECK), "queries");
  const issues: z.core.$ZodIssueCustom[] = [];
  const statements: Statements[] = [];
  const all: unknown[] = Array.isArray(queries) ? queries.slice(0, MAX_QUERIES) : [];
  // One after the other: they share one parser.
  for (const [index, query] of all.entries()) {
    const declared = declaredIn(query);
    const sql = await readOptional(declared.sql, isParsed);
    const paramsFrom = await readOptional(declared.paramsFrom, isParsed);
    for (const [key, message] of problemsOf(sql, paramsFrom, declared)) {
      const path = ["checks", CHECK, "queries", index, key];
      issues.push({ code: "custom", path, message, input: undefined });
    }
    statements.push({ ...statementOf("sql", sql), ...statementOf("params-from", paramsFrom) });
  }
  return { issues, statements };
}

interface ParsedQueries {
  readonly issues: readonly z.core.$ZodIssueCustom[];
  /** In the order of the queries. */
  readonly statements: readonly Statements[];
}

/** The statements of one query alone, of each text without a problem. */
export interface Statements {
  readonly sql?: string;
  readonly "params-from"?: string;
}

function statementOf(key: keyof Statements, result: SelectResult | undefined): Statements {
  return result === undefined || "problem" in result ? {} : { [key]: result.text };
}

/** What a query declares, undefined where it has another type than it should: the schema reports that. */
interface Declared {
  readonly sql: string | undefined;
  readonly paramsFrom: string | undefined;
  /** The number of values. */
  readonly params: number | undefined;
}

function declaredIn(query: unknown): Declared {
  const params = memberOf(query, "params");
  return {
    sql: textIn(query, "sql"),
    paramsFrom: textIn(query, "params-from"),
    params: Array.isArray(params) ? params.length : undefined,
  };
}

/** The schema reports a blank text. */
function textIn(query: unknown, key: string): string | undefined {
  const value = memberOf(query, key);
  const text = typeof value === "string" ? value.trim() : "";
  return text === "" ? undefined : text;
}

async function readOptional(
  text: string | undefined,
  isParsed: (text: string) => boolean,
): Promise<SelectResult | undefined> {
  return text === undefined || !isParsed(text) ? undefined : await readSelect(text);
}

type Problem = readonly [key: string, message: string];

function* problemsOf(
  sql: SelectResult | undefined,
  paramsFrom: SelectResult | undefined,
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
  else yield* problemsOfCount(sql.parameters.length, params, from !== undefined);
}

/** The number of values that `params-from` returns is known only once it has run. */
function* problemsOfCount(
  used: number,
  params: number | undefined,
  hasParamsFrom: boolean,
): Generator<Problem> {
  const uses = `sql uses ${describeParameters(used)}`;
  if (hasParamsFrom) {
    if (used === 0) yield ["params-from", `${uses}: leave params-from out, or use its values as $1, $2`];
  } else if (params !== undefined) {
    if (used !== params) {
      yield ["params", `${uses}, and there ${params === 1 ? "is 1 value" : `are ${params} values`} here`];
    }
  } else if (used > 0) {
    yield [
      "sql",
      `it uses ${describeParameters(used)} without values: write them under params, or a SELECT that picks them under params-from`,
    ];
  }
}

function describeParameters(used: number): string {
  if (used === 0) return "no parameter";
  return used === 1 ? "$1" : `$1 to $${used}`;
}
