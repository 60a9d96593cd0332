import { z } from "zod";
import { isVersionAtLeast, STATEMENTS_INFO } from "../../checks/shared/pg-stat-statements.ts";
import type { Identity } from "../../core/evidence.ts";
import { grantMonitor } from "../../core/privileges.ts";
import type { Server, Window } from "../../core/server.ts";
import { sql } from "../../generated/sql.ts";
import { type GateRules, throughGate } from "./gate.ts";
import type { QueryResult } from "./session.ts";
import type { PreparedQuery } from "./transaction.ts";

const tablesRow = z.object({
  database_reset_ms: z.coerce.number().nullable(),
  archiver_reset_ms: z.coerce.number().nullable(),
  bgwriter_reset_ms: z.coerce.number().nullable(),
  timeline: z.string().nullable(),
  promoted_ms: z.coerce.number().nullable(),
});

const statementsRow = z.object({ reset_ms: z.coerce.number().nullable() });

export function tablesWindowQuestion(server: Server): PreparedQuery {
  return { text: sql[server.listsWal ? "server/windows" : "server/windows.without-wal"] };
}

/** Undefined where nothing tells: no extension, one that is too old, or one whose owner is not trusted. */
export function statementsWindowQuestion(rules: GateRules): PreparedQuery | undefined {
  const extension = rules.server.extensions.pg_stat_statements;
  if (extension === undefined || !extension.schemaUsable) return undefined;
  if (!isVersionAtLeast(extension.version, STATEMENTS_INFO)) return undefined;
  const { schema } = extension;
  const prepared = throughGate({ statement: sql["server/statements-window"], schema }, rules);
  return "unknown" in prepared ? undefined : prepared;
}

const identityRow = z.object({ system: z.string().nullable() });

export function identityQuestion(): PreparedQuery {
  return { text: sql["server/identity"] };
}

/** Some platforms keep the system identifier to themselves. */
export function identityOf(identity: QueryResult, tables: QueryResult): Identity {
  return {
    system: "error" in identity ? null : (identityRow.safeParse(identity.rows[0]).data?.system ?? null),
    timeline: "error" in tables ? null : (tablesRow.safeParse(tables.rows[0]).data?.timeline ?? null),
  };
}

const UNKNOWN_FORM: Window = {
  since: null,
  detail:
    "It is unknown since when the server counts: its answer does not have the form that this version knows.",
};

/**
 * The latest of everything that starts the counters: a reset of this database's, the shared ones (which move
 * after a crash, when the database's own stays NULL), and a promotion.
 */
export function tablesWindow(outcome: QueryResult, server: Server): Window {
  if ("error" in outcome) {
    return { since: null, detail: `The server did not tell since when it counts (${outcome.error.code}).` };
  }
  const facts = tablesRow.safeParse(outcome.rows[0]).data;
  if (facts === undefined) return UNKNOWN_FORM;
  // The first timeline is 1: a higher one means a promotion or a restore, at a time that only the history file tells.
  const wasPromoted = facts.timeline !== null && Number.parseInt(facts.timeline, 16) > 1;
  if (wasPromoted && facts.promoted_ms === null) {
    return {
      since: null,
      detail:
        "The server was promoted or restored at a time that the login cannot see, and its counters start there.",
      ...(server.listsWal ? {} : { fix: grantMonitor(server) }),
    };
  }
  const starts: [number | null, string][] = [
    [facts.database_reset_ms, "the statistics were reset"],
    [facts.archiver_reset_ms, "the server was created or recovered from a crash"],
    [facts.bgwriter_reset_ms, "the server was created or recovered from a crash"],
    [endOfSecond(facts.promoted_ms, server.now), "the server was promoted or restored"],
  ];
  return latest(starts) ?? { since: null, detail: "Nothing tells since when the counters count." };
}

/** The server tells a file's time in whole seconds; what was counted within that second may be older. */
function endOfSecond(time: number | null, now: number): number | null {
  return time === null ? null : Math.min(time + 999, now);
}

export function statementsWindow(outcome: QueryResult | undefined, { extensions }: Server): Window {
  const extension = extensions.pg_stat_statements;
  if (outcome === undefined) {
    const detail =
      extension === undefined
        ? "This database has no pg_stat_statements."
        : "This pg_stat_statements does not tell since when it counts: it is older than 1.9, its owner is not trusted, or the login may not look into its schema.";
    return { since: null, detail };
  }
  if ("error" in outcome) {
    return {
      since: null,
      detail: `pg_stat_statements did not tell since when it counts (${outcome.error.code}).`,
    };
  }
  const facts = statementsRow.safeParse(outcome.rows[0]).data;
  if (facts === undefined) return UNKNOWN_FORM;
  return (
    latest([[facts.reset_ms, "pg_stat_statements was reset or created"]]) ?? {
      since: null,
      detail: "pg_stat_statements does not tell since when it counts.",
    }
  );
}

function latest(starts: readonly [number | null, string][]): Window | undefined {
  let window: Window | undefined;
  for (const [since, detail] of starts) {
    if (since !== null && since > (window?.since ?? Number.NEGATIVE_INFINITY)) window = { since, detail };
  }
  return window;
}
