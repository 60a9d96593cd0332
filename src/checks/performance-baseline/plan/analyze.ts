import type { Measurement } from "../measurement.ts";
import { nodesOf, type PlanNode, type Roots, rootsOf } from "./node.ts";

/** A plan node that may stand for many of its kind. */
export interface CollapsedNode extends PlanNode {
  /** How many nodes it is. */
  readonly alike: number;
  readonly children: readonly CollapsedNode[];
}

/** Their children are of equal rank, most often one for each partition. A join's are not: which is which matters. */
const GATHERS = ["Append", "Merge Append", "BitmapAnd", "BitmapOr"];

/** The plan with equal siblings taken together: hundreds of partitions read alike are one node with their sums. */
export function collapsePartitions(plan: PlanNode, roots: Roots): CollapsedNode {
  return fold(plan, roots, new Map()).node;
}

export function collapsedNodesOf(node: CollapsedNode): CollapsedNode[] {
  return [node, ...node.children.flatMap(collapsedNodesOf)];
}

/** `form` is equal for two nodes that differ in partitions and numbers only, with all that is below them. */
interface Folded {
  readonly node: CollapsedNode;
  readonly form: number;
}

/** @param forms the forms seen so far, each by its number */
function fold(plan: PlanNode, roots: Roots, forms: Map<string, number>): Folded {
  const all = plan.children.map((child) => fold(child, roots, forms));
  const children = GATHERS.includes(plan.type) ? gather(all, roots) : all;
  const { type, strategy, relation, index, label } = plan;
  const text = JSON.stringify([
    type,
    strategy,
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
  const byForm = new Map<number, CollapsedNode>();
  for (const { node, form } of all) {
    const before = byForm.get(form);
    byForm.set(form, before === undefined ? node : sum(before, node, roots));
  }
  return [...byForm].map(([form, node]) => ({ form, node }));
}

function sum(a: CollapsedNode, b: CollapsedNode, roots: Roots): CollapsedNode {
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
export function misestimatedIn(root: CollapsedNode): ReadonlySet<CollapsedNode> {
  const stopped = stoppedEarly(root);
  return new Set(
    collapsedNodesOf(root).filter(
      (node) => isOff(node) && (node.rows > node.expectedRows || !stopped.has(node)),
    ),
  );
}

function isOff(node: CollapsedNode): boolean {
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
  const all = [...misestimatedIn(collapsePartitions(plan, roots))].sort((a, b) => factorOf(b) - factorOf(a));
  const worst = all.find(({ relation }) => relation !== undefined) ?? all[0];
  return worst === undefined ? undefined : describe(worst, roots);
}

function describe(node: CollapsedNode, roots: Roots): Misestimate {
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
function stops({ type, strategy = "", label = "" }: PlanNode): boolean {
  return (
    type === "Limit" ||
    type === "Merge Join" ||
    (type === "Nested Loop" && /Semi|Anti/.test(strategy)) ||
    // EXISTS is content with one row.
    /^(InitPlan|SubPlan)/.test(label)
  );
}

/** They read everything below them before they give their first row. */
function readsAll({ type, strategy = "" }: PlanNode): boolean {
  return type === "Sort" || type === "Hash" || (type === "Aggregate" && !strategy.includes("Sorted"));
}

function stoppedEarly(root: CollapsedNode): ReadonlySet<CollapsedNode> {
  const found = new Set<CollapsedNode>();
  const walk = (node: CollapsedNode, isStopped: boolean): void => {
    const isPart = /^(InitPlan|SubPlan)/.test(node.label ?? "");
    if (isStopped || isPart) found.add(node);
    const below = readsAll(node) ? false : isStopped || stops(node);
    for (const child of node.children) walk(child, below);
  };
  walk(root, false);
  return found;
}

/**
 * What each node needs itself, of a number that includes its children's. Workers' times are added up, so a share of
 * the sum is a share of the work, and never more than all of it.
 */
export function exclusiveCost(
  plan: PlanNode,
  measure: (node: PlanNode) => number,
): ReadonlyMap<PlanNode, number> {
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

/** From so many rows on a table is large: below it a sequential scan reads some hundred blocks, and is often right. */
export const LARGE_TABLE = 10_000;

export const SEQ_SCAN = "Seq Scan";

/** A table that the plan reads from its beginning to its end. */
export interface SequentialRead {
  readonly table: string;
  /** How many rows it has; of a partitioned one, how many the partitions have that are read so. */
  readonly rows: number;
}

/** The tables that are read sequentially, the largest first. What the plan has and never executed is not read. */
export function sequentialReads({ plan, tables, indexes }: Measurement): SequentialRead[] {
  const roots = rootsOf({ tables, indexes });
  const seen = new Map<string, Map<string, number>>();
  for (const node of nodesOf(plan)) {
    if (node.type !== SEQ_SCAN || node.relation === undefined || node.loops === 0) continue;
    const table = roots.table(node.relation);
    const partitions = seen.get(table) ?? new Map<string, number>();
    partitions.set(node.relation, Math.max(rowsOfOnce(node), partitions.get(node.relation) ?? 0));
    seen.set(table, partitions);
  }
  return [...seen]
    .map(([table, partitions]) => {
      const read = [...partitions.values()].reduce((sum, rows) => sum + rows, 0);
      const known = tables.find(({ name }) => name === table);
      // A partitioned table's rows are those of all its partitions, however few of them are read.
      const whole = known === undefined || known.partitions.length > 0 ? null : known.rows;
      return { table, rows: Math.round(Math.max(read, whole ?? 0)) };
    })
    .sort((a, b) => b.rows - a.rows);
}

/** Workers divide one reading among themselves; a loop of a join reads all anew. */
function rowsOfOnce({ rows, removedRows, loops, strategy = "" }: PlanNode): number {
  return (rows + removedRows) / (strategy.includes("Parallel") ? 1 : loops);
}
