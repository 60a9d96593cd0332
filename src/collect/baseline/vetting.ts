import { z } from "zod";
import type { DeclaredQuery } from "../../domain/baseline/query.ts";
import { sql } from "../../generated/sql.ts";
import { isHarmless, runsSql } from "./effects.ts";
import { columnsOf, joinNames, type Names, namesInPlan, namesInStatement } from "./names.ts";
import { whyRefused } from "./refusals.ts";
import { askCatalogue, type Measuring, NotMeasured, run, type Values } from "./server.ts";

const culprit = z.object({
  kind: z.enum(["function", "operator", "cast", "domain"]),
  schema_name: z.string(),
  name: z.string(),
  function_name: z.string(),
  function_schema: z.string(),
  quoted: z.string(),
});

type Culprit = z.infer<typeof culprit>;

/**
 * Refuses a statement that may do more than read. The transaction is read only, and that stops what writes to tables;
 * it does not stop what has effects outside of them: locks, other sessions, other servers, sequences on old versions.
 * So the statement is planned, which runs nothing volatile, and every function, operator and type that its plan, its
 * text and its views name is looked up in the catalogue. Functions declared STABLE that are not are beyond this.
 *
 * @throws NotMeasured
 */
export async function vet(
  measuring: Measuring,
  query: DeclaredQuery,
  statement: { readonly text: string; readonly values: Values; readonly path: readonly string[] },
): Promise<void> {
  const { text, values, path } = statement;
  const explained = await run(measuring, query, `EXPLAIN (VERBOSE, FORMAT JSON) ${text}`, values);
  if ("refusal" in explained) {
    throw new NotMeasured(await whyRefused(measuring, query, explained.refusal.code, statement));
  }
  const plan = planOf(explained.rows);
  if (plan === undefined)
    throw refuse("The server answered EXPLAIN in a form that this version does not know.");
  const node = writingNode(plan);
  if (node !== undefined) throw refuse(`Its plan has a ${node} node: it would write or lock rows.`);

  const own = await namesInStatement(text);
  if (own === undefined) throw refuse(UNREADABLE);
  const views = await namesInViews(measuring, own, path);
  const names = joinNames([own, namesInPlan(plan), ...views]);
  const runner = names.functions.find(({ name }) => runsSql(name));
  if (runner !== undefined) {
    throw refuse(
      `It calls ${runner.name}, which does more than read, or runs SQL of its own that nobody has looked at.`,
    );
  }
  const [first] = await culpritsAmong(measuring, names, path);
  if (first !== undefined) throw refuse(accuse(first));
}

const UNREADABLE =
  "It, or the definition of a view that it reads, can't be taken apart to see which functions it calls.";

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

async function namesInViews(measuring: Measuring, own: Names, path: readonly string[]): Promise<Names[]> {
  const [schemas, names] = columnsOf(own.relations);
  const row = z.object({ definition: z.string() });
  const views = await askCatalogue(measuring, sql["baseline/views"], [schemas, names, path], row);
  const found = await Promise.all(views.map(({ definition }) => namesInStatement(definition)));
  return found.map((each) => {
    if (each === undefined) throw refuse(UNREADABLE);
    return each;
  });
}

async function culpritsAmong(
  measuring: Measuring,
  { functions, operators, relations, words }: Names,
  path: readonly string[],
): Promise<Culprit[]> {
  // IS DISTINCT FROM, NULLIF and IN do not say that they take the = of the path.
  const all = [...operators, { schema: null, name: "=" }];
  const values = [...columnsOf(functions), ...columnsOf(all), path, words, columnsOf(relations)[1]];
  const rows = await askCatalogue(measuring, sql["baseline/functions"], values, culprit);
  return rows.filter(({ function_schema, function_name }) => !isHarmless(function_schema, function_name));
}

function accuse({ kind, schema_name, name, quoted, function_schema }: Culprit): string {
  const by = kind === "function" ? "" : `, by the ${kind} ${schema_name}.${name}`;
  const mend =
    function_schema === "pg_catalog"
      ? ""
      : " When it only reads, declare it so: ALTER FUNCTION … STABLE. A name counts with all its overloads.";
  return `It calls ${quoted}${by}, which is volatile: running it may have effects, so it is not run.${mend}`;
}
