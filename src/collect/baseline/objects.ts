import { z } from "zod";
import type { MeasuredIndex, MeasuredTable } from "../../checks/performance-baseline/measurement.ts";
import type { Executed, Quote, RawName } from "../../checks/performance-baseline/plan/parse.ts";
import { sql } from "../../generated/sql.ts";
import { columnsOf, quoteName } from "./resolve-names.ts";
import { askCatalogue, type Measuring } from "./server.ts";

const named = { schema_name: z.string(), name: z.string(), quoted: z.string() };

const tableRow = z.object({
  ...named,
  root: z.string(),
  row_count: z.number().nullable(),
  bytes: z.number(),
});

const indexRow = z.object({
  ...named,
  root: z.string().nullable(),
  table_name: z.string(),
  definition: z.string().nullable(),
});

interface Objects {
  readonly tables: readonly MeasuredTable[];
  readonly indexes: readonly MeasuredIndex[];
  readonly quote: Quote;
}

/** The tables and indexes of a plan as the catalogue knows them, and their names as the server quotes them. */
export async function describeObjects(measuring: Measuring, plan: Executed): Promise<Objects> {
  const tables = await askCatalogue(measuring, sql["baseline/tables"], columnsOf(plan.tables), tableRow);
  const indexes = await askCatalogue(measuring, sql["baseline/indexes"], columnsOf(plan.indexes), indexRow);
  const quoted = new Map(
    [...tables, ...indexes].map((row) => [keyOf({ schema: row.schema_name, name: row.name }), row.quoted]),
  );
  return {
    tables: byRoot(tables),
    indexes: indexes.map((row) => ({
      name: row.quoted,
      root: row.root,
      table: row.table_name,
      definition: row.definition,
    })),
    // A table that was dropped while it was looked at has no name of the server's any more.
    quote: (name) => quoted.get(keyOf(name)) ?? `${quoteName(name.schema)}.${quoteName(name.name)}`,
  };
}

function byRoot(rows: readonly z.infer<typeof tableRow>[]): MeasuredTable[] {
  const roots = [...new Map(rows.map((row) => [row.root, row])).values()];
  return roots.map(({ root, row_count, bytes }) => ({
    name: root,
    rows: row_count,
    bytes,
    partitions: rows.filter((row) => row.root === root && row.quoted !== root).map((row) => row.quoted),
  }));
}

function keyOf({ schema, name }: RawName): string {
  return JSON.stringify([schema, name]);
}
