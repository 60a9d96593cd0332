import type { Fix } from "../../core/finding.ts";

/** A foreign key without an index, as far as an index for it is concerned. */
interface UnindexedKey {
  readonly table_name: string;
  /** What an index for the key has to hold: columns, or expressions in parentheses. */
  readonly index_columns: readonly string[];
  readonly partitioned: boolean;
  /** The partitions that need an index of their own; null where one on the table is right. */
  readonly lacking_tables: readonly string[] | null;
  /** The tables that the table is a partition of, at any level. */
  readonly partition_of: readonly string[];
}

/** An index to create. It serves each of the sets of columns that it begins with. */
interface Proposal<Key> {
  /** The key that it is proposed for, which needs the most columns. */
  readonly key: Key;
  /** From the most columns to the fewest, each holding the next. */
  readonly sets: Set<string>[];
}

/**
 * The index that serves each key. One index serves two keys of a table where it can begin with the columns of the
 * shorter one: two indexes would be one too many, as duplicate-indexes would report once both are there.
 */
export function proposeIndexes<Key extends UnindexedKey>(keys: readonly Key[]): Map<Key, Proposal<Key>> {
  const proposals = new Map<string, Proposal<Key>[]>();
  const served = new Map<Key, Proposal<Key>>();
  // An index of a partitioned table is one of its partitions too, so what has fewer ancestors comes first.
  const ordered = keys.toSorted(
    (a, b) =>
      a.partition_of.length - b.partition_of.length || b.index_columns.length - a.index_columns.length,
  );
  for (const key of ordered) {
    const columns = new Set(key.index_columns);
    const holdsColumns = ({ sets }: Proposal<Key>): boolean =>
      key.index_columns.every((column) => sets.at(-1)?.has(column));
    const own = proposals.get(key.table_name) ?? [];
    const inherited = key.partition_of.flatMap((table) => proposals.get(table) ?? []);
    const serving = [...own, ...inherited].find(holdsColumns);
    const proposal = serving ?? { key, sets: [] };
    proposal.sets.push(columns);
    served.set(key, proposal);
    if (serving === undefined && key.lacking_tables === null) {
      proposals.set(key.table_name, [...own, proposal]);
    }
  }
  return served;
}

export function createIndex({ key, sets }: Proposal<UnindexedKey>): Fix {
  // The smallest set first, and within it the order of the key.
  const order = key.index_columns.toSorted((a, b) => depth(sets, b) - depth(sets, a));
  const columns = `(${order.join(", ")})`;
  if (key.lacking_tables !== null) {
    return {
      sql: key.lacking_tables.map((table) => `CREATE INDEX CONCURRENTLY ON ${table} ${columns};`).join("\n"),
    };
  }
  return key.partitioned
    ? {
        // A name may hold a line break, which would end the comment, so the comment holds no names.
        sql: `-- Blocks writes to every partition while it builds; the check's page says how to do without.\nCREATE INDEX ON ${key.table_name} ${columns};`,
      }
    : { sql: `CREATE INDEX CONCURRENTLY ON ${key.table_name} ${columns};` };
}

function depth(sets: readonly Set<string>[], column: string): number {
  return sets.filter((set) => set.has(column)).length;
}
