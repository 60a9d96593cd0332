import { blocks, kilobytes, number, rows } from "../text.ts";
import { type CollapsedNode, collapsedNodesOf, collapsePartitions } from "./collapse.ts";
import { exclusiveCost, partsOfLabel } from "./exclusive-cost.ts";
import { misestimatedNodes } from "./misestimates.ts";
import { type MeasuredObjects, type PlanNode, rootsOf } from "./node.ts";

/** In nodes, each a line. */
const MAX_NODES = 40;

/** A smaller share is not worth its place on the line. */
const MIN_PERCENT = 1;

/**
 * A plan for people to read, one node a line, each with its exclusive cost; equal partitions share a line, and the
 * costliest node is marked.
 */
export function renderTree(plan: PlanNode, measured: MeasuredObjects): string {
  const root = collapsePartitions(plan, rootsOf(measured));
  const all = collapsedNodesOf(root);
  const costs = costsOf(root, all);
  const shown = new Set(shownNodes(root, all, costs.costliest));
  const lines = linesOf(root, { own: "", below: "" }, { shown, costs });
  const left = all.length - shown.size;
  return [...lines, ...(left === 0 ? [] : [`… and ${number(left)} more node${left === 1 ? "" : "s"}`])].join(
    "\n",
  );
}

/** Exclusive costs: by time when the nodes were timed, else by blocks. */
interface Costs {
  readonly time: ReadonlyMap<PlanNode, number> | undefined;
  readonly blocks: ReadonlyMap<PlanNode, number>;
  readonly total: number;
  readonly misestimated: ReadonlySet<CollapsedNode>;
  /** Undefined for a plan of one node, which needs no mark. */
  readonly costliest: CollapsedNode | undefined;
}

function costsOf(root: CollapsedNode, all: readonly CollapsedNode[]): Costs {
  const isTimed = all.every(({ ms, loops }) => ms !== null || loops === 0) && (root.ms ?? 0) > 0;
  const time = isTimed ? exclusiveCost(root, ({ ms }) => ms ?? 0) : undefined;
  const ownBlocks = exclusiveCost(root, (node) => node.blocks);
  const costOf = (node: CollapsedNode): number => (time ?? ownBlocks).get(node) ?? 0;
  const total = all.reduce((sum, node) => sum + costOf(node), 0);
  const most = all.reduce((best, node) => (costOf(node) > costOf(best) ? node : best), root);
  const costliest = all.length > 1 && costOf(most) > 0 ? most : undefined;
  return { time, blocks: ownBlocks, total, costliest, misestimated: misestimatedNodes(root) };
}

/** The first nodes from the root, and always the path to the costliest one. A shown node's parents are shown too. */
function shownNodes(
  root: CollapsedNode,
  all: readonly CollapsedNode[],
  costliest: CollapsedNode | undefined,
): CollapsedNode[] {
  const path = costliest === undefined ? [] : pathTo(costliest, root);
  const others = all.filter((node) => !path.includes(node));
  return [...path, ...others.slice(0, Math.max(0, MAX_NODES - path.length))];
}

function pathTo(node: CollapsedNode, from: CollapsedNode): CollapsedNode[] {
  if (from === node) return [from];
  for (const child of from.children) {
    const path = pathTo(node, child);
    if (path.length > 0) return [from, ...path];
  }
  return [];
}

function linesOf(
  node: CollapsedNode,
  indent: { readonly own: string; readonly below: string },
  context: { readonly shown: ReadonlySet<CollapsedNode>; readonly costs: Costs },
): string[] {
  const children = node.children.filter((child) => context.shown.has(child));
  return [
    `${indent.own}${titleOf(node)}: ${numbersOf(node, context.costs)}`,
    ...children.flatMap((child, at) => {
      const isLast = at === children.length - 1;
      const own = `${indent.below}${isLast ? "└─ " : "├─ "}`;
      return linesOf(child, { own, below: `${indent.below}${isLast ? "   " : "│  "}` }, context);
    }),
  ];
}

function titleOf(node: CollapsedNode): string {
  const { type, strategy, relation, index, count } = node;
  const { subplan, source } = partsOfLabel(node);
  const read = relation ?? source;
  const title = [
    subplan === undefined ? "" : `${subplan}: `,
    type,
    strategy === undefined ? "" : ` (${strategy})`,
    index === undefined ? "" : ` using ${index}`,
    read === undefined ? "" : ` on ${read}`,
    count === 1 ? "" : ` × ${number(count)}`,
  ].join("");
  return title.replaceAll(/\s+/g, " ");
}

function numbersOf(node: CollapsedNode, costs: Costs): string {
  if (node.loops === 0) return "never executed";
  const expected = costs.misestimated.has(node) ? ` (expected ${number(Math.round(node.expectedRows))})` : "";
  const isCostliest = node === costs.costliest;
  const parts = [
    `${rows(node.rows)}${expected}`,
    ...(node.removedRows > 0 ? [`${number(Math.round(node.removedRows))} filtered away`] : []),
    ...(node.loops > 1 ? [`${number(node.loops)} loops`] : []),
    ...(isCostliest ? [] : costParts(node, costs)),
    ...(node.spilledBytes > 0 ? [`${kilobytes(node.spilledBytes)} on disk`] : []),
  ];
  return `${parts.join(", ")}${isCostliest ? markOf(node, costs) : ""}`;
}

function costParts(node: CollapsedNode, { time, blocks: ownBlocks, total }: Costs): string[] {
  const own = ownBlocks.get(node) ?? 0;
  const share = time === undefined ? 0 : percentageOf(time.get(node), total);
  return [...(share >= MIN_PERCENT ? [percent(share)] : []), ...(own > 0 ? [blocks(own)] : [])];
}

/** Follows the numbers of the costliest node. */
function markOf(node: CollapsedNode, { time, blocks: ownBlocks, total }: Costs): string {
  const own = ownBlocks.get(node) ?? 0;
  if (time === undefined) return ` ← ${percent(percentageOf(own, total))} of the blocks: ${number(own)}`;
  const read = own > 0 ? `, ${blocks(own)}` : "";
  return ` ← ${percent(percentageOf(time.get(node), total))} of the time${read}`;
}

function percentageOf(part = 0, total: number): number {
  return total === 0 ? 0 : (100 * part) / total;
}

function percent(share: number): string {
  return share < MIN_PERCENT ? "< 1 %" : `${number(Math.round(share))} %`;
}
