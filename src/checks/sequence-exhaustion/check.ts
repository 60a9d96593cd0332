import { z } from "zod";
import { defineCheck } from "../../core/check.ts";
import { type Fix, sqlBlock } from "../../core/finding.ts";
import { sql } from "../../generated/sql.ts";
import { visible } from "../../lib/visible.ts";

/** The statement returns only sequences of which at least this share is used. */
const LEAST_PERCENT = 50;

/** PostgreSQL 18 brought pg_get_sequence_data. */
const TELLS_POSITION = 180_000;

const row = z.object({
  schema_name: z.string(),
  /** Null in a row that counts the sequences of a schema that the monitoring role can't read. */
  sequence_name: z.string().nullable(),
  hidden: z.coerce.number(),
  sequence_type: z.string().nullable(),
  table_name: z.string().nullable(),
  column_name: z.string().nullable(),
  column_type: z.string().nullable(),
  column_ends_first: z.boolean().nullable(),
  ascending: z.boolean().nullable(),
  /** Null when no number was drawn yet. */
  last_value: z.coerce.number().nullable(),
  /** The number that comes next; beyond `last_possible` when none is left. */
  next_value: z.coerce.number().nullable(),
  last_possible: z.coerce.number().nullable(),
  numbers_left: z.number().nullable(),
  used_percent: z.number().nullable(),
  /** Views that use the column, and the views of those. */
  column_views: z.array(z.string()).nullable(),
  /** What else keeps PostgreSQL from changing the column's type: triggers, policies, generated columns. */
  column_users: z.array(z.string()).nullable(),
  in_partition_key: z.boolean().nullable(),
});

type Row = z.infer<typeof row>;

export default defineCheck({
  id: "sequence-exhaustion",
  title: "Sequences have numbers left",
  why: "When a sequence or the column it fills has no number left, every insert into the table fails, at once and until the column is rebuilt.",
  category: "capacity",
  priority: "high",
  options: z.strictObject({
    // pgdoctor warns at 75 and fails at 90.
    "max-used-percent": z
      .number()
      .min(LEAST_PERCENT, "at least 50: what is less than half used is never looked at")
      .max(100)
      .default(80)
      .describe("A sequence that has used this share of its numbers is a finding. At least 50."),
  }),
  query: {
    row,
    statement: ({ versionNumber }) => ({
      statement:
        versionNumber >= TELLS_POSITION ? sql["sequence-exhaustion.position"] : sql["sequence-exhaustion"],
    }),
  },
  evaluate(rows, { options, priority, server }) {
    const hidden = rows.filter((row) => row.sequence_name === null);
    const hiddenCount = hidden.reduce((sum, row) => sum + row.hidden, 0);
    return {
      findings: rows.flatMap((row) => {
        if (row.sequence_name === null || (row.used_percent ?? 0) < options["max-used-percent"]) return [];
        return {
          key: row.sequence_name,
          priority,
          message: message(row),
          facts: {
            sequence: row.sequence_name,
            table: row.table_name,
            column: row.column_name,
            column_type: row.column_type,
            last_value: row.last_value,
            last_possible: row.last_possible,
            used_percent: Math.floor((row.used_percent ?? 0) * 10) / 10,
            ...(usersOf(row).length > 0 && { column_used_by: usersOf(row) }),
          },
          ...(row.in_partition_key === true ? {} : { fix: widen(row) }),
        };
      }),
      ...(hiddenCount > 0 && {
        unknown: {
          reason: "permission" as const,
          detail: `The login may not read where ${hiddenCount === 1 ? "1 sequence stands" : `${hiddenCount} sequences stand`}. SELECT on a sequence shows its counter and nothing else.`,
          fix: sqlBlock(
            hidden
              .map((row) => `GRANT SELECT ON ALL SEQUENCES IN SCHEMA ${row.schema_name} TO ${server.login};`)
              .join("\n"),
          ),
        },
      }),
    };
  },
});

function message(row: Row): string {
  const left = row.numbers_left ?? 0;
  const number = left.toLocaleString("en-US");
  const used =
    row.last_value === null
      ? `${row.sequence_name} starts at ${row.next_value?.toLocaleString("en-US")} and is not used yet`
      : `${row.sequence_name} has used ${Math.floor(row.used_percent ?? 0)} % of its numbers`;
  const end = row.column_ends_first
    ? `${used}: the column ${row.table_name}.${row.column_name} is only ${row.column_type} and takes ${number} more.`
    : `${used}: ${number} ${left === 1 ? "is" : "are"} left.`;
  return row.in_partition_key === true
    ? `${end} The column is in the partition key, and PostgreSQL can't change its type: the table must be built again.`
    : end;
}

function usersOf({ column_views, column_users }: Row): readonly string[] {
  return [...(column_views ?? []), ...(column_users ?? [])];
}

/** In one transaction: the sequence must not be widened when its column could not be. */
function widen(row: Row): Fix {
  const bound = row.ascending ? "NO MAXVALUE" : "NO MINVALUE";
  const sequence = `ALTER SEQUENCE ${row.sequence_name} AS bigint ${bound};`;
  if (row.column_name === null) return { sql: sequence };
  return {
    sql: [
      "-- Rewrites the table and blocks it meanwhile; columns that refer to it need the same. The check's page",
      "-- says how to do it without a stop.",
      ...blockers(row),
      "BEGIN;",
      `ALTER TABLE ${row.table_name} ALTER COLUMN ${row.column_name} TYPE bigint;`,
      sequence,
      "COMMIT;",
    ].join("\n"),
  };
}

/** A line break in a name would end the comment, so it is written out there. */
function blockers(row: Row): string[] {
  const users = usersOf(row);
  if (users.length === 0) return [];
  return [
    "-- PostgreSQL refuses while something uses the column. Drop these first, in this order, and create them again",
    "-- afterwards; pg_get_viewdef() shows the definition of a view:",
    ...users.map((user) => `-- - ${visible(user)}`),
  ];
}
