import { z } from "zod";

/**
 * The recorded baseline, a small JSON file in the team's repository. It holds names of tables and indexes, counts and
 * times: no row, no parameter, no text of a query.
 */

const count = z.number().min(0);

const tableSchema = z.object({
  name: z.string(),
  rows: count.nullable().describe("As ANALYZE and VACUUM left it."),
  bytes: count,
});

const indexSchema = z.object({
  name: z.string(),
  table: z.string(),
  definition: z.string().nullable().describe("Null where it holds a literal."),
});

/** One line of the plan's shape, the root first; `depth` counts the nodes above it. */
const shapeSchema = z.object({
  depth: z.int().min(0),
  type: z.string(),
  manner: z.string().optional(),
  relation: z.string().optional(),
  index: z.string().optional(),
  label: z.string().optional(),
  rows: count,
  expectedRows: count,
  blocks: count,
});

export const recordedQuerySchema = z.object({
  name: z.string(),
  statement: z
    .string()
    .describe("Digest of its SQL, parameters, role and settings: another digest is another query."),
  rows: count,
  rowsRead: count,
  blocks: count.describe("Shared blocks of 8 kB."),
  spilledBytes: count,
  ms: z.object({ median: count, fastest: count, slowest: count, runs: z.int().min(1) }),
  tables: z.array(tableSchema),
  indexes: z.array(indexSchema),
  plan: z.array(shapeSchema),
});

export const recordedSchema = z.object({
  version: z.literal(1),
  recordedAt: z.iso.datetime(),
  toolVersion: z.string(),
  target: z.string(),
  server: z.object({ version: z.string(), database: z.string() }),
  queries: z.array(recordedQuerySchema),
});

export type RecordedBaseline = z.infer<typeof recordedSchema>;
export type RecordedQuery = z.infer<typeof recordedQuerySchema>;
export type PlanShape = z.infer<typeof shapeSchema>;
