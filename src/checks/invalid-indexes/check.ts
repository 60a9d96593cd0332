import { z } from "zod";
import { defineCheck } from "../../core/check.ts";
import type { Fix } from "../../core/finding.ts";
import { sql } from "../../generated/sql.ts";
import { dropIndex } from "../shared/drop-index.ts";

const row = z.object({
  index_name: z.string(),
  table_name: z.string(),
  partitioned: z.boolean(),
  in_progress: z.boolean(),
  is_maintained: z.boolean(),
  is_live: z.boolean(),
  is_unique: z.boolean(),
  is_exclusion: z.boolean(),
  has_constraint: z.boolean(),
  has_valid_twin: z.boolean(),
  /** Beside this one it is superfluous: an index that is valid, or that this check rebuilds. */
  repeats: z.string().nullable(),
  /** Valid indexes that are superfluous once it is valid. */
  makes_redundant: z.array(z.string()),
  is_reindex_leftover: z.boolean(),
  lacking_count: z.coerce.number(),
  lacking: z.array(z.string()),
  definition: z.string().nullable(),
});

type Row = z.infer<typeof row>;

export default defineCheck({
  id: "invalid-indexes",
  title: "Every index is valid",
  why: "An invalid index serves no query, and a unique one does not keep the table unique: a build failed and nobody was told.",
  category: "indexes",
  priority: "high",
  incident: true,
  indexUsage: { part: "invalid" },
  options: z.strictObject({}),
  query: {
    row,
    statement: () => ({ statement: sql["invalid-indexes"] }),
  },
  evaluate(rows, { priority, server }) {
    const underway = rows.filter((index) => index.in_progress);
    const broken = rows.filter((index) => !index.in_progress);
    // A standby does not show the primary's sessions, so a build in progress can't be told from a failed one.
    if (server.inRecovery && broken.length > 0) {
      return {
        unknown: {
          reason: "unreachable",
          detail: `${broken.length} invalid indexes, but this server is a standby and can't see whether the primary builds them right now. Look at the primary.`,
        },
      };
    }
    return {
      findings: broken.map((index) => ({
        key: index.index_name,
        // The valid indexes of its partitions still serve queries.
        priority: index.partitioned ? "low" : priority,
        message: message(index),
        facts: {
          index: index.index_name,
          table: index.table_name,
          unique: index.is_unique,
          maintained_by_writes: index.is_maintained,
          ...(index.partitioned && { lacking_partitions: index.lacking_count, first_lacking: index.lacking }),
          definition: index.definition,
        },
        ...fix(index),
      })),
      ...(underway.length > 0 && {
        measurements: underway.map((index) => ({
          index: index.index_name,
          table: index.table_name,
          state: "being built or dropped right now",
        })),
      }),
    };
  },
});

function message(index: Row): string {
  const name = index.index_name;
  if (index.partitioned) {
    return index.lacking_count > 0
      ? `${name} waits for its partitions: ${index.lacking_count} of them have no valid index attached to it.`
      : `${name} is not valid, although each partition has a valid index attached to it.`;
  }
  const cost = index.is_maintained
    ? "no query uses it, yet every write maintains it"
    : "no query uses it and writes pass it by";
  if (!index.is_live) return `${name} is what an interrupted DROP INDEX CONCURRENTLY left behind.`;
  if (index.is_reindex_leftover) {
    return `${name} is what a failed REINDEX CONCURRENTLY left behind: ${cost}; the index that it should replace still works.`;
  }
  if (index.has_valid_twin)
    return `${name} is what a failed build left behind: ${cost}; a valid index like it exists.`;
  if (index.repeats !== null && !index.has_constraint) {
    return `${name} comes from a failed build: ${cost}; ${index.repeats} begins with all that it would hold.`;
  }
  return [
    `${name} is what a failed build or an interrupted drop left behind: ${cost}.`,
    ...(index.is_unique ? ["Values that stand twice may have stopped it: they must be mended first."] : []),
    ...(index.makes_redundant.length === 0
      ? []
      : [`Once it is valid, duplicate-indexes will report ${index.makes_redundant.join(", ")}.`]),
  ].join(" ");
}

function fix(index: Row): { fix?: Fix } {
  // Each partition may need another statement, so the check's page explains how to add what is missing.
  if (index.partitioned) return {};
  const isLeftover =
    !index.is_live || index.is_reindex_leftover || index.has_valid_twin || index.repeats !== null;
  if (isLeftover && !index.has_constraint) {
    return { fix: dropIndex({ name: index.index_name, partitioned: false }) };
  }
  // PostgreSQL does not support CONCURRENTLY for the index of an exclusion constraint.
  return index.is_exclusion
    ? { fix: { sql: `REINDEX INDEX ${index.index_name};` } }
    : { fix: { sql: `REINDEX INDEX CONCURRENTLY ${index.index_name};` } };
}
