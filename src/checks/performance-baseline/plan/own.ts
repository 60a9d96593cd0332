import { nodesOf, type PlanNode } from "./node.ts";

/**
 * What each node needs itself, of a number that includes its children's. Workers' times are added up, so a share of
 * the sum is a share of the work, and never more than all of it.
 */
export function ownOf(plan: PlanNode, measure: (node: PlanNode) => number): ReadonlyMap<PlanNode, number> {
  const own = new Map<PlanNode, number>();
  const all = nodesOf(plan);
  for (const node of all) {
    // A common table expression runs when it is read: the scan that reads it includes it.
    const below = node.children.filter((child) => cteOf(child) === undefined);
    const rest = measure(node) - below.reduce((sum, child) => sum + measure(child), 0);
    own.set(node, Math.max(0, rest));
  }
  for (const producer of all) {
    const name = cteOf(producer);
    let left = name === undefined ? 0 : measure(producer);
    for (const scan of all) {
      if (scan.type !== "CTE Scan" || labelOf(scan).own !== name) continue;
      const included = Math.min(left, own.get(scan) ?? 0);
      own.set(scan, (own.get(scan) ?? 0) - included);
      left -= included;
    }
  }
  for (const parent of all) takeOutInitPlans(parent, own, measure);
  return own;
}

/**
 * A subquery that is computed once hangs at the top of its plan and runs where its value is first needed, further
 * below: the node there includes it. Where the children's sum shows that, it is taken from the one that needs most.
 */
function takeOutInitPlans(
  parent: PlanNode,
  own: Map<PlanNode, number>,
  measure: (node: PlanNode) => number,
): void {
  const isInitPlan = (node: PlanNode): boolean => labelOf(node).part?.startsWith("InitPlan") === true;
  const others = parent.children.filter((child) => !isInitPlan(child) && cteOf(child) === undefined);
  let left = parent.children.filter(isInitPlan).reduce((sum, child) => sum + measure(child), 0);
  const sum = left + others.reduce((total, child) => total + measure(child), 0);
  left = Math.min(left, Math.max(0, sum - measure(parent)));
  const below = others.flatMap(nodesOf).sort((a, b) => (own.get(b) ?? 0) - (own.get(a) ?? 0));
  const [most] = below;
  if (most !== undefined) own.set(most, Math.max(0, (own.get(most) ?? 0) - left));
}

/**
 * The two things that a label says: the part of the query whose plan begins here (`InitPlan 1`, `CTE recent`), and
 * what the node itself reads (a function, `CTE recent` of a scan).
 */
export function labelOf({ type, label }: PlanNode): { readonly part?: string; readonly own?: string } {
  if (label === undefined) return {};
  const [, part, own] = /^((?:InitPlan|SubPlan|CTE) .+?)(?:: (.+))?$/s.exec(label) ?? [];
  const isScanOfCte = type === "CTE Scan" || type === "WorkTable Scan";
  if (part === undefined || (isScanOfCte && own === undefined)) return { own: label };
  return own === undefined ? { part } : { part, own };
}

/** The common table expression whose plan begins here. */
function cteOf(node: PlanNode): string | undefined {
  const { part } = labelOf(node);
  return part?.startsWith("CTE ") ? part : undefined;
}
