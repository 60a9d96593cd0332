/**
 * A gate that fails for nothing is soon switched off: a hundred runs in a row, beside a process that takes a core and a
 * session that reads and writes another table, on a database that stays as it is. Collector and judge in this process, on
 * a small copy of the document's application: a run is to take a fraction of a second.
 */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, it } from "vitest";
import type { RecordedBaseline } from "../../src/checks/performance-baseline/baseline-file.ts";
import { renderRecorded } from "../../src/checks/performance-baseline/baseline-file.ts";
import check from "../../src/checks/performance-baseline/check.ts";
import { baselineSource } from "../../src/checks/performance-baseline/measurement.ts";
import { newBaseline } from "../../src/checks/performance-baseline/new-baseline.ts";
import type { BaselineOptions } from "../../src/checks/performance-baseline/options.ts";
import { collectBaseline } from "../../src/collect/baseline/collect.ts";
import type { CheckOutcome, Facts } from "../../src/core/finding.ts";
import type { RunConfig } from "../../src/core/settings.ts";
import { Sources } from "../../src/core/sources.ts";
import { toIso } from "../../src/lib/time.ts";
import { settingsOf } from "../support/builders/baseline.ts";
import { aReport } from "../support/builders/report.ts";
import { onCleanUp } from "../support/postgres/cleanup.ts";
import { APP_SERVER, buildApp, INDEXES, optimize, QUERIES } from "../support/postgres/document-app.ts";
import { VERSION } from "../support/postgres/installation.ts";
import { type Database, startServer } from "../support/postgres/postgres.ts";

const RUNS = 100;
/** Fewer than by default: what holds with them holds with more. */
const WARM_RUNS = 5;
const FILE = "baseline.json";
/** Between two rounds of the neighbouring session: the other core has its own load. */
const PAUSE_MS = 200;
/** Ends by itself where nobody is left to end it: no test file may take longer. */
const HOG = "for (const end = Date.now() + 600_000; Date.now() < end; );";
const REPORT = "Report";
const LARGEST = "00000000-0000-4000-8000-000000000001";
const SIZE = { documents: 20_000, memories: 35_000, jobs: 15_000 };

interface Run {
  readonly outcome: CheckOutcome;
  readonly rows: readonly Facts[];
  readonly recorded: RecordedBaseline | null;
}

describe("a hundred runs beside a noisy neighbour", () => {
  let database: Database;
  let settings: RunConfig;

  beforeAll(async () => {
    const server = await startServer({ version: VERSION, settings: APP_SERVER });
    database = await server.createDatabase();
    await buildApp(database, SIZE);
    await optimize(database);
    await database.query(
      "CREATE UNLOGGED TABLE elsewhere AS SELECT n, repeat('x', 300) AS filler FROM generate_series(1, 100000) AS n",
    );
    // Values that are there at once: to pick them takes longer than the queries.
    const values = {
      "Document list": [LARGEST],
      "Memory retrieval": [LARGEST, "tag-1"],
      "Organisation statistics": [LARGEST],
    };
    const four = QUERIES.map(({ name, sql, ...rest }) => ({
      ...rest,
      name,
      sql,
      "params-from": undefined,
      params: Object.entries(values).find(([of]) => of === name)?.[1],
    }));
    // What the machine's mood moves most: it has no index to use and reads its table from end to end.
    const report = { name: REPORT, sql: "SELECT status, count(*) FROM ingestion_jobs GROUP BY status" };
    const declared = [...four, report];
    settings = settingsOf(database.url, declared, { options: { runs: WARM_RUNS } });
    const first = await run(settings);
    // Budgets as the docs advise them: three times what the first table shows.
    const budgeted = declared.map((query) => {
      const median = Number(first.rows.find((row) => row.query === query.name)?.now_ms);
      return { ...query, "max-time": `${Math.max(1, Math.ceil(3 * median))}ms` };
    });
    settings = settingsOf(database.url, budgeted, { options: { runs: WARM_RUNS } });
    const { recorded } = await run(settings);
    assert.ok(recorded !== null, "a quiet run may be recorded");
    writeFileSync(join(settings.workspace, FILE), renderRecorded(recorded));
  });

  it("end without a failure, and the first one without an index fails", async (t) => {
    const neighbours = await beNoisy(database);
    let noisy = 0;
    const times: number[][] = [];
    for (let number = 1; number <= RUNS; number += 1) {
      const { outcome, rows } = await run(settings);
      assert.deepEqual(problemsOf(outcome), [], `run ${number}`);
      assert.ok(
        rows.every(({ baseline }) => baseline === "compared"),
        `run ${number}: ${JSON.stringify(rows)}`,
      );
      noisy += rows.filter((row) => row.noisy === true).length;
      times.push(rows.map((row) => Number(row.slowest_ms)));
    }
    assert.ok(
      neighbours.every((each) => each.isBusy()),
      "the neighbours were there to the end",
    );
    await t.annotate(`${noisy} rows were told as noisy, of ${RUNS} runs`);
    for (const [index, { name }] of [...QUERIES, { name: REPORT }].entries()) {
      const of = times.map((each) => each[index] ?? 0).sort((a, b) => a - b);
      await t.annotate(`${name}: slowest of a run ${of[0]} to ${of.at(-1)} ms`);
    }

    await database.query("DROP INDEX idx_memories_document_created");
    const { outcome } = await run(settings);
    assert.match(problemsOf(outcome).join("\n"), /^`Memory retrieval` .*idx_memories_document_created/);
    await database.query(
      `CREATE INDEX idx_memories_document_created ON ${INDEXES.idx_memories_document_created}`,
    );
    assert.deepEqual(
      problemsOf((await run(settings)).outcome),
      [],
      "and the first one with it again does not",
    );
  });
});

/** One run as the action makes it, from its session to its verdict. */
async function run(settings: RunConfig): Promise<Run> {
  const now = Date.now();
  const baseline = await collectBaseline(settings, FILE, {
    quiet: Promise.resolve(),
    deadline: now + 60_000,
    progress: () => undefined,
  });
  const options = settings.checks[0]?.options as BaselineOptions;
  const sources = new Sources([[baselineSource(options.file), baseline]]);
  const outcome = check.evaluate([], { options, priority: "medium", sources, now });
  const recorded = newBaseline(options, sources, aReport({ startedAt: toIso(now) }));
  return { outcome, rows: outcome.measurements ?? [], recorded };
}

/** Everything that is not a pass. */
function problemsOf({ findings = [], unknown, skipped }: CheckOutcome): string[] {
  const blind = unknown ?? skipped;
  return [...findings.map(({ message }) => message), ...(blind === undefined ? [] : [blind.detail])];
}

interface Neighbour {
  isBusy(): boolean;
}

/** A process on each core but one, and a session that reads and writes what the queries do not. */
async function beNoisy(database: Database): Promise<Neighbour[]> {
  const hogs: ChildProcess[] = Array.from({ length: Math.max(1, availableParallelism() - 1) }, () =>
    spawn(process.execPath, ["-e", HOG], { stdio: "ignore" }),
  );
  onCleanUp(() => {
    for (const hog of hogs) hog.kill("SIGKILL");
  });
  const client = await database.connect();
  let rounds = 0;
  let isOver = false;
  const work = async () => {
    while (!isOver) {
      await client.query("SELECT sum(length(filler)) FROM elsewhere");
      await client.query("UPDATE elsewhere SET n = n WHERE n % 500 = 0");
      rounds += 1;
      await sleep(PAUSE_MS);
    }
  };
  const working = work().catch(() => undefined);
  onCleanUp(async () => {
    isOver = true;
    await working;
  });
  return [...hogs.map((hog) => ({ isBusy: () => hog.exitCode === null })), { isBusy: () => rounds > 10 }];
}
