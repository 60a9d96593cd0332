import type { PlanOutline, RecordedQuery } from "../baseline-file.ts";
import { blocks, kilobytes, number, rounded, rows } from "../text.ts";
import {
  type CollapsedNode,
  collapsedNodesOf,
  collapsePartitions,
  exclusiveCost,
  labelOf,
  misestimatedIn,
} from "./analyze.ts";
import { type PlanNode, type Roots, rootsOf } from "./node.ts";

/** A longer tree is read by nobody. */
const LONGEST = 40;

/** A share below this is not worth its place on the line. */
const TELLING_PERCENT = 1;

/**
 * A plan as people read it, one node a line, each with what it itself needed; equal partitions share a line, and
 * the node that cost most is marked.
 */
export function renderTree(plan: PlanNode, measured: Parameters<typeof rootsOf>[0]): string {
  const root = collapsePartitions(plan, rootsOf(measured));
  const all = collapsedNodesOf(root);
  const costs = costsOf(root, all);
  const kept = new Set(mostTelling(root, all, costs.costly));
  const lines = linesOf(root, { own: "", below: "" }, { kept, costs });
  const left = all.length - kept.size;
  return [...lines, ...(left === 0 ? [] : [`… and ${number(left)} more node${left === 1 ? "" : "s"}`])].join(
    "\n",
  );
}

/** What each node itself needed, and which one needed most: by time where the nodes were timed, else by blocks. */
interface Costs {
  readonly time: ReadonlyMap<PlanNode, number> | undefined;
  readonly blocks: ReadonlyMap<PlanNode, number>;
  readonly total: number;
  readonly misestimated: ReadonlySet<CollapsedNode>;
  readonly costly: CollapsedNode | undefined;
}

function costsOf(root: CollapsedNode, all: readonly CollapsedNode[]): Costs {
  const isTimed = all.every(({ ms, loops }) => ms !== null || loops === 0) && (root.ms ?? 0) > 0;
  const time = isTimed ? exclusiveCost(root, ({ ms }) => ms ?? 0) : undefined;
  const ownBlocks = exclusiveCost(root, (node) => node.blocks);
  const cost = (node: CollapsedNode): number => (time ?? ownBlocks).get(node) ?? 0;
  const total = all.reduce((sum, node) => sum + cost(node), 0);
  const [first, ...others] = all;
  const most = first && others.reduce((best, node) => (cost(node) > cost(best) ? node : best), first);
  // Where there is one node only, it needs no mark.
  const costly = most !== undefined && all.length > 1 && cost(most) > 0 ? most : undefined;
  return { time, blocks: ownBlocks, total, costly, misestimated: misestimatedIn(root) };
}

/** The first ones, from the root, and always the way to the costly one. A node comes with all that is above it. */
function mostTelling(
  root: CollapsedNode,
  all: readonly CollapsedNode[],
  costly: CollapsedNode | undefined,
): CollapsedNode[] {
  const way = costly === undefined ? [] : wayTo(costly, root);
  const rest = all.filter((node) => !way.includes(node));
  return [...way, ...rest.slice(0, Math.max(0, LONGEST - way.length))];
}

function wayTo(node: CollapsedNode, from: CollapsedNode): CollapsedNode[] {
  if (from === node) return [from];
  for (const child of from.children) {
    const way = wayTo(node, child);
    if (way.length > 0) return [from, ...way];
  }
  return [];
}

function linesOf(
  node: CollapsedNode,
  indent: { readonly own: string; readonly below: string },
  shown: { readonly kept: ReadonlySet<CollapsedNode>; readonly costs: Costs },
): string[] {
  const children = node.children.filter((child) => shown.kept.has(child));
  return [
    `${indent.own}${nameOf(node)}: ${numbersOf(node, shown.costs)}`,
    ...children.flatMap((child, at) => {
      const isLast = at === children.length - 1;
      const own = `${indent.below}${isLast ? "└─ " : "├─ "}`;
      return linesOf(child, { own, below: `${indent.below}${isLast ? "   " : "│  "}` }, shown);
    }),
  ];
}

function nameOf(node: CollapsedNode): string {
  const { type, strategy, relation, index, alike } = node;
  const { part, own } = labelOf(node);
  const of = relation ?? own;
  const name = [
    part === undefined ? "" : `${part}: `,
    type,
    strategy === undefined ? "" : ` (${strategy})`,
    index === undefined ? "" : ` using ${index}`,
    of === undefined ? "" : ` on ${of}`,
    alike === 1 ? "" : ` × ${number(alike)}`,
  ].join("");
  return name.replaceAll(/\s+/g, " ");
}

function numbersOf(node: CollapsedNode, costs: Costs): string {
  if (node.loops === 0) return "never executed";
  const { time, blocks: ownBlocks, total, costly } = costs;
  const own = ownBlocks.get(node) ?? 0;
  const share = total === 0 ? 0 : (100 * (time?.get(node) ?? (time === undefined ? own : 0))) / total;
  const expected = costs.misestimated.has(node) ? ` (expected ${number(Math.round(node.expectedRows))})` : "";
  const read = own > 0 ? `, ${blocks(own)}` : "";
  const marked =
    time === undefined
      ? ` ← ${percent(share)} of the blocks: ${number(own)}`
      : ` ← ${percent(share)} of the time${read}`;
  const parts = [
    `${rows(node.rows)}${expected}`,
    ...(node.removedRows > 0 ? [`${number(Math.round(node.removedRows))} filtered away`] : []),
    ...(node.loops > 1 ? [`${number(node.loops)} loops`] : []),
    ...(node !== costly && time !== undefined && share >= TELLING_PERCENT ? [percent(share)] : []),
    ...(node !== costly && own > 0 ? [blocks(own)] : []),
    ...(node.spilledBytes > 0 ? [`${kilobytes(node.spilledBytes)} on disk`] : []),
  ];
  return `${parts.join(", ")}${node === costly ? marked : ""}`;
}

function percent(share: number): string {
  return share < TELLING_PERCENT ? "< 1 %" : `${number(Math.round(share))} %`;
}

/** Counts of single nodes move a little with every ANALYZE: so many digits of them stay in the committed file. */
const DIGITS = 2;

/** A plan as the recorded baseline holds it: one line a node, partitions under the name of their table. */
export function planOutline(plan: PlanNode, measured: Parameters<typeof rootsOf>[0]): PlanOutline[] {
  const roots = rootsOf(measured);
  return lines(collapsePartitions(plan, roots), roots, 0);
}

function lines(node: CollapsedNode, roots: Roots, depth: number): PlanOutline[] {
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

function childrenOf(shape: readonly PlanOutline[], at: number): PlanOutline[] {
  const depth = shape[at]?.depth ?? 0;
  const after = shape.slice(at + 1);
  const end = after.findIndex((line) => line.depth <= depth);
  return after.slice(0, end < 0 ? undefined : end).filter((line) => line.depth === depth + 1);
}
