import type { Fix } from "../../core/finding.ts";

/**
 * Drops an index. CONCURRENTLY leaves the table usable but can't run in a transaction. PostgreSQL does not support it
 * for a partitioned index, whose drop includes the indexes of the partitions.
 */
export function dropIndex(index: { readonly name: string; readonly partitioned: boolean }): Fix {
  return index.partitioned
    ? { sql: `DROP INDEX ${index.name};` }
    : { sql: `DROP INDEX CONCURRENTLY ${index.name};` };
}
