import { type CollapsedNode, collapsedNodesOf, collapsePartitions } from "./collapse.ts";
import { type MeasuredObjects, type PlanNode, type Roots, rootsOf } from "./node.ts";

/** An estimate that is wrong by less than this factor mostly leads to the same plan. */
export const MISESTIMATE_FACTOR = 10;

/** No plan is expensive that has fewer rows than this. */
const MIN_ROWS = 1_000;

/** A node whose number of rows the planner estimated wrongly. */
export interface Misestimate {
  /** The table, or the type of a node that reads none. */
  readonly what: string;
  /** The table whose statistics need ANALYZE; undefined for a node that reads none. */
  readonly table: string | undefined;
  readonly expected: number;
  readonly rows: number;
  readonly factor: number;
}

/** The worst misestimate. Those of tables come first: ANALYZE can fix them. */
export function worstMisestimate(plan: PlanNode, measured: MeasuredObjects): Misestimate | undefined {
  const roots = rootsOf(measured);
  const all = [...misestimatedNodes(collapsePartitions(plan, roots))].sort(
    (a, b) => factorOf(b) - factorOf(a),
  );
  const worst = all.find(({ relation }) => relation !== undefined) ?? all[0];
  return worst === undefined ? undefined : misestimateOf(worst, roots);
}

/** Too few rows prove nothing about a node whose parent can stop before it has read them all. */
export function misestimatedNodes(root: CollapsedNode): ReadonlySet<CollapsedNode> {
  const stoppable = stoppableNodes(root);
  return new Set(
    collapsedNodesOf(root).filter(
      (node) => isMisestimated(node) && (node.rows > node.expectedRows || !stoppable.has(node)),
    ),
  );
}

/** How many times the smaller of the two numbers the larger one is. */
export function factorOf({ rows, expectedRows }: Pick<PlanNode, "rows" | "expectedRows">): number {
  const [less = 1, more = 1] = [Math.max(1, rows), Math.max(1, expectedRows)].sort((a, b) => a - b);
  return more / less;
}

function misestimateOf(node: CollapsedNode, roots: Roots): Misestimate {
  const table = node.relation === undefined ? undefined : roots.table(node.relation);
  return {
    what: table ?? node.type,
    table,
    expected: Math.round(node.expectedRows),
    rows: Math.round(node.rows),
    factor: factorOf(node),
  };
}

function isMisestimated(node: CollapsedNode): boolean {
  if (node.loops === 0 || WITHOUT_ROWS.includes(node.type)) return false;
  return Math.max(node.rows, node.expectedRows) >= MIN_ROWS && factorOf(node) >= MISESTIMATE_FACTOR;
}

/** These return bits, and the server does not count their rows. */
const WITHOUT_ROWS = ["BitmapAnd", "BitmapOr", "Bitmap Index Scan"];

/** The nodes that their parents do not necessarily read to the end. */
function stoppableNodes(root: CollapsedNode): ReadonlySet<CollapsedNode> {
  const found = new Set<CollapsedNode>();
  const visit = (node: CollapsedNode, isStoppable: boolean): void => {
    if (isStoppable || isSubquery(node)) found.add(node);
    const areChildrenStoppable = readsAllFirst(node) ? false : isStoppable || canStopEarly(node);
    for (const child of node.children) visit(child, areChildrenStoppable);
  };
  visit(root, false);
  return found;
}

/** Such a node can end before its children have returned all rows. */
function canStopEarly(node: PlanNode): boolean {
  const { type, strategy = "" } = node;
  return (
    type === "Limit" ||
    type === "Merge Join" ||
    (type === "Nested Loop" && /Semi|Anti/.test(strategy)) ||
    isSubquery(node)
  );
}

/** EXISTS needs one row of its subquery only. */
function isSubquery({ label = "" }: PlanNode): boolean {
  return /^(InitPlan|SubPlan)/.test(label);
}

/** Such a node reads all rows of its children before it returns its first row. */
function readsAllFirst({ type, strategy = "" }: PlanNode): boolean {
  return type === "Sort" || type === "Hash" || (type === "Aggregate" && !strategy.includes("Sorted"));
}
