import { z } from "zod";
import type { Unknown } from "../../core/finding.ts";
import type { Source } from "../../core/sources.ts";

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
  heapFetches: count
    .optional()
    .describe(
      "Rows that index-only scans looked up in the table, until VACUUM comes; none when it is missing.",
    ),
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

/** A baseline of a hundred queries with long plans is a tenth of this. */
const LONGEST = 2_000_000;

export const RECORD_ANEW =
  "Record it anew: commit the file of the output baseline-file of a run that keeps its budgets.";

/** The recorded baseline; that there is none yet; or why what is there counts for nothing. */
export type ReadBaseline =
  | { readonly baseline: RecordedBaseline }
  | { readonly missing: string }
  | { readonly unusable: Unknown };

/** @param file its path, for the sentences */
export function readRecorded(source: Source<string | null>, file: string): ReadBaseline {
  if ("unknown" in source) return { unusable: source.unknown };
  if ("skipped" in source) return { missing: source.skipped.detail };
  if (source.value === null) return { missing: `there is no file ${file} yet.` };
  const unusable = (what: string, remedy = RECORD_ANEW): ReadBaseline => ({
    unusable: { reason: "error", detail: `The recorded baseline ${file} ${what}. ${remedy}` },
  });
  if (source.value.length > LONGEST) return unusable("is too large to be one (more than 2 MB)");
  const json = parse(source.value);
  if (json === undefined) return unusable("is no JSON, perhaps because of a merge");
  const version = versionOf(json);
  if (version !== undefined && version > 1) {
    return unusable(
      `was written by a newer pg-preflight (its version is ${version})`,
      "Use the newer one, or record it anew.",
    );
  }
  const read = recordedSchema.safeParse(json);
  if (read.success) return { baseline: read.data };
  const [issue] = read.error.issues;
  const place = issue === undefined || issue.path.length === 0 ? "" : ` at ${issue.path.join(".")}`;
  return unusable(`has not the form of one${place}`);
}

/** Undefined for what is no JSON, which null is. */
function parse(text: string): unknown {
  try {
    const json: unknown = JSON.parse(text.replace(/^\uFEFF/, ""));
    return json;
  } catch {
    return undefined;
  }
}

function versionOf(json: unknown): number | undefined {
  if (typeof json !== "object" || json === null || !("version" in json)) return undefined;
  return typeof json.version === "number" ? json.version : undefined;
}
