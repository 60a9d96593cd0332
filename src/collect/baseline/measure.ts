import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Measured, Measurement } from "../../checks/performance-baseline/measurement.ts";
import { type Executed, readExecution, withTimes } from "../../checks/performance-baseline/plan/parse.ts";
import type { DeclaredQuery } from "../../checks/performance-baseline/query.ts";
import { sql } from "../../generated/sql.ts";
import { assertReadOnly, planOf } from "./assert-read-only.ts";
import { describeObjects } from "./objects.ts";
import { valuesOf } from "./parameters.ts";
import { explainCode, whyFrameRefused, whyRefused } from "./refusals.ts";
import { CatalogueRefusal, type Measuring, NotMeasured, run, type Values } from "./server.ts";

/** Fewer runs tell no spread. */
const LEAST_RUNS = 3;

/** Milliseconds: a slow query is not run as often as a fast one. */
const ENOUGH = 5_000;

/** Milliseconds between the two rounds of a slow query: a neighbour's burst is over by then. */
const PAUSE = 2_000;

/** How often an execution is tried that the server stopped. */
const TRIES = 2;

/** The server stopped each of an execution's tries. */
class Stopped extends Error {
  override readonly name = "Stopped";
}

/** A query that can be run again: its second round. */
export interface Prepared {
  readonly query: DeclaredQuery;
  readonly values: Values;
  readonly path: readonly string[];
  readonly measuredAt: number;
}

/** Measures one query; what can't be measured is said. */
export async function measure(
  measuring: Measuring,
  query: DeclaredQuery,
  runs: number,
): Promise<{ measured: Measured; prepared?: Prepared }> {
  try {
    const path = await pathOf(measuring, query);
    const values = await valuesOf(measuring, query, path);
    await assertReadOnly(measuring, query, { text: query.sql, values, path });
    const prepared = { query, values, path, measuredAt: performance.now() };
    const measurement = await measureRuns(measuring, prepared, runs);
    return { measured: { measurement }, prepared: { ...prepared, measuredAt: performance.now() } };
  } catch (error) {
    return { measured: failed(error, query) };
  }
}

/** Times of a second round. */
export async function measureAgain(
  measuring: Measuring,
  prepared: Prepared,
  runs: number,
): Promise<{ readonly times: readonly number[] } | Exclude<Measured, { measurement: Measurement }>> {
  try {
    await sleep(Math.max(0, prepared.measuredAt + PAUSE - performance.now()), undefined, { ref: false });
    return { times: (await warmRuns(measuring, prepared, runs)).map(({ ms }) => ms) };
  } catch (error) {
    return failed(error, prepared.query);
  }
}

function failed(error: unknown, { timeout }: DeclaredQuery) {
  if (error instanceof NotMeasured) return { unknown: error.unknown };
  if (error instanceof CatalogueRefusal) return { unknown: explainCode(error.code) };
  if (error instanceof Stopped) return { stopped: { afterMs: timeout, times: TRIES } };
  throw error;
}

const pathRow = z.tuple([z.tuple([z.string()])]);

/** It shows, too, whether the query's frame is possible at all: nothing else of it can be refused. */
async function pathOf(measuring: Measuring, query: DeclaredQuery): Promise<string[]> {
  const outcome = await run(measuring, query, sql["baseline/path"]);
  if ("error" in outcome) {
    throw new NotMeasured(await whyFrameRefused(measuring, query, outcome.error.code));
  }
  const [[text]] = pathRow.parse(outcome.rows);
  return z.array(z.string()).parse(JSON.parse(text));
}

async function measureRuns(measuring: Measuring, prepared: Prepared, runs: number): Promise<Measurement> {
  const all = await warmRuns(measuring, prepared, runs);
  const timed = await execute(measuring, prepared, "TIMING ON").catch((error: unknown) => {
    // Looking at the clock at every row may take it over its timeout: then the tree has no times.
    if (error instanceof Stopped) return undefined;
    throw error;
  });
  const least = all.reduce((best, each) => (each.blocks < best.blocks ? each : best));
  const { tables, indexes, quote } = await describeObjects(measuring, least);
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

/** The first execution fills caches, the session's own catalogue cache among them, and does not count. */
async function warmRuns(
  measuring: Measuring,
  prepared: Prepared,
  runs: number,
): Promise<[Executed, ...Executed[]]> {
  await execute(measuring, prepared, "TIMING OFF");
  const start = performance.now();
  const all: [Executed, ...Executed[]] = [await execute(measuring, prepared, "TIMING OFF")];
  while (all.length < runs && (all.length < LEAST_RUNS || performance.now() - start < ENOUGH)) {
    all.push(await execute(measuring, prepared, "TIMING OFF"));
  }
  return all;
}

async function execute(
  measuring: Measuring,
  { query, values, path }: Prepared,
  timing: "TIMING ON" | "TIMING OFF",
): Promise<Executed> {
  const text = `EXPLAIN (ANALYZE, BUFFERS, VERBOSE, ${timing}, FORMAT JSON) ${query.sql}`;
  for (let left = TRIES; ; left -= 1) {
    const outcome = await run(measuring, query, text, values);
    if (!("error" in outcome)) {
      const executed = readExecution(planOf(outcome.rows));
      if (executed !== undefined) return executed;
      throw new NotMeasured({
        reason: "version",
        detail: "The server answered EXPLAIN in a form that this version does not know.",
      });
    }
    const { code } = outcome.error;
    const mayPass = code === "57014" || code === "55P03" || code === "40001";
    if (mayPass && left > 1) continue;
    if (code === "57014") throw new Stopped();
    throw new NotMeasured(await whyRefused(measuring, query, code, { text: query.sql, path }));
  }
}
