/** The node types of PostgreSQL 13 to 18, as EXPLAIN (FORMAT JSON) names them. */
const NODE_TYPES = [
  "Aggregate",
  "Append",
  "Bitmap Heap Scan",
  "Bitmap Index Scan",
  "BitmapAnd",
  "BitmapOr",
  "CTE Scan",
  "Custom Scan",
  "Foreign Scan",
  "Function Scan",
  "Gather",
  "Gather Merge",
  "Group",
  "Hash",
  "Hash Join",
  "Incremental Sort",
  "Index Only Scan",
  "Index Scan",
  "Limit",
  "Materialize",
  "Memoize",
  "Merge Append",
  "Merge Join",
  "Named Tuplestore Scan",
  "Nested Loop",
  "ProjectSet",
  "Recursive Union",
  "Result",
  "Sample Scan",
  "Seq Scan",
  "SetOp",
  "Sort",
  "Subquery Scan",
  "Table Function Scan",
  "Tid Range Scan",
  "Tid Scan",
  "Unique",
  "Values Scan",
  "WindowAgg",
  "WorkTable Scan",
] as const;

/** The node type that a person wrote, in any case and with any spaces and dashes. */
export function nodeType(written: string): string | undefined {
  const letters = lettersOf(written);
  return NODE_TYPES.find((type) => lettersOf(type) === letters);
}

/**
 * The likely node types for an unknown one. EXPLAIN's text format adds how a node works (`Parallel Seq Scan`,
 * `Hash Left Join`, `HashAggregate`): the rest is its type.
 */
export function nodeTypesNear(written: string): string[] {
  const kind = nodeType(
    written
      .replaceAll(/\b(parallel|async|partial|finalize|simple|left|right|full|semi|anti)\b/gi, "")
      .replace(/(hash|group|mixed|sorted) ?(aggregate|setop)/i, "$2"),
  );
  return kind === undefined ? [...NODE_TYPES] : [kind];
}

function lettersOf(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z]/g, "");
}
