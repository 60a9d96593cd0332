import {
  BLOCK,
  blocksOf,
  explainSchema,
  inAllLoops,
  type JsonNode,
  msOf,
  removedBy,
  spilledBy,
} from "./explain-json.ts";
import type { PlanNode } from "./node.ts";

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
  const manner = mannerOf(node);
  const label = labelOf(node);
  const [relation] = named(inner.schema, node["Relation Name"]);
  const [index] = named(inner.schema, node["Index Name"]);
  return {
    type: node["Node Type"],
    ...(manner === "" ? {} : { manner }),
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

function mannerOf(node: JsonNode): string {
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
    a.manner === b.manner &&
    a.relation === b.relation &&
    a.index === b.index &&
    a.children.length === b.children.length &&
    a.children.every((child, index) => {
      const other = b.children[index];
      return other !== undefined && isSameShape(child, other);
    })
  );
}
