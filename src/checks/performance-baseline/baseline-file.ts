import { z } from "zod";
import type { Unknown } from "../../core/finding.ts";
import { count } from "../../core/run-stamp.ts";
import type { Source } from "../../core/sources.ts";
import { fingerprint } from "../../lib/json.ts";
import type { Measurement } from "./measurement.ts";
import { heapFetchesOf, indexNamesIn, rootsOf } from "./plan/node.ts";
import { planOutline } from "./plan/outline.ts";
import { outlineNodeSchema } from "./plan/outline-node.ts";
import type { DeclaredQuery } from "./query.ts";
import { rounded } from "./text.ts";
import { timesOf } from "./timing.ts";

/**
 * The recorded baseline, a small JSON file in the user's repository. It holds names of tables and indexes, counts and
 * times: no row, no parameter, no text of a query.
 */

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
  plan: z.array(outlineNodeSchema),
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

/** In characters: a baseline of a hundred queries with long plans is a tenth of this. */
const MAX_LENGTH = 2_000_000;

export const RECORD_AGAIN =
  "Record it anew: commit the file of the output baseline-file of a run that keeps its budgets.";

/** The recorded baseline; why there is none yet; or why the file cannot be used. */
export type ReadBaseline =
  | { readonly baseline: RecordedBaseline }
  | { readonly missing: string }
  | { readonly unusable: Unknown };

/** @param file its path, for the texts */
export function readRecorded(source: Source<string | null>, file: string): ReadBaseline {
  if ("unknown" in source) return { unusable: source.unknown };
  if ("skipped" in source) return { missing: source.skipped.detail };
  if (source.value === null) return { missing: `there is no file ${file} yet.` };
  const unusable = (what: string, remedy = RECORD_AGAIN): ReadBaseline => ({
    unusable: { reason: "error", detail: `The recorded baseline ${file} ${what}. ${remedy}` },
  });
  if (source.value.length > MAX_LENGTH) return unusable("is too large to be one (more than 2 MB)");
  const json = parseJson(source.value);
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

/** Undefined for invalid JSON. */
function parseJson(text: string): unknown {
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

/** Identifies the recorded query. A change of its SQL, parameters, role or settings changes its cost. */
export function digestOf({ sql, params, "params-from": from, role, settings }: DeclaredQuery): string {
  const sorted = Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1));
  return fingerprint(JSON.stringify([sql, params ?? [], from ?? null, role ?? null, sorted]));
}

/** Significant digits of the numbers that vary from run to run: a committed file should change only when the query did. */
const DIGITS = 3;

/** One query as the recorded baseline stores it; undefined for a measurement without a run. */
export function recordOf(query: DeclaredQuery, measurement: Measurement): RecordedQuery | undefined {
  const times = timesOf(measurement);
  if (times === undefined) return undefined;
  const { rows, rowsRead, blocks, spilledBytes, plan, tables } = measurement;
  const fetches = heapFetchesOf(plan);
  return {
    name: query.name,
    statement: digestOf(query),
    rows,
    rowsRead: rounded(rowsRead, DIGITS),
    blocks,
    ...(fetches === 0 ? {} : { heapFetches: fetches }),
    spilledBytes,
    ms: {
      median: rounded(times.median, DIGITS),
      fastest: rounded(times.fastest, DIGITS),
      slowest: rounded(times.slowest, DIGITS),
      runs: times.runs,
    },
    tables: sorted(
      tables.map((table) => ({
        name: table.name,
        rows: table.rows === null ? null : rounded(table.rows, DIGITS),
        bytes: rounded(table.bytes, DIGITS),
      })),
    ),
    indexes: indexesOf(measurement),
    plan: planOutline(plan, measurement),
  };
}

/** The indexes that the plan uses; a partition's index under the partitioned index that it belongs to. */
function indexesOf(measurement: Measurement): RecordedQuery["indexes"] {
  const roots = rootsOf(measurement);
  const byRoot = new Map(
    indexNamesIn(measurement.plan).flatMap((name) => {
      const known = measurement.indexes.find((index) => index.name === name);
      if (known === undefined) return [];
      const root = roots.index(name);
      // A partition's definition creates the index of one partition only.
      const definition = root === name ? known.definition : null;
      return [[root, { name: root, table: roots.table(known.table), definition }]];
    }),
  );
  return sorted([...byRoot.values()]);
}

function sorted<T extends { readonly name: string }>(all: readonly T[]): T[] {
  return [...all].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The recorded baseline as the repository keeps it: its keys in the schema's order, so that a diff shows what changed. */
export function renderRecorded(baseline: RecordedBaseline): string {
  return `${JSON.stringify(recordedSchema.parse(baseline), null, 2)}\n`;
}
