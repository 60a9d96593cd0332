import type { PlanShape, RecordedQuery } from "../baseline-file.ts";
import { rounded } from "../text.ts";
import { type FoldedNode, foldPlan } from "./fold.ts";
import { type Roots, rootsOf } from "./names.ts";
import type { PlanNode } from "./node.ts";

/** Counts of single nodes move a little with every ANALYZE: so many digits of them stay in the committed file. */
const DIGITS = 2;

/** A plan as the recorded baseline holds it: one line a node, partitions under the name of their table. */
export function shapeOf(plan: PlanNode, measured: Parameters<typeof rootsOf>[0]): PlanShape[] {
  const roots = rootsOf(measured);
  return lines(foldPlan(plan, roots), roots, 0);
}

function lines(node: FoldedNode, roots: Roots, depth: number): PlanShape[] {
  const { type, manner, relation, index, label, rows, expectedRows, blocks, children } = node;
  return [
    {
      depth,
      type,
      ...(manner === undefined ? {} : { manner }),
      ...(relation === undefined ? {} : { relation: roots.table(relation) }),
      ...(index === undefined ? {} : { index: roots.index(index) }),
      ...(label === undefined ? {} : { label }),
      rows: rounded(Math.round(rows), DIGITS),
      expectedRows: rounded(Math.round(expectedRows), DIGITS),
      blocks: rounded(blocks, DIGITS),
    },
    ...children.flatMap((child) => lines(child, roots, depth + 1)),
  ];
}

/** How much of a recorded query's blocks each table accounts for: shares, at most 1 together. */
export function sharesOfTables({
  plan,
  indexes,
}: Pick<RecordedQuery, "plan" | "indexes">): ReadonlyMap<string, number> {
  const own = new Map<string, number>();
  let total = 0;
  for (const [at, line] of plan.entries()) {
    const below = childrenOf(plan, at).reduce((sum, child) => sum + child.blocks, 0);
    const blocks = Math.max(0, line.blocks - below);
    total += blocks;
    const table = line.relation ?? indexes.find(({ name }) => name === line.index)?.table;
    if (table !== undefined) own.set(table, (own.get(table) ?? 0) + blocks);
  }
  return new Map([...own].map(([table, blocks]) => [table, total === 0 ? 0 : blocks / total]));
}

function childrenOf(shape: readonly PlanShape[], at: number): PlanShape[] {
  const depth = shape[at]?.depth ?? 0;
  const after = shape.slice(at + 1);
  const end = after.findIndex((line) => line.depth <= depth);
  return after.slice(0, end < 0 ? undefined : end).filter((line) => line.depth === depth + 1);
}
