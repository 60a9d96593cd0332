import { setTimeout as sleep } from "node:timers/promises";
import performanceBaseline from "../../checks/performance-baseline/check.ts";
import type { BaselineEvidence, MeasuredQueries } from "../../checks/performance-baseline/measurement.ts";
import type { BaselineOptions } from "../../checks/performance-baseline/options.ts";
import type { Skipped } from "../../core/finding.ts";
import type { RunConfig } from "../../core/settings.ts";
import type { Source } from "../../core/sources.ts";
import type { CollectContext } from "../context.ts";
import { parseConnectionUrl } from "../postgres/connection-url.ts";
import { readServer } from "../postgres/server.ts";
import { openSession, type Session, Unreachable } from "../postgres/session.ts";
import { identityOf, identityQuestion } from "../postgres/windows.ts";
import { reader, why } from "../repository/commit-files.ts";
import { measureAll } from "./measure-all.ts";
import type { MeasureContext } from "./run-statement.ts";

/** The recorded baseline, and the measurements of the declared queries, which run after all other queries. */
export async function collectBaseline(
  settings: RunConfig,
  file: string,
  context: CollectContext,
): Promise<Source<BaselineEvidence>> {
  const [recorded, measured] = await Promise.all([
    readRecorded(settings, file),
    measureQueries(settings, context),
  ]);
  return { value: { recorded, measured } };
}

/** On a pull request the base branch's file: a branch must not choose what it is compared with. */
async function readRecorded(settings: RunConfig, file: string): Promise<Source<string | null>> {
  const unknown = (detail: string) => ({ unknown: { reason: "error" as const, detail } });
  const read = await reader(settings, { files: 1, what: "baseline" });
  if (typeof read === "string") return unknown(read);
  try {
    return { value: await read(file) };
  } catch (error) {
    return unknown(`${file} could not be read${why(error)}`);
  }
}

const NOT_ON_PULL_REQUESTS: Skipped = {
  reason: "not-applicable",
  detail:
    "The declared queries are not run on pull requests, unless the base branch's configuration says on-pull-requests: true.",
};

const NO_SECRET: Skipped = {
  reason: "no-secret",
  detail:
    "To measure the declared queries, give the action a login that may read what the application reads (sql/setup/baseline-role.sql makes one):\nbaseline-database-url: ${{ secrets.BASELINE_DATABASE_URL }}",
};

async function measureQueries(
  settings: RunConfig,
  { quiet, deadline, progress }: CollectContext,
): Promise<Source<MeasuredQueries>> {
  const options = optionsIn(settings);
  if (settings.isPullRequest && !options["on-pull-requests"]) return { skipped: NOT_ON_PULL_REQUESTS };
  if (settings.baseline === undefined) return { skipped: NO_SECRET };
  await Promise.race([quiet.catch(() => undefined), sleep(timeLeft(deadline), undefined, { ref: false })]);
  if (timeLeft(deadline) === 0) return { unknown: NO_TIME };

  const { url, ca } = settings.baseline;
  let session: Session | undefined;
  try {
    session = await openSession(parseConnectionUrl(url, "baseline-database-url"), ca, timeLeft(deadline));
    return { value: await measureOn(session, options, { deadline, progress }) };
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    if (timeLeft(deadline) === 0) return { unknown: NO_TIME };
    return { unknown: { reason: "unreachable", detail: `baseline-database-url: ${error.message}` } };
  } finally {
    await session?.end();
  }
}

const NO_TIME = {
  reason: "timeout" as const,
  detail: "The run's time was over before the declared queries could be measured: raise policy.timeout.",
};

function optionsIn(settings: RunConfig): BaselineOptions {
  const selected = settings.checks.find(({ check }) => check.id === performanceBaseline.id);
  // This check's own schema has parsed them.
  return selected?.options as BaselineOptions;
}

async function measureOn(
  session: Session,
  { queries, runs }: BaselineOptions,
  { deadline, progress }: Omit<CollectContext, "quiet">,
): Promise<MeasuredQueries> {
  let isOver = false;
  const watchdog = setTimeout(() => {
    isOver = true;
    void session.cancel();
  }, timeLeft(deadline));
  try {
    const server = await readServer(session);
    // Pipelining through a transaction pooler can hang the client.
    const mode = server.connection.isDirect ? "pipelined" : "sequential";
    const identity = await session.runQuery(identityQuestion(), mode);
    const measureContext: MeasureContext = { session, server, mode, deadline, isOver: () => isOver };
    return {
      server: {
        version: server.version,
        database: server.database,
        isStandby: server.inRecovery,
        system: identityOf(identity, { error: { code: "", message: "" } }).system,
      },
      queries: await measureAll(measureContext, queries, runs, progress),
      notices: server.isSuperuser
        ? [
            "The login of baseline-database-url is a superuser, for whom no row-level security counts: declare each query's role, and give it a login of its own (sql/setup/baseline-role.sql).",
          ]
        : [],
    };
  } finally {
    clearTimeout(watchdog);
  }
}

function timeLeft(deadline: number): number {
  return Math.max(0, deadline - Date.now());
}
