import { z } from "zod";
import type { DeclaredQuery } from "../../checks/performance-baseline/query.ts";
import { sql } from "../../generated/sql.ts";
import { whyStatementFailed } from "./explain-error.ts";
import { joinNames, type Names, namesInPlan, namesInStatement, toColumns } from "./resolve-names.ts";
import {
  explainOutput,
  type MeasureContext,
  NotMeasured,
  queryCatalog,
  runStatement,
  type Values,
} from "./run-statement.ts";
import { isHarmless, runsSql } from "./side-effects.ts";

/**
 * Refuses a statement that can do more than read. Its transaction is read only, which prevents writes to tables; it does
 * not prevent side effects elsewhere: locks, other sessions, other servers, sequences on old versions. So every function,
 * operator and type in its text, its views, the policies of its tables and then its plan is looked up in the system
 * catalogs. The text comes before the plan: reading a literal or a parameter of a domain runs the domain's constraints,
 * and planning can run an operator to estimate its rows. A function that is declared STABLE and is not goes undetected.
 *
 * @throws NotMeasured
 */
export async function assertReadOnly(
  context: MeasureContext,
  query: DeclaredQuery,
  statement: { readonly text: string; readonly values: Values; readonly path: readonly string[] },
): Promise<void> {
  const { text, values, path } = statement;
  const named = await namesInStatement(text);
  if (named === undefined) throw notMeasured(UNREADABLE);
  const written = await withDefinitions(context, query, named, path);
  await refuseOffenders(context, written, path);

  const explained = await runStatement(context, query, `EXPLAIN (VERBOSE, FORMAT JSON) ${text}`, values);
  if ("error" in explained) {
    throw new NotMeasured(await whyStatementFailed(context, query, explained.error.code, statement));
  }
  const plan = explainOutput(explained.rows);
  if (plan === undefined) {
    throw notMeasured("The server answered EXPLAIN in a form that this version does not know.");
  }
  const node = writingNode(plan);
  if (node !== undefined) throw notMeasured(`Its plan has a ${node} node: it would write or lock rows.`);
  const planned = await withDefinitions(context, query, joinNames([written, namesInPlan(plan)]), path);
  await refuseOffenders(context, planned, path);
}

const UNREADABLE =
  "It, or the definition of a view, a policy or a domain that it reads, can't be taken apart to see which functions it calls.";

function notMeasured(detail: string): NotMeasured {
  return new NotMeasured({ reason: "error", detail });
}

/** A view can lock the rows that it reads. The parser has already refused every other way to write. */
function writingNode(plan: unknown): string | undefined {
  return /"Node Type":"(ModifyTable|LockRows)"/.exec(JSON.stringify(plan))?.[1];
}

/** Adds the names in definitions that are run without being written; a definition can name further definitions. */
async function withDefinitions(
  context: MeasureContext,
  { role }: DeclaredQuery,
  names: Names,
  path: readonly string[],
): Promise<Names> {
  const row = z.object({ definition: z.string() });
  const read = new Set<string>();
  for (let all = names; ; ) {
    const { relations, words, types, functions } = all;
    const values = [...toColumns(relations), path, role ?? null, words, types, ...toColumns(functions)];
    const rows = await queryCatalog(context, sql["baseline/definitions"], values, row);
    const unread = rows.map(({ definition }) => definition).filter((definition) => !read.has(definition));
    if (unread.length === 0) return all;
    for (const definition of unread) {
      const found = await namesInStatement(definition);
      if (found === undefined) throw notMeasured(UNREADABLE);
      all = joinNames([all, found]);
      read.add(definition);
    }
  }
}

/** A volatile function, and what calls it. */
const offenderRow = z.object({
  kind: z.enum(["function", "operator", "cast"]),
  schema_name: z.string(),
  name: z.string(),
  function_name: z.string(),
  function_schema: z.string(),
  quoted: z.string(),
  /** The extension that it belongs to. */
  extension: z.string().nullable(),
});

/** BETWEEN, IN, CASE, NULLIF and IS DISTINCT FROM use these operators of the search path without naming them. */
const IMPLIED_OPERATORS = ["=", "<>", "<", "<=", ">", ">="].map((name) => ({ schema: null, name }));

async function refuseOffenders(
  context: MeasureContext,
  { functions, operators, relations, words }: Names,
  path: readonly string[],
): Promise<void> {
  const runner = functions.find(({ name }) => runsSql(name));
  if (runner !== undefined) {
    throw notMeasured(
      `It calls ${runner.name}, which does more than read, or runs SQL of its own that nobody has looked at.`,
    );
  }
  const allOperators = [...operators, ...IMPLIED_OPERATORS];
  const [, relationNames] = toColumns(relations);
  const values = [...toColumns(functions), ...toColumns(allOperators), path, words, relationNames];
  const rows = await queryCatalog(context, sql["baseline/functions"], values, offenderRow);
  const offender = rows.find(
    ({ function_schema, function_name, extension }) => !isHarmless(function_schema, function_name, extension),
  );
  if (offender !== undefined) throw notMeasured(describeOffender(offender));
}

function describeOffender({
  kind,
  schema_name,
  name,
  quoted,
  function_schema,
  extension,
}: z.infer<typeof offenderRow>): string {
  const caller = kind === "function" ? "" : `, by the ${kind} ${schema_name}.${name}`;
  const isUsers = function_schema !== "pg_catalog" && extension === null;
  const hint = isUsers
    ? " When it only reads, declare it so: ALTER FUNCTION … STABLE. A name counts with all its overloads."
    : "";
  return `It calls ${quoted}${caller}, which is volatile: running it may have effects, so it is not run.${hint}`;
}
