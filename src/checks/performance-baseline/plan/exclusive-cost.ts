import { nodesOf, type PlanNode } from "./node.ts";

type Cost = (node: PlanNode) => number;

/**
 * The part of a cost that each node causes itself, without its children. Workers' times are added up, so a share of the
 * sum is a share of the work, and the shares are at most all of it.
 *
 * @param costOf a cost that includes the children's
 */
export function exclusiveCost(plan: PlanNode, costOf: Cost): ReadonlyMap<PlanNode, number> {
  const nodes = nodesOf(plan);
  const exclusive = new Map<PlanNode, number>();
  for (const node of nodes) {
    const children = node.children.filter((child) => cteStartingAt(child) === undefined);
    exclusive.set(node, Math.max(0, costOf(node) - sumOf(children, costOf)));
  }
  for (const node of nodes) subtractFromScans(node, nodes, exclusive, costOf);
  for (const node of nodes) subtractInitPlans(node, exclusive, costOf);
  return exclusive;
}

/** A common table expression runs when it is read: the costs of the scans that read it include its cost. */
function subtractFromScans(
  producer: PlanNode,
  nodes: readonly PlanNode[],
  exclusive: Map<PlanNode, number>,
  costOf: Cost,
): void {
  const name = cteStartingAt(producer);
  if (name === undefined) return;
  let left = costOf(producer);
  for (const scan of nodes) {
    if (scan.type !== "CTE Scan" || partsOfLabel(scan).source !== name) continue;
    const included = Math.min(left, exclusive.get(scan) ?? 0);
    exclusive.set(scan, (exclusive.get(scan) ?? 0) - included);
    left -= included;
  }
}

/**
 * A subquery that is computed once is a child of the topmost node and runs where its value is first needed, further
 * below: the cost of that node includes it. Where the children's sum shows this, the most expensive node below gives it
 * up.
 */
function subtractInitPlans(parent: PlanNode, exclusive: Map<PlanNode, number>, costOf: Cost): void {
  const isInitPlan = (node: PlanNode): boolean => partsOfLabel(node).subplan?.startsWith("InitPlan") === true;
  const initPlans = parent.children.filter(isInitPlan);
  const others = parent.children.filter((child) => !isInitPlan(child) && cteStartingAt(child) === undefined);
  const costOfInitPlans = sumOf(initPlans, costOf);
  const excess = costOfInitPlans + sumOf(others, costOf) - costOf(parent);
  const countedTwice = Math.min(costOfInitPlans, Math.max(0, excess));
  const [costliest] = others
    .flatMap(nodesOf)
    .sort((a, b) => (exclusive.get(b) ?? 0) - (exclusive.get(a) ?? 0));
  if (costliest === undefined) return;
  exclusive.set(costliest, Math.max(0, (exclusive.get(costliest) ?? 0) - countedTwice));
}

function sumOf(nodes: readonly PlanNode[], costOf: Cost): number {
  return nodes.reduce((sum, node) => sum + costOf(node), 0);
}

/** The common table expression whose plan starts at this node. */
function cteStartingAt(node: PlanNode): string | undefined {
  const { subplan } = partsOfLabel(node);
  return subplan?.startsWith("CTE ") ? subplan : undefined;
}

/**
 * A label's two parts: the part of the query whose plan starts at this node (`InitPlan 1`, `CTE recent`), and what the
 * node itself reads (a function, or `CTE recent` in a scan).
 */
export function partsOfLabel({ type, label }: PlanNode): {
  readonly subplan?: string;
  readonly source?: string;
} {
  if (label === undefined) return {};
  const [, subplan, source] = /^((?:InitPlan|SubPlan|CTE) .+?)(?:: (.+))?$/s.exec(label) ?? [];
  const isScanOfCte = type === "CTE Scan" || type === "WorkTable Scan";
  if (subplan === undefined || (isScanOfCte && source === undefined)) return { source: label };
  return source === undefined ? { subplan } : { subplan, source };
}
