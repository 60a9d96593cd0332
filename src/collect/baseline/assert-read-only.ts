import { z } from "zod";
import type { DeclaredQuery } from "../../checks/performance-baseline/query.ts";
import { sql } from "../../generated/sql.ts";
import { whyRefused } from "./refusals.ts";
import { columnsOf, joinNames, type Names, namesInPlan, namesInStatement } from "./resolve-names.ts";
import { askCatalogue, type Measuring, NotMeasured, run, type Values } from "./server.ts";
import { isHarmless, runsSql } from "./side-effects.ts";

const offender = z.object({
  kind: z.enum(["function", "operator", "cast"]),
  schema_name: z.string(),
  name: z.string(),
  function_name: z.string(),
  function_schema: z.string(),
  quoted: z.string(),
  /** Whose it is, when it is an extension's. */
  extension: z.string().nullable(),
});

type Culprit = z.infer<typeof offender>;

/**
 * Refuses a statement that may do more than read. The transaction is read only, and that stops what writes to tables;
 * it does not stop what has effects outside of them: locks, other sessions, other servers, sequences on old versions.
 * So every function, operator and type that its text, its views, its tables' policies and then its plan name is looked
 * up in the catalogue. The text comes first: reading a literal or a parameter of a domain runs what the domain checks,
 * and planning may run an operator to estimate its rows. Functions declared STABLE that are not are beyond this.
 *
 * @throws NotMeasured
 */
export async function assertReadOnly(
  measuring: Measuring,
  query: DeclaredQuery,
  statement: { readonly text: string; readonly values: Values; readonly path: readonly string[] },
): Promise<void> {
  const { text, values, path } = statement;
  const own = await namesInStatement(text);
  if (own === undefined) throw refuse(UNREADABLE);
  const written = await withDefinitions(measuring, query, own, path);
  await refuseCulprits(measuring, written, path);

  const explained = await run(measuring, query, `EXPLAIN (VERBOSE, FORMAT JSON) ${text}`, values);
  if ("error" in explained) {
    throw new NotMeasured(await whyRefused(measuring, query, explained.error.code, statement));
  }
  const plan = planOf(explained.rows);
  if (plan === undefined)
    throw refuse("The server answered EXPLAIN in a form that this version does not know.");
  const node = writingNode(plan);
  if (node !== undefined) throw refuse(`Its plan has a ${node} node: it would write or lock rows.`);
  const planned = await withDefinitions(measuring, query, joinNames([written, namesInPlan(plan)]), path);
  await refuseCulprits(measuring, planned, path);
}

const UNREADABLE =
  "It, or the definition of a view, a policy or a domain that it reads, can't be taken apart to see which functions it calls.";

function refuse(detail: string): NotMeasured {
  return new NotMeasured({ reason: "error", detail });
}

export function planOf(rows: readonly unknown[]): unknown {
  const { data } = z.tuple([z.tuple([z.string()])]).safeParse(rows);
  if (data === undefined) return undefined;
  try {
    return JSON.parse(data[0][0]);
  } catch {
    return undefined;
  }
}

/** A view may lock what it reads; what else writes the parser has refused already. */
function writingNode(plan: unknown): string | undefined {
  return /"Node Type":"(ModifyTable|LockRows)"/.exec(JSON.stringify(plan))?.[1];
}

/** With the names in what is run though nothing shows it; a definition may name a type whose domains have one. */
async function withDefinitions(
  measuring: Measuring,
  { role }: DeclaredQuery,
  names: Names,
  path: readonly string[],
): Promise<Names> {
  const row = z.object({ definition: z.string() });
  const read = new Set<string>();
  for (let all = names; ; ) {
    const { relations, words, types, functions } = all;
    const values = [...columnsOf(relations), path, role ?? null, words, types, ...columnsOf(functions)];
    const rows = await askCatalogue(measuring, sql["baseline/definitions"], values, row);
    const unread = rows.map(({ definition }) => definition).filter((definition) => !read.has(definition));
    if (unread.length === 0) return all;
    for (const definition of unread) {
      const found = await namesInStatement(definition);
      if (found === undefined) throw refuse(UNREADABLE);
      all = joinNames([all, found]);
      read.add(definition);
    }
  }
}

/** What stands for them is not written: BETWEEN, IN, CASE, NULLIF and IS DISTINCT FROM take those of the path. */
const IMPLIED = ["=", "<>", "<", "<=", ">", ">="].map((name) => ({ schema: null, name }));

async function refuseCulprits(
  measuring: Measuring,
  { functions, operators, relations, words }: Names,
  path: readonly string[],
): Promise<void> {
  const runner = functions.find(({ name }) => runsSql(name));
  if (runner !== undefined) {
    throw refuse(
      `It calls ${runner.name}, which does more than read, or runs SQL of its own that nobody has looked at.`,
    );
  }
  const all = [...operators, ...IMPLIED];
  const values = [...columnsOf(functions), ...columnsOf(all), path, words, columnsOf(relations)[1]];
  const rows = await askCatalogue(measuring, sql["baseline/functions"], values, offender);
  const first = rows.find(
    ({ function_schema, function_name, extension }) => !isHarmless(function_schema, function_name, extension),
  );
  if (first !== undefined) throw refuse(accuse(first));
}

function accuse({ kind, schema_name, name, quoted, function_schema, extension }: Culprit): string {
  const by = kind === "function" ? "" : `, by the ${kind} ${schema_name}.${name}`;
  const mend =
    function_schema === "pg_catalog" || extension !== null
      ? ""
      : " When it only reads, declare it so: ALTER FUNCTION … STABLE. A name counts with all its overloads.";
  return `It calls ${quoted}${by}, which is volatile: running it may have effects, so it is not run.${mend}`;
}
