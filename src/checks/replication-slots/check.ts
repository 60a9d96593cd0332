import { z } from "zod";
import { defineCheck } from "../../core/check.ts";
import type { Facts, Finding, Fix } from "../../core/finding.ts";
import { atMost } from "../../core/priority.ts";
import { sql } from "../../generated/sql.ts";
import { elapsed } from "../../lib/format.ts";
import { duration, size } from "../../lib/units.ts";

const row = z.object({
  slot_name: z.string(),
  quoted_name: z.string(),
  slot_type: z.string(),
  database_name: z.string().nullable(),
  active: z.boolean(),
  /** Null where the slot does not retain WAL yet, or no longer does. */
  retained_bytes: z.coerce.number().nullable(),
  position_unknown: z.boolean(),
  wal_status: z.string().nullable(),
  invalidation_reason: z.string().nullable(),
  /** Null while it is active, and before PostgreSQL 17. */
  inactive_s: z.number().nullable(),
  held_transactions: z.coerce.number().nullable(),
  /** Null where max_slot_wal_keep_size sets no limit. */
  retained_limit_bytes: z.coerce.number().nullable(),
});

type Row = z.infer<typeof row>;

interface Options {
  readonly "max-retained": number;
  readonly "max-inactive": number;
  readonly "max-held-transactions": number;
}

export default defineCheck({
  id: "replication-slots",
  title: "Replication slots are used and keep little WAL",
  why: "A slot keeps WAL until its consumer has read it, and old rows until it needs them no more. When the consumer is gone, the disk fills up and the server stops.",
  category: "capacity",
  priority: "high",
  incident: true,
  options: z.strictObject({
    // For pgdoctor 5 GB is critical, and it warns from 1 GB on. PostgreSQL itself has no limit by default.
    "max-retained": size().prefault("5GB").describe("How much WAL a slot may keep from being removed."),
    // Longer than any restart or upgrade of a consumer.
    "max-inactive": duration()
      .prefault("1d")
      .describe("How long a slot may keep WAL without a consumer (PostgreSQL 17 and later tell)."),
    // Half of autovacuum_freeze_max_age's default, at which vacuums against wraparound start, which the slot hinders.
    "max-held-transactions": z
      .number()
      .int()
      .min(1)
      .default(100_000_000)
      .describe("How many transactions back a slot may keep vacuum from removing rows."),
  }),
  query: {
    row,
    statement: () => ({ statement: sql["replication-slots"] }),
  },
  evaluate: (rows, { options, priority }) => ({
    findings: rows.flatMap((slot): Finding[] => {
      const problem = problemOf(slot, options);
      if (problem === undefined) return [];
      const { message, isMilder, fix } = problem;
      return [
        {
          key: slot.slot_name,
          priority: isMilder === true ? atMost(priority, "medium") : priority,
          message,
          facts: factsOf(slot),
          ...(fix ? { fix } : {}),
        },
      ];
    }),
    measurements: rows.map(factsOf),
    ...(rows.some((slot) => slot.position_unknown)
      ? {
          unknown: {
            reason: "error",
            detail: "The standby has not replayed anything yet: try again later.",
          } as const,
        }
      : {}),
  }),
});

interface Problem {
  readonly message: string;
  /** It may still resolve itself. */
  readonly isMilder?: boolean;
  readonly fix?: Fix;
}

/** The worst of a slot's problems. */
function problemOf(slot: Row, options: Options): Problem | undefined {
  return (
    lostPosition(slot) ??
    missingConsumer(slot, options) ??
    heldBackVacuum(slot, options["max-held-transactions"]) ??
    lateConsumer(slot, options["max-retained"])
  );
}

function lostPosition(slot: Row): Problem | undefined {
  if (slot.wal_status === "lost" || slot.invalidation_reason !== null) {
    const reason = slot.invalidation_reason ?? "wal_removed";
    return {
      message: `${titleOf(slot)} is no longer valid (${reason}): its consumer has to be set up anew.`,
      fix: drop(slot),
    };
  }
  if (slot.wal_status !== "unreserved") return undefined;
  return {
    message: `${titleOf(slot)} is about to lose WAL that its consumer still needs: the next checkpoint may remove it.`,
  };
}

function missingConsumer(slot: Row, options: Options): Problem | undefined {
  if (slot.active) return undefined;
  const retained = slot.retained_bytes ?? 0;
  if (retained > options["max-retained"]) {
    return {
      message: `${titleOf(slot)} has no consumer and keeps ${inGigabytes(retained)} of WAL.`,
      fix: drop(slot),
    };
  }
  const inactive = (slot.inactive_s ?? 0) * 1_000;
  if (retained <= 0 || inactive < options["max-inactive"]) return undefined;
  return {
    message: `${titleOf(slot)} has had no consumer for ${elapsed(inactive)}, and the WAL that it keeps only grows.`,
    fix: drop(slot),
  };
}

function heldBackVacuum(slot: Row, maxHeld: number): Problem | undefined {
  const held = slot.held_transactions ?? 0;
  if (held < maxHeld) return undefined;
  const message = `${titleOf(slot)} keeps vacuum from removing what died in the last ${held.toLocaleString("en-US")} transactions.`;
  return slot.active ? { message } : { message, fix: drop(slot) };
}

/** The consumer of an active slot may still catch up. */
function lateConsumer(slot: Row, maxRetained: number): Problem | undefined {
  const retained = slot.retained_bytes ?? 0;
  if (retained <= maxRetained) return undefined;
  return {
    message: `The consumer of ${slot.slot_name} lags behind by ${inGigabytes(retained)} of WAL.`,
    isMilder: true,
  };
}

function titleOf(slot: Row): string {
  return `The replication slot ${slot.slot_name}`;
}

function drop(slot: Row): Fix {
  return {
    sql: `-- Only when its consumer is gone for good, or has to be set up anew anyway.\nSELECT pg_drop_replication_slot(${slot.quoted_name});`,
  };
}

function factsOf(slot: Row): Facts {
  return {
    slot: slot.slot_name,
    type: slot.slot_type,
    database: slot.database_name,
    active: slot.active,
    retained_wal_bytes: slot.retained_bytes,
    retained_limit_bytes: slot.retained_limit_bytes,
    wal_status: slot.wal_status,
    invalidation_reason: slot.invalidation_reason,
    inactive_s: slot.inactive_s === null ? null : Math.round(slot.inactive_s),
    held_transactions: slot.held_transactions,
  };
}

function inGigabytes(bytes: number): string {
  return `${(bytes / 1024 ** 3).toFixed(1)} GB`;
}
