import { z } from "zod";

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
