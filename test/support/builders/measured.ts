/** Made-up measurements of declared queries, for tests that change one thing at a time. */

import { type RecordedBaseline, recordOf } from "../../../src/checks/performance-baseline/baseline-file.ts";
import check from "../../../src/checks/performance-baseline/check.ts";
import type {
  BaselineEvidence,
  Measured,
  Measurement,
} from "../../../src/checks/performance-baseline/measurement.ts";
import type { BaselineOptions } from "../../../src/checks/performance-baseline/options.ts";
import type { PlanNode } from "../../../src/checks/performance-baseline/plan/node.ts";
import type { DeclaredQuery } from "../../../src/checks/performance-baseline/query.ts";
import type { Sources } from "../../../src/core/sources.ts";
import { toIso } from "../../../src/lib/time.ts";
import { DAY, NOW } from "./context.ts";
import { sourcesFrom } from "./sources.ts";

export const SQL =
  "SELECT * FROM documents WHERE org_id = $1 AND status = 'done' ORDER BY created_at DESC LIMIT 20";

/** What a configuration declares, as its schema reads it. */
export function declare(
  queries: readonly Record<string, unknown>[],
  over: Record<string, unknown> = {},
): BaselineOptions {
  return check.options.parse({
    queries: queries.map((query) => ({ sql: SQL, params: ["7"], ...query })),
    ...over,
  }) as BaselineOptions;
}

export function aQuery(over: Record<string, unknown> = {}): DeclaredQuery {
  const [query] = declare([{ name: "Document list", ...over }]).queries;
  if (query === undefined) throw new Error("no query");
  return query;
}

export function aNode(parts: Partial<PlanNode> = {}): PlanNode {
  return {
    type: "Index Scan",
    expectedRows: 20,
    rows: 20,
    loops: 1,
    removedRows: 0,
    blocks: 24,
    spilledBytes: 0,
    ms: null,
    children: [],
    ...parts,
  };
}

export const DOCUMENTS = "public.documents";
export const INDEX = "public.documents_list_idx";
export const DEFINITION =
  "CREATE INDEX documents_list_idx ON public.documents USING btree (org_id, status, created_at DESC)";

/** By its index: 24 blocks, twenty rows of two million, 0.4 ms. */
export function fast(parts: Partial<Measurement> = {}): Measurement {
  return {
    rows: 20,
    rowsRead: 20,
    blocks: 24,
    spilledBytes: 0,
    times: [0.41, 0.42, 0.4, 0.44, 0.42, 0.43, 0.6],
    again: [],
    plan: aNode({
      type: "Limit",
      children: [aNode({ relation: DOCUMENTS, index: INDEX, expectedRows: 4_000 })],
    }),
    tables: [{ name: DOCUMENTS, rows: 2_000_000, bytes: 372_000_000, partitions: [] }],
    indexes: [{ name: INDEX, root: null, table: DOCUMENTS, definition: DEFINITION }],
    ...parts,
  };
}

/** Without its index: the whole table, two rounds. */
export function slow(parts: Partial<Measurement> = {}): Measurement {
  const scan = aNode({
    type: "Seq Scan",
    relation: DOCUMENTS,
    rows: 4_000,
    expectedRows: 4_000,
    removedRows: 1_996_000,
    blocks: 45_455,
    ms: 210,
  });
  return fast({
    rowsRead: 2_000_000,
    blocks: 45_455,
    times: [214, 213, 220],
    again: [212, 219, 240],
    plan: aNode({
      type: "Limit",
      blocks: 45_455,
      ms: 214,
      children: [aNode({ type: "Sort", blocks: 45_455, ms: 214, children: [scan] })],
    }),
    indexes: [],
    ...parts,
  });
}

/** As a run a week ago would have left it. */
export function recorded(
  options: BaselineOptions,
  over: Partial<RecordedBaseline> = {},
  measurement: Measurement = fast(),
): RecordedBaseline {
  return {
    version: 1,
    recordedAt: toIso(NOW - 7 * DAY),
    toolVersion: "1.0.0",
    target: "database",
    server: { version: "18.4", database: "app" },
    queries: options.queries.flatMap((query) => recordOf(query, measurement) ?? []),
    ...over,
  };
}

export function evidence(
  measured: Readonly<Record<string, Measured | Measurement>> | BaselineEvidence["measured"],
  baseline: RecordedBaseline | string | null | BaselineEvidence["recorded"] = null,
): BaselineEvidence {
  return {
    recorded: textOf(baseline),
    measured:
      "skipped" in measured || "unknown" in measured || "value" in measured
        ? (measured as BaselineEvidence["measured"])
        : {
            value: {
              server: { version: "18.4", database: "app", isStandby: false },
              queries: new Map(
                Object.entries(measured).map(([name, each]) => [
                  name,
                  "plan" in each ? { measurement: each } : each,
                ]),
              ),
              notices: [],
            },
          },
  };
}

function textOf(baseline: Parameters<typeof evidence>[1] = null): BaselineEvidence["recorded"] {
  if (baseline === null || typeof baseline === "string") return { value: baseline };
  return "queries" in baseline ? { value: JSON.stringify(baseline) } : baseline;
}

export function sourcesWith(baseline: BaselineEvidence): Sources {
  return sourcesFrom({ baseline: { value: baseline } });
}
