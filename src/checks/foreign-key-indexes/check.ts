import { z } from "zod";
import { defineCheck } from "../../core/check.ts";
import type { Fix } from "../../core/finding.ts";
import { sql } from "../../generated/sql.ts";
import { size } from "../../lib/units.ts";
import { SMALLEST_SIZE } from "../shared/thresholds.ts";
import { describeKeys, referencedTables, sumOf } from "./describe.ts";
import { createIndex, proposeIndexes } from "./proposed-indexes.ts";

const row = z.object({
  table_name: z.string(),
  columns: z.array(z.string()),
  index_columns: z.array(z.string()),
  constraint_name: z.string(),
  referenced_name: z.string(),
  partitioned: z.boolean(),
  tables_lacking: z.coerce.number(),
  lacking_tables: z.array(z.string()).nullable(),
  partition_of: z.array(z.string()),
  size_bytes: z.coerce.number(),
  on_delete: z.string(),
  referenced_deletes: z.coerce.number().nullable(),
  referenced_updates: z.coerce.number().nullable(),
  uncertain_indexes: z.array(
    z.object({ name: z.string(), kind: z.enum(["lookup", "inside", "brin", "gin", "partial"]) }),
  ),
  invalid_index: z
    .object({ name: z.string(), in_progress: z.boolean(), is_exclusion: z.boolean() })
    .nullable(),
});

type Row = z.infer<typeof row>;

export default defineCheck({
  id: "foreign-key-indexes",
  title: "Foreign keys are indexed",
  why: "Without an index, each row deleted from the referenced table reads the whole referencing table, with locks held meanwhile; joins along the key do the same.",
  category: "indexes",
  priority: "low",
  indexUsage: { part: "foreign-key" },
  window: "tables",
  options: z.strictObject({
    // pgbot's minimum for indexes is 1 MB. Reading that much costs about a millisecond for each deleted row.
    "min-size": size()
      .refine((bytes) => bytes >= SMALLEST_SIZE, "tables below 96 kB are never looked at")
      .prefault("1 MB")
      .describe("Referencing tables below this size are read quickly without an index. At least 96 kB."),
  }),
  query: {
    row,
    statement: () => ({ statement: sql["foreign-key-indexes"] }),
  },
  evaluate(rows, { options, priority }) {
    const large = rows.filter((key) => key.size_bytes >= options["min-size"]);
    // One index serves all foreign keys on the same columns.
    const groups = [
      ...Map.groupBy(large, (key) => JSON.stringify([key.table_name, key.columns.toSorted()])).values(),
    ]
      .flatMap(([first, ...others]) => (first === undefined ? [] : [[first, ...others] as const]))
      .sort((a, b) => readForDeletes(b) - readForDeletes(a));
    const fixes = fixesFor(groups.map(([first]) => first));
    return {
      findings: groups.map((keys) => {
        const [first] = keys;
        const tables = referencedTables(keys);
        const { sentence, fix } = fixes.get(first) ?? {};
        return {
          key: `${first.table_name} (${first.columns.join(", ")})`,
          priority,
          message: `${describeKeys(keys)}${sentence === undefined ? "" : ` ${sentence}`}`,
          facts: {
            table: first.table_name,
            columns: first.columns,
            size_bytes: first.size_bytes,
            foreign_keys: keys.map((key) => key.constraint_name),
            references: tables.map(({ name }) => name),
            on_delete: [...new Set(keys.map((key) => key.on_delete))].join(", "),
            referenced_deletes: sumOf(tables.map(({ deletes }) => deletes)),
            referenced_updates: sumOf(tables.map(({ updates }) => updates)),
            ...(first.partitioned && { partitions_lacking: first.tables_lacking }),
          },
          ...(fix && { fix }),
        };
      }),
    };
  },
});

/** Bytes read for the rows that were deleted: the order in which the findings hurt. */
function readForDeletes(keys: readonly [Row, ...Row[]]): number {
  return keys[0].size_bytes * (sumOf(referencedTables(keys).map(({ deletes }) => deletes)) ?? 0);
}

interface KeyFix {
  readonly sentence?: string;
  readonly fix?: Fix;
}

function fixesFor(keys: readonly Row[]): Map<Row, KeyFix> {
  const missing = keys.filter((key) => key.invalid_index === null);
  const created = [...proposeIndexes(missing)].map(([key, proposal]): [Row, KeyFix] => [
    key,
    proposal.key === key
      ? { fix: createIndex(proposal) }
      : {
          sentence: `The index that is proposed for ${proposal.key.table_name} (${proposal.key.columns.join(", ")}) serves it too.`,
        },
  ]);
  return new Map([...created, ...keys.flatMap(rebuild)]);
}

/** An invalid index that would support the key is rebuilt: a second one beside it would repeat it. */
function rebuild(key: Row): [Row, KeyFix][] {
  if (key.invalid_index === null) return [];
  const { name, in_progress, is_exclusion } = key.invalid_index;
  if (in_progress) return [[key, { sentence: `${name} is being built right now and will support it.` }]];
  return [
    [
      key,
      {
        sentence: `${name} would support it, but is not valid.`,
        fix: is_exclusion
          ? { sql: `REINDEX INDEX ${name};` }
          : { sql: `REINDEX INDEX CONCURRENTLY ${name};` },
      },
    ],
  ];
}
