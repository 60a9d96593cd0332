import { z } from "zod";
import { defineCheck } from "../../core/check.ts";
import { sql } from "../../generated/sql.ts";
import { dropIndex } from "../shared/drop-index.ts";

const row = z.object({
  index_name: z.string(),
  table_name: z.string(),
  kept_name: z.string(),
  identical: z.boolean(),
  /** A constraint rests on the index that stays. */
  kept_has_constraint: z.boolean(),
  partitioned: z.boolean(),
  size_bytes: z.coerce.number(),
  kept_size_bytes: z.coerce.number(),
  scans: z.coerce.number(),
  definition: z.string().nullable(),
});

type Row = z.infer<typeof row>;

/** From here on the larger index is worth a word: a scan of it reads so many times more. */
const MUCH_LARGER = 3;

export default defineCheck({
  id: "duplicate-indexes",
  title: "No index repeats another",
  why: "Each write to the table maintains both indexes, while queries need only one: the other costs disk, cache and time.",
  category: "indexes",
  priority: "low",
  indexUsage: { part: "duplicate" },
  options: z.strictObject({}),
  query: {
    row,
    statement: () => ({ statement: sql["duplicate-indexes"] }),
  },
  evaluate: (rows, { priority }) => ({
    findings: rows.map((row) => ({
      key: row.index_name,
      priority,
      message: describe(row),
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

function describe({ index_name, kept_name, identical, ...row }: Row): string {
  if (identical) {
    const constraint = row.kept_has_constraint ? ", on which a constraint rests" : "";
    return `${index_name} is identical to ${kept_name}${constraint}, so one of them is enough.`;
  }
  const instead = `${index_name} holds only what ${kept_name} begins with, so queries can use that one instead`;
  const ratio = row.size_bytes === 0 ? 0 : row.kept_size_bytes / row.size_bytes;
  return ratio > MUCH_LARGER ? `${instead}, which is ${ratio.toFixed(1)} times as large.` : `${instead}.`;
}
