import { z } from "zod";
import { defineCheck } from "../../core/check.ts";
import type { Finding, Fix } from "../../core/finding.ts";
import { atMost, type Priority } from "../../core/priority.ts";
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
  row,
  query: () => ({ statement: sql["transaction-id-age"] }),
  evaluate(rows, { options, priority, server }) {
    const cluster: Cluster = {
      tables: rows.filter((row) => row.kind === "table" || row.kind === "temporary table"),
      holder: oldestHolder(rows),
      inRecovery: server.inRecovery,
    };
    const databases = rows.filter((row) => row.kind === "database");
    return {
      findings: databases.flatMap((database) =>
        ID_KINDS.flatMap((kind) =>
          evaluateDatabase(database, kind, { cluster, priority, maxAge: options["max-age"] }),
        ),
      ),
    };
  },
});

/** A kind of id that runs out: its ages in a row, and how the finding speaks of it. */
interface IdKind {
  readonly ids: string;
  /** What the age counts. */
  readonly unit: string;
  /** Tells the finding's key from the one of the other kind. */
  readonly keyOf: (database: string) => string;
  readonly ageOf: (row: Row) => number;
  /** The age at which autovacuum begins to freeze. */
  readonly freezeAgeOf: (row: Row) => number;
  /** Sessions, standbys and slots are known to hold back only transaction ids: no row tells their multixact's age. */
  readonly isHeldBack: boolean;
}

const ID_KINDS: readonly IdKind[] = [
  {
    ids: "transaction ids",
    unit: "transactions",
    keyOf: (database) => database,
    ageOf: ({ xid_age }) => xid_age ?? 0,
    freezeAgeOf: ({ xid_freeze_age }) => xid_freeze_age ?? 0,
    isHeldBack: true,
  },
  {
    ids: "multixacts",
    unit: "multixacts",
    keyOf: (database) => `${database} (multixacts)`,
    ageOf: ({ multixact_age }) => multixact_age ?? 0,
    freezeAgeOf: ({ multixact_freeze_age }) => multixact_freeze_age ?? 0,
    isHeldBack: false,
  },
];

/** What all findings rest on besides their own database. */
interface Cluster {
  /** Tables of the database that is checked. */
  readonly tables: readonly Row[];
  /** What holds back the oldest transaction id. */
  readonly holder: Row | undefined;
  readonly inRecovery: boolean;
}

function oldestHolder(rows: readonly Row[]): Row | undefined {
  return rows
    .filter((row) => !["database", "table", "temporary table"].includes(row.kind))
    .reduce<Row | undefined>(
      (oldest, row) => ((row.xid_age ?? 0) > (oldest?.xid_age ?? 0) ? row : oldest),
      undefined,
    );
}

function evaluateDatabase(
  database: Row,
  { ids, unit, keyOf, ageOf, freezeAgeOf, isHeldBack }: IdKind,
  {
    cluster: { tables, holder, inRecovery },
    priority,
    maxAge,
  }: { readonly cluster: Cluster; readonly priority: Priority; readonly maxAge: number },
): Finding[] {
  const age = ageOf(database);
  const freezeAge = freezeAgeOf(database);
  const tolerated = Math.min(Math.max(maxAge, CATCH_UP * freezeAge), FAILSAFE_AGE);
  if (age < tolerated) return [];

  const heldBy = isHeldBack && (holder?.xid_age ?? 0) >= freezeAge ? holder : undefined;
  const oldest = database.is_here ? tables.toSorted((a, b) => ageOf(b) - ageOf(a)) : [];
  const fix = inRecovery ? undefined : fixFor(heldBy, oldest[0]);
  const held = heldBy === undefined ? "" : ` ${describeHolder(heldBy)} keeps vacuum from freezing.`;
  return [
    {
      key: keyOf(database.name),
      priority: age >= URGENT_AGE ? priority : atMost(priority, "high"),
      message: `Database ${database.name} holds ${ids} ${millions(age)} ${unit} old; near ${millions(LIMIT)} ${unit} the server stops taking writes.${held}`,
      facts: {
        database: database.name,
        age,
        used_percent: Math.floor((age / LIMIT) * 100),
        freeze_max_age: freezeAge,
        held_back_by: heldBy === undefined ? null : describeHolder(heldBy),
        oldest_tables: oldest.map((table) => table.name),
      },
      ...(fix && { fix }),
    },
  ];
}

/** What lets vacuum freeze again, or the vacuum itself where nothing is in its way. */
function fixFor(holder: Row | undefined, table: Row | undefined): Fix | undefined {
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

function describeHolder(holder: Row): string {
  return holder.kind === "session" || holder.kind === "standby"
    ? `The ${holder.kind} of process ${holder.name}`
    : `The ${holder.kind} ${holder.name}`;
}

function millions(age: number): string {
  return `${Math.round(age / 1_000_000).toLocaleString("en-US")} million`;
}
