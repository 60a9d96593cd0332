import type { Measurement } from "../measurement.ts";

/**
 * An execution plan without conditions, outputs or values: nothing in it came from a row or a literal. Numbers are of
 * the whole execution: rows and times of all loops together.
 */
export interface PlanNode {
  /** PostgreSQL's word: `Index Scan`. */
  readonly type: string;
  /** What tells two nodes of one type apart: `Left`, `Hashed`, `Partial`, `Backward`. */
  readonly strategy?: string;
  /** The table that it reads, quoted and with its schema; of a partition, the partition. */
  readonly relation?: string;
  /** Quoted and with its schema. */
  readonly index?: string;
  /** A common table expression, a function, a subplan: `CTE recent`, `InitPlan 1`. */
  readonly label?: string;
  /** What the planner expected, in all loops. */
  readonly expectedRows: number;
  readonly rows: number;
  readonly loops: number;
  /** Read and then filtered away. */
  readonly removedRows: number;
  /** Shared blocks, found in the cache or read, its children's included. */
  readonly blocks: number;
  /** Of an index-only scan: rows that it had to look up in the table, for VACUUM has not seen their pages since. */
  readonly heapFetches?: number;
  /** Bytes that this node itself put on disk. */
  readonly spilledBytes: number;
  /** Milliseconds by the clock, about, its children's included; null where the run did not time its nodes. */
  readonly ms: number | null;
  readonly children: readonly PlanNode[];
}

/** A node with what is below it, the root first. */
export function nodesOf(plan: PlanNode): PlanNode[] {
  return [plan, ...plan.children.flatMap(nodesOf)];
}

/** Rows that the plan's index-only scans looked up in their tables. */
export function heapFetchesOf(plan: PlanNode): number {
  return nodesOf(plan).reduce((sum, { heapFetches = 0 }) => sum + heapFetches, 0);
}

/** Partitions come and go; a plan is compared by the partitioned tables and indexes that they belong to. */
export interface Roots {
  table(name: string): string;
  index(name: string): string;
}

export function rootsOf({ tables, indexes }: Pick<Measurement, "tables" | "indexes">): Roots {
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
 * Whether a name of the configuration is this object's, which PostgreSQL quoted: `documents_org_idx`,
 * `public.documents_org_idx`, `"Org idx"`, and `Org idx` too, for YAML has its own quotes.
 */
export function isNamed(declared: string, quoted: string): boolean {
  const name = partsOf(quoted);
  const [own] = name.slice(-1);
  if (declared === own || declared === name.join(".")) return true;
  const wanted = partsOf(declared);
  return wanted.every((part, at) => part === name.at(at - wanted.length));
}

/** A name's parts as the server keeps them: without quotes, and in lower case where it had none. */
function partsOf(name: string): string[] {
  return [...name.matchAll(/"((?:[^"]|"")*)"|([^."]+)/g)].map(([, quoted, plain = ""]) =>
    quoted === undefined ? plain.trim().toLowerCase() : quoted.replaceAll('""', '"'),
  );
}
