import { z } from "zod";
import { parseSql } from "../../checks/shared/sql/parser.ts";
import { memberOf, membersOf } from "../../lib/json.ts";

/** The names in a statement or a plan that decide what running it does. */
export interface Names {
  readonly functions: readonly WrittenName[];
  readonly operators: readonly WrittenName[];
  readonly relations: readonly WrittenName[];
  /** All names: those of types can be among them. */
  readonly words: readonly string[];
  /** Names in places where only a type is possible, which can be a table's row type. */
  readonly types: readonly string[];
}

/** Without a schema the search path decides. */
export interface WrittenName {
  readonly schema: string | null;
  readonly name: string;
}

export function joinNames(all: readonly Names[]): Names {
  const distinct = (names: readonly WrittenName[]) => [
    ...new Map(names.map((each) => [JSON.stringify([each.schema, each.name]), each])).values(),
  ];
  return {
    functions: distinct(all.flatMap(({ functions }) => functions)),
    operators: distinct(all.flatMap(({ operators }) => operators)),
    relations: distinct(all.flatMap(({ relations }) => relations)),
    words: [...new Set(all.flatMap(({ words }) => words))],
    types: [...new Set(all.flatMap(({ types }) => types))],
  };
}

/** Names as two arrays for a query: schemas, names. */
export function toColumns(names: readonly WrittenName[]): [(string | null)[], string[]] {
  return [names.map(({ schema }) => schema), names.map(({ name }) => name)];
}

/** For people to read and copy, where the server has not quoted the name. */
export function quoteName(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

interface FoundNames {
  readonly functions: WrittenName[];
  readonly operators: WrittenName[];
  readonly relations: WrittenName[];
  readonly words: string[];
  readonly types: string[];
}

function noNames(): FoundNames {
  return { functions: [], operators: [], relations: [], words: [], types: [] };
}

/**
 * The names in a statement, by PostgreSQL's own parser: a plan does not show the functions of LIMIT, of VALUES or of a
 * window's frame. Undefined for a statement that cannot be parsed.
 */
export async function namesInStatement(text: string): Promise<Names | undefined> {
  const parsed = await parseSql(text);
  if (parsed === "crashed" || "error" in parsed) return undefined;
  const found = noNames();
  const withQueries = new Set<unknown>();
  for (const { key, value } of membersOf(parsed.statements)) {
    addMember(key, value, found);
    if (key === "CommonTableExpr") withQueries.add(memberOf(value, "ctename"));
  }
  const relations = found.relations.filter(({ schema, name }) => schema !== null || !withQueries.has(name));
  return { ...found, relations };
}

const rangeVar = z.object({ schemaname: z.string().optional(), relname: z.string() });

function addMember(key: string, value: unknown, found: FoundNames): void {
  if (key === "sval" && typeof value === "string") found.words.push(value);
  if (key === "names") found.types.push(...qualifiedName(value).map(({ name }) => name));
  if (key === "funcname") found.functions.push(...qualifiedName(value));
  // The key of an operator, of the one in `= ANY (SELECT …)`, and of the one in ORDER BY … USING.
  if (key === "name" || key === "operName" || key === "useOp") found.operators.push(...qualifiedName(value));
  if (key === "RangeVar") {
    const { data } = rangeVar.safeParse(value);
    if (data !== undefined) found.relations.push({ schema: data.schemaname ?? null, name: data.relname });
  }
}

const nameList = z.array(z.object({ String: z.object({ sval: z.string() }) }));

/** Empty for what is not a list of a name's parts. */
function qualifiedName(list: unknown): WrittenName[] {
  const { data = [] } = nameList.safeParse(list);
  const [name, schema] = data.map(({ String: { sval } }) => sval).reverse();
  return name === undefined ? [] : [{ schema: schema ?? null, name }];
}

/**
 * The names in the texts of a plan. The plan is what will be executed: views, row-level policies and SQL functions are
 * expanded in it. Every text is read, whatever its key.
 */
export function namesInPlan(plan: unknown): Names {
  const found = noNames();
  const waiting: unknown[] = [plan];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (typeof node === "string") addExpression(node, found);
    if (Array.isArray(node)) waiting.push(...node);
    if (!isRecord(node)) continue;
    waiting.push(...Object.values(node));
    // These names are those of the catalogs, without quotes.
    const schema = typeof node.Schema === "string" ? node.Schema : null;
    const { "Function Name": routine, "Relation Name": relation } = node;
    if (typeof routine === "string") found.functions.push({ schema, name: routine });
    if (typeof relation === "string") found.relations.push({ schema, name: relation });
  }
  return found;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function addExpression(text: string, found: FoundNames): void {
  const tokens = tokensOf(text);
  for (const [index, { kind, text: name }] of tokens.entries()) {
    if (kind !== "name" && kind !== "operator") continue;
    const isQualified = isMark(tokens[index - 1], ".");
    const schema = isQualified ? nameIn(tokens[index - 2]) : null;
    if (kind === "operator") {
      found.operators.push({ schema, name });
      continue;
    }
    found.words.push(name);
    if (isMark(tokens[index - (isQualified ? 3 : 1)], "::")) found.types.push(name);
    if (isMark(tokens[index + 1], "(")) found.functions.push({ schema, name });
  }
}

/**
 * The tokens of an expression in EXPLAIN's output. A backslash in a literal is an ordinary character, because
 * standard_conforming_strings is on. A name without quotes has lower-case letters only; upper case is a keyword's.
 */
const TOKENS =
  /'(?:[^']|'')*'|"(?<quoted>(?:[^"]|"")+)"|(?<plain>[a-z_]\w*)|(?<operator>[-+*/<>=~!@#%^&|`?]+)|(?<mark>::|[.()])/gi;

interface Token {
  readonly kind: "name" | "operator" | "mark" | "literal";
  readonly text: string;
}

function tokensOf(text: string): Token[] {
  return [...text.matchAll(TOKENS)].map(({ 0: whole, groups = {} }): Token => {
    const { quoted, plain, operator, mark } = groups;
    if (quoted !== undefined) return { kind: "name", text: quoted.replaceAll('""', '"') };
    if (plain !== undefined) return { kind: "name", text: plain };
    if (operator !== undefined) return { kind: "operator", text: operator };
    return mark === undefined ? { kind: "literal", text: whole } : { kind: "mark", text: mark };
  });
}

function isMark(token: Token | undefined, mark: string): boolean {
  return token?.kind === "mark" && token.text === mark;
}

function nameIn(token: Token | undefined): string | null {
  return token?.kind === "name" ? token.text : null;
}
