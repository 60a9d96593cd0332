import { z } from "zod";
import { parseSql } from "../../checks/shared/sql/parser.ts";
import { memberOf, membersOf } from "../../lib/json.ts";

/** A name as it is written: without a schema it is whatever the search path finds. */
export interface WrittenName {
  readonly schema: string | null;
  readonly name: string;
}

/** What a statement or a plan names, as far as it may matter to what running it does. */
export interface Names {
  readonly functions: readonly WrittenName[];
  readonly operators: readonly WrittenName[];
  readonly relations: readonly WrittenName[];
  /** Every name there is: a type's may be among them. */
  readonly words: readonly string[];
  /** Names that stand where only a type's can: a table's may be among them. */
  readonly types: readonly string[];
}

const noNames = (): Found => ({ functions: [], operators: [], relations: [], words: [], types: [] });

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

/** As two lists, for the server. */
export function columnsOf(names: readonly WrittenName[]): [(string | null)[], string[]] {
  return [names.map(({ schema }) => schema), names.map(({ name }) => name)];
}

/** For people to read and to copy; what the server quoted is better. */
export function quoteName(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

const nameList = z.array(z.object({ String: z.object({ sval: z.string() }) }));
const rangeVar = z.object({ schemaname: z.string().optional(), relname: z.string() });

/**
 * What a statement names, by PostgreSQL's own parser: a plan shows no function of LIMIT, VALUES or a window's frame.
 * Undefined when it can't be read.
 */
export async function namesInStatement(text: string): Promise<Names | undefined> {
  const parsed = await parseSql(text);
  if (parsed === "crashed" || "error" in parsed) return undefined;
  const found = noNames();
  const queries = new Set<unknown>();
  for (const { key, value } of membersOf(parsed.statements)) {
    note(key, value, found);
    if (key === "CommonTableExpr") queries.add(memberOf(value, "ctename"));
  }
  const relations = found.relations.filter(({ schema, name }) => schema !== null || !queries.has(name));
  return { ...found, relations };
}

interface Found {
  readonly functions: WrittenName[];
  readonly operators: WrittenName[];
  readonly relations: WrittenName[];
  readonly words: string[];
  readonly types: string[];
}

function note(key: string, value: unknown, found: Found): void {
  if (key === "sval" && typeof value === "string") found.words.push(value);
  if (key === "names") found.types.push(...lastOf(value).map(({ name }) => name));
  if (key === "funcname") found.functions.push(...lastOf(value));
  // Of an operator, of `= ANY (SELECT …)`, of ORDER BY … USING.
  if (key === "name" || key === "operName" || key === "useOp") found.operators.push(...lastOf(value));
  if (key === "RangeVar") {
    const { data } = rangeVar.safeParse(value);
    if (data !== undefined) found.relations.push({ schema: data.schemaname ?? null, name: data.relname });
  }
}

function lastOf(list: unknown): WrittenName[] {
  const { data = [] } = nameList.safeParse(list);
  const [name, schema] = data.map(({ String: { sval } }) => sval).reverse();
  return name === undefined ? [] : [{ schema: schema ?? null, name }];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Parts of an expression as EXPLAIN writes it. A backslash in a literal is a character like others, for
 * standard_conforming_strings is on. A name without quotes has small letters alone; capitals are the grammar's.
 */
const PARTS =
  /'(?:[^']|'')*'|"(?<quoted>(?:[^"]|"")+)"|(?<plain>[a-z_]\w*)|(?<operator>[-+*/<>=~!@#%^&|`?]+)|(?<mark>::|[.()])/gi;

/**
 * What the texts of a plan name. The plan is what will be executed: views, row-level policies and SQL functions are
 * unfolded in it. Every text of it is read, whatever its key.
 */
export function namesInPlan(plan: unknown): Names {
  const found = noNames();
  const waiting: unknown[] = [plan];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (typeof node === "string") readText(node, found);
    if (Array.isArray(node)) waiting.push(...node);
    if (!isRecord(node)) continue;
    waiting.push(...Object.values(node));
    // Names as the catalogue has them, without quotes.
    const schema = typeof node.Schema === "string" ? node.Schema : null;
    const { "Function Name": routine, "Relation Name": relation } = node;
    if (typeof routine === "string") found.functions.push({ schema, name: routine });
    if (typeof relation === "string") found.relations.push({ schema, name: relation });
  }
  return found;
}

interface Part {
  readonly kind: "name" | "operator" | "mark" | "literal";
  readonly text: string;
}

function readText(text: string, found: Found): void {
  const parts = [...text.matchAll(PARTS)].map(({ 0: whole, groups = {} }): Part => {
    const { quoted, plain, operator, mark } = groups;
    if (quoted !== undefined) return { kind: "name", text: quoted.replaceAll('""', '"') };
    if (plain !== undefined) return { kind: "name", text: plain };
    if (operator !== undefined) return { kind: "operator", text: operator };
    return mark === undefined ? { kind: "literal", text: whole } : { kind: "mark", text: mark };
  });
  for (const [index, { kind, text: name }] of parts.entries()) {
    const isQualified = isMark(parts[index - 1], ".");
    const schema = isQualified ? nameOf(parts[index - 2]) : null;
    if (kind === "name") found.words.push(name);
    if (kind === "name" && isMark(parts[index - (isQualified ? 3 : 1)], "::")) found.types.push(name);
    if (kind === "name" && isMark(parts[index + 1], "(")) found.functions.push({ schema, name });
    if (kind === "operator") found.operators.push({ schema, name });
  }
}

function isMark(part: Part | undefined, mark: string): boolean {
  return part?.kind === "mark" && part.text === mark;
}

function nameOf(part: Part | undefined): string | null {
  return part?.kind === "name" ? part.text : null;
}
