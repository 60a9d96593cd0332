import type { RecordedQuery } from "./baseline-file.ts";
import { digestOf } from "./digest.ts";
import type { Measurement } from "./measurement.ts";
import { rootsOf } from "./plan/names.ts";
import { heapFetchesOf, nodesOf } from "./plan/node.ts";
import { shapeOf } from "./plan/shape.ts";
import type { DeclaredQuery } from "./query.ts";
import { rounded } from "./text.ts";
import { timesOf } from "./timing.ts";

/** So many digits of what moves from run to run stay: a committed file should differ where something did. */
const DIGITS = 3;

/** One query as the recorded baseline keeps it; undefined for a measurement without a run. */
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
    plan: shapeOf(plan, measurement),
  };
}

/** Those that the plan uses, partitions' under the partitioned index that they belong to. */
function indexesOf(measurement: Measurement): RecordedQuery["indexes"] {
  const roots = rootsOf(measurement);
  const used = nodesOf(measurement.plan).flatMap(({ index }) => (index === undefined ? [] : [index]));
  const byRoot = new Map(
    used.flatMap((name) => {
      const known = measurement.indexes.find((index) => index.name === name);
      if (known === undefined) return [];
      const root = roots.index(name);
      // A partition's definition makes one partition's index only.
      const definition = root === name ? known.definition : null;
      return [[root, { name: root, table: roots.table(known.table), definition }]];
    }),
  );
  return sorted([...byRoot.values()]);
}

function sorted<T extends { readonly name: string }>(all: readonly T[]): T[] {
  return [...all].sort((a, b) => (a.name < b.name ? -1 : 1));
}
