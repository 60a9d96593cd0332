import type { Roots } from "./names.ts";
import type { PlanNode } from "./node.ts";

/** A plan node that may stand for many of its kind. */
export interface FoldedNode extends PlanNode {
  /** How many nodes it is. */
  readonly alike: number;
  readonly children: readonly FoldedNode[];
}

/** Their children are of equal rank, most often one for each partition. A join's are not: which is which matters. */
const GATHERS = ["Append", "Merge Append", "BitmapAnd", "BitmapOr"];

/** The plan with equal siblings taken together: hundreds of partitions read alike are one node with their sums. */
export function foldPlan(plan: PlanNode, roots: Roots): FoldedNode {
  return fold(plan, roots, new Map()).node;
}

export function foldedNodesOf(node: FoldedNode): FoldedNode[] {
  return [node, ...node.children.flatMap(foldedNodesOf)];
}

/** `form` is equal for two nodes that differ in partitions and numbers only, with all that is below them. */
interface Folded {
  readonly node: FoldedNode;
  readonly form: number;
}

/** @param forms the forms seen so far, each by its number */
function fold(plan: PlanNode, roots: Roots, forms: Map<string, number>): Folded {
  const all = plan.children.map((child) => fold(child, roots, forms));
  const children = GATHERS.includes(plan.type) ? gather(all, roots) : all;
  const { type, manner, relation, index, label } = plan;
  const text = JSON.stringify([
    type,
    manner,
    relation === undefined ? undefined : roots.table(relation),
    index === undefined ? undefined : roots.index(index),
    label,
    children.map(({ form }) => form),
  ]);
  const form = forms.get(text) ?? forms.size;
  forms.set(text, form);
  return { node: { ...plan, alike: 1, children: children.map(({ node }) => node) }, form };
}

function gather(all: readonly Folded[], roots: Roots): Folded[] {
  const byForm = new Map<number, FoldedNode>();
  for (const { node, form } of all) {
    const before = byForm.get(form);
    byForm.set(form, before === undefined ? node : sum(before, node, roots));
  }
  return [...byForm].map(([form, node]) => ({ form, node }));
}

function sum(a: FoldedNode, b: FoldedNode, roots: Roots): FoldedNode {
  return {
    ...a,
    ...(a.relation === undefined ? {} : { relation: roots.table(a.relation) }),
    ...(a.index === undefined ? {} : { index: roots.index(a.index) }),
    alike: a.alike + b.alike,
    expectedRows: a.expectedRows + b.expectedRows,
    rows: a.rows + b.rows,
    loops: Math.max(a.loops, b.loops),
    removedRows: a.removedRows + b.removedRows,
    blocks: a.blocks + b.blocks,
    spilledBytes: a.spilledBytes + b.spilledBytes,
    ms: a.ms === null || b.ms === null ? null : a.ms + b.ms,
    children: a.children.map((child, at) => {
      const other = b.children[at];
      return other === undefined ? child : sum(child, other, roots);
    }),
  };
}
