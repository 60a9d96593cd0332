import { z } from "zod";
import { defineCheck } from "../../core/check.ts";
import { sql } from "../../generated/sql.ts";
import { dropIndex } from "../shared/drop-index.ts";

export default defineCheck({
  id: "duplicate-indexes",
  title: "No index repeats another",
  why: "Each write to the table maintains both indexes, while queries need only one: the other costs disk, cache and time.",
  category: "indexes",
  priority: "low",
  indexUsage: { part: "duplicate" },
  options: z.strictObject({}),
  query: {
    row: z.object({
      index_name: z.string(),
      table_name: z.string(),
      kept_name: z.string(),
      identical: z.boolean(),
      partitioned: z.boolean(),
      size_bytes: z.coerce.number(),
      kept_size_bytes: z.coerce.number(),
      scans: z.coerce.number(),
      definition: z.string().nullable(),
    }),
    statement: () => ({ statement: sql["duplicate-indexes"] }),
  },
  evaluate: (rows, { priority }) => ({
    findings: rows.map((row) => ({
      key: row.index_name,
      priority,
      message: row.identical
        ? `${row.index_name} is identical to ${row.kept_name}, so one of them is enough.`
        : `${row.index_name} holds only what ${row.kept_name} begins with, so queries can use that one instead.`,
      facts: {
        index: row.index_name,
        table: row.table_name,
        size_bytes: row.size_bytes,
        scans: row.scans,
        kept_index: row.kept_name,
        kept_size_bytes: row.kept_size_bytes,
        identical: row.identical,
        definition: row.definition,
      },
      fix: dropIndex({ name: row.index_name, partitioned: row.partitioned }),
    })),
  }),
});
