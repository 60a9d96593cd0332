import { z } from "zod";
import type {
  MeasuredIndex,
  MeasuredTable,
} from "../../checks/performance-baseline/plan/measured-objects.ts";
import type { Executed, Quote, RawName } from "../../checks/performance-baseline/plan/parse.ts";
import { sql } from "../../generated/sql.ts";
import { quoteName, toColumns } from "./resolve-names.ts";
import { type MeasureContext, queryCatalog } from "./run-statement.ts";

/** A table or an index; `quoted` has the schema. */
const name = { schema_name: z.string(), name: z.string(), quoted: z.string() };

const tableRow = z.object({
  ...name,
  root: z.string(),
  row_count: z.number().nullable(),
  bytes: z.number(),
});

const indexRow = z.object({
  ...name,
  root: z.string().nullable(),
  table_name: z.string(),
  definition: z.string().nullable(),
});

interface Objects {
  readonly tables: readonly MeasuredTable[];
  readonly indexes: readonly MeasuredIndex[];
  readonly quote: Quote;
}

/** The tables and indexes of a plan with what the system catalogs know of them, and how the server quotes their names. */
export async function describeObjects(context: MeasureContext, plan: Executed): Promise<Objects> {
  const tables = await queryCatalog(context, sql["baseline/tables"], toColumns(plan.tables), tableRow);
  const indexes = await queryCatalog(context, sql["baseline/indexes"], toColumns(plan.indexes), indexRow);
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
    // The catalogs do not know a table that was dropped in the meantime.
    quote: (raw) => quoted.get(keyOf(raw)) ?? `${quoteName(raw.schema)}.${quoteName(raw.name)}`,
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
