import type { MeasuredIndex, MeasuredTable } from "./measured-objects.ts";

/**
 * A node of an execution plan without conditions, outputs or values: nothing in it came from a row or a literal. Its
 * numbers are those of the whole execution: rows and times are sums of all loops.
 */
export interface PlanNode {
  /** As EXPLAIN names it: `Index Scan`. */
  readonly type: string;
  /** How a node of this type works: `Left`, `Hashed`, `Partial`, `Backward`. */
  readonly strategy?: string;
  /** The table or the partition that it reads, quoted and with its schema. */
  readonly relation?: string;
  /** Quoted and with its schema. */
  readonly index?: string;
  /** A common table expression, a function, a subplan: `CTE recent`, `InitPlan 1`. */
  readonly label?: string;
  /** The planner's estimate for all loops. */
  readonly expectedRows: number;
  readonly rows: number;
  readonly loops: number;
  /** Read and then filtered away. */
  readonly removedRows: number;
  /** Shared blocks, found in the cache or read, its children's included. */
  readonly blocks: number;
  /** Rows that an index-only scan read in the table, because VACUUM has not visited their pages since a write. */
  readonly heapFetches?: number;
  /** Bytes that this node itself put on disk. */
  readonly spilledBytes: number;
  /** Approximate elapsed milliseconds, its children's included; null when the run did not time its nodes. */
  readonly ms: number | null;
  readonly children: readonly PlanNode[];
}

/** The node and all nodes below it, the root first. */
export function nodesOf(plan: PlanNode): PlanNode[] {
  return [plan, ...plan.children.flatMap(nodesOf)];
}

/** The names of the indexes that the plan uses, one for each node that uses one. */
export function indexNamesIn(plan: PlanNode): string[] {
  return nodesOf(plan).flatMap(({ index }) => (index === undefined ? [] : [index]));
}

/** Rows that the plan's index-only scans read in their tables. */
export function heapFetchesOf(plan: PlanNode): number {
  return nodesOf(plan).reduce((sum, { heapFetches = 0 }) => sum + heapFetches, 0);
}

/**
 * The partitioned tables and indexes that partitions belong to; every other name is its own root. Plans are compared by
 * these, because partitions are created and dropped.
 */
export interface Roots {
  table(name: string): string;
  index(name: string): string;
}

/** The tables and indexes of a measurement. */
export interface MeasuredObjects {
  readonly tables: readonly MeasuredTable[];
  readonly indexes: readonly MeasuredIndex[];
}

export function rootsOf({ tables, indexes }: MeasuredObjects): Roots {
  const rootOfTable = new Map(
    tables.flatMap(({ name, partitions }) => partitions.map((partition) => [partition, name])),
  );
  const rootOfIndex = new Map(indexes.flatMap(({ name, root }) => (root === null ? [] : [[name, root]])));
  return {
    table: (name) => rootOfTable.get(name) ?? name,
    index: (name) => rootOfIndex.get(name) ?? name,
  };
}

/**
 * Whether a name in the configuration means this object, whose name PostgreSQL quoted: `documents_org_idx`,
 * `public.documents_org_idx`, `"Org idx"`, and `Org idx` too, because YAML has quotes of its own.
 */
export function matchesName(declared: string, quoted: string): boolean {
  const parts = namePartsOf(quoted);
  if (declared === parts.at(-1) || declared === parts.join(".")) return true;
  const declaredParts = namePartsOf(declared);
  return declaredParts.every((part, at) => part === parts.at(at - declaredParts.length));
}

/** A name's parts as the catalog stores them: without quotes, and in lower case if they were not quoted. */
function namePartsOf(name: string): string[] {
  return [...name.matchAll(/"((?:[^"]|"")*)"|([^."]+)/g)].map(([, quoted, plain = ""]) =>
    quoted === undefined ? plain.trim().toLowerCase() : quoted.replaceAll('""', '"'),
  );
}
