import { z } from "zod";
import { defineCheck } from "../domain/check.ts";
import { sql } from "../generated/sql.ts";

export default defineCheck({
  id: "index-sizes",
  title: "Indexes of each table",
  why: "Where the indexes' room goes, and whether queries pay it back with scans.",
  category: "indexes",
  priority: "info",
  measures: true,
  indexUsage: true,
  window: "tables",
  options: z.strictObject({}),
  row: z.object({
    table_name: z.string().nullable(),
    tables: z.coerce.number(),
    indexes: z.coerce.number(),
    index_bytes: z.coerce.number(),
    table_bytes: z.coerce.number().nullable(),
    scans: z.coerce.number().nullable(),
  }),
  ask: () => ({ statement: sql["index-sizes"] }),
  judge: (rows) => ({
    measurements: rows.map((row) => ({
      table: row.table_name ?? `${row.tables} smaller tables together`,
      indexes: row.indexes,
      index_size_bytes: row.index_bytes,
      table_size_bytes: row.table_bytes,
      scans: row.scans,
    })),
  }),
});
