import { z } from "zod";
import { defineCheck } from "../../core/check.ts";
import type { Finding } from "../../core/finding.ts";
import type { Priority } from "../../core/priority.ts";
import { sql } from "../../generated/sql.ts";
import { elapsed } from "../../lib/format.ts";
import { toIso } from "../../lib/time.ts";
import { duration } from "../../lib/units.ts";

const setting = { max_prepared_transactions: z.number() };

const transaction = z.object({
  ...setting,
  gid: z.string(),
  quoted_gid: z.string(),
  /** Null when the role was dropped. */
  owner: z.string().nullable(),
  /** Seconds since 1970. */
  prepared_at: z.number(),
  age_s: z.number(),
  xid_age: z.number(),
});

const row = z.union([transaction, z.object({ ...setting, gid: z.null() })]);

type Transaction = z.infer<typeof transaction>;
type Row = z.infer<typeof row>;

export default defineCheck({
  id: "prepared-transactions",
  title: "Prepared transactions are finished soon",
  why: "A prepared transaction keeps its locks and holds back vacuum until it is committed or rolled back, even across a restart. A forgotten one brings transaction ID wraparound nearer.",
  category: "vacuum",
  priority: "low",
  incident: true,
  options: z.strictObject({
    // check_postgres warns at 1 s, to detect any use at all. Where they are used on purpose, a transaction manager
    // finishes its own after a restart: an hour is longer than that takes.
    "max-age": duration().prefault("1h").describe("How long a transaction may stay prepared."),
  }),
  query: {
    row,
    statement: (server) =>
      server.inRecovery
        ? {
            skipped: {
              reason: "not-applicable",
              detail: "A standby lists no prepared transactions: check the primary.",
            },
          }
        : { statement: sql["prepared-transactions"] },
  },
  evaluate(rows, { options, priority }) {
    const transactions = rows.filter((each): each is Transaction => each.gid !== null);
    return {
      findings: transactions
        .filter(({ age_s }) => age_s * 1_000 >= options["max-age"])
        .map((each) => finding(each, priority)),
      // Without it a server that cannot prepare any would look like one where all were finished.
      measurements: rows.slice(0, 1).map(({ max_prepared_transactions }: Row) => ({
        max_prepared_transactions,
        prepared_transactions: transactions.length,
      })),
    };
  },
});

function finding(
  { gid, quoted_gid, owner, prepared_at, age_s, xid_age }: Transaction,
  priority: Priority,
): Finding {
  return {
    key: gid,
    priority,
    message: `The prepared transaction ${gid} has been neither committed nor rolled back for ${elapsed(age_s * 1_000)}: it keeps its locks, and vacuum cannot remove rows that died since.`,
    facts: {
      gid,
      owner: owner ?? "a role that was dropped",
      prepared_at: toIso(prepared_at * 1_000),
      age_s: Math.round(age_s),
      xid_age,
    },
    fix: {
      // The name is not repeated in the comment, which a line break in it would end.
      sql: `-- In this database, as its owner or a superuser. If the application decided to commit it, use COMMIT PREPARED.\nROLLBACK PREPARED ${quoted_gid};`,
    },
  };
}
