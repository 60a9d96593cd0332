import { z } from "zod";
import { defineCheck } from "../../core/check.ts";
import type { Finding, Fix } from "../../core/finding.ts";
import { atMost, type Priority } from "../../core/priority.ts";
import { sql } from "../../generated/sql.ts";
import { endSession, sessionStart } from "../shared/end-session.ts";

/** Ids are compared within 2^31. The server refuses writes some three million ids before. */
const LIMIT = 2 ** 31;

/** About half of the limit, at which pgdoctor fails and pgbot starts to report. Below it a day does not matter. */
const URGENT_AGE = 1_000_000_000;

/** The default of vacuum_failsafe_age, at which vacuum skips all other work: a finding whatever the settings are. */
const FAILSAFE_AGE = 1_600_000_000;

/** Autovacuum starts at its freeze age and needs some time. At this multiple of that age it does not keep up. */
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
  /** Quoted by the server; for a session, its process id. */
  name: z.string(),
  /** Of a session: by the time the fix runs, another session may have the process id. */
  backend_start: sessionStart.nullable(),
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
  incident: true,
  options: z.strictObject({
    // pgdoctor warns at 500 million, and autovacuum starts at 200 million.
    "max-age": z
      .number()
      .int()
      .positive()
      .default(500_000_000)
      .describe(
        "Transactions. A database that holds an older id is a finding, once the age is also twice autovacuum_freeze_max_age, or 1 billion.",
      ),
  }),
  query: {
    row,
    statement: () => ({ statement: sql["transaction-id-age"] }),
  },
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

/** A kind of id that is exhausted in time: its ages in a row, and the words for it. */
interface IdKind {
  readonly ids: string;
  /** What the age counts. */
  readonly unit: string;
  /** The setting of the age at which autovacuum starts to freeze. */
  readonly setting: string;
  /** The finding's key, which differs from the one of the other kind. */
  readonly keyOf: (database: string) => string;
  readonly ageOf: (row: Row) => number;
  /** The age at which autovacuum starts to freeze. */
  readonly freezeAgeOf: (row: Row) => number;
  /** Only for transaction ids is it known how far sessions, standbys and slots hold back freezing. */
  readonly isHeldBack: boolean;
}

const ID_KINDS: readonly IdKind[] = [
  {
    ids: "transaction ids",
    unit: "transactions",
    setting: "autovacuum_freeze_max_age",
    keyOf: (database) => database,
    ageOf: ({ xid_age }) => xid_age ?? 0,
    freezeAgeOf: ({ xid_freeze_age }) => xid_freeze_age ?? 0,
    isHeldBack: true,
  },
  {
    ids: "multixacts",
    unit: "multixacts",
    setting: "autovacuum_multixact_freeze_max_age",
    keyOf: (database) => `${database} (multixacts)`,
    ageOf: ({ multixact_age }) => multixact_age ?? 0,
    freezeAgeOf: ({ multixact_freeze_age }) => multixact_freeze_age ?? 0,
    isHeldBack: false,
  },
];

/** What all findings share besides the row of their database. */
interface Cluster {
  /** Tables of the database that is checked. */
  readonly tables: readonly Row[];
  /** The session, standby or slot that holds back the oldest transaction id. */
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
  { ids, unit, setting, keyOf, ageOf, freezeAgeOf, isHeldBack }: IdKind,
  {
    cluster: { tables, holder, inRecovery },
    priority,
    maxAge,
  }: { readonly cluster: Cluster; readonly priority: Priority; readonly maxAge: number },
): Finding[] {
  const age = ageOf(database);
  const freezeAge = freezeAgeOf(database);
  // Autovacuum's own age may be what is wrong, so it excuses no more than URGENT_AGE. Only the option does.
  const tolerated = Math.min(Math.max(maxAge, Math.min(CATCH_UP * freezeAge, URGENT_AGE)), FAILSAFE_AGE);
  if (age < tolerated) return [];

  const heldBy = isHeldBack && (holder?.xid_age ?? 0) >= freezeAge ? holder : undefined;
  const oldest = database.is_here ? tables.toSorted((a, b) => ageOf(b) - ageOf(a)) : [];
  const fix = inRecovery ? undefined : fixFor(heldBy, oldest[0]);
  const held = heldBy === undefined ? "" : ` ${describeHolder(heldBy)} keeps vacuum from freezing.`;
  return [
    {
      key: keyOf(database.name),
      priority: age >= URGENT_AGE ? priority : atMost(priority, "high"),
      message: `Database ${database.name} holds ${ids} ${millions(age)} ${unit} old; near ${millions(LIMIT)} ${unit} the server stops taking writes.${lateFreezing(setting, freezeAge)}${held}`,
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

/** Names the setting where autovacuum begins so late that the age is urgent before it can have caught up. */
function lateFreezing(setting: string, freezeAge: number): string {
  return CATCH_UP * freezeAge > URGENT_AGE
    ? ` Autovacuum begins to freeze only at ${millions(freezeAge)}: ${setting} is that high.`
    : "";
}

/** Ends what holds back freezing, or runs the vacuum where nothing does. */
function fixFor(holder: Row | undefined, table: Row | undefined): Fix | undefined {
  switch (holder?.kind) {
    case "session":
      return holder.backend_start === null
        ? undefined
        : endSession([{ pid: Number(holder.name), backend_start: holder.backend_start }]);
    case "prepared transaction":
      return { sql: `ROLLBACK PREPARED ${holder.name};` };
    case "replication slot":
      return { sql: `SELECT pg_drop_replication_slot(${holder.name});` };
    // The server refuses to drop a slot in use; its consumer has to catch up or to disconnect first.
    case "replication slot in use":
    case "standby":
      return undefined;
  }
  // Only its own session can vacuum a temporary table, which is dropped when that session ends.
  if (table === undefined || table.kind === "temporary table") return undefined;
  return { sql: `VACUUM (FREEZE) ${table.name};` };
}

function describeHolder(holder: Row): string {
  return holder.kind === "session" || holder.kind === "standby"
    ? `The ${holder.kind} of process ${holder.name}`
    : `The ${holder.kind} ${holder.name}`;
}

function millions(age: number): string {
  return `${Math.round(age / 1_000_000).toLocaleString("en-US")} million`;
}
