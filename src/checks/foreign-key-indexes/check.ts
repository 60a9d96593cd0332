import { z } from "zod";
import { defineCheck } from "../../core/check.ts";
import type { Fix } from "../../core/finding.ts";
import { sql } from "../../generated/sql.ts";
import { size } from "../../lib/units.ts";
import { SMALLEST_SIZE } from "../shared/thresholds.ts";

const row = z.object({
  table_name: z.string(),
  columns: z.array(z.string()),
  constraint_name: z.string(),
  referenced_name: z.string(),
  partitioned: z.boolean(),
  tables_lacking: z.coerce.number(),
  size_bytes: z.coerce.number(),
  on_delete: z.string(),
  referenced_deletes: z.coerce.number().nullable(),
  referenced_updates: z.coerce.number().nullable(),
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
    const groups = Map.groupBy(large, (key) => JSON.stringify([key.table_name, key.columns.toSorted()]));
    return {
      findings: [...groups.values()].flatMap((keys) => {
        const [first] = keys;
        if (first === undefined) return [];
        return {
          key: `${first.table_name} (${first.columns.join(", ")})`,
          priority,
          message: message(first),
          facts: {
            table: first.table_name,
            columns: first.columns,
            size_bytes: first.size_bytes,
            foreign_keys: keys.map((key) => key.constraint_name),
            references: [...new Set(keys.map((key) => key.referenced_name))],
            on_delete: first.on_delete,
            referenced_deletes: first.referenced_deletes,
            referenced_updates: first.referenced_updates,
            ...(first.partitioned && { partitions_lacking: first.tables_lacking }),
          },
          fix: createIndex(first),
        };
      }),
    };
  },
});

function message(key: Row): string {
  const columns = `${key.table_name} (${key.columns.join(", ")})`;
  return `No index begins with the foreign key ${columns}: a deleted or re-keyed row of ${key.referenced_name} reads the whole table${changes(key)}.`;
}

/** How often that happens; empty where the statistics have no such counters, as for a partitioned table. */
function changes({ referenced_deletes, referenced_updates }: Row): string {
  if (referenced_deletes === null || referenced_updates === null) return "";
  if (referenced_deletes + referenced_updates === 0) {
    return ", though none was deleted or updated since the counters began";
  }
  return ` (since the counters began: ${referenced_deletes} deleted, ${referenced_updates} updated)`;
}

function createIndex(key: Row): Fix {
  const target = `${key.table_name} (${key.columns.join(", ")})`;
  return key.partitioned
    ? {
        // A name may hold a line break, which would end the comment, so the comment holds no names.
        sql: `-- Blocks writes to every partition while it builds; the check's page says how to do without.\nCREATE INDEX ON ${target};`,
      }
    : { sql: `CREATE INDEX CONCURRENTLY ON ${target};`, standsAlone: true };
}
