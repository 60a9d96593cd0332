import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Measured, Measurement } from "../../checks/performance-baseline/measurement.ts";
import { type Executed, readExecution, withTimes } from "../../checks/performance-baseline/plan/parse.ts";
import type { DeclaredQuery } from "../../checks/performance-baseline/query.ts";
import { sql } from "../../generated/sql.ts";
import { assertReadOnly } from "./assert-read-only.ts";
import { unknownFromCode, whyStatementFailed, whyTransactionFailed } from "./explain-error.ts";
import { describeObjects } from "./objects.ts";
import { parameterValues } from "./parameters.ts";
import {
  CatalogError,
  explainOutput,
  type MeasureContext,
  NotMeasured,
  runStatement,
  type Values,
} from "./run-statement.ts";

/** Fewer runs do not show how much their times differ. */
const MIN_RUNS = 3;

/** Milliseconds: a slow query has fewer runs than a fast one. */
const ENOUGH_TIME = 5_000;

/** Milliseconds between the two rounds of a slow query: a short burst of load is over by then. */
const PAUSE = 2_000;

/** How often an execution that the server stopped is tried. */
const TRIES = 2;

/** The server stopped each try of an execution. */
class Stopped extends Error {
  override readonly name = "Stopped";
}

/** What a second round needs. */
export interface PreparedQuery {
  readonly query: DeclaredQuery;
  readonly values: Values;
  readonly path: readonly string[];
  readonly measuredAt: number;
}

export interface MeasureResult {
  readonly measured: Measured;
  /** Undefined when the query could not be measured. */
  readonly prepared?: PreparedQuery;
}

/** Measures one query; the result says why it could not be measured. */
export async function measure(
  context: MeasureContext,
  query: DeclaredQuery,
  runs: number,
): Promise<MeasureResult> {
  try {
    const path = await searchPathOf(context, query);
    const values = await parameterValues(context, query, path);
    await assertReadOnly(context, query, { text: query.sql, values, path });
    const prepared = { query, values, path, measuredAt: performance.now() };
    const measurement = await measureRuns(context, prepared, runs);
    return { measured: { measurement }, prepared: { ...prepared, measuredAt: performance.now() } };
  } catch (error) {
    return { measured: resultOf(error, query) };
  }
}

/** The times of a second round. */
export async function measureAgain(
  context: MeasureContext,
  prepared: PreparedQuery,
  runs: number,
): Promise<{ readonly times: readonly number[] } | Exclude<Measured, { measurement: Measurement }>> {
  try {
    await sleep(Math.max(0, prepared.measuredAt + PAUSE - performance.now()), undefined, { ref: false });
    return { times: (await warmRuns(context, prepared, runs)).map(({ ms }) => ms) };
  } catch (error) {
    return resultOf(error, prepared.query);
  }
}

function resultOf(error: unknown, { timeout }: DeclaredQuery) {
  if (error instanceof NotMeasured) return { unknown: error.unknown };
  if (error instanceof CatalogError) return { unknown: unknownFromCode(error.code) };
  if (error instanceof Stopped) return { stopped: { afterMs: timeout, times: TRIES } };
  throw error;
}

const pathRow = z.tuple([z.tuple([z.string()])]);

/** The first statement in the query's transaction: it also shows whether its role and its settings are accepted. */
async function searchPathOf(context: MeasureContext, query: DeclaredQuery): Promise<string[]> {
  const outcome = await runStatement(context, query, sql["baseline/path"]);
  if ("error" in outcome) {
    throw new NotMeasured(await whyTransactionFailed(context, query, outcome.error.code));
  }
  const [[text]] = pathRow.parse(outcome.rows);
  return z.array(z.string()).parse(JSON.parse(text));
}

async function measureRuns(
  context: MeasureContext,
  prepared: PreparedQuery,
  runs: number,
): Promise<Measurement> {
  const all = await warmRuns(context, prepared, runs);
  const timed = await execute(context, prepared, "TIMING ON").catch((error: unknown) => {
    // Reading the clock for every row can take it over its timeout: then the plan has no times.
    if (error instanceof Stopped) return undefined;
    throw error;
  });
  const least = all.reduce((best, each) => (each.blocks < best.blocks ? each : best));
  const { tables, indexes, quote } = await describeObjects(context, least);
  return {
    rows: least.rows,
    rowsRead: least.rowsRead,
    blocks: least.blocks,
    spilledBytes: least.spilledBytes,
    times: all.map(({ ms }) => ms),
    again: [],
    plan: withTimes(least.plan(quote), timed?.plan(quote)),
    tables,
    indexes,
  };
}

/** The first execution fills caches, also the session's catalog cache, and does not count. */
async function warmRuns(
  context: MeasureContext,
  prepared: PreparedQuery,
  runs: number,
): Promise<[Executed, ...Executed[]]> {
  await execute(context, prepared, "TIMING OFF");
  const start = performance.now();
  const all: [Executed, ...Executed[]] = [await execute(context, prepared, "TIMING OFF")];
  while (all.length < runs && (all.length < MIN_RUNS || performance.now() - start < ENOUGH_TIME)) {
    all.push(await execute(context, prepared, "TIMING OFF"));
  }
  return all;
}

async function execute(
  context: MeasureContext,
  { query, values, path }: PreparedQuery,
  timing: "TIMING ON" | "TIMING OFF",
): Promise<Executed> {
  const text = `EXPLAIN (ANALYZE, BUFFERS, VERBOSE, ${timing}, FORMAT JSON) ${query.sql}`;
  for (let left = TRIES; ; left -= 1) {
    const outcome = await runStatement(context, query, text, values);
    if (!("error" in outcome)) {
      const executed = readExecution(explainOutput(outcome.rows));
      if (executed !== undefined) return executed;
      throw new NotMeasured({
        reason: "version",
        detail: "The server answered EXPLAIN in a form that this version does not know.",
      });
    }
    const { code } = outcome.error;
    const isTemporary = code === "57014" || code === "55P03" || code === "40001";
    if (isTemporary && left > 1) continue;
    if (code === "57014") throw new Stopped();
    throw new NotMeasured(await whyStatementFailed(context, query, code, { text: query.sql, path }));
  }
}
