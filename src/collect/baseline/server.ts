import { z } from "zod";
import type { DeclaredQuery } from "../../checks/performance-baseline/query.ts";
import type { Unknown } from "../../core/finding.ts";
import type { Server } from "../../core/server.ts";
import type { DispatchMode, QueryResult, Session } from "../postgres/session.ts";
import type { CustomTransaction } from "../postgres/transaction.ts";

/** Why a query was not measured: thrown within this folder alone, and caught where its result is made. */
export class NotMeasured extends Error {
  override readonly name = "NotMeasured";
  readonly unknown: Unknown;

  constructor(unknown: Unknown) {
    super(unknown.reason);
    this.unknown = unknown;
  }
}

/** The session that the queries are measured on. */
export interface Measuring {
  readonly session: Session;
  readonly server: Server;
  readonly pace: DispatchMode;
  /** Milliseconds since 1970. */
  readonly deadline: number;
  readonly isOver: () => boolean;
}

/** As text, or null. */
export type Values = readonly (string | null)[];

/** Asks something of our own, in our own frame: no name of the user's stands in for one of pg_catalog. */
export async function askCatalogue<Row>(
  { session, pace }: Measuring,
  text: string,
  values: readonly unknown[],
  row: z.ZodType<Row>,
): Promise<Row[]> {
  const outcome = await session.runQuery({ text, values }, pace);
  if ("error" in outcome) throw new CatalogueRefusal(outcome.error.code);
  return z.array(row).parse(outcome.rows);
}

/** Our own question was not answered. */
export class CatalogueRefusal extends Error {
  override readonly name = "CatalogueRefusal";
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

export const NO_TIME: Unknown = {
  reason: "timeout",
  detail:
    "The run's time was over before it was measured: raise policy.timeout, or declare fewer or faster queries.",
};

/** Bytes: far more than a plan, or values that pick rows, have need of. */
const LONGEST_ANSWER = 50_000_000;

/** Milliseconds that an answer may need to come back. */
const WAY_BACK = 100;

/**
 * Runs a statement of the team's in its query's frame: read only, and stopped by the server in time. A server goes on
 * with a statement whose client is gone, so it must stop by itself before the run's own time is over.
 *
 * @throws NotMeasured when that is why it stopped
 */
export async function run(
  { session, deadline }: Measuring,
  { role, settings, timeout }: DeclaredQuery,
  text: string,
  values: Values = [],
): Promise<QueryResult> {
  const left = deadline - WAY_BACK - Date.now();
  if (left <= 0) throw new NotMeasured(NO_TIME);
  const own: CustomTransaction = {
    role,
    settings,
    timeout: Math.min(timeout, left),
    standardStrings: true,
    longestAnswer: LONGEST_ANSWER,
  };
  // Awaited everywhere: sent behind a frame that the server then refuses whole, it would run without any.
  const outcome = await session.runQuery({ text, values, own, asText: true }, "sequential");
  const isStopped = "error" in outcome && outcome.error.code === "57014";
  if (isStopped && left < timeout) throw new NotMeasured(NO_TIME);
  return outcome;
}
