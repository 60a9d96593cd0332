import { z } from "zod";
import type { PlanNode } from "./node.ts";

/**
 * Reads what EXPLAIN (FORMAT JSON) answers. Conditions, outputs and whatever else may hold a literal are never read.
 * Counts of a node are averages of its loops, in PostgreSQL 18 with decimals; blocks are sums, its children's included.
 */

export const BLOCK = 8_192;

const count = z.number().default(0);
const word = z.string().optional();

const nodeSchema = z.object({
  "Node Type": z.string(),
  "Parallel Aware": z.boolean().optional(),
  "Partial Mode": word,
  Strategy: word,
  "Join Type": word,
  "Scan Direction": word,
  Command: word,
  "Parent Relationship": word,
  Schema: word,
  "Relation Name": word,
  "Index Name": word,
  "Subplan Name": word,
  "CTE Name": word,
  "Function Name": word,
  "Custom Plan Provider": word,
  "Plan Rows": count,
  "Actual Rows": count,
  "Actual Loops": count,
  "Actual Total Time": z.number().optional(),
  "Workers Launched": count,
  "Rows Removed by Filter": count,
  "Rows Removed by Index Recheck": count,
  "Rows Removed by Join Filter": count,
  "Shared Hit Blocks": count,
  "Shared Read Blocks": count,
  "Temp Written Blocks": count,
  // Unlike the others a sum of all loops.
  "Heap Fetches": count,
  get Plans() {
    return z.array(nodeSchema).default([]);
  },
});

export const explainSchema = z.tuple([
  z.object({ Plan: nodeSchema, "Execution Time": z.number().optional() }),
]);

export type JsonNode = z.infer<typeof nodeSchema>;

/** Before PostgreSQL 18 the average is a whole number: what it lost is not to be had. */
export function inAllLoops(node: JsonNode, key: "Plan Rows" | "Actual Rows"): number {
  return Math.round(node[key] * node["Actual Loops"]);
}

export function removedBy(node: JsonNode): number {
  const removed =
    node["Rows Removed by Filter"] +
    node["Rows Removed by Index Recheck"] +
    node["Rows Removed by Join Filter"];
  return Math.round(removed * node["Actual Loops"]);
}

export function blocksOf(node: JsonNode): number {
  return node["Shared Hit Blocks"] + node["Shared Read Blocks"];
}

const SPILLS =
  /^(Sort|Incremental Sort|Hash|Hash Join|Aggregate|Materialize|CTE Scan|WindowAgg|Function Scan|Table Function Scan|SetOp|Recursive Union)$/;

/**
 * What is left without the children's. A subplan runs wherever its value is first needed: what it put on disk may be
 * counted there too, so only nodes that can spill are asked.
 */
export function spilledBy(node: JsonNode): number {
  if (!SPILLS.test(node["Node Type"])) return 0;
  const children = node.Plans.reduce((sum, child) => sum + child["Temp Written Blocks"], 0);
  return Math.max(0, node["Temp Written Blocks"] - children) * BLOCK;
}

/** Workers' times are added up in a node's average of loops: by the processes it is about what the clock saw. */
export function msOf(node: JsonNode, processes: number): number | null {
  const time = node["Actual Total Time"];
  if (time === undefined) return null;
  return (time * node["Actual Loops"]) / Math.max(1, Math.min(processes, node["Actual Loops"]));
}

/** A relation's name as the catalogue has it, without quotes. */
export interface RawName {
  readonly schema: string;
  readonly name: string;
}

/** Writes a name for people and SQL: quoted, with its schema. */
export type Quote = (name: RawName) => string;

/** One execution. */
export interface Executed {
  readonly ms: number;
  readonly rows: number;
  readonly rowsRead: number;
  readonly blocks: number;
  readonly spilledBytes: number;
  readonly tables: readonly RawName[];
  readonly indexes: readonly RawName[];
  /** Names are quoted once the catalogue was asked. */
  readonly plan: (quote: Quote) => PlanNode;
}

/** What EXPLAIN (ANALYZE, BUFFERS, VERBOSE, FORMAT JSON) tells; undefined when it is not of a form known here. */
export function readExecution(json: unknown): Executed | undefined {
  const { data } = explainSchema.safeParse(json);
  const ms = data?.[0]["Execution Time"];
  if (data === undefined || ms === undefined) return undefined;
  const root = data[0].Plan;
  const nodes = allOf(root, { schema: "", processes: 1 });
  return {
    ms,
    rows: inAllLoops(root, "Actual Rows"),
    rowsRead: nodes
      .filter(({ node }) => readsRelation(node))
      .reduce((sum, { node }) => sum + readBy(node), 0),
    blocks: blocksOf(root),
    spilledBytes: root["Temp Written Blocks"] * BLOCK,
    tables: distinct(nodes.flatMap(({ node, schema }) => named(schema, node["Relation Name"]))),
    indexes: distinct(nodes.flatMap(({ node, schema }) => named(schema, node["Index Name"]))),
    plan: (quote) => planOf(root, { schema: "", processes: 1 }, quote),
  };
}

/** What a node has from those above it. */
interface Above {
  /** A Bitmap Index Scan does not say its own: an index is always in its table's schema. */
  readonly schema: string;
  /** That work on it side by side: their times are added up. */
  readonly processes: number;
}

function below(node: JsonNode, above: Above): Above {
  const workers = node["Workers Launched"];
  return {
    schema: node["Relation Name"] === undefined ? above.schema : (node.Schema ?? above.schema),
    processes: workers > 0 ? workers + 1 : above.processes,
  };
}

function allOf(node: JsonNode, above: Above): { node: JsonNode; schema: string }[] {
  const inner = below(node, above);
  return [{ node, schema: inner.schema }, ...node.Plans.flatMap((child) => allOf(child, inner))];
}

function planOf(node: JsonNode, above: Above, quote: Quote): PlanNode {
  const inner = below(node, above);
  const strategy = strategyOf(node);
  const label = labelOf(node);
  const [relation] = named(inner.schema, node["Relation Name"]);
  const [index] = named(inner.schema, node["Index Name"]);
  return {
    type: node["Node Type"],
    ...(strategy === "" ? {} : { strategy }),
    ...(relation === undefined ? {} : { relation: quote(relation) }),
    ...(index === undefined ? {} : { index: quote(index) }),
    ...(label === "" ? {} : { label }),
    expectedRows: inAllLoops(node, "Plan Rows"),
    rows: inAllLoops(node, "Actual Rows"),
    loops: node["Actual Loops"],
    removedRows: removedBy(node),
    blocks: blocksOf(node),
    ...(node["Heap Fetches"] > 0 ? { heapFetches: node["Heap Fetches"] } : {}),
    spilledBytes: spilledBy(node),
    ms: msOf(node, above.processes),
    children: node.Plans.map((child) => planOf(child, inner, quote)),
  };
}

/** A Bitmap Index Scan finds places, and the heap scan above it reads the rows. */
function readsRelation(node: JsonNode): boolean {
  const isScan = node["Node Type"].endsWith("Scan") && node["Node Type"] !== "Bitmap Index Scan";
  return isScan && (node["Relation Name"] !== undefined || /^(Foreign|Custom) /.test(node["Node Type"]));
}

function readBy(node: JsonNode): number {
  return inAllLoops(node, "Actual Rows") + removedBy(node);
}

function strategyOf(node: JsonNode): string {
  const { Strategy: strategy, "Join Type": join, "Partial Mode": mode, "Scan Direction": direction } = node;
  return [
    node["Parallel Aware"] === true ? "Parallel" : "",
    mode === "Simple" ? "" : mode,
    strategy === "Plain" ? "" : strategy,
    join === "Inner" ? "" : join,
    direction === "Backward" ? direction : "",
    node.Command,
  ]
    .filter((part) => part !== undefined && part !== "")
    .join(" ");
}

function labelOf(node: JsonNode): string {
  const cte = node["CTE Name"];
  const own = node["Function Name"] ?? (cte === undefined ? node["Custom Plan Provider"] : `CTE ${cte}`);
  // "InitPlan 1 (returns $0)", before PostgreSQL 17.
  const subplan = node["Subplan Name"]?.replace(/ \(returns .*\)$/, "");
  return [subplan, own].filter((part) => part !== undefined).join(": ");
}

function named(schema: string, name: string | undefined): RawName[] {
  return name === undefined ? [] : [{ schema, name }];
}

function distinct(names: readonly RawName[]): RawName[] {
  return [...new Map(names.map((each) => [JSON.stringify([each.schema, each.name]), each])).values()];
}

/** A plan with the times of another execution's nodes; without any, when that one was planned otherwise. */
export function withTimes(plan: PlanNode, timed: PlanNode | undefined): PlanNode {
  return timed !== undefined && isSameShape(plan, timed) ? withTimesOf(plan, timed) : plan;
}

function withTimesOf(plan: PlanNode, timed: PlanNode): PlanNode {
  const children = plan.children.map((child, index) => {
    const same = timed.children[index];
    return same === undefined ? child : withTimesOf(child, same);
  });
  return { ...plan, ms: timed.ms, children };
}

function isSameShape(a: PlanNode, b: PlanNode): boolean {
  return (
    a.type === b.type &&
    a.strategy === b.strategy &&
    a.relation === b.relation &&
    a.index === b.index &&
    a.children.length === b.children.length &&
    a.children.every((child, index) => {
      const other = b.children[index];
      return other !== undefined && isSameShape(child, other);
    })
  );
}
