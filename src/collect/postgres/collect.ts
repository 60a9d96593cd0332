import { setTimeout as sleep } from "node:timers/promises";
import type { CheckAnswer, DatabaseEvidence } from "../../core/evidence.ts";
import type { Server } from "../../core/server.ts";
import type { CustomStatement } from "../custom-sql.ts";
import { type Address, parseConnectionUrl } from "./connection-url.ts";
import { type RunQuery, runPipelined, runSequential } from "./dispatch.ts";
import { namedRelations, prepareQueries, type RequestedCheck } from "./prepare-queries.ts";
import { selectSchemas } from "./schemas.ts";
import { readServer } from "./server.ts";
import { openSession, type QueryResult, type Session, TooManyConnections, Unreachable } from "./session.ts";
import { withShownTexts } from "./statement-texts.ts";
import type { PreparedQuery } from "./transaction.ts";
import {
  identityOf,
  identityQuestion,
  statementsWindow,
  statementsWindowQuestion,
  tablesWindow,
  tablesWindowQuestion,
} from "./windows.ts";

/** Takes a line for the log. */
export type Progress = (line: string) => void;

interface DatabaseRequest {
  readonly url: string;
  readonly ca: string | undefined;
  readonly checks: readonly RequestedCheck[];
  readonly schemas: readonly string[] | undefined;
  /** `trusted-owners` of the configuration. */
  readonly trustedOwners?: readonly string[];
  /** Statements of the checklist's own items. */
  readonly items?: readonly CustomStatement[];
  /** Called when the checks' queries are on their way; in sequential mode the first one. */
  readonly onSent?: () => void;
  /** Told of each check's answer as it comes, for the log. */
  readonly progress?: Progress;
  /** Milliseconds that the whole may take. */
  readonly timeout: number;
}

/** A second connection is opened only while the server keeps this share of its slots free. */
const FREE_SLOTS_FOR_TWO = 0.1;

/** Milliseconds. The second connection is worth less than this wait. */
const SECOND_SESSION_PATIENCE = 1_000;

/** Bytes: a team's own statement gives one row, true or false and a sentence. */
const LONGEST_ANSWER = 1_000_000;

/** PostgreSQL 15 brought stats_fetch_consistency. */
const FIRST_VERSION_WITH_FRESH_COUNTERS = 150_000;

/**
 * Asks the database everything the checks want to know, and closes every connection before it returns.
 *
 * @throws UserError for a URL that cannot be read; a database that cannot be reached is evidence, not an error
 */
export async function collectDatabase(request: DatabaseRequest): Promise<DatabaseEvidence> {
  const address = parseConnectionUrl(request.url, "database-url");
  const run = new Run(request.timeout);
  try {
    return await run.collect(address, request);
  } catch (error) {
    if (error instanceof Unreachable) return { reached: false, advice: error.message };
    throw error;
  } finally {
    await run.close();
  }
}

/** The sessions of one run, and the watchdog that ends them in time. */
class Run {
  readonly #sessions: Session[] = [];
  readonly #opening: Promise<unknown>[] = [];
  readonly #watchdog: NodeJS.Timeout;
  /** By performance.now(). */
  readonly #deadline: number;
  #isOver = false;

  constructor(timeout: number) {
    this.#deadline = performance.now() + timeout;
    this.#watchdog = setTimeout(() => {
      this.#isOver = true;
      for (const session of this.#sessions) void session.cancel();
    }, timeout);
  }

  async collect(
    address: Address,
    { ca, checks, schemas: wantedSchemas, trustedOwners = [], items = [], progress, onSent }: DatabaseRequest,
  ): Promise<DatabaseEvidence> {
    // Both connections are made at the same time: over a distance that is most of a run. Where only one is let in
    // (the login's CONNECTION LIMIT, the last free slot), it is enough, whichever it is.
    const openings = [this.#open(address, ca), this.#open(address, ca)];
    const session = await Promise.any(openings).catch((both: AggregateError) => {
      const [error] = both.errors;
      // The server counts both before it looks at the limit: one alone may have room.
      if (error instanceof TooManyConnections) return this.#open(address, ca);
      throw error;
    });
    const facts = await readServer(session, namedRelations(checks));
    const selected = selectSchemas(facts, wantedSchemas);
    const opened = Promise.all(openings.map((opening) => opening.catch(() => undefined)));
    const second = opened.then((sessions) =>
      sessions.find((other) => other !== undefined && other !== session),
    );
    const helper = await this.#spare(second, facts);
    const server = { ...facts, ownSessions: processIdsOf([session, helper], facts) };

    const { answers, questions } = prepareQueries(checks, server, { schemas: selected, trustedOwners });
    const runQuery = this.#asker(session, helper, server);
    const asking = Promise.all([
      runQuery(tablesWindowQuestion(server)),
      runQuery(identityQuestion()),
      maybe(statementsWindowQuestion({ server, trustedOwners }), runQuery),
      ...questions.map(({ id, question }) => timed(id, runQuery(question), progress)),
    ]);
    onSent?.();
    const [tables, identity, statements, ...outcomes] = await asking;
    // After all others, for between a frame and its statement nothing else may be sent.
    const own = new Map<string, CheckAnswer>();
    for (const item of items)
      own.set(item.id, await runCustomQuery(item, (question) => this.#awaited(session, question)));
    for (const [index, { id, statementText }] of questions.entries()) {
      const outcome = outcomes[index];
      if (outcome !== undefined) answers.set(id, await withShownTexts(outcome, statementText));
    }
    return {
      reached: true,
      server,
      windows: { tables: tablesWindow(tables, server), statements: statementsWindow(statements, server) },
      identity: identityOf(identity, tables),
      answers,
      items: own,
      notices: selected.missing.map(
        (name) => `The config's schemas name ${name}, which this database does not have.`,
      ),
      leftOut: selected.leftOut,
    };
  }

  async close(): Promise<void> {
    clearTimeout(this.#watchdog);
    await Promise.all(this.#opening);
    await Promise.all(this.#sessions.map((session) => session.end()));
  }

  #open(address: Address, ca: string | undefined): Promise<Session> {
    const timeLeft = this.#deadline - performance.now();
    const opening = openSession(address, ca, timeLeft).then((session) => {
      this.#sessions.push(session);
      if (this.#isOver) void session.cancel();
      return session;
    });
    this.#opening.push(opening.catch(() => undefined));
    return opening;
  }

  /** The second session, unless it is late. Where the server is short of slots it goes back at once. */
  async #spare(second: Promise<Session | undefined>, server: Server): Promise<Session | undefined> {
    const slots = server.maxConnections - server.reservedConnections;
    // The second may not have been counted yet: it may still be logging in.
    if (slots - server.clientSessions - 1 > slots * FREE_SLOTS_FOR_TWO) {
      return Promise.race([second, sleep(SECOND_SESSION_PATIENCE, undefined, { ref: false })]);
    }
    void second.then((session) => session?.end());
    return undefined;
  }

  /**
   * A direct connection gets all its questions in one flight. Pipelining through transaction poolers has hung
   * clients, so there each transaction is awaited.
   */
  #asker(session: Session, helper: Session | undefined, server: Server): RunQuery {
    const freshCounters = server.versionNumber >= FIRST_VERSION_WITH_FRESH_COUNTERS;
    const runQuery = server.connection.isDirect
      ? runPipelined(session, helper)
      : runSequential(session, helper);
    return async (question) => this.#inTime(await runQuery({ ...question, freshCounters }));
  }

  /** Sent behind a frame that the server then refuses whole, a team's own statement would run without any. */
  async #awaited(session: Session, question: PreparedQuery): Promise<QueryResult> {
    return this.#inTime(await session.runQuery(question, "sequential"));
  }

  #inTime(outcome: QueryResult): QueryResult {
    return this.#isOver && "error" in outcome ? TIMED_OUT : outcome;
  }
}

/** Told by the server, since an application_name is whatever a client says. */
function processIdsOf(sessions: readonly (Session | undefined)[], { connection }: Server): number[] {
  return connection.isDirect ? sessions.flatMap((session) => session?.processId ?? []) : [];
}

const TIMED_OUT: QueryResult = { error: { code: "timeout", message: "the run's time was over" } };

/** One line a check, without a word of the server's: how long it took, or the code of the refusal. */
async function timed(
  id: string,
  answer: Promise<QueryResult>,
  progress: Progress | undefined,
): Promise<QueryResult> {
  const start = performance.now();
  const outcome = await answer;
  const time = `${Math.round(performance.now() - start)} ms`;
  progress?.(
    "error" in outcome ? `${id}: no answer after ${time} (${outcome.error.code})` : `${id}: ${time}`,
  );
  return outcome;
}

async function runCustomQuery(
  item: CustomStatement,
  runQuery: (question: PreparedQuery) => Promise<QueryResult>,
): Promise<CheckAnswer> {
  if ("unknown" in item) return { outcome: { unknown: item.unknown } };
  const { role, settings } = item.sql;
  return runQuery({ text: item.text, own: { role, settings, longestAnswer: LONGEST_ANSWER } });
}

async function maybe<T, R>(value: T | undefined, then: (value: T) => Promise<R>): Promise<R | undefined> {
  return value === undefined ? undefined : then(value);
}
