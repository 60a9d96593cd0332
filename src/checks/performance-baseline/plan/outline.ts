import { rounded } from "../text.ts";
import { type CollapsedNode, collapsePartitions } from "./collapse.ts";
import { type MeasuredObjects, type PlanNode, type Roots, rootsOf } from "./node.ts";
import type { OutlineNode, RecordedPlan } from "./outline-node.ts";

/** Significant digits: the numbers of single nodes change a little with every ANALYZE, and the file is committed. */
const DIGITS = 2;

/** A plan as the recorded baseline holds it: one entry a node, partitions under the name of their table. */
export function planOutline(plan: PlanNode, measured: MeasuredObjects): OutlineNode[] {
  const roots = rootsOf(measured);
  return outlineOf(collapsePartitions(plan, roots), roots, 0);
}

function outlineOf(node: CollapsedNode, roots: Roots, depth: number): OutlineNode[] {
  const { type, strategy, relation, index, label, rows, expectedRows, blocks, children } = node;
  return [
    {
      depth,
      type,
      ...(strategy === undefined ? {} : { strategy }),
      ...(relation === undefined ? {} : { relation: roots.table(relation) }),
      ...(index === undefined ? {} : { index: roots.index(index) }),
      ...(label === undefined ? {} : { label }),
      rows: rounded(Math.round(rows), DIGITS),
      expectedRows: rounded(Math.round(expectedRows), DIGITS),
      blocks: rounded(blocks, DIGITS),
    },
    ...children.flatMap((child) => outlineOf(child, roots, depth + 1)),
  ];
}

/** Whether two plans read the same tables by the same indexes with the same nodes. */
export function isSamePlan(then: readonly OutlineNode[], now: readonly OutlineNode[]): boolean {
  return (
    then.length === now.length &&
    then.every((node, at) =>
      (["depth", "type", "relation", "index"] as const).every((key) => node[key] === now[at]?.[key]),
    )
  );
}

/** The share of a recorded query's blocks that each table accounts for; the shares add up to at most 1. */
export function sharesOfTables({ plan, indexes }: RecordedPlan): ReadonlyMap<string, number> {
  const blocksByTable = new Map<string, number>();
  let total = 0;
  for (const [at, node] of plan.entries()) {
    const ofChildren = childrenOf(plan, at).reduce((sum, child) => sum + child.blocks, 0);
    const blocks = Math.max(0, node.blocks - ofChildren);
    total += blocks;
    const table = node.relation ?? indexes.find(({ name }) => name === node.index)?.table;
    if (table !== undefined) blocksByTable.set(table, (blocksByTable.get(table) ?? 0) + blocks);
  }
  return new Map([...blocksByTable].map(([table, blocks]) => [table, total === 0 ? 0 : blocks / total]));
}

function childrenOf(outline: readonly OutlineNode[], at: number): OutlineNode[] {
  const depth = outline[at]?.depth ?? 0;
  const after = outline.slice(at + 1);
  const end = after.findIndex((node) => node.depth <= depth);
  return after.slice(0, end < 0 ? undefined : end).filter((node) => node.depth === depth + 1);
}
