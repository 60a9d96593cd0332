import { z } from "zod";
import { defineCheck } from "../../core/check.ts";
import type { Finding, Fix } from "../../core/finding.ts";
import { isAtLeast, type Priority } from "../../core/priority.ts";
import { sql } from "../../generated/sql.ts";
import { endSession } from "../shared/end-session.ts";

/** Ids are compared within 2^31; the server stops taking writes some three million before. */
const LIMIT = 2 ** 31;

/** Half of the limit: pgdoctor fails and pgbot begins here. Below it there is time until tomorrow. */
const URGENT_AGE = 1_000_000_000;

/** vacuum_failsafe_age's default: from here the server itself drops everything else. No setting excuses it. */
const FAILSAFE_AGE = 1_600_000_000;

/** Autovacuum starts at its freezing age and takes a while: twice that age says it does not get through. */
const CATCH_UP = 2;

const row = z.object({
  kind: z.enum([
    "database",
    "table",
    "temporary table",
    "session",
    "standby",
    "prepared transaction",
    "replication slot",
    "replication slot in use",
  ]),
  /** Quoted by the server; of a session its process number. */
  name: z.string(),
  /** A session's: its process number may be another's by the time the fix is used. */
  backend_start: z.string().nullable(),
  is_here: z.boolean().nullable(),
  xid_age: z.coerce.number().nullable(),
  multixact_age: z.coerce.number().nullable(),
  xid_freeze_age: z.coerce.number().nullable(),
  multixact_freeze_age: z.coerce.number().nullable(),
});

type Row = z.infer<typeof row>;

export default defineCheck({
  id: "transaction-id-age",
  title: "Old transaction ids are frozen in time",
  why: "When the oldest id is 2 billion transactions old, the server takes no more writes until vacuum has caught up, which can last for hours.",
  category: "vacuum",
  priority: "critical",
  options: z.strictObject({
    // pgdoctor warns at 500 million, autovacuum begins at 200 million.
    "max-age": z
      .number()
      .int()
      .positive()
      .default(500_000_000)
      .describe(
        "Transactions. A database that holds an older id is a finding, once the age is also twice autovacuum_freeze_max_age.",
      ),
  }),
  query: {
    row,
    statement: () => ({ statement: sql["transaction-id-age"] }),
  },
  evaluate(rows, { options, priority, server }) {
    const tables = rows.filter((row) => row.kind === "table" || row.kind === "temporary table");
    const holder = rows
      .filter((row) => !["database", "table", "temporary table"].includes(row.kind))
      .reduce<Row | undefined>(
        (old, row) => ((row.xid_age ?? 0) > (old?.xid_age ?? 0) ? row : old),
        undefined,
      );

    const examine = (database: Row, what: "transaction ids" | "multixacts"): Finding[] => {
      const isMultixact = what === "multixacts";
      const age = (isMultixact ? database.multixact_age : database.xid_age) ?? 0;
      const freezeAge = (isMultixact ? database.multixact_freeze_age : database.xid_freeze_age) ?? 0;
      const tolerated = Math.min(Math.max(options["max-age"], CATCH_UP * freezeAge), FAILSAFE_AGE);
      if (age < tolerated) return [];

      const heldBy =
        !isMultixact && holder !== undefined && (holder.xid_age ?? 0) >= freezeAge ? holder : undefined;
      const ageOf = (table: Row) => (isMultixact ? table.multixact_age : table.xid_age) ?? 0;
      const oldest = database.is_here ? tables.toSorted((a, b) => ageOf(b) - ageOf(a)) : [];
      const fix = server.inRecovery ? undefined : mend(heldBy, oldest[0]);
      return [
        {
          key: isMultixact ? `${database.name} (multixacts)` : database.name,
          priority: age >= URGENT_AGE ? priority : calmer(priority),
          message: `Database ${database.name} holds ${what} ${millions(age, isMultixact)} old; near ${millions(LIMIT, isMultixact)} the server stops taking writes.${
            heldBy === undefined ? "" : ` ${inWords(heldBy)} keeps vacuum from freezing.`
          }`,
          facts: {
            database: database.name,
            age,
            used_percent: Math.floor((age / LIMIT) * 100),
            freeze_max_age: freezeAge,
            held_back_by: heldBy === undefined ? null : inWords(heldBy),
            oldest_tables: oldest.map((table) => table.name),
          },
          ...(fix && { fix }),
        },
      ];
    };

    return {
      findings: rows
        .filter((row) => row.kind === "database")
        .flatMap((row) => [...examine(row, "transaction ids"), ...examine(row, "multixacts")]),
    };
  },
});

/** What lets vacuum freeze again, or the vacuum itself where nothing is in its way. */
function mend(holder: Row | undefined, table: Row | undefined): Fix | undefined {
  switch (holder?.kind) {
    case "session":
      return holder.backend_start === null
        ? undefined
        : endSession([{ pid: Number(holder.name), backend_start: holder.backend_start }]);
    case "prepared transaction":
      return { sql: `ROLLBACK PREPARED ${holder.name};`, destructive: true, standsAlone: true };
    case "replication slot":
      return { sql: `SELECT pg_drop_replication_slot(${holder.name});`, destructive: true };
    // The server refuses to drop a slot that is read; its consumer has to move on, or to go first.
    case "replication slot in use":
    case "standby":
      return undefined;
  }
  // Another session's temporary table goes when that session ends; nobody else can vacuum it.
  if (table === undefined || table.kind === "temporary table") return undefined;
  return { sql: `VACUUM (FREEZE) ${table.name};`, standsAlone: true };
}

function inWords(holder: Row): string {
  return holder.kind === "session" || holder.kind === "standby"
    ? `The ${holder.kind} of process ${holder.name}`
    : `The ${holder.kind} ${holder.name}`;
}

function millions(age: number, isMultixact: boolean): string {
  return `${Math.round(age / 1_000_000).toLocaleString("en-US")} million ${isMultixact ? "multixacts" : "transactions"}`;
}

function calmer(priority: Priority): Priority {
  return isAtLeast(priority, "critical") ? "high" : priority;
}
