import type { PlanNode, Roots } from "./node.ts";

/** A plan node, or several equal siblings with their sums. */
export interface CollapsedNode extends PlanNode {
  /** The number of nodes that it represents. */
  readonly count: number;
  readonly children: readonly CollapsedNode[];
}

/**
 * The parents whose children are interchangeable, most often one for each partition. A join's children are not: which one
 * is the outer one matters.
 */
const GATHERING = ["Append", "Merge Append", "BitmapAnd", "BitmapOr"];

/** The plan with equal siblings merged: hundreds of partitions that are read the same way become one node. */
export function collapsePartitions(plan: PlanNode, roots: Roots): CollapsedNode {
  return collapse(plan, roots, new Map()).node;
}

export function collapsedNodesOf(node: CollapsedNode): CollapsedNode[] {
  return [node, ...node.children.flatMap(collapsedNodesOf)];
}

/** `signature` is equal for two subtrees that differ in partitions and numbers only. */
interface SignedNode {
  readonly node: CollapsedNode;
  readonly signature: number;
}

/** @param signatures a number for each description of a subtree so far; descriptions of parents hold these numbers */
function collapse(plan: PlanNode, roots: Roots, signatures: Map<string, number>): SignedNode {
  const all = plan.children.map((child) => collapse(child, roots, signatures));
  const children = GATHERING.includes(plan.type) ? mergeEqual(all, roots) : all;
  const { type, strategy, relation, index, label } = plan;
  const description = JSON.stringify([
    type,
    strategy,
    relation === undefined ? undefined : roots.table(relation),
    index === undefined ? undefined : roots.index(index),
    label,
    children.map(({ signature }) => signature),
  ]);
  const signature = signatures.get(description) ?? signatures.size;
  signatures.set(description, signature);
  return { node: { ...plan, count: 1, children: children.map(({ node }) => node) }, signature };
}

function mergeEqual(all: readonly SignedNode[], roots: Roots): SignedNode[] {
  const bySignature = new Map<number, CollapsedNode>();
  for (const { node, signature } of all) {
    const before = bySignature.get(signature);
    bySignature.set(signature, before === undefined ? node : merge(before, node, roots));
  }
  return [...bySignature].map(([signature, node]) => ({ signature, node }));
}

function merge(a: CollapsedNode, b: CollapsedNode, roots: Roots): CollapsedNode {
  return {
    ...a,
    ...(a.relation === undefined ? {} : { relation: roots.table(a.relation) }),
    ...(a.index === undefined ? {} : { index: roots.index(a.index) }),
    count: a.count + b.count,
    expectedRows: a.expectedRows + b.expectedRows,
    rows: a.rows + b.rows,
    loops: Math.max(a.loops, b.loops),
    removedRows: a.removedRows + b.removedRows,
    blocks: a.blocks + b.blocks,
    spilledBytes: a.spilledBytes + b.spilledBytes,
    ms: a.ms === null || b.ms === null ? null : a.ms + b.ms,
    children: a.children.map((child, at) => {
      const other = b.children[at];
      return other === undefined ? child : merge(child, other, roots);
    }),
  };
}
