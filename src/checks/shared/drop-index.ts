import type { Fix } from "../../core/finding.ts";

/**
 * How an index is dropped. CONCURRENTLY lets the table be used meanwhile and can't run in a transaction; a
 * partitioned index takes its partitions' ones along and knows no CONCURRENTLY.
 */
export function dropIndex(index: { readonly name: string; readonly partitioned: boolean }): Fix {
  return index.partitioned
    ? { sql: `DROP INDEX ${index.name};`, destructive: true }
    : { sql: `DROP INDEX CONCURRENTLY ${index.name};`, destructive: true, standsAlone: true };
}
