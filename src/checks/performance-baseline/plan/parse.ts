import { z } from "zod";
import type { PlanNode } from "./node.ts";

/**
 * Parses the output of EXPLAIN (ANALYZE, BUFFERS, VERBOSE, FORMAT JSON); undefined for an unknown form. Conditions,
 * outputs and whatever else can hold a literal are never read.
 */
export function readExecution(json: unknown): Executed | undefined {
  const { data } = explainSchema.safeParse(json);
  const ms = data?.[0]["Execution Time"];
  if (data === undefined || ms === undefined) return undefined;
  const root = data[0].Plan;
  const nodes = withSchemas(root, NOTHING_ABOVE);
  return {
    ms,
    rows: inAllLoops(root, "Actual Rows"),
    rowsRead: nodes.reduce((sum, { node }) => sum + rowsReadBy(node), 0),
    blocks: blocksOf(root),
    spilledBytes: root["Temp Written Blocks"] * BLOCK_BYTES,
    tables: distinct(nodes.flatMap(({ node, schema }) => relationName(schema, node["Relation Name"]))),
    indexes: distinct(nodes.flatMap(({ node, schema }) => relationName(schema, node["Index Name"]))),
    plan: (quote) => planOf(root, NOTHING_ABOVE, quote),
  };
}

/** The name of a table or an index as the catalog stores it, without quotes. */
export interface RawName {
  readonly schema: string;
  readonly name: string;
}

/** Writes a name as SQL does: quoted, with its schema. */
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
  /** The server quotes the names of the plan, in a query that comes later. */
  readonly plan: (quote: Quote) => PlanNode;
}

/** What a node inherits from its parents. */
interface Inherited {
  /** EXPLAIN gives no schema for a Bitmap Index Scan: an index is always in its table's schema. */
  readonly schema: string;
  /** The number of processes that execute it in parallel: their times are added up. */
  readonly processes: number;
}

const NOTHING_ABOVE: Inherited = { schema: "", processes: 1 };

function inheritedBelow(node: JsonNode, above: Inherited): Inherited {
  const workers = node["Workers Launched"];
  return {
    schema: node["Relation Name"] === undefined ? above.schema : (node.Schema ?? above.schema),
    processes: workers > 0 ? workers + 1 : above.processes,
  };
}

function withSchemas(node: JsonNode, above: Inherited): { node: JsonNode; schema: string }[] {
  const inner = inheritedBelow(node, above);
  return [{ node, schema: inner.schema }, ...node.Plans.flatMap((child) => withSchemas(child, inner))];
}

function planOf(node: JsonNode, above: Inherited, quote: Quote): PlanNode {
  const inner = inheritedBelow(node, above);
  const strategy = strategyOf(node);
  const label = labelOf(node);
  const [relation] = relationName(inner.schema, node["Relation Name"]);
  const [index] = relationName(inner.schema, node["Index Name"]);
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

/** 0 for a node that does not scan a table. A Bitmap Index Scan finds places, and the heap scan above it reads the rows. */
function rowsReadBy(node: JsonNode): number {
  return isTableScan(node) ? inAllLoops(node, "Actual Rows") + removedBy(node) : 0;
}

function isTableScan(node: JsonNode): boolean {
  const isScan = node["Node Type"].endsWith("Scan") && node["Node Type"] !== "Bitmap Index Scan";
  return isScan && (node["Relation Name"] !== undefined || /^(Foreign|Custom) /.test(node["Node Type"]));
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
  const source = node["Function Name"] ?? (cte === undefined ? node["Custom Plan Provider"] : `CTE ${cte}`);
  // Before PostgreSQL 17: "InitPlan 1 (returns $0)".
  const subplan = node["Subplan Name"]?.replace(/ \(returns .*\)$/, "");
  return [subplan, source].filter((part) => part !== undefined).join(": ");
}

function relationName(schema: string, name: string | undefined): RawName[] {
  return name === undefined ? [] : [{ schema, name }];
}

function distinct(names: readonly RawName[]): RawName[] {
  return [...new Map(names.map((each) => [JSON.stringify([each.schema, each.name]), each])).values()];
}

/** A node has averages of its loops: before PostgreSQL 18 whole numbers, whose lost decimals cannot be restored. */
function inAllLoops(node: JsonNode, key: "Plan Rows" | "Actual Rows"): number {
  return Math.round(node[key] * node["Actual Loops"]);
}

function removedBy(node: JsonNode): number {
  const removed =
    node["Rows Removed by Filter"] +
    node["Rows Removed by Index Recheck"] +
    node["Rows Removed by Join Filter"];
  return Math.round(removed * node["Actual Loops"]);
}

/** Unlike rows, blocks are sums of all loops, the children's included. */
function blocksOf(node: JsonNode): number {
  return node["Shared Hit Blocks"] + node["Shared Read Blocks"];
}

const SPILLS =
  /^(Sort|Incremental Sort|Hash|Hash Join|Aggregate|Materialize|CTE Scan|WindowAgg|Function Scan|Table Function Scan|SetOp|Recursive Union)$/;

/**
 * The node's own part, without the children's. A subplan runs where its value is first needed, and what it put on disk can
 * be counted there too: only nodes that can spill count.
 */
function spilledBy(node: JsonNode): number {
  if (!SPILLS.test(node["Node Type"])) return 0;
  const children = node.Plans.reduce((sum, child) => sum + child["Temp Written Blocks"], 0);
  return Math.max(0, node["Temp Written Blocks"] - children) * BLOCK_BYTES;
}

/** Workers' times are added up: the sum divided by the processes is about the elapsed time. */
function msOf(node: JsonNode, processes: number): number | null {
  const time = node["Actual Total Time"];
  if (time === undefined) return null;
  return (time * node["Actual Loops"]) / Math.max(1, Math.min(processes, node["Actual Loops"]));
}

const BLOCK_BYTES = 8_192;

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
  // A sum of all loops, unlike the other numbers of rows.
  "Heap Fetches": count,
  get Plans() {
    return z.array(nodeSchema).default([]);
  },
});

const explainSchema = z.tuple([z.object({ Plan: nodeSchema, "Execution Time": z.number().optional() })]);

type JsonNode = z.infer<typeof nodeSchema>;

/** The plan with the times of the nodes of another execution; without times when that execution had another plan. */
export function withTimes(plan: PlanNode, timed: PlanNode | undefined): PlanNode {
  return timed !== undefined && isSamePlan(plan, timed) ? copyTimes(plan, timed) : plan;
}

function copyTimes(plan: PlanNode, timed: PlanNode): PlanNode {
  const children = plan.children.map((child, index) => {
    const same = timed.children[index];
    return same === undefined ? child : copyTimes(child, same);
  });
  return { ...plan, ms: timed.ms, children };
}

function isSamePlan(a: PlanNode, b: PlanNode): boolean {
  return (
    a.type === b.type &&
    a.strategy === b.strategy &&
    a.relation === b.relation &&
    a.index === b.index &&
    a.children.length === b.children.length &&
    a.children.every((child, index) => {
      const other = b.children[index];
      return other !== undefined && isSamePlan(child, other);
    })
  );
}
