import { z } from "zod";
import type { DeclaredQuery } from "../../checks/performance-baseline/query.ts";
import type { Unknown } from "../../core/finding.ts";
import type { Server } from "../../core/server.ts";
import type { DispatchMode, QueryResult, Session } from "../postgres/session.ts";
import type { CustomTransaction } from "../postgres/transaction.ts";

/** What a measurement needs of the run. */
export interface MeasureContext {
  readonly session: Session;
  readonly server: Server;
  readonly mode: DispatchMode;
  /** Milliseconds since 1970. */
  readonly deadline: number;
  readonly isOver: () => boolean;
}

/** The values of $1, $2 as text, or null. */
export type Values = readonly (string | null)[];

/** Why a query was not measured. It is thrown and caught within this folder. */
export class NotMeasured extends Error {
  override readonly name = "NotMeasured";
  readonly unknown: Unknown;

  constructor(unknown: Unknown) {
    super(unknown.reason);
    this.unknown = unknown;
  }
}

export const NO_TIME: Unknown = {
  reason: "timeout",
  detail:
    "The run's time was over before it was measured: raise policy.timeout, or declare fewer or faster queries.",
};

/** Bytes: far more than a plan, or a row of parameter values, needs. */
const MAX_RESPONSE = 50_000_000;

/** Milliseconds that a response can need to arrive. */
const RESPONSE_TIME = 100;

/**
 * Runs a user's statement in its query's transaction: read only, and with a timeout. A server continues a statement after
 * its client has gone, so the timeout ends it before the run's own time is over.
 *
 * @throws NotMeasured when the run's time stopped it
 */
export async function runStatement(
  { session, deadline }: MeasureContext,
  { role, settings, timeout }: DeclaredQuery,
  text: string,
  values: Values = [],
): Promise<QueryResult> {
  const left = deadline - RESPONSE_TIME - Date.now();
  if (left <= 0) throw new NotMeasured(NO_TIME);
  const own: CustomTransaction = {
    role,
    settings,
    timeout: Math.min(timeout, left),
    standardStrings: true,
    longestAnswer: MAX_RESPONSE,
  };
  // Sequential on every connection: pipelined behind a BEGIN that the server rejects, it would run outside a transaction.
  const outcome = await session.runQuery({ text, values, own, asText: true }, "sequential");
  const isStopped = "error" in outcome && outcome.error.code === "57014";
  if (isStopped && left < timeout) throw new NotMeasured(NO_TIME);
  return outcome;
}

/** The JSON that EXPLAIN returned; undefined for anything else. */
export function explainOutput(rows: readonly unknown[]): unknown {
  const { data } = z.tuple([z.tuple([z.string()])]).safeParse(rows);
  if (data === undefined) return undefined;
  try {
    return JSON.parse(data[0][0]);
  } catch {
    return undefined;
  }
}

/** A query of ours to the system catalogs failed. */
export class CatalogError extends Error {
  override readonly name = "CatalogError";
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/**
 * Queries the system catalogs in a transaction of our own, in which no object of the user's hides one of pg_catalog.
 *
 * @throws CatalogError
 */
export async function queryCatalog<Row>(
  { session, mode }: MeasureContext,
  text: string,
  values: readonly unknown[],
  row: z.ZodType<Row>,
): Promise<Row[]> {
  const outcome = await session.runQuery({ text, values }, mode);
  if ("error" in outcome) throw new CatalogError(outcome.error.code);
  return z.array(row).parse(outcome.rows);
}
