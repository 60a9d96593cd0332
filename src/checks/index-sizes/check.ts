import { z } from "zod";
import { defineCheck } from "../../core/check.ts";
import type { IndexInventory, IndexRow } from "../../core/index-usage.ts";
import { sql } from "../../generated/sql.ts";
import { indexState } from "./state.ts";

const row = z.object({
  table_name: z.string().nullable(),
  index_name: z.string().nullable(),
  /** Null in the rows that are of indexes. */
  tables: z.coerce.number().nullable(),
  indexes: z.coerce.number(),
  index_bytes: z.coerce.number(),
  table_bytes: z.coerce.number().nullable(),
  scans: z.coerce.number().nullable(),
  table_writes: z.coerce.number().nullable(),
  is_unique: z.boolean().nullable(),
});

type Row = z.infer<typeof row>;

export default defineCheck({
  id: "index-sizes",
  title: "Indexes of each table",
  why: "Where the indexes' room goes, and whether queries pay it back with scans.",
  category: "indexes",
  priority: "info",
  measures: true,
  indexUsage: { part: "inventory" },
  window: "tables",
  options: z.strictObject({}),
  query: {
    row,
    statement: () => ({ statement: sql["index-sizes"] }),
  },
  state: {
    ...indexState,
    read(rows) {
      const inventory = inventoryOf(rows);
      return inventory.indexes.length === 0 ? undefined : inventory;
    },
  },
  evaluate: (rows) => ({
    measurements: rows
      .filter(({ tables }) => tables !== null)
      .map((table) => ({
        table: table.table_name ?? `${table.tables} smaller tables together`,
        indexes: table.indexes,
        index_size_bytes: table.index_bytes,
        table_size_bytes: table.table_bytes,
        scans: table.scans,
      })),
  }),
});

/** The indexes one by one, for the state and the weekly issue. */
function inventoryOf(answer: readonly Row[]): IndexInventory {
  const rows = answer.filter(({ tables }) => tables === null);
  const rest = rows.find(({ index_name }) => index_name === null);
  return {
    indexes: rows.flatMap(indexRow),
    smaller: { count: rest?.indexes ?? 0, bytes: rest?.index_bytes ?? 0 },
  };
}

function indexRow(index: Row): IndexRow[] {
  if (index.index_name === null || index.table_name === null) return [];
  return [
    {
      name: index.index_name,
      table: index.table_name,
      bytes: index.index_bytes,
      scans: index.scans ?? 0,
      tableWrites: index.table_writes ?? 0,
      isUnique: index.is_unique ?? false,
    },
  ];
}
