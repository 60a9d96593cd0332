import { type FoldedNode, foldedNodesOf, foldPlan } from "./fold.ts";
import { type Roots, rootsOf } from "./names.ts";
import type { PlanNode } from "./node.ts";

/** An estimate is off when it is wrong by this factor: below it the planner mostly chooses the same plan. */
export const MISESTIMATED = 10;
/** Among fewer rows than this no plan is expensive. */
const LEAST_ROWS = 1_000;

/** A node whose rows the planner expected wrongly. */
export interface Misestimate {
  /** The table, or the kind of node where it reads none. */
  readonly what: string;
  /** The table whose statistics are to be mended; undefined for a node that reads none. */
  readonly table: string | undefined;
  readonly expected: number;
  readonly rows: number;
  readonly factor: number;
}

/** The nodes below. Fewer rows than expected say nothing where something above stopped asking for more. */
export function misestimatedIn(root: FoldedNode): ReadonlySet<FoldedNode> {
  const stopped = stoppedEarly(root);
  return new Set(
    foldedNodesOf(root).filter(
      (node) => isOff(node) && (node.rows > node.expectedRows || !stopped.has(node)),
    ),
  );
}

function isOff(node: FoldedNode): boolean {
  if (node.loops === 0 || UNCOUNTED.includes(node.type)) return false;
  return Math.max(node.rows, node.expectedRows) >= LEAST_ROWS && factorOf(node) >= MISESTIMATED;
}

/** Rows of these are not counted by the server: they hold bits. */
const UNCOUNTED = ["BitmapAnd", "BitmapOr", "Bitmap Index Scan"];

/** The worst misestimate: of tables first, whose statistics can be mended. */
export function worstMisestimate(
  plan: PlanNode,
  measured: Parameters<typeof rootsOf>[0],
): Misestimate | undefined {
  const roots = rootsOf(measured);
  const all = [...misestimatedIn(foldPlan(plan, roots))].sort((a, b) => factorOf(b) - factorOf(a));
  const worst = all.find(({ relation }) => relation !== undefined) ?? all[0];
  return worst === undefined ? undefined : describe(worst, roots);
}

function describe(node: FoldedNode, roots: Roots): Misestimate {
  const table = node.relation === undefined ? undefined : roots.table(node.relation);
  return {
    what: table ?? node.type,
    table,
    expected: Math.round(node.expectedRows),
    rows: Math.round(node.rows),
    factor: factorOf(node),
  };
}

/** By how much one is more than the other. */
export function factorOf({ rows, expectedRows }: Pick<PlanNode, "rows" | "expectedRows">): number {
  const [less = 1, more = 1] = [Math.max(1, rows), Math.max(1, expectedRows)].sort((a, b) => a - b);
  return more / less;
}

/** They may end before their children have given all rows. */
function stops({ type, manner = "", label = "" }: PlanNode): boolean {
  return (
    type === "Limit" ||
    type === "Merge Join" ||
    (type === "Nested Loop" && /Semi|Anti/.test(manner)) ||
    // EXISTS is content with one row.
    /^(InitPlan|SubPlan)/.test(label)
  );
}

/** They read everything below them before they give their first row. */
function readsAll({ type, manner = "" }: PlanNode): boolean {
  return type === "Sort" || type === "Hash" || (type === "Aggregate" && !manner.includes("Sorted"));
}

function stoppedEarly(root: FoldedNode): ReadonlySet<FoldedNode> {
  const found = new Set<FoldedNode>();
  const walk = (node: FoldedNode, isStopped: boolean): void => {
    const isPart = /^(InitPlan|SubPlan)/.test(node.label ?? "");
    if (isStopped || isPart) found.add(node);
    const below = readsAll(node) ? false : isStopped || stops(node);
    for (const child of node.children) walk(child, below);
  };
  walk(root, false);
  return found;
}
